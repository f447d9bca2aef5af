// Elements are made here and nowhere else. Whatever comes from the API becomes a text or an attribute, never markup.

const SVG = "http://www.w3.org/2000/svg";

export const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
export const s = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

// Makes one tree look like another by as few changes as it takes: focus, selection and what is being typed stay.
export function morph(from, to) {
  if (from.nodeName !== to.nodeName || keyOf(from) !== keyOf(to)) return void from.replaceWith(to);
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of [...to.attributes]) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  morphChildren(from, to);
}

function morphChildren(from, to) {
  const wanted = new Set([...to.childNodes].map(keyOf));
  for (const child of [...from.childNodes]) if (keyOf(child) !== null && !wanted.has(keyOf(child))) child.remove();
  const keyed = new Map([...from.childNodes].filter(child => keyOf(child) !== null).map(child => [keyOf(child), child]));
  let next = from.firstChild;
  for (const child of [...to.childNodes]) {
    const key = keyOf(child);
    const old = key === null ? (next && keyOf(next) === null ? next : null) : keyed.get(key);
    if (!old) {
      from.insertBefore(child, next);
      continue;
    }
    if (old === next) next = next.nextSibling;
    else from.insertBefore(old, next);
    morph(old, child);
  }
  while (next) {
    const rest = next;
    next = next.nextSibling;
    rest.remove();
  }
}

const keyOf = node => (node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("data-key") : null);
