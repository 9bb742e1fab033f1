// How the page looks and speaks, as the citizen wants it.

import { recall, remember } from "./store.js";
import { LANGUAGES, speak, suited } from "./words.js";

const KEY = "askcity.preferences";
export const THEMES = ["auto", "light", "dark"];

/** `language`, `theme` and `easy`; what the address asks for counts where nothing was chosen. */
export function preferences() {
  const asked = new URLSearchParams(location.search).get("lang");
  const chosen = recall(KEY) ?? {};
  const language = chosen.language in LANGUAGES ? chosen.language : suited([asked, ...navigator.languages].filter(Boolean));
  return { language, theme: THEMES.includes(chosen.theme) ? chosen.theme : "auto", easy: chosen.easy === true };
}

export function prefer(changed) {
  remember(KEY, { ...(recall(KEY) ?? {}), ...changed });
  return apply();
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
