// Forms: labelled fields, faults told at the field, and a button that waits for its answer.

import { make } from "./dom.js";
import { explained } from "./session.js";
import { t } from "./words.js";

let count = 0;

/** A field with `name` and `label`; `hint`, `rows`, `required`, `least`, `most` and `autocomplete` as wanted. */
export function field({ name, label, hint = "", rows = 0, required = false, least = 0, most = 200, value = "", autocomplete = "off" }) {
  const id = `field-${(count += 1)}`;
  const input = make(rows ? "textarea" : "input", { id, name, maxLength: most, value, autocomplete, ...(rows ? { rows } : { type: "text" }) });
  input.required = required;
  input.dataset.least = least;
  input.setAttribute("aria-describedby", `${id}-hint ${id}-fault`);
  const title = make("label", { htmlFor: id }, label, required ? null : make("span", { class: "optional" }, t("optional")));
  return make(
    "div",
    { class: "one" },
    title,
    hint && make("p", { class: "hint", id: `${id}-hint` }, hint),
    input,
    make("p", { class: "fault", id: `${id}-fault` }),
  );
}

export function check(name, label) {
  return make("label", { class: "check" }, make("input", { type: "checkbox", name }), make("span", {}, label));
}

/** A form of such fields; `send(values)` gives the element that takes its place. */
export function form(fields, label, send) {
  const status = make("p", { class: "fault", role: "alert" });
  const submit = make("button", { type: "submit", class: "primary" }, label);
  const made = make("form", { class: "form", noValidate: true }, ...fields, status, submit);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    const faulty = [...made.querySelectorAll("input, textarea")].filter((input) => !fits(input));
    if (faulty.length) return faulty[0].focus();
    submit.disabled = true;
    status.textContent = "";
    try {
      const done = await send(valuesOf(made));
      made.replaceWith(done);
      done.focus();
    } catch (error) {
      status.textContent = explained(error);
    } finally {
      submit.disabled = false;
    }
  });
  return made;
}

function fits(input) {
  const length = (input.type === "radio" ? input.form.elements[input.name].value : input.value.trim()).length;
  const fault = input.required && !length ? t("fault.missing") : length && length < Number(input.dataset.least ?? 0) ? t("fault.short") : "";
  const place = input.closest(".one")?.querySelector(".fault");
  if (place) place.textContent = fault;
  input.setAttribute("aria-invalid", String(Boolean(fault)));
  return !fault;
}

function valuesOf(made) {
  return Object.fromEntries([...new FormData(made)].map(([name, value]) => [name, value.trim()]));
}

/** What stands where a form was, once it is done. */
export function done(title, ...lines) {
  return make("div", { class: "done", tabIndex: -1, role: "status" }, make("h3", {}, title), ...lines);
}
