// Service hours, holidays, typhoon mode.
import { attempt } from "../acts.js";
import { call, get } from "../api.js";
import { h } from "../dom.js";
import { leading } from "../store.js";
import { dayAndClock, t } from "../words.js";
import { labelled, lines, loaded, parts } from "./page.js";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export function hours() {
  const load = async () => ({ hours: await get("/hours"), mode: await get("/mode") });
  return loaded(t("page.hours"), load, (found, again) => [modeForm(found.mode, again), hoursForm(found.hours, again)]);
}

function modeForm(mode, again) {
  const on = h("input", { type: "checkbox", id: "typhoon" });
  on.checked = mode.typhoon;
  const facts = h("textarea", { id: "facts", rows: "3" });
  facts.value = mode.facts.map((one) => `${one.text} | ${one.url}`).join("\n");
  const words = h("input", { id: "mode-words" });
  words.value = mode.words.join("、");
  const submitted = (event) => {
    event.preventDefault();
    const pinned = lines(facts.value).map((line) => {
      const [text, url] = line.split("|").map((part) => part.trim());
      return { text, url: url ?? "" };
    });
    const body = { typhoon: on.checked, facts: pinned, words: parts(words.value) };
    save(() => call("PUT", "/mode", body), again);
  };
  return h("form", { class: "card", "aria-label": t("mode.title"), on: { submit: submitted } },
    h("h3", {}, t("mode.title")),
    h("div", { class: "field check" }, on, h("label", { for: "typhoon" }, t("mode.typhoon"))),
    mode.typhoon && mode.since ? h("p", { class: "soft" }, t("mode.since", { time: dayAndClock(mode.since) })) : null,
    labelled(t("mode.facts"), facts, t("mode.facts_hint")),
    labelled(t("mode.words"), words, t("mode.words_hint")),
    saveButton());
}

function hoursForm(document_, again) {
  const fields = new Map();
  const week = (name) => h("fieldset", {}, h("legend", {}, t(`hours.${name}`)), h("div", { class: "week" }, DAYS.map((day) => {
    const input = h("input", { id: `${name}-${day}`, placeholder: t("hours.closed") });
    input.value = (document_[name][day] ?? []).join("、");
    fields.set(`${name}-${day}`, input);
    return labelled(t(`day.${day}`), input);
  })));
  const holidays = h("textarea", { id: "holidays", rows: "8" });
  holidays.value = Object.entries(document_.holidays).map(([day, name]) => `${day} ${name}`).join("\n");
  const most = h("input", { id: "most", type: "number", min: "1", max: "100000" });
  most.value = document_.most_waiting;
  const spans = (name) => Object.fromEntries(DAYS.map((day) => [day, parts(fields.get(`${name}-${day}`).value)]).filter(([, found]) => found.length));
  const submitted = (event) => {
    event.preventDefault();
    const named = Object.fromEntries(lines(holidays.value).map((line) => [line.slice(0, 10), line.slice(10).trim() || t("hours.holiday")]));
    const body = { most_waiting: Number(most.value), week: spans("week"), typhoon: spans("typhoon"), holidays: named };
    save(() => call("PUT", "/hours", body), again);
  };
  return h("form", { class: "card", "aria-label": t("page.hours"), on: { submit: submitted } },
    h("p", { class: "soft" }, t("hours.hint")),
    week("week"), week("typhoon"),
    labelled(t("hours.holidays"), holidays, t("hours.holidays_hint")),
    labelled(t("hours.most"), most),
    saveButton());
}

async function save(work, again) {
  if (await attempt(work, t("done.saved"))) again();
}

const saveButton = () => (leading() ? h("div", { class: "choose" }, h("button", { type: "submit", class: "primary" }, t("save"))) : null);
