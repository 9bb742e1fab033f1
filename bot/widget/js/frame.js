// The chat as a frame in a city site's page. The two say nothing but open, close, resize and unread, to exact origins.

import { moveTo } from "./store.js";

const asked = new URLSearchParams(location.search);
const host = asked.get("origin");
const SITE = /^[a-z0-9-]{1,64}$/;

export class Frame {
  embedded = parent !== window && host !== null;
  site = SITE.test(asked.get("site") ?? "") ? asked.get("site") : null;
  #apart = false;
  #room = false;
  #shown = !this.embedded;
  #wide = false;
  #unread = 0;

  /** Calls `opened()` whenever the page shows the frame. */
  listen(opened) {
    if (!this.embedded) return;
    addEventListener("message", ({ origin, source, data }) => {
      if (source !== parent || origin !== host) return;
      this.#shown = data.type === "open";
      if (this.#shown) {
        this.#room = data.room === true;
        this.read();
        opened();
      }
    });
    this.#tell({ type: "unread", count: 0 });
    document.hasStorageAccess?.().then((has) => (this.#apart = !has));
  }

  close() {
    this.#shown = false;
    this.#tell({ type: "close" });
  }

  /** Whether the page has room for a wider frame; on a phone it fills the screen already. */
  get canGrow() {
    return this.embedded && this.#room;
  }

  resize() {
    this.#wide = !this.#wide;
    this.#tell({ type: "resize", wide: this.#wide });
  }

  /** A message has come; it counts while nobody looks. */
  unread() {
    if (this.#shown && !document.hidden) return;
    this.#unread += 1;
    this.#tell({ type: "unread", count: this.#unread });
  }

  read() {
    if (this.#unread) this.#tell({ type: "unread", count: 0 });
    this.#unread = 0;
  }

  /** Whether the browser keeps this frame's things apart on each city site, and could be asked to bring them together. */
  get canFollow() {
    return this.embedded && this.#apart && "requestStorageAccess" in document;
  }

  /** Go on with the conversation that the citizen has on this host elsewhere; whether the browser allows it. */
  async follow() {
    try {
      const handle = await document.requestStorageAccess({ localStorage: true });
      if (!handle?.localStorage) return false;
      moveTo(handle.localStorage);
      return true;
    } catch {
      return false;
    }
  }

  #tell(message) {
    if (this.embedded) parent.postMessage(message, host);
  }
}
