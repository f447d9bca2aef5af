import { page } from "../api.js";
import { h } from "../dom.js";
import { provision } from "../changes.js";
import { badge, button, heading, link, more, pages, place, showMore, table } from "../parts.js";

const size = 200;
const kinds = { manual: "By hand", ike: "IKEv2", none: "None", unreadable: "Unreadable" };

export const nodes = {
  title: "Mobile nodes",
  seconds: 3,
  actions: { more: showMore, provision },
  load: async ({ signal, memory }) => {
    const known = await pages(path => page(path, signal), `mobile-nodes?limit=${size}`, memory);
    return { ...known, bound: await boundAmong(known.rows, signal) };
  },
  draw: ({ rows, next, bound }) => h("section", {},
    heading("Mobile nodes", button("provision", "Provision...", {}, "primary")),
    table("Mobile nodes that are served", columns(bound), rows, row => row.homeAddress, "No mobile node is served yet. Provision one."),
    more(next)),
};

// Both lists are in the same order: the bindings of a page are those up to its last home address.
async function boundAmong(rows, signal) {
  if (rows.length === 0) return new Map();
  const bound = await page(`bindings?limit=${Math.max(size, rows.length)}`, signal);
  return new Map(bound.rows.map(binding => [binding.homeAddress, binding]));
}

const columns = bound => [
  ["Home address", row => link(row.homeAddress)],
  ["IPv4 home address", row => row.ipv4HomeAddress ?? bound.get(row.homeAddress)?.ipv4HomeAddress ?? "-"],
  ["Now", row => (bound.has(row.homeAddress) ? place(bound.get(row.homeAddress)) : badge("none", "Not bound"))],
  ["Keys", row => [kinds[row.keys] ?? row.keys, row.bindingUpdate && h("small", {}, row.bindingUpdate.suite)]],
  ["Mobile networks", row => [...row.mobileNetworkPrefixes, ...row.ipv4MobileNetworkPrefixes].join(", ") || "-"],
  ["From", row => (({ store: "Store", lease: "IKE" })[row.source] ?? "Configuration")],
];
