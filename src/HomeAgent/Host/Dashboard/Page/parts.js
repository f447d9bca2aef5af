// What several views show.
import { h } from "./dom.js";
import { places, placeOf } from "./format.js";

export const link = address => h("a", { href: `#/nodes/${encodeURI(address)}`, class: "address" }, address);
export const address = text => h("span", { class: "address" }, text);
export const badge = (kind, text) => h("span", { class: `badge ${kind}` }, text);
export const place = binding => badge(placeOf(binding), places[placeOf(binding)]);
export const button = (action, text, data = {}, kind = "quiet", label = null) => h("button", {
  type: "button", class: kind, "data-do": action, "aria-label": label, ...Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value])),
}, text);

export const heading = (title, ...tools) => h("div", { class: "heading" }, h("h1", {}, title), h("div", { class: "buttons" }, tools));
export const card = (title, ...content) => h("section", { class: "card" }, h("h2", {}, title), content);
export const facts = pairs => h("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "")
  .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));

// Columns are [heading, row => cell]; the first cell names its row.
export function table(caption, columns, rows, keyOf, empty) {
  if (rows.length === 0) return h("p", { class: "empty" }, empty);
  return h("div", { class: "scroll", role: "region", "aria-label": caption, tabindex: "0" }, h("table", {},
    h("caption", { class: "hidden" }, caption),
    h("thead", {}, h("tr", {}, columns.map(([name]) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, rows.map(row => h("tr", { "data-key": keyOf(row) },
      columns.map(([, cell], i) => h(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : {}, cell(row))))))));
}

export const more = next => next && h("div", { class: "more" }, button("more", "Show more"));

// A list page by page: as many as were asked for by "Show more" are read again each time.
export async function pages(read, path, memory) {
  const rows = [];
  let next = path;
  for (let i = 0; i < (memory.pages ?? 1) && next; i++) {
    const page = await read(next);
    rows.push(...page.rows);
    next = page.next;
  }
  return { rows, next };
}

export const showMore = async ({ memory }) => void (memory.pages = (memory.pages ?? 1) + 1);

// A filter is part of the address.
export function search(path, fields, query) {
  return h("form", { class: "search", "data-do": "search", role: "search" },
    fields.map(([name, label, hint]) => h("label", {}, h("span", {}, label), h("input", { name, value: query.get(name) ?? "", placeholder: hint, spellcheck: "false", autocomplete: "off" }))),
    h("button", { type: "submit", class: "quiet" }, "Filter"));
}

export const searching = path => async (_context, _data, values) => {
  const query = new URLSearchParams(Object.entries(values).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
  location.hash = query.size ? `#/${path}?${query}` : `#/${path}`;
};
