// The socket: it comes back by itself, tells where it left off, and shows that the agent is there.
import { state, takeInRows, tell } from "./store.js";

const BEAT_EVERY = 10_000;
const SIGNED_OUT = 4401;
const SLOWEST = 15_000;
const ACTIVE_WITHIN = 60_000;

export class Live {
  constructor({ heard, signedOut }) {
    this.heard = heard;
    this.signedOut = signedOut;
    this.mark = "";
    this.failures = 0;
    this.active = Date.now();
    this.ended = false;
    for (const event of ["keydown", "pointerdown", "pointermove"]) {
      addEventListener(event, () => { this.active = Date.now(); }, { passive: true });
    }
    addEventListener("online", () => this.hurry());
    setInterval(() => this.beat(), BEAT_EVERY);
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    const address = new URL(`/api/console/ws?after=${encodeURIComponent(this.mark)}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.socket = new WebSocket(address);
    this.socket.addEventListener("open", () => this.opened());
    this.socket.addEventListener("message", (event) => this.received(JSON.parse(event.data)));
    this.socket.addEventListener("close", (event) => this.closed(event.code));
  }

  opened() {
    this.failures = 0;
    this.show("open");
    this.heard({ type: "connected" });
    this.beat();
  }

  closed(code) {
    if (this.ended) return;
    if (code === SIGNED_OUT) {
      this.signedOut();
      return;
    }
    this.show("lost");
    this.failures += 1;
    const delay = Math.min(SLOWEST, 500 * 2 ** this.failures) * (0.7 + Math.random() * 0.6);
    this.timer = setTimeout(() => this.connect(), delay);
    this.heard({ type: "disconnected", failures: this.failures });
  }

  hurry() {
    if (state.connection === "lost") this.connect();
  }

  received(message) {
    if (message.type === "lists") this.takeIn(message);
    this.heard(message);
  }

  takeIn(message) {
    this.mark = message.mark;
    state.clockSkew = Date.parse(message.now) - Date.now();
    takeInRows(message.rows, message.full);
    for (const name of ["queue", "people", "cases", "drafts", "typhoon"]) if (name in message) state[name] = message[name];
    tell("lists");
  }

  send(type, content = {}) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type, ...content }));
  }

  beat() {
    this.send("beat", { active: Date.now() - this.active < ACTIVE_WITHIN });
  }

  end() {
    this.ended = true;
    this.socket.close();
  }

  show(connection) {
    state.connection = connection;
    tell("connection");
  }
}
