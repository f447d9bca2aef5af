// What happened, in words.
import { h } from "./dom.js";
import { clock } from "./format.js";
import { link } from "./parts.js";

const words = {
  registration: ["good", "Registered", event => ["at ", event.to]],
  handover: ["move", "Moved", event => [`${event.from} `, arrow(), ` ${event.to}`]],
  deregistration: ["none", "Went home", event => (event.from ? ["was at ", event.from] : [])],
  expiry: ["bad", "Binding expired", event => (event.from ? ["was at ", event.from] : [])],
  "edge.up": ["good", "Edge is there", () => []],
  "edge.down": ["bad", "Edge is gone", () => []],
  "member.up": ["good", "Member is there", () => []],
  "member.down": ["bad", "Member is gone", () => []],
  "binding.revoke": ["bad", "Binding revoked", () => []],
  "mobile-node.create": ["good", "Provisioned", () => []],
  "mobile-node.change": ["move", "Changed", () => []],
  "mobile-node.delete": ["bad", "Deleted", () => []],
  "mobile-node.rotate-keys": ["move", "Keys rotated", () => []],
  "edge.drain": ["bad", "Edge drained", () => []],
  "edge.undrain": ["good", "Edge undrained", () => []],
  missed: ["bad", "Events were lost", () => []],
};

const arrow = () => h("span", { "aria-label": "to", role: "img" }, "\u2192");
const isHome = subject => /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(subject);

// Home addresses are links, except on the page of the mobile node itself.
export function timeline(events, label, { subject = true, empty = "Nothing has happened yet." } = {}) {
  if (events.length === 0) return h("p", { class: "empty" }, empty);
  return h("ol", { class: "timeline", "aria-label": label }, events.map(event => {
    const [kind, title, detail] = words[event.type] ?? ["move", event.type, () => []];
    return h("li", { class: kind, "data-key": event.id },
      h("time", { datetime: event.at }, clock(event.at)),
      h("div", {}, h("strong", {}, title), " ", subject && (isHome(event.subject) ? link(event.subject) : h("span", { class: "address" }, event.subject)),
        h("small", { class: "address" }, detail(event), event.note)));
  }));
}

// Changes of the audit log as events; what was refused changed nothing.
export const changes = rows => rows.filter(row => row.status !== null && row.status < 300)
  .map(row => ({ id: `audit-${row.number}`, at: row.at, type: row.action, subject: row.target, note: `by ${row.actor}` }));

// The newest first. A change that was seen as an event is in the audit log, too: once is enough.
export function merged(events, rows) {
  const known = changes(rows);
  const actions = new Set(known.map(event => event.type));
  return [...events.filter(event => !actions.has(event.type)), ...known].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
