// One message of the conversation as an element.

import { button, make, sign } from "./dom.js";
import { prose } from "./prose.js";
import { rating } from "./rating.js";
import { marker, pages, sources } from "./sources.js";
import { clock, isChinese, known, t } from "./words.js";

const RATED = new Set(["answered", "partial", "unanswerable"]);
const WITH_CONFIDENCE = new Set(["answered", "partial"]);
const FORMS = new Set(["leave_message", "report"]);
const NONE_OF_THEM = "都不是"; // said as it is: the bot knows these words
export const CHINESE = "zh-Hant-TW";
const HAN = /\p{Script=Han}/u;

export function citizenMessage(text, at) {
  return make(
    "article",
    { class: "message citizen" },
    make("p", { class: "who hidden" }, t("you")),
    make("div", { class: "words" }, text),
    make("p", { class: "state" }, make("span", { class: "told" }), make("time", {}, clock(at ?? new Date().toISOString()))),
  );
}

/** A message of the bot, an agent or the service; `act` has `choose`, `offer` and `rate`. */
export function serviceMessage(message, act) {
  const cited = pages(message.citations ?? []);
  const item = make("article", { class: `message service ${message.author} is-${message.status ?? "said"}` });
  const card = make("div", { class: "card" }, ...gloss(message), ...said(message, cited), sources(cited, message.seq));
  item.append(head(message), card);
  item.append(...[choices(message, act), offers(message, act), foot(message, act)].filter(Boolean));
  return item;
}

/** The beginning of the bot's answer, without what it rests on: that comes with the whole. */
export function beginningOf(text) {
  const words = make("div", { class: "words", lang: isChinese() ? CHINESE : null }, prose(text));
  return make("article", { class: "message service bot beginning", "aria-busy": "true" }, head({ author: "bot" }), make("div", { class: "card" }, words));
}

function head(message) {
  const who = make("p", { class: "who" }, make("span", { class: "face", "aria-hidden": "true" }, face(message)), speaker(message));
  if (message.created_at) who.append(make("time", { dateTime: message.created_at }, clock(message.created_at)));
  return who;
}

const face = (message) => (message.author === "agent" ? [...(message.agent_name ?? "")][0] ?? sign("person") : message.author === "bot" ? "AI" : sign("about"));

export function speaker(message) {
  if (message.author !== "agent") return t(`speaker.${message.author}`);
  return message.agent_name ? t("speaker.agent.named", { name: message.agent_name }) : t("speaker.agent");
}

/** What is said; in the citizen's language where there is a translation, with the words that it is made of behind it. */
function said(message, cited) {
  const original = words(message, cited);
  const { text, locale } = message.translation ?? {};
  if (!text || isChinese()) return [original];
  const behind = make("details", { class: "original" }, make("summary", {}, t("translated.source")), original);
  return [make("div", { class: "words", lang: locale }, prose(text)), make("p", { class: "note" }, t("translated")), behind];
}

function words(message, cited) {
  const cite = cited.length ? marker(cited, message.seq) : undefined;
  return make("div", { class: "words", lang: languageOf(message.text) }, prose(message.text, { cited: cite, urgent: message.status === "emergency" }));
}

const languageOf = (text) => (HAN.test(text) ? CHINESE : null);

/** For those who read another language: what kind of message it is, in theirs. */
function gloss(message) {
  if (isChinese()) return [];
  const notes = [message.occasion && `occasion.${message.occasion}`, message.consent && "consent", message.offers?.includes("report") && "offered.report", `status.${message.status}`];
  const quoted = message.citations?.length && !message.translation && HAN.test(message.text) && known("quoted");
  const text = notes.map((key) => key && known(key)).find(Boolean);
  if (text) return [make("p", { class: "gloss" }, text)];
  return quoted ? [make("p", { class: "note" }, quoted)] : [];
}

function choices(message, act) {
  const offered = message.choices ?? [];
  if (!offered.length) return null;
  const group = make("div", { class: "choices fleeting", role: "group", "aria-label": t("choices") });
  offered.forEach((choice, at) => group.append(choiceButton(choice, message.consent ? ["yes", "no"][at] : null, act)));
  const areMatters = offered.some((choice) => choice.agency || choice.url);
  if (!message.consent && areMatters) group.append(button(t("choices.none"), () => act.choose(NONE_OF_THEM), { class: "choice none" }));
  return group;
}

function choiceButton(choice, meaning, act) {
  const shown = (!isChinese() && known(`consent.${meaning}`)) || choice.label;
  const made = button(shown, () => act.choose(choice.label), { class: `choice ${meaning ?? ""}`, lang: shown === choice.label ? languageOf(shown) : null });
  if (choice.agency) made.append(make("small", { lang: languageOf(choice.agency) }, choice.agency));
  return made;
}

function offers(message, act) {
  const offered = (message.offers ?? []).filter((offer) => FORMS.has(offer));
  if (!offered.length) return null;
  const made = offered.map((offer) => button(t(`offer.${offer}`), () => act.offer(offer), { class: "choice" }));
  return make("div", { class: "choices fleeting" }, ...made);
}

function foot(message, act) {
  if (message.author !== "bot" || !RATED.has(message.status)) return null;
  const made = make("div", { class: "foot" });
  if (WITH_CONFIDENCE.has(message.status) && Number.isFinite(message.confidence)) {
    const level = message.confidence >= 0.8 ? "high" : message.confidence >= 0.5 ? "middle" : "low";
    made.append(make("p", { class: `confidence ${level}` }, t(`confidence.${level}`)));
  }
  made.append(rating((helpful, comment) => act.rate({ seq: message.seq, helpful, comment })));
  return made;
}
