// Entries of a conversation as an agent sees them: messages, moves, private notes.
import { h, icon, link } from "./dom.js";
import { agentName, confidence } from "./lists.js";
import { state } from "./store.js";
import { clock, day, known, t, word } from "./words.js";

export function entry(event) {
  return event.kind === "state" ? move(event) : message(event);
}

function message(event) {
  const { details } = event;
  const mine = event.author === "agent" && details.agent === state.me.name;
  const element = h("div", { class: `entry message ${event.author} ${mine ? "mine" : ""}`, data: { seq: event.seq } },
    h("p", { class: "who" }, who(event), " ", h("time", { datetime: event.created_at }, clock(event.created_at))),
    h("p", { class: "words" }, event.text),
    details.edited ? h("p", { class: "figures" }, t("entry.edited")) : null,
    citations(details.citations ?? []),
    choices(details.choices ?? []));
  if (event.author === "bot") element.append(figures(details));
  return element;
}

function who(event) {
  if (event.author === "agent") return event.details.agent_name ?? t("author.agent");
  return word("author", event.author);
}

function figures(details) {
  const sure = confidence(details);
  const parts = [word("status", details.status), sure === null ? null : t("entry.confidence", { n: sure }), details.checked ? t("entry.checked") : null];
  return h("p", { class: "figures" }, parts.filter(Boolean).join(" · "));
}

export function citations(list) {
  if (!list.length) return null;
  return h("details", { class: "cited" },
    h("summary", {}, t("entry.sources", { n: list.length })),
    h("ol", {}, list.map((one) => source(one))));
}

export function source(one) {
  return h("li", {},
    link(one.url, one.title || one.url),
    h("span", { class: "soft" }, ` ${one.agency || one.site}`),
    h("blockquote", {}, one.quote));
}

function choices(list) {
  if (!list.length) return null;
  return h("ul", { class: "offered" }, list.map((one) => h("li", {}, one.label)));
}

function move(event) {
  const { state: to, reason, wish, agent_name: name, outcome, position } = event.details;
  const parts = [
    known("move", reason) || known("reason", reason) || word("state", to),
    wish && wish !== reason ? word("reason", wish) : null,
    name,
    outcome ? word("outcome", outcome) : null,
    position ? t("entry.position", { n: position }) : null,
  ];
  return h("div", { class: `entry move ${to}`, data: { seq: event.seq } },
    h("span", {}, parts.filter(Boolean).join(" · ")), " ", h("time", { datetime: event.created_at }, clock(event.created_at)));
}

export function note(one) {
  const toMe = one.addressee === state.me.name;
  return h("div", { class: `entry note ${one.addressee ? "whisper" : ""} ${toMe ? "to-me" : ""}`, data: { note: one.id } },
    h("p", { class: "who" }, icon("note"),
      one.addressee ? t("note.whisper", { from: agentName(one.agent), to: agentName(one.addressee) }) : t("note.by", { name: agentName(one.agent) }),
      " ", h("time", { datetime: one.created_at }, clock(one.created_at))),
    h("p", { class: "words" }, one.text));
}

export function dayLine(moment) {
  return h("div", { class: "entry day" }, h("span", {}, day(moment)));
}

export function pending(one, again) {
  return h("div", { class: `entry message agent mine pending ${one.failed ? "failed" : ""}` },
    h("p", { class: "words" }, one.text),
    citations(one.citations),
    h("p", { class: "figures" }, one.failed ? t("entry.failed") : t("entry.sending"), " ", one.failed ? again : null));
}
