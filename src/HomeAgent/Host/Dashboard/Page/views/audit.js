import { page } from "../api.js";
import { h } from "../dom.js";
import { moment } from "../format.js";
import { badge, heading, more, pages, search, searching, showMore, table } from "../parts.js";

export const audit = {
  title: "Audit log",
  seconds: 5,
  actions: { more: showMore, search: searching("audit") },
  load: ({ query, signal, memory }) => pages(path => page(path, signal), `audit?${new URLSearchParams([["limit", 100], ...query])}`, memory),
  draw: ({ rows, next }, { query }) => h("section", {},
    heading("Audit log"),
    search("audit", [["actor", "Who", "alice"], ["action", "Action", "binding.revoke"], ["target", "What", "2001:db8:1::a"]], query),
    table("Changes that were asked for, the newest first", columns, rows, row => row.number, query.size ? "No change is like that." : "Nobody has changed anything."),
    more(next)),
};

const columns = [
  ["When", row => h("time", { datetime: row.at }, moment(row.at))],
  ["Who", row => [row.actor, h("small", { class: "address" }, row.source)]],
  ["Action", row => h("code", {}, row.action)],
  ["What", row => h("span", { class: "address" }, row.target)],
  ["Outcome", row => [outcome(row.status), row.detail && h("small", {}, row.detail)]],
];

const outcome = status => (status === null ? badge("none", "Unknown") : status < 300 ? badge("good", "Done") : badge("bad", `Refused (${status})`));
