// How the page looks and speaks, as the citizen wants it.

import { recall, remember } from "./store.js";
import { LANGUAGES, speak, spoken, suited } from "./words.js";

const KEY = "askcity.preferences";
export const THEMES = ["auto", "light", "dark"];

const asked = new URLSearchParams(location.search).get("lang");

/** `language`, `theme` and `easy`; the language that the page around asks for counts where none was chosen. */
export function preferences() {
  const chosen = recall(KEY) ?? {};
  const language = chosen.language in LANGUAGES ? chosen.language : suited([asked, ...navigator.languages].filter(Boolean));
  return { language, theme: THEMES.includes(chosen.theme) ? chosen.theme : "auto", easy: chosen.easy === true };
}

export function prefer(changed) {
  keep(changed);
  return apply();
}

const keep = (changed) => remember(KEY, { ...(recall(KEY) ?? {}), ...changed });

/** A link to the chat in a language is a choice of it; once, so that a later choice outlives a reload. */
export function takeFromAddress(framed) {
  if (framed || !asked) return;
  keep({ language: spoken(asked) });
  history.replaceState(null, "", location.pathname);
}

/** Let the page be as it is wanted. */
export async function apply() {
  const { language, theme, easy } = preferences();
  const page = document.documentElement;
  if (theme === "auto") delete page.dataset.theme;
  else page.dataset.theme = theme;
  page.classList.toggle("easy", easy);
  await speak(language, easy);
}
