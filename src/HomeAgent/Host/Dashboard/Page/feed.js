// Server-sent events. EventSource cannot send a token, so the stream is read by hand. What was seen in this tab is kept with the tab.
import { send } from "./api.js";

const key = "dsmip.events";
const most = 400;
const window = 120;
const silent = new Set(["heartbeat"]);

// "absent": this home agent has no events; else "open" or "closed".
export const feed = { state: "closed", events: restore(), since: Date.now() };
const listeners = new Set();
let stop = null;

export const listen = listener => void listeners.add(listener);

export async function follow() {
  for (let pause = 500; feed.state !== "absent"; pause = Math.min(pause * 2, 10000)) {
    stop = new AbortController();
    try {
      const response = await send("GET", "events", undefined, stop.signal);
      if (response.status === 404 || response.status === 501) feed.state = "absent";
      else if (response.ok) {
        feed.state = "open";
        pause = 500;
        await read(response.body.pipeThrough(new TextDecoderStream()).getReader());
      }
    } catch {
      // The connection is gone, or never was.
    }
    if (feed.state === "open") feed.state = "closed";
    notify(null);
    if (feed.state !== "absent") await wait(pause);
  }
}

// With another token, and nothing of what the former one has shown.
export function restart() {
  feed.events = [];
  sessionStorage.removeItem(key);
  stop?.abort();
}

// Handovers in each of the last seconds, the oldest first; only as many as we have been looking for.
export function handovers(now = Date.now()) {
  const seconds = Math.max(1, Math.min(window, Math.floor((now - feed.since) / 1000)));
  const counts = new Array(seconds).fill(0);
  for (const { type, seen } of feed.events) {
    const age = Math.floor((now - seen) / 1000);
    if (type === "handover" && age < seconds) counts[seconds - 1 - age]++;
  }
  return counts;
}

const wait = milliseconds => new Promise(resolve => {
  setTimeout(resolve, milliseconds);
  addEventListener("token", resolve, { once: true });
});

async function read(reader) {
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value.replaceAll("\r", "")).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) take(block);
  }
}

function take(block) {
  const data = block.split("\n").filter(line => line.startsWith("data:")).map(line => line.slice(5).trimStart()).join("\n");
  if (!data) return;
  const event = { ...JSON.parse(data), seen: Date.now() };
  if (silent.has(event.type)) return notify(null);
  feed.events.unshift({ ...event, id: crypto.getRandomValues(new Uint32Array(1))[0] });
  const old = event.seen - window * 1000;
  while (feed.events.length > most && feed.events.at(-1).seen < old) feed.events.pop();
  notify(event);
}

function notify(event) {
  sessionStorage.setItem(key, JSON.stringify(feed.events.slice(0, most)));
  for (const listener of listeners) listener(event);
}

function restore() {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}
