// The list of a search: conversations in which words were said or that have such a tag, closed ones too; cases by number.
import { get, Refusal } from "./api.js";
import { h, replace } from "./dom.js";
import { Rows } from "./lists.js";
import { state } from "./store.js";
import { t } from "./words.js";

const CASE_NUMBER = /^c-?\d{4}-?[a-z0-9]{4}$/i;

export function search({ open, openCase }) {
  const rows = new Rows(open);
  const input = h("input", { type: "search", id: "search-words", maxlength: "100", placeholder: t("search.placeholder"), autocomplete: "off" });
  const told = h("p", { class: "soft told", role: "status" });
  const form = h("form", { class: "search-line", role: "search", "aria-label": t("list.search"), on: { submit: find } },
    h("label", { class: "hidden", for: "search-words" }, t("search.label")), input,
    h("button", { type: "submit", class: "plain small" }, t("search.find")));
  const element = h("div", { class: "search-pane" }, form, told, rows.element);

  async function find(event) {
    event.preventDefault();
    const words = input.value.trim();
    if (!words) return;
    if (CASE_NUMBER.test(words)) {
      openCase(words.toUpperCase());
      return;
    }
    replace(told, t("search.looking"));
    try {
      const found = await get(`/conversations?words=${encodeURIComponent(words)}`);
      rows.show(found, true);
      replace(told, t("search.found", { n: found.length }));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      replace(told, refusal.message);
    }
  }

  return { element, focus: () => input.focus(), rows, isShown: () => state.list === "search" };
}
