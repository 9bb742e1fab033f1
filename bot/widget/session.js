// One citizen's conversation: sends what is in the outbox, in order, once each; follows the log; says what to show.

import * as api from "./api.js";
import * as store from "./store.js";
import { Stream } from "./stream.js";
import { words } from "./words.js";

const AGAIN = 3_000; // ms before an unsent message is tried again
const GONE = new Set([401, 404]);

export class Session {
  #view;
  #conversation = null;
  #stream = null;
  #delivering = false;
  #timer = null;
  #state = "bot";
  #open = new Set(); // seqs of questions without an answer

  constructor(view) {
    this.#view = view;
  }

  /** Pick up where the last visit ended. */
  resume() {
    this.#conversation = store.conversation();
    store.outbox().forEach((message) => this.#view.pending(message));
    if (this.#conversation) this.#follow();
    this.deliver();
  }

  say(text) {
    const message = { client_id: store.newId(), text };
    store.addToOutbox(message);
    this.#view.pending(message);
    this.deliver();
  }

  /** Send what waits, in order. Every message keeps its client_id, so that a repetition does no harm. */
  async deliver() {
    if (this.#delivering) return;
    this.#delivering = true;
    clearTimeout(this.#timer);
    try {
      for (let message; (message = store.outbox()[0]); ) await this.#deliverOne(message);
    } catch (error) {
      if (!(error instanceof api.Unreachable)) throw error;
      store.outbox().forEach(({ client_id }) => this.#view.mark(client_id, words.kept));
      this.#timer = setTimeout(() => this.deliver(), AGAIN);
    } finally {
      this.#delivering = false;
    }
  }

  async askForPerson() {
    try {
      await this.#ensureOpen();
      await api.askForPerson(this.#conversation);
    } catch {
      this.#view.notice(words.personFailed);
    }
  }

  rate(seq, helpful) {
    return api.rate(this.#conversation, { seq, helpful, comment: "" });
  }

  /** The network is back, or the page is looked at again. */
  wake() {
    this.#stream?.retry();
    this.deliver();
  }

  restart() {
    store.forget();
    this.reload();
  }

  /** Show the conversation that the store holds, which another tab may have changed. */
  reload() {
    this.#stream?.end();
    this.#stream = null;
    this.#open.clear();
    this.#state = "bot";
    this.#view.clear();
    this.resume();
  }

  async #deliverOne(message) {
    try {
      await this.#ensureOpen();
      this.#view.mark(message.client_id, words.sending);
      const { seq } = await api.send(this.#conversation, message);
      this.#view.mark(message.client_id, words.sent, seq);
    } catch (error) {
      if (!(error instanceof api.Refusal)) throw error;
      if (GONE.has(error.status)) return this.#startAfresh();
      this.#view.mark(message.client_id, words.refused(reasonFor(error)));
    }
    store.takeFromOutbox(message.client_id);
  }

  async #ensureOpen() {
    this.#conversation ??= store.conversation();
    if (!this.#conversation) {
      this.#conversation = await api.open();
      store.keepConversation(this.#conversation);
    }
    if (!this.#stream) this.#follow();
  }

  /** The service no longer knows the conversation: go on in a new one, with what is still to be sent. */
  #startAfresh() {
    this.#stream?.end();
    this.#stream = this.#conversation = null;
    this.#open.clear();
    store.keepConversation(null);
    this.#view.clear();
    store.outbox().forEach((message) => this.#view.pending(message));
  }

  #follow() {
    const stream = new Stream(this.#conversation, {
      event: (kind, data) => this.#take(kind, data),
      connected: (yes) => this.#view.connected(yes),
      settled: () => this.#view.settled(),
      gone: () => this.#startAfresh(),
    });
    this.#stream = stream;
    stream.follow();
  }

  #take(kind, data) {
    if (kind === "message") this.#message(data);
    if (kind === "state") this.#state = data.state;
    this.#view.thinking(kind === "typing" || (this.#state === "bot" && this.#open.size > 0));
  }

  #message(message) {
    if (message.author === "citizen") {
      store.takeFromOutbox(message.client_id);
      this.#open.add(message.seq);
    }
    if (message.author === "bot") this.#open.delete(message.answers);
    this.#view.message(message);
  }
}

function reasonFor(refusal) {
  if (refusal.status === 409) return words.closed;
  return refusal.status === 413 ? words.tooLong : words.rejected;
}
