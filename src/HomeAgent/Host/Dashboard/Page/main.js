import { h, morph } from "./dom.js";
import { askForToken, token } from "./session.js";
import { follow, listen, restart } from "./feed.js";
import { say } from "./say.js";
import { overview } from "./views/overview.js";
import { bindings } from "./views/bindings.js";
import { nodes } from "./views/nodes.js";
import { node } from "./views/node.js";
import { cluster } from "./views/cluster.js";
import { audit } from "./views/audit.js";

const views = [[/^$/, overview], [/^bindings$/, bindings], [/^nodes$/, nodes], [/^nodes\/([0-9a-fA-F:.]+)$/, node], [/^cluster$/, cluster], [/^audit$/, audit]];
const menu = [["", "Overview"], ["bindings", "Bindings"], ["nodes", "Mobile nodes"], ["cluster", "Cluster"], ["audit", "Audit log"]];

const content = document.getElementById("content");
const live = document.getElementById("live");
let current = null;

// What is in the address behind #/ is all the state that a view has, so that it can be kept and sent to others.
function route() {
  const [path, query] = decodeURI(location.hash.replace(/^#\/?/, "")).split("?");
  const [pattern, view] = views.find(([candidate]) => candidate.test(path)) ?? views[0];
  current?.stop.abort();
  const stop = new AbortController();
  current = { view, stop, context: { args: pattern.exec(path)?.slice(1) ?? [], query: new URLSearchParams(query), signal: stop.signal, refresh: () => turn(true), memory: {} } };
  document.title = `${view.title} - DsMip home agent`;
  drawMenu(path);
  content.replaceChildren(h("p", { class: "waiting" }, "Loading..."));
  turn();
}

// Load, draw, and again after a while, for as long as somebody can see it.
async function turn(now = false) {
  const mine = current;
  clearTimeout(mine.timer);
  mine.soon = undefined;
  if (!now && document.hidden && mine.drawn) return;
  try {
    const data = await mine.view.load(mine.context);
    if (mine !== current) return;
    draw(mine.view.draw(data, mine.context));
    mine.drawn = true;
    state("live", "Live");
  } catch (problem) {
    if (mine !== current || mine.stop.signal.aborted) return;
    failed(mine, problem);
  }
  clearTimeout(mine.timer);
  mine.timer = setTimeout(turn, mine.view.seconds * 1000);
}

function failed(mine, problem) {
  state("lost", problem.status === 401 ? "No token" : "Not live");
  live.title = problem.message;
  // What was shown stays: it is marked as old, and better than nothing.
  if (!mine.drawn) draw(h("section", {}, h("h1", {}, mine.view.title), h("p", { class: "error", role: "alert" }, problem.message)));
  if (!("status" in problem)) console.error(problem);
}

function draw(tree) {
  if (content.childElementCount === 1 && content.firstElementChild.nodeName === tree.nodeName) morph(content.firstElementChild, tree);
  else content.replaceChildren(tree);
}

function drawMenu(path) {
  const here = menu.findLast(([to]) => path === to || (to && path.startsWith(`${to}/`)))?.[0];
  const list = h("ul", {}, menu.map(([to, name]) => h("li", {}, h("a", { href: `#/${to}`, "aria-current": to === here && "page" }, name))));
  const nav = document.getElementById("nav");
  if (nav.firstElementChild) morph(nav.firstElementChild, list);
  else nav.append(list);
}

function state(kind, text) {
  live.className = `live ${kind}`;
  if (live.textContent !== text) live.textContent = text;
  if (kind === "live") live.removeAttribute("title");
}

// Buttons say what they do by data-do, forms by theirs; the view has a function of that name.
async function act(event, element, values) {
  const action = current.view.actions?.[element.dataset.do];
  if (!action) return;
  event.preventDefault();
  const mine = current;
  try {
    const outcome = await action(mine.context, element.dataset, values);
    if (outcome) say(outcome);
  } catch (problem) {
    say(problem.message, true);
  }
  if (mine === current) turn(true);
}

addEventListener("click", event => {
  const element = event.target.closest("button[data-do]");
  if (element) act(event, element);
});
addEventListener("submit", event => {
  if (event.target.dataset.do) act(event, event.target, Object.fromEntries(new FormData(event.target)));
});
addEventListener("hashchange", () => {
  route();
  content.focus();
});
addEventListener("token", () => {
  restart();
  turn(true);
});
// What happened is shown soon, and a crowd of events at once.
listen(event => {
  if (event && current?.view.hasEvents && current.drawn) current.soon ??= setTimeout(turn, 300);
});
document.addEventListener("visibilitychange", () => document.hidden || turn());
document.querySelector(".skip").addEventListener("click", event => {
  event.preventDefault();
  content.focus();
});
document.getElementById("token").addEventListener("click", () => askForToken("change", token()));
route();
follow();
