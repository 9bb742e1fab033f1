// Follows a conversation's events: reconnects by itself, resumes behind the last event seen.

import * as api from "./api.js";

const SILENCE = 40_000; // ms; the service says something every 15 s
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000, 15_000]; // ms before each new attempt
const QUIET = 200; // ms without an event after which what was missed has all come

/** Calls `on.event(kind, data)` in the log's order, `on.connected(bool)`, `on.settled()`, and `on.gone()` where the conversation is. */
export class Stream {
  #conversation;
  #on;
  #last = 0;
  #attempt = 0;
  #ended = false;
  #abort = null;
  #wake = null;
  #settling = null;

  constructor(conversation, on) {
    this.#conversation = conversation;
    this.#on = on;
  }

  async follow() {
    while (!this.#ended) {
      let seconds = 0;
      try {
        await this.#once();
      } catch (error) {
        if (error instanceof api.Refusal) return this.#ended || this.#on.gone();
        seconds = error.seconds ?? 0;
      }
      if (!this.#ended) await this.#pause(seconds * 1_000);
    }
  }

  /** Try again at once: the device is back on the network, or the page is looked at again. */
  retry() {
    this.#wake?.();
  }

  /** The device has left the network: what comes by this connection comes no more. */
  drop() {
    this.#abort?.abort();
  }

  end() {
    this.#ended = true;
    this.#abort?.abort();
    this.#wake?.();
  }

  async #once() {
    const abort = (this.#abort = new AbortController());
    let watchdog = setTimeout(() => abort.abort(), SILENCE);
    try {
      const body = await api.events(this.#conversation, this.#last, abort.signal);
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = "", read; !(read = await reader.read()).done; ) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => abort.abort(), SILENCE);
        this.#attempt = 0;
        this.#on.connected(true);
        const blocks = (rest + read.value).split("\n\n");
        rest = blocks.pop();
        blocks.forEach((block) => this.#take(block));
        clearTimeout(this.#settling);
        this.#settling = setTimeout(() => this.#ended || this.#on.settled(), QUIET);
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  #take(block) {
    const fields = new Map(block.split("\n").map((line) => [line.split(":", 1)[0], line.slice(line.indexOf(":") + 1).trim()]));
    if (!fields.has("data") || this.#ended) return;
    const id = Number(fields.get("id") ?? 0);
    if (id && id <= this.#last) return;
    if (id) this.#last = id;
    this.#on.event(fields.get("event") ?? "message", JSON.parse(fields.get("data")));
  }

  async #pause(least) {
    this.#on.connected(false);
    const milliseconds = PAUSES[Math.min(this.#attempt++, PAUSES.length - 1)];
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(least, milliseconds * (0.75 + Math.random() / 2)));
      this.#wake = () => (clearTimeout(timer), resolve());
    });
    this.#wake = null;
  }
}
