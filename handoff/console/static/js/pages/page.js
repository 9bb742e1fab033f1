// What the pages share: loading what they show, tables, sections.
import { Refusal } from "../api.js";
import { h, replace } from "../dom.js";
import { t } from "../words.js";

// A page that shows what is loaded, or why it cannot be; `again` loads anew.
export function loaded(title, load, draw, acts = null) {
  const content = h("div", { class: "page-content" }, h("p", { class: "soft" }, t("loading")));
  const element = h("div", { class: "page-body" },
    h("div", { class: "page-head" }, h("h2", {}, title), acts?.(again)), content);

  async function again() {
    try {
      const found = await load();
      if (element.isConnected || !element.dataset.shown) replace(content, draw(found, again));
      element.dataset.shown = "yes";
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      replace(content, h("p", { class: "fault", role: "alert" }, refusal.message));
    }
  }

  again();
  element.again = again;
  return element;
}

export function table(caption, columns, rows) {
  return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": caption },
    h("table", {}, h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell)))))));
}

export function figure(name, value, note = null) {
  return h("div", { class: "figure" }, h("dt", {}, name), h("dd", {}, value, note ? h("span", { class: "soft" }, ` ${note}`) : null));
}

export function labelled(label, input, hint = null) {
  if (hint) input.setAttribute("aria-describedby", `${input.id}-hint`);
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input,
    hint ? h("p", { class: "hint", id: `${input.id}-hint` }, hint) : null);
}

export const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
export const parts = (text) => text.split(/[,，、\n]/).map((part) => part.trim()).filter(Boolean);
