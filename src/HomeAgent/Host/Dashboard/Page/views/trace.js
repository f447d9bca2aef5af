// Packets of one mobile node: begun, looked at and taken away here. They are in the memory of the home agent's process, and what was read of them in that of the view.
import { get, post, remove, send, Problem } from "../api.js";
import { ask } from "../dialog.js";
import { h } from "../dom.js";
import { left } from "../format.js";
import { address, badge, button, card, table } from "../parts.js";

const mostShown = 200;
const states = { running: "Running", over: "Time is over", full: "Full", stopped: "Stopped" };

// The newest trace of this mobile node, and its packets if somebody wants to see them.
export async function readTrace({ memory, signal }, home) {
  const trace = (await get("traces", signal)).findLast(one => one.homeAddress === home) ?? null;
  if (trace && memory.shown === trace.id) await readPackets(memory, trace, signal);
  return { trace, packets: trace && memory.shown === trace.id ? memory.packets : null };
}

async function readPackets(memory, trace, signal) {
  for (let page = null; !page || page.length === 1000;) {
    page = await get(`traces/${trace.id}/packets?limit=1000&after=${memory.packets.length}`, signal);
    memory.packets.push(...page);
  }
}

export const traceCard = (home, { trace, packets }) => card("Packets",
  h("p", {}, trace
    ? [badge(trace.state === "running" ? "good" : "", states[trace.state] ?? trace.state),
      ` ${trace.packets} of ${trace.mostPackets} at most, at ${trace.nodes.join(", ") || "nobody"}${trace.missed ? `, ${trace.missed} missed` : ""}${trace.state === "running" ? `, for another ${left(trace.ends)}` : ""} `]
    : "What it and the edges send each other, and its signalling outside of IPsec, for a while."),
  packets && table("Packets of the trace", columns, packets.slice(-mostShown), row => `${row.number}`, "None yet."),
  h("div", { class: "buttons" },
    trace?.state !== "running" && button("beginTrace", "Trace packets...", { home }),
    trace?.state === "running" && button("stopTrace", "Stop trace", { trace: trace.id }),
    trace && !packets && button("showTrace", "Show packets", { trace: trace.id }),
    trace && button("downloadTrace", "Download as pcapng", { trace: trace.id, home }),
    trace && button("forgetTrace", "Forget trace", { trace: trace.id })));

const columns = [
  ["Number", row => `${row.number}`],
  ["Time", row => h("time", { datetime: row.at }, row.at.slice(11, 23))],
  ["Where", row => `${row.node} ${row.place}`],
  ["Packet", row => address(row.summary)],
];

const show = (memory, id) => Object.assign(memory, { shown: id, packets: [] });

const beginTrace = async ({ memory }, { home }) => {
  const begun = await ask({
    title: "Trace packets",
    text: `All edges look for packets of ${home}. What is in them is seen by whoever has a token that may write; that you ask is on record.`,
    fields: [{ name: "duration", label: "Seconds", required: true, hint: "600 at most" }, { name: "packets", label: "Packets", hint: "It ends when it has so many; 1000 if nothing is said, 10000 at most" }],
    submit: "Trace",
    apply: ({ duration, packets }) => post(`mobile-nodes/${encodeURIComponent(home)}/trace`, { duration: Number(duration) || 0, packets: packets ? Number(packets) || 0 : undefined }),
  });
  if (!begun) return null;
  show(memory, begun.id);
  return `Packets of ${home} are traced at ${begun.nodes.join(", ") || "nobody yet"}.`;
};

const stopTrace = async (_context, { trace }) => {
  await post(`traces/${trace}/stop`);
  return "The trace has ended.";
};

const showTrace = async ({ memory }, { trace }) => {
  await get(`traces/${trace}/packets?limit=1`);
  show(memory, trace);
};

const forgetTrace = async (_context, { trace }) => {
  await remove(`traces/${trace}`);
  return "The trace is forgotten.";
};

// With the token, which a link would not send.
const downloadTrace = async (_context, { trace, home }) => {
  const response = await send("GET", `traces/${trace}/pcap`);
  if (!response.ok) throw new Problem(response.status, await response.json());
  const url = URL.createObjectURL(await response.blob());
  h("a", { href: url, download: `${home.replaceAll(":", "-")}.pcapng` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

export const traceActions = { beginTrace, stopTrace, showTrace, downloadTrace, forgetTrace };
