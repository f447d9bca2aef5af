import { optional } from "../api.js";
import { shares, sparkline } from "../charts.js";
import { h } from "../dom.js";
import { timeline } from "../events.js";
import { feed, handovers } from "../feed.js";
import { count, places } from "../format.js";
import { badge, card, heading } from "../parts.js";

export const overview = {
  title: "Overview",
  seconds: 2,
  hasEvents: true,
  actions: {},
  load: async ({ signal }) => {
    const [summary, cluster, edges] = await Promise.all(["summary", "cluster", "edges"].map(path => optional(path, signal)));
    return { summary, members: cluster?.members, edges };
  },
  draw: ({ summary, members, edges }) => h("section", {},
    heading("Overview"),
    h("div", { class: "tiles" },
      summary && tile("Bindings", count(summary.bindings), "in force", "#/bindings"),
      feed.state !== "absent" && moves(),
      edges?.length > 0 && tile("Edges", edgesReady(edges), edgesNote(edges), "#/cluster"),
      members && tile("Cluster", count(members.length), members.length === 1 ? "member" : "members", "#/cluster", unreachable(members))),
    h("div", { class: "halves" },
      summary && card("Where mobile nodes are", shares(Object.entries(places).map(([kind, name]) => ({ kind, name, value: summary[kind] })), "Bindings by network"),
        summary.mobileRouters > 0 && h("p", { class: "hint" }, `${count(summary.mobileRouters)} of them are mobile routers.`)),
      feed.state !== "absent" && card("Recent events", timeline(feed.events.slice(0, 12), "Recent events", { empty: "Nothing has happened since this page was opened." })))),
};

const tile = (title, value, note, to, warning) => h("a", { class: "tile", href: to }, h("h2", {}, title), h("p", { class: "figure" }, value), h("p", { class: "hint" }, note), warning);

function moves() {
  const seconds = handovers();
  const recent = seconds.slice(-10);
  const rate = recent.reduce((sum, one) => sum + one, 0) / recent.length;
  const text = rate >= 10 ? count(Math.round(rate)) : rate.toFixed(1);
  return h("section", { class: "tile wide" }, h("h2", {}, "Handovers per second"), h("p", { class: "figure" }, text),
    sparkline(seconds, `Handovers per second in the last ${seconds.length} seconds, at most ${Math.max(...seconds)}`),
    h("p", { class: "hint" }, feed.state === "open" ? `last ${seconds.length} s` : "waiting for events"));
}

const edgesReady = edges => `${edges.filter(edge => edge.state === "up" && !edge.drain).length} of ${edges.length}`;
const edgesNote = edges => (edges.some(edge => edge.drain) ? `have their blocks, ${edges.filter(edge => edge.drain).length} drained` : "have their blocks");
const unreachable = members => members.some(member => !member.isReachable) && badge("bad", "Not all can be reached");
