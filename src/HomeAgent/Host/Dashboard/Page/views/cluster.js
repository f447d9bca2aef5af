import { optional } from "../api.js";
import { drain, undrain } from "../changes.js";
import { h } from "../dom.js";
import { ago, count, span } from "../format.js";
import { address, badge, button, card, facts, heading, table } from "../parts.js";

export const cluster = {
  title: "Cluster",
  seconds: 3,
  hasEvents: true,
  actions: { drain, undrain },
  load: async ({ signal }) => {
    const [edges, cluster, prefixes, pools] = await Promise.all(["edges", "cluster", "home-prefixes", "ipv4-pools"].map(path => optional(path, signal)));
    return { edges, cluster, prefixes, pools };
  },
  draw: ({ edges, cluster, prefixes, pools }) => h("section", {},
    heading("Cluster"),
    edges && (edges.length === 0 ? card("Edges", h("p", { class: "empty" }, "No edge is configured, and none is there."))
      : h("div", { class: "tiles edges" }, edges.map(edge => edgeCard(edge, edges)))),
    cluster && card("Members", table("Members of the cluster", members(cluster), cluster.members, row => row.address, "This process has joined nobody.")),
    prefixes && card("Home prefixes", table("Home prefixes", prefixColumns, prefixes, row => row.prefix, "There is no home prefix.")),
    pools?.length > 0 && card("IPv4 pools", table("IPv4 pools", poolColumns, pools, row => row.kind))),
};

function edgeCard(edge, edges) {
  const most = Math.max(1, ...edges.map(other => other.announced?.length ?? 0));
  return h("section", { class: "card", "data-key": edge.name, "aria-label": `Edge ${edge.name}` },
    h("div", { class: "heading" }, h("h2", {}, edge.name), condition(edge)),
    facts([
      ["Bindings", edge.bindings === null ? null : `${count(edge.bindings)}${edge.isLoaded ? "" : ", still reading"}`],
      ["Blocks that lead here", edge.announced && [`${edge.announced.length}`, h("meter", { min: 0, max: most, value: edge.announced.length, "aria-label": `Blocks that lead to ${edge.name}` }),
        edge.announced.map(block => h("small", { class: "address" }, block))]],
      ["Its own blocks", edge.blocks.length ? edge.blocks.map(block => h("div", { class: "address" }, block)) : null],
      ["Process", edge.member && address(edge.member)],
      ["Drained", edge.drain && `${ago(edge.drain.since)} by ${edge.drain.actor}`],
    ]),
    h("div", { class: "buttons" }, edge.drain
      ? button("undrain", "Undrain...", { edge: edge.name }, "quiet", `Undrain edge ${edge.name}`)
      : button("drain", "Drain...", { edge: edge.name }, "danger", `Drain edge ${edge.name}`)));
}

const condition = ({ state, drain }) => (drain ? badge("nat", drain.isDone ? "Drained" : "Draining")
  : { up: badge("good", "Up"), unreachable: badge("bad", "Unreachable"), absent: badge("bad", "Absent") }[state] ?? badge("none", state));

const members = ({ self, leader }) => [
  ["Address", row => [address(row.address), row.address === self && h("small", {}, "this process")]],
  ["Status", row => (row.isReachable ? badge(row.status === "Up" ? "good" : "none", row.status) : badge("bad", "Unreachable"))],
  ["Roles", row => row.roles.join(", ")],
  ["Edge", row => row.edge ?? "-"],
  ["Leader", row => (row.address === leader ? "Yes" : "-")],
];

const time = seconds => (seconds === null ? "for ever" : span(seconds));
const prefixColumns = [
  ["Prefix", row => address(row.prefix)],
  ["Mobile nodes", row => count(row.mobileNodes)],
  ["Bindings", row => count(row.bindings)],
  ["Valid", row => time(row.validSeconds)],
  ["Preferred", row => time(row.preferredSeconds)],
];
const poolColumns = [
  ["Leases of", row => [row.kind === "prefixes" ? "Prefixes" : "Addresses", row.ranges.map(range => h("small", { class: "address" }, range))]],
  ["Leases", row => count(row.leases)],
  ["Addresses used", row => [`${count(row.leased)} of ${count(row.size - row.reserved)}`,
    h("meter", { min: 0, max: Math.max(1, row.size - row.reserved), value: row.leased, "aria-label": `Addresses used of ${row.ranges.join(", ")}` })]],
];
