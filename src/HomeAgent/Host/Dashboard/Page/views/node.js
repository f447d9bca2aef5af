import { get, optional } from "../api.js";
import { forget, revoke, rotate } from "../changes.js";
import { h } from "../dom.js";
import { merged, timeline } from "../events.js";
import { feed } from "../feed.js";
import { ago, clock, encapsulations, endpoint, left } from "../format.js";
import { address, button, card, facts, heading, place, table } from "../parts.js";
import { readTrace, traceActions, traceCard } from "./trace.js";

export const node = {
  title: "Mobile node",
  seconds: 2,
  hasEvents: true,
  actions: { revoke, rotate, forget, ...traceActions },
  load: async context => {
    const { args: [home], signal } = context;
    const at = encodeURIComponent(home);
    const [node, binding, audit] = await Promise.all([optional(`mobile-nodes/${at}`, signal), optional(`bindings/${at}`, signal), get(`audit?limit=50&target=${at}`, signal)]);
    const canonical = node?.homeAddress ?? home;
    return { home: canonical, node, binding, audit, traced: await readTrace(context, canonical) };
  },
  draw: ({ home, node, binding, audit, traced }) => h("section", {},
    h("p", { class: "crumbs" }, h("a", { href: "#/nodes" }, "Mobile nodes")),
    heading(home,
      binding && button("revoke", "Revoke binding...", { home }),
      node?.source === "store" && button("rotate", "Rotate keys...", { home }),
      node?.source === "store" && button("forget", "Delete...", { home }, "danger")),
    h("div", { class: "halves" },
      h("div", {}, card("Binding", binding ? now(binding) : h("p", { class: "empty" }, "Not bound: at home, or switched off.")), card("Provisioning", node ? known(node) : h("p", { class: "empty" }, "It is not served here."))),
      card("Timeline", timeline(merged(feed.events.filter(event => event.subject === home), audit), `What happened to ${home}`,
        { subject: false, empty: "Nothing has happened since this page was opened." }))),
    binding?.protection.length > 0 && card("Security associations", table("Security associations", associations, binding.protection, row => `${row.spi} ${row.direction}`)),
    node && traceCard(home, traced)),
};

const now = binding => facts([
  ["Where", place(binding)],
  ["Care-of address", address(binding.careOfAddress)],
  ["Packets go to", [address(endpoint(binding)), h("small", {}, encapsulations[binding.encapsulation] ?? binding.encapsulation)]],
  ["IPv4 home address", binding.ipv4HomeAddress && address(binding.ipv4HomeAddress)],
  ["Mobile networks", binding.mobileNetworks.length > 0 ? address(binding.mobileNetworks.join(", ")) : null],
  ["Last Binding Update", h("time", { datetime: binding.updated, title: clock(binding.updated) }, `${ago(binding.updated)}, number ${binding.sequence}`)],
  ["Ends", h("time", { datetime: binding.expires, title: clock(binding.expires) }, `in ${left(binding.expires)} of ${binding.lifetimeSeconds} s`)],
]);

const known = node => facts([
  ["From", node.source === "store" ? "Store" : node.source === "lease" ? ["IKE", h("small", {}, "Its home address was given out")] : ["Configuration", h("small", {}, "Changed there, and not here")]],
  ["Keys", { manual: "By hand", ike: "IKEv2", none: "None", unreadable: "Unreadable" }[node.keys] ?? node.keys],
  ["SA of Binding Updates", node.bindingUpdate && association(node.bindingUpdate)],
  ["SA of acknowledgements", node.bindingAcknowledgement && association(node.bindingAcknowledgement)],
  ["IPv4 home address", node.ipv4HomeAddress && address(node.ipv4HomeAddress)],
  ["Mobile network prefixes", networks(node) && address(networks(node))],
]);

const networks = node => [...node.mobileNetworkPrefixes, ...node.ipv4MobileNetworkPrefixes].join(", ");
const association = sa => [address(sa.spi), h("small", {}, sa.suite)];

const associations = [
  ["SPI", row => address(row.spi)],
  ["For", row => row.purpose],
  ["Direction", row => row.direction],
  ["Mode", row => row.mode],
  ["Selector", row => address(row.selector)],
  ["Carried", row => row.carriedBy],
];
