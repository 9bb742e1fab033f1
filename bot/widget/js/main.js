// Joins the page's parts to the conversation.

import { about } from "./api.js";
import { closing } from "./closing.js";
import { button, make, part } from "./dom.js";
import { Frame } from "./frame.js";
import { Menu } from "./menu.js";
import { apply, prefer, takeFromAddress } from "./preferences.js";
import { prose } from "./prose.js";
import { explained, Session } from "./session.js";
import { prepareSheet } from "./sheet.js";
import { showStanding } from "./standing.js";
import * as store from "./store.js";
import { Talk } from "./talk.js";
import { isChinese, language, LANGUAGES, t, tagOf } from "./words.js";

const text = part("text");
const frame = new Frame();
let facts = null;
let asked = ""; // the citizen's last question, for forms
let standing = null;

const talk = new Talk(
  {
    choose: say,
    rate: (rating) => session.rate(rating),
    offer: (offer) => (offer === "report" ? menu.report() : menu.leaveMessage()),
  },
  () => frame.unread(),
);

const page = {
  pending: (message) => talk.pending(message),
  mark: (...facts_) => talk.mark(...facts_),
  help: (clientId, words) => talk.help(clientId, words),
  message: (message) => {
    if (message.author === "citizen") asked = message.text;
    talk.message(message);
  },
  changed: (message) => talk.changed(message),
  beginning: (words) => talk.beginning(words),
  readUpTo: (seq) => talk.readUpTo(seq),
  working: (who) => talk.working(who, standing?.agent_name ?? t("speaker.agent")),
  settled: () => talk.settled(),
  notice: (words) => talk.notice(words),
  connected(yes) {
    part("banner").textContent = yes ? "" : t("reconnecting");
  },
  standing: stand,
  clear() {
    talk.clear();
    page.connected(true);
    asked = "";
  },
};

const session = new Session(page, frame.site);
const menu = new Menu({ session, frame, about: () => facts, askForPerson, relabel, lastQuestion: () => asked });

function stand(now) {
  standing = now;
  const held = part("standing").contains(document.activeElement);
  showStanding(now, { cancel: () => tried(session.cancelWaiting()), leaveMessage: () => menu.leaveMessage(), close: () => tried(session.close()) });
  const over = now.state === "closed";
  part("composer").classList.toggle("over", over);
  part("again").hidden = !over;
  part("disclosure").textContent = t(now.state === "human" ? "disclosure.human" : "disclosure");
  talk.ending(over ? closing(session) : null);
  if (held && !part("standing").contains(document.activeElement)) home();
}

function say(question) {
  session.say(question);
  home();
}

/** Where the focus goes when what had it is gone; on a phone not to the field, whose keyboard would cover the answer. */
function home() {
  const place = matchMedia("(pointer: coarse)").matches || session.state === "closed" ? part("scroll") : text;
  place.focus({ preventScroll: true });
}

function submit() {
  const question = text.value.trim();
  if (question) session.say(question);
  text.value = "";
  text.focus();
  typed();
}

/** Let the field grow with what is written in it, and keep that for a reload. */
function typed() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
  store.keepDraft(text.value);
}

function submitOnEnter(event) {
  const choosingCharacters = event.isComposing || event.keyCode === 229; // Enter then belongs to the input method
  if (event.key !== "Enter" || event.shiftKey || choosingCharacters) return;
  event.preventDefault();
  submit();
}

async function askForPerson() {
  if (session.state === "queued") return part("standing").querySelector("button").focus();
  if (session.state === "human") return text.focus();
  if (session.state === "closed") session.restart();
  await tried(session.askForPerson());
  return home();
}

async function tried(work) {
  try {
    await work;
  } catch (error) {
    talk.notice(explained(error));
  }
}

/** In other words, what is not in the log is said anew, and the log is shown again; the service is told of another language. */
function relabel(spoken) {
  introduce();
  if (spoken) session.speak(language());
  session.reload();
}

async function speak(name) {
  await prefer({ language: name });
  relabel(true);
  part("tongues").querySelector("[aria-pressed=true]").focus();
}

const EXAMPLES = [1, 2, 3, 4]; // in languages other than the city's own

function introduce() {
  const tongues = Object.entries(LANGUAGES).map(([name, label]) =>
    make("li", {}, button(label, () => speak(name), { lang: tagOf(name), "aria-pressed": String(name === language()) })),
  );
  part("tongues").replaceChildren(...tongues);
  const examples = isChinese() ? facts?.examples ?? [] : EXAMPLES.map((number) => t(`example.${number}`));
  part("examples").replaceChildren(...examples.map((question) => make("li", {}, button(question, () => say(question)))));
  part("urgent").replaceChildren(prose(t("urgent"), { urgent: true }));
  part("chinese").hidden = isChinese() || facts?.language_model === true;
}

function wake() {
  if (document.hidden) return;
  frame.read();
  session.wake();
}

function listen() {
  part("composer").addEventListener("submit", (event) => (event.preventDefault(), submit()));
  text.addEventListener("keydown", submitOnEnter);
  text.addEventListener("input", () => (typed(), session.typed(text.value)));
  part("person").addEventListener("click", askForPerson);
  part("menu").addEventListener("click", menu.open);
  part("again").addEventListener("click", () => (session.restart(), text.focus()));
  part("minimise").hidden = !frame.embedded;
  part("minimise").addEventListener("click", () => frame.close());
  addEventListener("keydown", (event) => event.key === "Escape" && frame.embedded && !part("sheet").open && frame.close());
  addEventListener("online", () => session.wake());
  addEventListener("offline", () => session.lost());
  document.addEventListener("visibilitychange", wake);
  store.onOtherTab(() => session.sync());
  frame.listen(() => (text.focus(), session.seen()));
  prepareSheet();
}

async function start() {
  document.documentElement.classList.toggle("framed", frame.embedded);
  takeFromAddress(frame.embedded);
  await apply();
  listen();
  text.value = store.draft();
  typed();
  session.resume();
  introduce();
  const brought = store.broughtQuestion();
  if (brought) say(brought);
  facts = await about().catch(() => null);
  introduce();
  document.documentElement.dataset.ready = "yes";
}

start();
