import { h, s } from "./dom.js";
import { count } from "./format.js";

const width = 240, height = 56;

// A line of values, the newest at the right.
export function sparkline(values, label) {
  const top = Math.max(1, ...values);
  const x = i => (values.length < 2 ? width : (i / (values.length - 1)) * width);
  const y = value => height - 3 - (value / top) * (height - 8);
  const line = values.map((value, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  return s("svg", { class: "spark", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    s("path", { class: "area", d: `${line}L${width} ${height}L${x(0).toFixed(1)} ${height}Z` }),
    s("path", { class: "line", d: line, "vector-effect": "non-scaling-stroke" }));
}

// Parts of a whole side by side, and below what each is: not by colour alone.
export function shares(parts, label) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  let x = 0;
  const bars = parts.filter(part => part.value).map(part => {
    const size = (part.value / total) * 100;
    const bar = s("rect", { class: `fill ${part.kind}`, x: x.toFixed(3), width: Math.max(0.5, size - 0.4).toFixed(3), height: 10 });
    x += size;
    return bar;
  });
  return [
    s("svg", { class: "shares", viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img", "aria-label": `${label}: ${parts.map(part => `${part.name} ${part.value}`).join(", ")}` },
      s("rect", { class: "track", width: 100, height: 10 }), bars),
    h("ul", { class: "legend" }, parts.map(part => h("li", {}, h("span", { class: `dot ${part.kind}` }), part.name, h("strong", {}, count(part.value)),
      h("small", {}, total ? `${Math.round((part.value / total) * 100)} %` : "")))),
  ];
}
