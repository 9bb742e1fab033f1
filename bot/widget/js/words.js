// What the page says, in the citizen's language; the wording is data in words/.

export const LANGUAGES = { "zh-TW": "中文", en: "English", ja: "日本語", vi: "Tiếng Việt", id: "Indonesia", th: "ไทย" };
const TAGS = { "zh-TW": "zh-Hant-TW" };
const bare = (tag) => String(tag).split("-")[0].toLowerCase();
const ZONE = "Asia/Taipei";

let tongue = "zh-TW";
let said = {};

/** The language of the page that a language tag stands for, if there is one. */
export const spoken = (tag) => Object.keys(LANGUAGES).find((one) => bare(one) === bare(tag));

/** The language to use where the citizen has chosen none: the first of these that there is. */
export const suited = (wanted) => wanted.map(spoken).find(Boolean) ?? "zh-TW";

/** Speak a language from now on; with `easy`, in the plainest words that there are. */
export async function speak(language, easy = false) {
  const files = [language, ...(easy && language === "zh-TW" ? ["zh-TW-easy"] : [])];
  const loaded = await Promise.all(files.map((name) => import(`../words/${name}.js`)));
  said = Object.assign({}, ...loaded.map((one) => one.default));
  tongue = language;
  document.documentElement.lang = tagOf(language);
  document.title = t("title");
  localise(document);
}

export const language = () => tongue;
export const tagOf = (name) => TAGS[name] ?? name;
export const isChinese = () => tongue === "zh-TW";

export function t(key, values = {}) {
  return (said[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** A wording that there may or may not be. */
export const known = (key) => said[key] ?? "";

const PLACES = [
  ["word", (node, text) => (node.textContent = text)],
  ["wordLabel", (node, text) => node.setAttribute("aria-label", text)],
  ["wordPlaceholder", (node, text) => (node.placeholder = text)],
];

function localise(root) {
  for (const [name, put] of PLACES) {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    root.querySelectorAll(`[${attribute}]`).forEach((node) => put(node, t(node.dataset[name])));
  }
}

/** A day as the language writes it, from an ISO time; empty where there is none. */
export function day(iso) {
  return written(iso, { year: "numeric", month: "numeric", day: "numeric" });
}

export function clock(iso) {
  return written(iso, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function dayAndClock(iso) {
  return written(iso, { month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function written(iso, form) {
  const time = new Date(iso ?? NaN);
  return Number.isNaN(time.getTime()) ? "" : new Intl.DateTimeFormat(tongue, { timeZone: ZONE, calendar: "gregory", ...form }).format(time);
}
