// The console: signed in or not, and what the socket brings.
import { announcer } from "./announce.js";
import { toast } from "./alerts.js";
import { call, get, Refusal, useToken } from "./api.js";
import * as conversation from "./conversation.js";
import { desk } from "./desk.js";
import { replace } from "./dom.js";
import { applyTheme } from "./preferences.js";
import { signIn } from "./signin.js";
import { Live } from "./socket.js";
import { forgetListeners, serving, state, tell } from "./store.js";
import { speak, spoken, t } from "./words.js";

const app = document.getElementById("app");
const LOOK_AFTER = 2;
let live = null;
let shown = null;

applyTheme();
speak(spoken());
begin();

async function begin() {
  try {
    enter(await get("/session"));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const refused = new URLSearchParams(location.search).has("refused");
    if (refused) history.replaceState(null, "", "/console");
    showSignIn(refused ? t("signin.refused") : refusal.status === 401 ? null : refusal.message);
  }
}

function showSignIn(reason) {
  leave();
  replace(app, signIn({ done: enter, reason, redraw: () => showSignIn(null) }));
}

function enter({ agent, csrf }) {
  Object.assign(state, { me: agent, rows: new Map(), queue: [], people: [], open: null, chosen: null, presence: "offline" });
  useToken(csrf, () => showSignIn(t("signin.over")));
  live = new Live({ heard, signedOut: () => showSignIn(t("signin.over")) });
  draw();
  if (serving()) wish("online");
}

function draw() {
  forgetListeners();
  shown?.end();
  shown = desk({ live, setPresence: wish, signOut, redraw: draw });
  announcer({ open: shown.open });
  replace(app, shown.element);
}

function leave() {
  live?.end();
  live = null;
  shown?.end();
  shown = null;
  forgetListeners();
  useToken("", () => {});
}

async function signOut() {
  try {
    await call("DELETE", "/session");
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
  showSignIn(null);
}

let wished = null;

// Told once the socket is there; a presence that the service takes away is not asked for again by itself.
function wish(presence) {
  wished = presence;
  live.send("presence", { presence });
}

function heard(message) {
  if (message.type === "connected") {
    if (wished && state.presence !== wished) live.send("presence", { presence: wished });
    conversation.follow(live);
  }
  if (message.type === "disconnected" && message.failures === LOOK_AFTER) get("/session").catch(() => {});
  if (message.type === "channel") { state.channel = message.notice; tell("lists"); }
  if (message.type === "presence") takePresence(message.presence);
  if (message.type === "signed_out") showSignIn(t("signin.over"));
  if (message.type === "refused") toast(t("refusal.other"), "warn");
  conversation.heard(message, live);
}

function takePresence(presence) {
  if (presence === "offline" && wished !== "offline" && state.presence !== "offline") toast(t("presence.forced"), "warn");
  if (presence === "offline") wished = "offline";
  state.presence = presence;
  tell("presence");
}
