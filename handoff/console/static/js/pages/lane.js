// The approval lane: which topics wait for an agent, and what agents made of the drafts.
import { attempt } from "../acts.js";
import { call, get } from "../api.js";
import { ask } from "../dialogs.js";
import { button, h } from "../dom.js";
import { leading } from "../store.js";
import { t, word } from "../words.js";
import { loaded, parts, table } from "./page.js";

export function lane() {
  return loaded(t("page.lane"), () => get("/lane"), (found, again) => [
    h("p", { class: "soft" }, t("lane.text", { n: found.minutes })),
    topics(found, again),
    leading() ? h("div", { class: "choose" },
      button(t("lane.minutes"), () => changeMinutes(found, again), { class: "plain" }),
      button(t("lane.add"), () => change(found, null, again), { class: "primary" })) : null,
    h("h3", {}, t("lane.tallies")),
    found.tallies.length ? table(t("lane.tallies"), [t("lane.topic"), t("close.outcome"), t("column.count"), t("lane.confidence")],
      found.tallies.map((one) => [one.topic, word("decided", one.outcome), String(one.count), `${Math.round(one.confidence * 100)}%`]))
      : h("p", { class: "soft" }, t("lane.no_tallies")),
  ]);
}

function topics(found, again) {
  if (!found.topics.length) return h("p", {}, t("lane.none"));
  return table(t("page.lane"), [t("lane.topic"), t("lane.agencies"), t("lane.words"), t("column.acts")], found.topics.map((one) => [
    one.label, one.agencies.join("、"), one.words.join("、"),
    leading() ? h("span", { class: "acts" },
      button(t("change"), () => change(found, one, again), { class: "plain small", "aria-label": t("change.one", { name: one.label }) }),
      button(t("delete"), () => store({ ...found, topics: found.topics.filter((other) => other !== one) }, again), { class: "plain small", "aria-label": t("delete.one", { name: one.label }) })) : null,
  ]));
}

async function change(found, topic, again) {
  const answer = await ask({
    title: topic ? t("change.one", { name: topic.label }) : t("lane.add"), text: t("lane.hint"), confirm: t("save"),
    fields: [
      { name: "label", label: t("lane.topic"), value: topic?.label, longest: 64, required: true },
      { name: "agencies", label: t("lane.agencies"), value: topic?.agencies.join("、"), hint: t("lane.agencies_hint") },
      { name: "words", label: t("lane.words"), value: topic?.words.join("、"), hint: t("lane.words_hint") },
    ],
  });
  if (!answer) return;
  const wanted = { label: answer.label.trim(), agencies: parts(answer.agencies), words: parts(answer.words) };
  const kept = found.topics.filter((other) => other !== topic);
  store({ ...found, topics: [...kept, wanted] }, again);
}

async function changeMinutes(found, again) {
  const answer = await ask({
    title: t("lane.minutes"), confirm: t("save"),
    fields: [{ name: "minutes", label: t("lane.minutes_label"), kind: "number", value: found.minutes, required: true }],
  });
  if (answer) store({ ...found, minutes: Number(answer.minutes) }, again);
}

async function store({ topics: wanted, minutes }, again) {
  if (await attempt(() => call("PUT", "/lane", { topics: wanted, minutes }), t("done.saved"))) again();
}
