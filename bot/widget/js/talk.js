// The conversation on the page. Messages stand in the log's order, each once; what is not in the log yet stands last.

import { announce } from "./announce.js";
import { make, part } from "./dom.js";
import { beginningOf, CHINESE, citizenMessage, serviceMessage, speaker } from "./message.js";
import { prose } from "./prose.js";
import { t } from "./words.js";

const NEAR_END = 120; // px from the end within which the page follows the talk
const GLIDE = 700; // ms that scrolling to the end takes

export class Talk {
  #act;
  #unread;
  #byClientId = new Map();
  #bySeq = new Map();
  #settled = false;
  #glidesUntil = 0;

  /** `act` is what can be done at a message; `unread()` is called for each message that comes while one is here. */
  constructor(act, unread) {
    this.#act = act;
    this.#unread = unread;
    part("scroll").addEventListener("scroll", () => this.#atEnd() && (part("latest").hidden = true), { passive: true });
    for (const event of ["wheel", "touchmove"]) part("scroll").addEventListener(event, () => (this.#glidesUntil = 0), { passive: true });
    part("latest").addEventListener("click", () => this.#toEnd());
    part("log").addEventListener("click", showSource);
  }

  /** A message that the citizen wrote and the service has not taken yet. */
  pending({ client_id, text, at }) {
    if (this.#byClientId.has(client_id)) return;
    const item = citizenMessage(text, new Date(at).toISOString());
    item.dataset.here = ""; // what answers it is news, however soon it comes
    this.#byClientId.set(client_id, item);
    this.#append(item);
    this.#toEnd();
  }

  /** What became of it: sending, sent (then with its `seq`), kept, slow (then with `seconds`), or why it was refused. */
  mark(clientId, state, seq = null, facts = null) {
    const item = this.#byClientId.get(clientId);
    if (!item || (item.dataset.seq && seq === null)) return;
    const following = this.#atEnd();
    if (item.dataset.state !== state || facts) told(item, state, facts ?? {});
    if (seq !== null) this.#settle(item, seq);
    if (following) this.#toEnd();
  }

  /** The numbers to call, at a message that tells of danger and could not be taken in. */
  help(clientId, text) {
    const item = this.#byClientId.get(clientId);
    if (!item || item.querySelector(".help")) return;
    item.append(make("div", { class: "help", lang: CHINESE }, prose(text, { urgent: true })));
    announce(text);
    this.#toEnd();
  }

  /** A message of the log. */
  message(message) {
    const known = this.#byClientId.get(message.client_id);
    if (known) return this.mark(message.client_id, "sent", message.seq);
    if (this.#bySeq.has(message.seq)) return undefined;
    const own = message.author === "citizen";
    const item = own ? citizenMessage(message.text, message.created_at) : serviceMessage(message, this.#act);
    if (message.client_id) this.#byClientId.set(message.client_id, item);
    const news = this.#settled || this.#bySeq.get(message.answers)?.matches("[data-here]");
    const following = news && this.#atEnd(); // measuring each of many that were missed would take minutes
    this.#settle(item, message.seq);
    if (own) told(item, "sent");
    else if (news) this.#tell(message, item);
    if (!news) return undefined;
    return following ? this.#follow(own ? null : item) : this.#offerEnd();
  }

  /** The citizen has changed or taken back what they wrote in LINE. */
  changed({ seq, text }) {
    const words = this.#bySeq.get(seq)?.querySelector(".words");
    if (words) words.textContent = text;
  }

  /** The beginning of an answer that is still being written, whole each time; null takes it away. It is read out when it is done. */
  beginning(text) {
    const before = part("log").querySelector(".beginning");
    if (!before && text === null) return;
    const following = this.#atEnd();
    before?.remove();
    if (text === null) return;
    this.#append(beginningOf(text));
    if (following) this.#toEnd();
  }

  /** The agent has read what the citizen wrote up to here. */
  readUpTo(seq) {
    for (const [at, item] of this.#bySeq) {
      if (at <= seq && item.classList.contains("citizen")) told(item, "read");
    }
  }

  /** Something that the page itself has to say. */
  notice(text) {
    this.#append(make("p", { class: "notice" }, text));
    announce(text);
    this.#toEnd();
  }

  /** Put something behind the last message; null takes it away. */
  ending(element) {
    const before = part("log").querySelector(".ending");
    if (!before && !element) return;
    const following = this.#atEnd();
    before?.remove();
    if (!element) return;
    element.classList.add("ending");
    part("log").append(element);
    if (following) this.#toEnd();
  }

  /** Who is at work on an answer: bot, agent, or nobody. */
  working(who, name) {
    const place = part("working");
    const text = who ? t(`working.${who}`, { name }) : "";
    if (place.textContent === text) return;
    const following = this.#atEnd();
    place.textContent = text;
    place.hidden = !text;
    if (text && this.#settled) announce(text);
    if (text && following) this.#toEnd();
  }

  /** What was missed while away has been shown: from here on new messages are read out. */
  settled() {
    if (this.#settled) return;
    this.#settled = true;
    const last = part("log").querySelector(".message:last-of-type");
    if (last) this.#follow(last.matches(".service") ? last : null);
  }

  clear() {
    part("log").replaceChildren();
    part("welcome").hidden = false;
    part("latest").hidden = true;
    this.#settled = false;
    this.#byClientId.clear();
    this.#bySeq.clear();
  }

  #tell(message, item) {
    const more = [
      ["source", item.querySelectorAll(".source").length],
      ["choice", item.querySelectorAll(".choice").length],
    ];
    const counted = more.filter(([, count]) => count).map(([kind, count]) => t(`told.${kind}`, { count }));
    announce([t("told", { who: speaker(message), text: item.querySelector(".words").textContent }), ...counted].join(" "));
    this.#unread();
  }

  /** Put an item at its place in the log; what was offered at earlier messages is over then. */
  #settle(item, seq) {
    if (item.dataset.seq) return;
    item.dataset.seq = seq;
    this.#bySeq.set(seq, item);
    const others = [...part("log").children];
    const later = others.find((other) => other !== item && !(Number(other.dataset.seq) < seq));
    if (later !== item.nextElementSibling || !item.isConnected) part("log").insertBefore(item, later ?? null);
    part("welcome").hidden = true;
    this.#bringOver(item);
  }

  #bringOver(item) {
    for (let before = item.previousElementSibling; before; before = before.previousElementSibling) {
      before.querySelectorAll(".fleeting").forEach((offered) => offered.remove());
    }
  }

  #append(item) {
    const ending = part("log").querySelector(".ending");
    part("log").insertBefore(item, ending);
    part("welcome").hidden = true;
  }

  #atEnd() {
    if (performance.now() < this.#glidesUntil) return true; // on the way to the end
    const scroll = part("scroll");
    return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
  }

  #toEnd() {
    this.#glidesUntil = performance.now() + GLIDE;
    part("scroll").scrollTop = part("scroll").scrollHeight;
    part("latest").hidden = true;
  }

  #offerEnd() {
    if (this.#settled) part("latest").hidden = false;
  }

  /** Follow the talk: to the end, or to the beginning of what is taller than the page: an answer, or the numbers to call and what came behind. */
  #follow(item) {
    const urgent = part("log").querySelector(".is-emergency:nth-last-child(-n + 3)");
    const shown = urgent ?? item;
    const height = shown ? part("log").getBoundingClientRect().bottom - shown.getBoundingClientRect().top : 0;
    if (height > part("scroll").clientHeight * (urgent ? 1 : 0.8)) shown.scrollIntoView({ block: "start" });
    else this.#toEnd();
  }
}

function told(item, state, facts = {}) {
  item.dataset.state = state;
  item.querySelector(".told").textContent = t(`state.${state}`, facts);
}

/** A mark in an answer leads to its card, which may be folded away. */
function showSource(event) {
  const mark = event.target.closest?.("a.mark-of");
  if (!mark) return;
  event.preventDefault();
  const card = document.getElementById(mark.hash.slice(1));
  for (let fold = card.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  card.focus();
  card.scrollIntoView({ block: "nearest" });
}
