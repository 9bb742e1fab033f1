// The list of cases, and a case as a dialog.
import { attempt } from "./acts.js";
import { get, post, Refusal } from "./api.js";
import { ask, show } from "./dialogs.js";
import { button, download, h, replace } from "./dom.js";
import { agentName } from "./lists.js";
import { whenReleased } from "./pressing.js";
import { now, on, serving, state, watching } from "./store.js";
import { toast } from "./alerts.js";
import { dayAndClock, span, t, word } from "./words.js";

const STATES = ["", "open", "claimed", "done"]; // the first: all that is not done
const OUTCOMES = ["solved", "referred", "no_reply", "duplicate", "abuse", "other"];

export function cases({ openConversation }) {
  const list = h("ol", { class: "cases" });
  const empty = h("p", { class: "empty" });
  const wanted = h("select", { id: "cases-state", on: { change: load } }, STATES.map((value) => h("option", { value }, t(`cases.${value || "undone"}`))));
  const head = h("div", { class: "list-head" }, h("label", { class: "hidden", for: "cases-state" }, t("case.state")), wanted,
    watching() ? ["csv", "json"].map((form) => download(`/cases/export?format=${form}`, t(`cases.${form}`))) : null);
  const element = h("div", { class: "scroller" }, head, empty, list);
  let seen = "";

  async function load() {
    try {
      const found = await get(`/cases${wanted.value ? `?state=${wanted.value}` : ""}`);
      whenReleased(() => draw(found))();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      empty.textContent = refusal.message;
    }
  }

  function draw(all) {
    empty.textContent = all.length ? "" : t(wanted.value === "done" ? "empty.cases_done" : "empty.cases");
    replace(list, all.map((one) => {
      const late = one.state !== "done" && Date.parse(one.due_at) < now();
      return h("li", {}, h("button", { type: "button", class: `row-main case ${late ? "late" : ""}`, on: { click: () => openCase(one.number) } },
        h("span", { class: "row-top" },
          h("span", { class: `chip ${one.report?.danger ? "danger" : one.state}` }, kind(one)),
          one.state === "done" ? h("time", { datetime: one.updated_at }, dayAndClock(one.updated_at)) : h("time", { datetime: one.due_at }, late ? t("case.late", { time: span(now() - Date.parse(one.due_at)) }) : t("case.due", { time: span(Date.parse(one.due_at) - now()) }))),
        h("span", { class: "row-text" }, one.report ? `${one.report.what} ${one.report.where}` : one.text),
        h("span", { class: "row-foot" }, [one.number, word("case_state", one.state), agentName(one.agent)].filter(Boolean).join(" · "))));
    }));
  }

  async function openCase(number) {
    let one;
    try {
      one = await get(`/cases/${encodeURIComponent(number)}`);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      toast(refusal.message, "warn");
      return;
    }
    const dialog = show({ title: t("case.title", { number }), content: h("div", { class: "case-whole" }, facts(one), noteList(one), caseActs(one, () => dialog.close())) });
  }

  function facts(one) {
    const report = one.report;
    const rows = [
      [t("case.state"), `${word("case_state", one.state)}${one.agent ? ` (${agentName(one.agent)})` : ""}`],
      [t("case.due_at"), dayAndClock(one.due_at)],
      [t("case.kind"), kind(one)],
      [t("case.what"), report ? report.what : one.text],
      [t("case.where"), report?.where], [t("case.since"), report?.since],
      [t("case.danger"), report?.danger ? t("yes") : null],
      [t("case.name"), one.name], [t("case.contact"), one.contact],
      [t("case.answer"), one.answer],
    ];
    return h("dl", {}, rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  }

  function noteList(one) {
    return one.notes.length ? h("ul", { class: "case-notes" }, one.notes.map((each) => h("li", {},
      h("p", { class: "soft" }, `${agentName(each.agent)} ${dayAndClock(each.created_at)}`), h("p", {}, each.text)))) : null;
  }

  function caseActs(one, shut) {
    const path = `/cases/${encodeURIComponent(one.number)}`;
    const act = async (work, done) => {
      if (!(await attempt(work, done))) return;
      shut();
      load();
    };
    const acts = [button(t("case.conversation"), () => { shut(); openConversation(one.conversation); }, { class: "plain" })];
    if (!serving()) return h("div", { class: "choose" }, acts);
    if (one.state === "open") acts.push(button(t("case.claim"), () => act(() => post(`${path}/claim`), t("done.claimed")), { class: "primary" }));
    if (one.state === "claimed" && one.agent === state.me.name) {
      acts.push(
        button(t("case.put_back"), () => act(() => post(`${path}/put-back`), t("done.put_back")), { class: "plain" }),
        button(t("case.resolve"), () => resolve(one, act, path), { class: "primary" }));
    }
    acts.push(button(t("case.note"), () => write(act, path), { class: "plain" }));
    return h("div", { class: "choose" }, acts);
  }

  async function write(act, path) {
    const answer = await ask({ title: t("case.note"), fields: [{ name: "text", label: t("case.note_label"), kind: "long", longest: 2000, required: true }] });
    if (answer) act(() => post(`${path}/notes`, answer), t("done.noted"));
  }

  async function resolve(one, act, path) {
    const answer = await ask({
      title: t("case.resolve_title", { number: one.number }), text: t("case.resolve_text"), confirm: t("case.resolve"),
      fields: [
        { name: "answer", label: t("case.answer_label"), kind: "long", longest: 2000, required: true },
        { name: "outcome", label: t("close.outcome"), kind: "choice", options: OUTCOMES.map((value) => ({ value, label: word("outcome", value) })), value: "solved" },
      ],
    });
    if (answer) act(() => post(`${path}/resolve`, answer), t("done.resolved"));
  }

  on("lists", () => {
    const mark = JSON.stringify(state.cases);
    if (state.list === "cases" && mark !== seen) load();
    seen = mark;
  });
  on("list", () => { if (state.list === "cases") load(); });
  return { element, openCase, focus: () => list.querySelector("button")?.focus() };
}

const kind = (one) => (one.report ? word("report", one.report.kind) : t("case.message"));
