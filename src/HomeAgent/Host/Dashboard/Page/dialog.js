// Dialogs of the browser's own kind: they keep the focus inside, end with Escape, and give the focus back.
import { h } from "./dom.js";

let serial = 0;

// Answers what was entered, or null. `apply` gets the values first; what it throws is shown, and the dialog stays. `insist` is what may be done
// instead once that was refused with its status.
export function ask({ title, text, fields = [], submit = "OK", danger = false, apply = async values => values, insist = null }) {
  const id = `dialog-${++serial}`;
  const error = h("p", { class: "error", role: "alert", id: `${id}-error` });
  const action = h("button", { type: "submit", class: danger ? "danger" : "primary" }, submit);
  const form = h("form", { novalidate: true, autocomplete: "off" },
    h("h2", { id: `${id}-title` }, title), text && h("p", {}, text), fields.map(field => row(id, field)), error,
    h("div", { class: "buttons" }, h("button", { type: "button", class: "quiet", value: "cancel" }, "Cancel"), action));
  const dialog = h("dialog", { "aria-labelledby": `${id}-title` }, form);
  return new Promise(resolve => {
    let answer = null;
    form.addEventListener("submit", async event => {
      event.preventDefault();
      if (!isComplete(form, fields, error)) return;
      action.disabled = true;
      try {
        answer = await apply(Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()])));
        dialog.close();
      } catch (problem) {
        complain(form, error, problem.message, problem.key);
        if (insist && problem.status === insist.status) [apply, action.textContent] = [insist.apply, insist.text];
      } finally {
        action.disabled = false;
      }
    });
    form.querySelector("[value=cancel]").addEventListener("click", () => dialog.close());
    show(dialog, () => resolve(answer));
  });
}

export const confirm = (title, text, submit, apply, insist = null) => ask({ title, text, submit, danger: true, apply, insist });

// Something to be read, and copied, before it is gone.
export function tell(title, text, content, copy) {
  const status = h("span", { role: "status", class: "hint" });
  const close = h("button", { type: "button", class: "primary" }, "Done");
  const button = h("button", { type: "button", class: "quiet" }, "Copy");
  const dialog = h("dialog", { "aria-labelledby": "told-title" }, h("h2", { id: "told-title" }, title), h("p", {}, text), content, h("div", { class: "buttons" }, status, button, close));
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy);
    status.textContent = "Copied";
  });
  close.addEventListener("click", () => dialog.close());
  return new Promise(resolve => show(dialog, resolve));
}

function show(dialog, closed) {
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
}

const row = (id, { name, label, hint, type = "text", required = false, value }) => h("div", { class: "field" },
  h("label", { for: `${id}-${name}` }, label, !required && type !== "password" && h("small", {}, " optional")),
  h("input", { id: `${id}-${name}`, name, type, required, value, spellcheck: "false", autocapitalize: "off", "aria-describedby": hint && `${id}-${name}-hint` }),
  hint && h("p", { class: "hint", id: `${id}-${name}-hint` }, hint));

function isComplete(form, fields, error) {
  const empty = fields.find(field => field.required && !form.elements[field.name].value.trim());
  if (empty) complain(form, error, `${empty.label} is required`, empty.name);
  return !empty;
}

function complain(form, error, message, key) {
  error.textContent = message;
  for (const input of form.querySelectorAll("input")) input.removeAttribute("aria-invalid");
  const input = key && form.elements[key];
  if (!input) return;
  input.setAttribute("aria-invalid", "true");
  input.focus();
}
