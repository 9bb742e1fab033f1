// The conversation on the page. Messages stand in the log's order, each once; what is not in the log yet stands last.

import { citizenMessage, serviceMessage } from "./message.js";
import { element } from "./prose.js";
import { words } from "./words.js";

const part = (id) => document.getElementById(id);
const NEAR_END = 120; // px from the end within which the page follows the talk

export class View {
  #act;
  #byClientId = new Map();
  #bySeq = new Map();

  constructor(act) {
    this.#act = act;
  }

  /** A message that the citizen wrote and the service has not taken yet. */
  pending({ client_id, text }) {
    if (this.#byClientId.has(client_id)) return;
    const item = citizenMessage(text);
    this.#byClientId.set(client_id, item);
    this.#append(item);
    this.#scroll(true);
  }

  /** What became of it; `seq` once the service has taken it. */
  mark(clientId, words_, seq = null) {
    const item = this.#byClientId.get(clientId);
    if (!item || (item.dataset.seq && seq === null)) return;
    const state = item.querySelector(".state");
    if (state.textContent !== words_) state.textContent = words_;
    if (seq !== null) this.#settle(item, seq);
  }

  /** A message of the log. */
  message(message) {
    const known = this.#byClientId.get(message.client_id);
    if (known) return this.mark(message.client_id, words.sent, message.seq);
    if (this.#bySeq.has(message.seq)) return undefined;
    const own = message.author === "citizen";
    const item = own ? citizenMessage(message.text) : serviceMessage(message, this.#act);
    if (message.client_id) this.#byClientId.set(message.client_id, item);
    const following = this.#atEnd();
    this.#settle(item, message.seq);
    return this.#scroll(following, own ? null : item);
  }

  /** Something that the page itself has to say. */
  notice(text) {
    this.#append(element("p", text, "message notice"));
    this.#scroll(true);
  }

  thinking(yes) {
    const text = yes ? words.thinking : "";
    if (part("thinking").textContent !== text) part("thinking").textContent = text;
    if (yes) this.#scroll(this.#atEnd());
  }

  connected(yes) {
    part("banner").textContent = yes ? "" : words.reconnecting;
    part("banner").classList.toggle("shown", !yes);
  }

  /** What was missed while away has been shown: from here on new messages are read out. */
  settled() {
    part("log").setAttribute("aria-busy", "false");
  }

  clear() {
    part("log").replaceChildren();
    part("log").setAttribute("aria-busy", "true");
    part("welcome").hidden = false;
    this.#byClientId.clear();
    this.#bySeq.clear();
    this.thinking(false);
    this.connected(true);
  }

  /** Put an item at its place in the log. */
  #settle(item, seq) {
    if (item.dataset.seq) return;
    item.dataset.seq = seq;
    this.#bySeq.set(seq, item);
    const later = [...part("log").children].find((other) => other !== item && !(Number(other.dataset.seq) < seq));
    if (later !== item.nextElementSibling || !item.isConnected) part("log").insertBefore(item, later ?? null);
    part("welcome").hidden = true;
  }

  #append(item) {
    part("log").append(item);
    part("welcome").hidden = true;
  }

  #atEnd() {
    const scroll = part("scroll");
    return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
  }

  /** Follow the talk: to the end, or to the beginning of an answer that is taller than the page. */
  #scroll(following, item = null) {
    if (!following) return;
    const scroll = part("scroll");
    const tall = item && item.offsetHeight > scroll.clientHeight * 0.8;
    if (tall) item.scrollIntoView({ block: "start" });
    else scroll.scrollTop = scroll.scrollHeight;
  }
}
