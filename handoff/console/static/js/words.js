// What the page says, in the agent's language; the wording is data in words/.
import en from "../words/en.js";
import zh from "../words/zh-TW.js";

const WORDS = { "zh-TW": zh, en };
let language = localStorage.getItem("console.language") in WORDS ? localStorage.getItem("console.language") : "zh-TW";

export function speak(wanted) {
  language = wanted;
  localStorage.setItem("console.language", wanted);
  document.documentElement.lang = wanted === "en" ? "en" : "zh-Hant-TW";
  document.title = t("title");
}

export const spoken = () => language;

export function t(key, values = {}) {
  const text = WORDS[language][key] ?? WORDS["zh-TW"][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A word for a value of a closed set; one that this page does not know yet is shown as it is.
export function word(family, value) {
  return value ? (WORDS[language][`${family}.${value}`] ?? String(value)) : "";
}

// The same, empty for a value that the family does not have.
export const known = (family, value) => WORDS[language][`${family}.${value}`] ?? "";

const ZONE = "Asia/Taipei";

export function clock(moment) {
  return new Intl.DateTimeFormat(language, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(moment));
}

export function day(moment) {
  return new Intl.DateTimeFormat(language, { timeZone: ZONE, month: "numeric", day: "numeric", weekday: "short" }).format(new Date(moment));
}

export function dayAndClock(moment) {
  return `${day(moment)} ${clock(moment)}`;
}

// How long: in the one unit that matters.
export function span(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  if (minutes < 1) return t("span.moment");
  if (minutes < 60) return t("span.minutes", { n: minutes });
  if (minutes < 60 * 48) return t("span.hours", { n: Math.floor(minutes / 60) });
  return t("span.days", { n: Math.floor(minutes / 1_440) });
}
