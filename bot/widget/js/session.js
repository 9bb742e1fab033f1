// One citizen's conversation: sends what waits, in order, once each; follows the log; tells the page what there is to show.

import * as api from "./api.js";
import * as store from "./store.js";
import { Stream } from "./stream.js";
import { language, t } from "./words.js";

const AGAIN = 3_000; // ms before an unsent message is tried again
const PREVIEW = 1_200; // ms between two looks that an agent gets of what is being typed
const SEEN = 200; // ms after which what came is told to have been seen
const GONE = new Set([401, 404]);
const WITH_PERSON = new Set(["queued", "human"]);
const BOT = { state: "bot", position: null, wait_seconds: null, agent_name: null };

/** Where only one tab may be at work at a time; without that where the browser grants no locks, as in some frames. */
async function alone(work) {
  let begun = false;
  const once = () => ((begun = true), work());
  try {
    return await (navigator.locks ? navigator.locks.request("askcity.open", once) : once());
  } catch (error) {
    if (begun) throw error;
    return once();
  }
}

/** `page` has pending, mark, help, message, changed, beginning, readUpTo, standing, working, connected, settled, notice and clear. */
export class Session {
  #page;
  #site;
  #conversation = null;
  #stream = null;
  #delivering = false;
  #timer = null;
  #standing = BOT;
  #open = new Set(); // seqs of questions without an answer
  #refused = new Set(); // client_ids of messages that were too many
  #heard = 0; // seq of the agent's last message
  #told = 0; // how far the agent was told that it was read
  #seeing = null;
  #preview = { timer: null, text: "" };

  constructor(page, site) {
    this.#page = page;
    this.#site = site;
  }

  get begun() {
    return this.#conversation !== null;
  }

  get state() {
    return this.#standing.state;
  }

  /** Pick up where the last visit ended. */
  resume() {
    this.#conversation = store.conversation();
    store.waiting().forEach((message) => this.#page.pending(message));
    if (this.#conversation) this.#follow();
    this.deliver();
  }

  say(text) {
    this.#page.pending(store.addWaiting(text));
    this.#forgetPreview();
    this.deliver();
  }

  /** Send what waits, in order. Every message keeps its client_id, so that a repetition does no harm. */
  async deliver() {
    if (this.#delivering) return;
    this.#delivering = true;
    clearTimeout(this.#timer);
    try {
      for (let message; (message = store.waiting()[0]); ) await this.#deliverOne(message);
    } catch (error) {
      if (!(error instanceof api.Unreachable)) throw error;
      await this.#offerTheRest(error);
      const { seconds } = error;
      store.waiting().forEach(({ client_id }) => this.#page.mark(client_id, seconds ? "slow" : "kept", null, { seconds }));
      this.#timer = setTimeout(() => this.deliver(), Math.max(AGAIN, seconds * 1_000));
    } finally {
      this.#delivering = false;
    }
  }

  /** What tells of danger is taken in where the service takes in nothing else: each message is offered once out of its turn. */
  async #offerTheRest({ seconds }) {
    const next = () => store.waiting().find(({ client_id }) => !this.#refused.has(client_id));
    for (let message; seconds && (message = next()); ) {
      try {
        await this.#deliverOne(message);
      } catch (error) {
        if (!(error instanceof api.Unreachable)) throw error;
        seconds = error.seconds;
      }
    }
  }

  askForPerson = () => this.#act(api.askForPerson);
  cancelWaiting = () => this.#act(api.cancelWaiting);
  close = () => this.#act(api.close);
  rate = (rating) => this.#act(api.rate, rating);
  leaveCase = (form) => this.#act(api.leaveCase, form);
  lineLink = (call) => this.#act(call);
  transcript = (form) => this.#act(api.transcript, form);

  /** From now on the citizen reads another language; what waits to be opened is opened in it. */
  speak(locale) {
    if (this.#conversation) api.speak(this.#conversation, locale).catch(() => {});
  }

  async rateService(opinion) {
    await this.#act(api.rateService, opinion);
    store.keepRated();
  }

  /** Erase the conversation at the service, then here. */
  async erase() {
    if (this.#conversation) await api.erase(this.#conversation).catch(ifGone);
    this.restart();
  }

  /** Begin anew. Whoever waits for a person, or has one, is not waited for any longer. */
  restart() {
    if (this.#conversation && WITH_PERSON.has(this.state)) api.close(this.#conversation).catch(() => {});
    store.forget();
    this.reload();
  }

  /** The network is back, or the page is looked at again. */
  wake() {
    this.#stream?.retry();
    this.deliver();
    this.seen();
  }

  /** The device has left the network. */
  lost() {
    this.#stream?.drop();
  }

  /** Another tab has changed what is kept. */
  sync() {
    if (store.conversation()?.id !== this.#conversation?.id) return this.reload();
    store.waiting().forEach((message) => this.#page.pending(message));
  }

  /** Show the conversation that the store holds. */
  reload() {
    this.#leave();
    this.#page.clear();
    this.resume();
  }

  /** The citizen has seen all that there is, if they look at the page. */
  seen() {
    clearTimeout(this.#seeing);
    this.#seeing = setTimeout(() => this.#tellSeen(), SEEN); // once for all that comes together
  }

  #tellSeen() {
    if (document.hidden || this.#heard <= this.#told || !this.#conversation) return;
    const before = this.#told;
    this.#told = this.#heard;
    api.markRead(this.#conversation, this.#heard).catch(() => (this.#told = before));
  }

  /** What stands in the field, for the agent who has the word. */
  typed(text) {
    if (this.#standing.state !== "human") return;
    this.#preview.text = text;
    this.#preview.timer ??= setTimeout(() => {
      this.#preview.timer = null;
      if (this.#conversation) api.typing(this.#conversation, this.#preview.text.slice(0, 2_000)).catch(() => {});
    }, PREVIEW);
  }

  #forgetPreview() {
    clearTimeout(this.#preview.timer);
    this.#preview.timer = null;
  }

  async #act(call, ...what) {
    await this.#ensureOpen();
    return call(this.#conversation, ...what);
  }

  async #deliverOne(message) {
    try {
      await this.#ensureOpen();
      this.#page.mark(message.client_id, "sending");
      const { seq } = await api.send(this.#conversation, message);
      this.#page.mark(message.client_id, "sent", seq);
    } catch (error) {
      if (error instanceof api.Unreachable) this.#tooMany(message, error);
      if (!(error instanceof api.Refusal)) throw error;
      if (GONE.has(error.status)) return this.#startAfresh();
      this.#page.mark(message.client_id, reasonFor(error));
    }
    store.takeWaiting(message.client_id);
  }

  #tooMany({ client_id }, { seconds, help }) {
    if (seconds) this.#refused.add(client_id);
    if (help) this.#page.help(client_id, help);
  }

  async #ensureOpen() {
    await alone(async () => {
      this.#conversation ??= store.conversation();
      if (this.#conversation) return;
      this.#conversation = await api.open(language(), this.#site);
      store.keepConversation(this.#conversation);
      this.#page.settled(); // nothing was said before
    });
    if (!this.#stream) this.#follow();
  }

  /** The service no longer knows the conversation: go on in a new one, with what is still to be sent. */
  #startAfresh() {
    const gone = this.#conversation?.id;
    if (store.conversation()?.id !== gone) return this.reload(); // another tab has begun a new one already
    this.#leave();
    store.keepConversation(null);
    this.#page.clear();
    store.waiting().forEach((message) => this.#page.pending(message));
  }

  #leave() {
    this.#stream?.end();
    this.#stream = this.#conversation = null;
    this.#open.clear();
    this.#heard = this.#told = 0;
    this.#move(BOT);
  }

  #follow() {
    const stream = new Stream(this.#conversation, {
      event: (kind, data) => this.#take(kind, data),
      connected: (yes) => this.#page.connected(yes),
      settled: () => this.#page.settled(),
      gone: () => this.#startAfresh(),
    });
    this.#stream = stream;
    stream.follow();
  }

  #take(kind, data) {
    if (kind === "message") this.#message(data);
    if (kind === "state") this.#move(data);
    if (kind === "changed") return this.#page.changed(data);
    if (kind === "read") return this.#page.readUpTo(data.seq);
    if (kind === "typing" && data.text) this.#page.beginning(data.text);
    const agentTypes = kind === "typing" && data.author === "agent";
    const botWorks = this.#standing.state === "bot" && (kind === "typing" || this.#open.size > 0);
    return this.#page.working(agentTypes ? "agent" : botWorks ? "bot" : null);
  }

  #move(data) {
    if (data.state !== "bot") this.#page.beginning(null);
    this.#standing = { ...data, agent_name: data.agent_name ?? (data.state === "human" ? this.#standing.agent_name : null) };
    if (data.state !== "bot") this.#open.clear();
    this.#page.standing(this.#standing);
  }

  #message(message) {
    if (message.author === "citizen") {
      store.takeWaiting(message.client_id);
      if (this.#standing.state === "bot") this.#open.add(message.seq);
    }
    if (message.author === "bot") {
      this.#open.delete(message.answers);
      this.#page.beginning(null);
    }
    this.#page.message(message);
    if (message.author === "agent") this.#heard = message.seq;
    this.seen();
  }
}

const ifGone = (error) => {
  if (!(error instanceof api.Refusal && GONE.has(error.status))) throw error;
};

const reasonFor = (refusal) => (refusal.status === 409 ? "closed" : refusal.status === 413 ? "tooLong" : "rejected");

/** What went wrong, for the citizen. */
export function explained(error) {
  if (error instanceof api.Unreachable) return error.seconds ? t("error.busy", { seconds: error.seconds }) : t("error.offline");
  return t(error instanceof api.Refusal && error.status === 404 ? "error.missing" : "error.rejected");
}
