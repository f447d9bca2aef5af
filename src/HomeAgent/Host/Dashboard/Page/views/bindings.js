import { page } from "../api.js";
import { h } from "../dom.js";
import { ago, clock, encapsulations, endpoint, left } from "../format.js";
import { revoke } from "../changes.js";
import { address, button, heading, link, more, pages, place, search, searching, showMore, table } from "../parts.js";

const size = 200;

export const bindings = {
  title: "Bindings",
  seconds: 2,
  actions: { more: showMore, revoke, search: searching("bindings") },
  load: ({ query, signal, memory }) => {
    const question = new URLSearchParams([["limit", size], ...query]);
    return pages(path => page(path, signal), `bindings?${question}`, memory);
  },
  draw: ({ rows, next }, { query }) => h("section", {},
    heading("Bindings"),
    search("bindings", [["prefix", "Home address or prefix", "2001:db8:1::/64"], ["careOf", "Care-of address or prefix", "203.0.113.0/24"]], query),
    table("Bindings in force", columns, rows, row => row.homeAddress, query.size ? "No binding is like that." : "No mobile node is bound."),
    more(next)),
};

const columns = [
  ["Home address", row => [link(row.homeAddress), row.ipv4HomeAddress && h("small", { class: "address" }, row.ipv4HomeAddress)]],
  ["Where", row => place(row)],
  ["Care-of address", row => address(row.careOfAddress)],
  ["Packets go to", row => [address(endpoint(row)), h("small", {}, encapsulations[row.encapsulation] ?? row.encapsulation)]],
  ["Last Binding Update", row => h("time", { datetime: row.updated, title: clock(row.updated) }, ago(row.updated))],
  ["Ends in", row => h("time", { datetime: row.expires, title: clock(row.expires) }, left(row.expires))],
  [h("span", { class: "hidden" }, "Actions"), row => button("revoke", "Revoke", { home: row.homeAddress }, "quiet small", `Revoke the binding of ${row.homeAddress}`)],
];
