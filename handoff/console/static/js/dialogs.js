// Questions to the agent: a dialog with fields, answered by a promise; null where it was left.
import { button, h } from "./dom.js";
import { t } from "./words.js";

let count = 0;

export function ask({ title, text, fields = [], confirm, danger = false, wide = false }) {
  count += 1;
  const heading = `dialog-${count}`;
  const controls = fields.map((field) => control(field));
  const fault = h("p", { class: "fault", role: "alert" });
  const form = h("form", { method: "dialog" },
    h("h2", { id: heading }, title),
    text ? h("p", { class: "soft" }, text) : null,
    controls.map((one) => one.element),
    fault,
    h("div", { class: "choose" },
      button(t("cancel"), () => dialog.close(), { class: "plain" }),
      h("button", { type: "submit", class: danger ? "danger" : "primary" }, confirm ?? t("ok"))));
  const dialog = h("dialog", { class: wide ? "wide" : "", "aria-labelledby": heading }, form);
  document.body.append(dialog);
  return new Promise((settle) => {
    let answer = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = Object.fromEntries(controls.map((one) => [one.name, one.value()]));
      const missing = controls.find((one) => one.required && !String(one.value()).trim());
      if (missing) {
        fault.textContent = t("dialog.missing", { field: missing.label });
        missing.input.focus();
        return;
      }
      answer = values;
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      settle(answer);
    });
    dialog.showModal();
    (controls[0]?.input ?? form.querySelector("[type=submit]")).focus();
  });
}

export function show({ title, content, wide = true }) {
  count += 1;
  const heading = `dialog-${count}`;
  const dialog = h("dialog", { class: wide ? "wide" : "", "aria-labelledby": heading },
    h("div", { class: "head" },
      h("h2", { id: heading }, title),
      button(t("shut"), () => dialog.close(), { class: "plain" })),
    content);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function control(field) {
  const id = `field-${count}-${field.name}`;
  const input = makeInput(field, id);
  const label = h("label", { for: id }, field.label);
  const hint = field.hint ? h("p", { class: "hint", id: `${id}-hint` }, field.hint) : null;
  if (hint) input.setAttribute("aria-describedby", hint.id);
  const element = field.kind === "check"
    ? h("div", { class: "field check" }, input, label, hint)
    : h("div", { class: "field" }, label, input, hint);
  const value = () => (field.kind === "check" ? input.checked : input.value);
  return { name: field.name, label: field.label, required: field.required, input, element, value };
}

function makeInput(field, id) {
  const common = { id, name: field.name, autocomplete: "off", maxlength: field.longest };
  if (field.kind === "choice") {
    return h("select", { id, name: field.name }, field.options.map((group) => option(group, field.value)));
  }
  if (field.kind === "long") {
    const area = h("textarea", { ...common, rows: field.rows ?? 4 });
    area.value = field.value ?? "";
    return area;
  }
  const input = h("input", { ...common, type: field.kind === "check" ? "checkbox" : (field.kind ?? "text") });
  if (field.kind === "check") input.checked = Boolean(field.value);
  else input.value = field.value ?? "";
  return input;
}

function option(one, chosen) {
  if (one.options) return h("optgroup", { label: one.label }, one.options.map((inner) => option(inner, chosen)));
  return h("option", { value: one.value, selected: one.value === chosen }, one.label);
}
