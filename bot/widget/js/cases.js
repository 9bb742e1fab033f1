// Messages for the agents, reports, and how far they are.

import { lookUpCase } from "./api.js";
import { make } from "./dom.js";
import { check, done, field, form } from "./form.js";
import { newId } from "./store.js";
import { dayAndClock, t } from "./words.js";

/** The form of a message with contact details. */
export function messageForm(session, text = "") {
  const client_id = newId(); // one form is one case, however often it is sent
  const fields = [
    make("p", { class: "lead" }, t("case.lead")),
    field({ name: "text", label: t("case.text"), rows: 4, required: true, most: 2_000, value: text }),
    field({ name: "name", label: t("case.name"), most: 64, autocomplete: "name" }),
    field({ name: "contact", label: t("case.contact"), hint: t("case.contact.hint"), required: true, least: 4, most: 128 }),
  ];
  return form(fields, t("case.send"), async (values) => taken(await session.leaveCase({ client_id, ...values })));
}

/** The form of a report. */
export function reportForm(session, what = "") {
  const client_id = newId();
  const fields = [
    make("p", { class: "lead" }, t("report.lead")),
    field({ name: "what", label: t("report.what"), rows: 3, required: true, most: 2_000, value: what }),
    field({ name: "where", label: t("report.where"), hint: t("report.where.hint"), required: true }),
    field({ name: "since", label: t("report.since"), most: 64 }),
    check("danger", t("report.danger")),
    field({ name: "contact", label: t("report.contact"), hint: t("case.contact.hint"), least: 4, most: 128 }),
  ];
  return form(fields, t("report.send"), async ({ contact, danger, ...report }) =>
    taken(await session.leaveCase({ client_id, contact, report: { ...report, danger: danger === "on" } })),
  );
}

function taken({ number, code, due_at }) {
  const facts = [[t("case.number"), number], ...(code ? [[t("case.code"), code]] : []), [t("case.due"), dayAndClock(due_at)]];
  return done(t("case.done"), listed(facts), make("p", {}, t(code ? "case.keep.code" : "case.keep")));
}

/** The form that looks a case up. */
export function lookUpForm() {
  const fields = [
    field({ name: "number", label: t("case.number"), hint: t("lookup.number.hint"), required: true, most: 32 }),
    field({ name: "check", label: t("lookup.check"), hint: t("lookup.check.hint"), required: true, most: 32 }),
  ];
  return form(fields, t("lookup.send"), async ({ number, check }) => progress(await lookUpCase({ number: number.toUpperCase(), check })));
}

function progress({ number, state, due_at, updated_at, answer }) {
  const facts = [[t("case.number"), number], [t("case.state"), t(`case.state.${state}`)]];
  facts.push(state === "done" ? [t("case.updated"), dayAndClock(updated_at)] : [t("case.due"), dayAndClock(due_at)]);
  return done(t("lookup.done"), listed(facts), answer && make("p", { class: "answer", lang: "zh-Hant-TW" }, answer));
}

const listed = (facts) => make("dl", {}, ...facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
