// Keys: single letters outside of fields, Alt with a letter or figure everywhere.
import { show } from "./dialogs.js";
import { h } from "./dom.js";
import { preference } from "./preferences.js";
import { t } from "./words.js";

export const KEYS = [
  ["?", "help"], ["1", "queue"], ["2", "mine"], ["3", "bots"], ["4", "cases"], ["/", "search"],
  ["j", "next"], ["k", "previous"], ["Enter", "open"], ["t", "take"], ["r", "reply"], ["n", "note"],
  ["a", "suggestion"], ["s", "source"], ["l", "tag"], ["x", "transfer"], ["b", "return"], ["e", "close"], ["p", "presence"], ["Esc", "leave"],
];

export function listen(acts) {
  const pressed = (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) return;
    const figure = event.altKey && /^Digit[1-9]$/.test(event.code) ? Number(event.code.slice(5)) : 0;
    if (figure) {
      if (acts.use(figure - 1)) event.preventDefault();
      return;
    }
    const letter = event.altKey && /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : null;
    if (event.altKey && !letter) return;
    const name = find(letter ?? event.key, letter !== null || !inField(event.target));
    if (name && acts[name]) {
      event.preventDefault();
      acts[name]();
    }
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}

function find(key, allowed) {
  if (key === "Escape") return "leave";
  if (!allowed || key === "Enter") return null;
  if (!preference("keys") && key !== "?") return null;
  return KEYS.find(([one]) => one === key)?.[1] ?? null;
}

const inField = (element) => element.matches("input, textarea, select, [contenteditable]");

export function help() {
  show({
    title: t("keys.title"),
    content: h("div", {},
      h("dl", { class: "keys" }, KEYS.map(([key, name]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(`keys.${name}`))))),
      h("p", { class: "soft" }, t("keys.canned")),
      h("p", { class: "soft" }, t("keys.alt"))),
  });
}
