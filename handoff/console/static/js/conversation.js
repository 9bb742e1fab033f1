// The open conversation: what was read of it, what came since, what is on its way out.
import { get, post, Refusal } from "./api.js";
import { isMine, state, tell } from "./store.js";

const RETRY_AFTER = 2_000;
const MARK_AFTER = 300;

export async function open(id, live) {
  const opening = { id };
  state.chosen = id;
  state.opening = opening;
  tell("chosen");
  const whole = await get(`/conversations/${encodeURIComponent(id)}`);
  if (state.opening !== opening) return null;
  state.open = { ...whole, unsent: [], typing: whole.preview };
  tell("open");
  follow(live);
  return state.open;
}

// Ask the socket for what comes behind what is here; also after a connection came back.
export function follow(live) {
  if (!state.open) return;
  const { conversation, events, notes } = state.open;
  live.send("open", { conversation: conversation.id, after: events.at(-1)?.seq ?? 0, notes_after: notes.at(-1)?.id ?? 0 });
}

export function leave(live) {
  state.open = null;
  state.chosen = null;
  state.opening = null;
  live.send("leave");
  tell("open", "chosen");
}

// A message of the socket on the open conversation.
export function heard(message, live) {
  const open = state.open;
  if (!open || message.conversation !== open.conversation.id) return;
  if (message.type === "events") takeIn(message.events, live);
  if (message.type === "notes") takeInNotes(message.notes);
  if (message.type === "changed") takeInChanged(message.events);
  if (message.type === "outgoing") { open.outgoing = message.outgoing; tell("outgoing"); }
  if (message.type === "marks") { open.marks = message.marks; tell("marks"); }
  if (message.type === "summary") { open.summary = message.summary; tell("summary"); }
  if (message.type === "opinion") { open.satisfaction = message.satisfaction; tell("opinion"); }
  if (message.type === "typing") { open.typing = message.text; tell("typing"); }
  if (message.type === "gone" || message.type === "hidden") { open.away = message.type; tell("open"); }
}

function takeIn(events, live) {
  const open = state.open;
  const fresh = events.filter((event) => event.seq > (open.events.at(-1)?.seq ?? 0));
  open.events.push(...fresh);
  for (const event of fresh) {
    open.unsent = open.unsent.filter((one) => `@${one.client_id}` !== event.client_id);
    if (event.kind === "state") moved(open.conversation, event);
    if (event.author === "citizen") open.typing = "";
  }
  open.conversation.last_seq = open.events.at(-1)?.seq ?? 0;
  if (fresh.length) tell("events");
  markRead(live);
}

// Words that the citizen has changed or taken back since they were read.
function takeInChanged(events) {
  const { open } = state;
  const changed = new Map(events.map((event) => [event.seq, event]));
  open.events = open.events.map((event) => changed.get(event.seq) ?? event);
  tell("changed");
}

function moved(conversation, event) {
  conversation.state = event.details.state;
  conversation.agent = event.details.state === "human" ? (event.details.agent ?? null) : null;
  tell("moved");
}

function takeInNotes(notes) {
  const open = state.open;
  const last = open.notes.at(-1)?.id ?? 0;
  open.notes.push(...notes.filter((note) => note.id > last));
  tell("notes");
}

let marking = null;

// The citizen sees that an agent has read, once the agent has it before their eyes.
export function markRead(live) {
  clearTimeout(marking);
  marking = setTimeout(() => {
    const open = state.open;
    if (!open || document.visibilityState !== "visible" || !isMine(open.conversation)) return;
    const seq = open.events.at(-1)?.seq ?? 0;
    if (seq > open.marks.agent) live.send("read", { conversation: open.conversation.id, seq });
  }, MARK_AFTER);
}

export function say(text, citations) {
  const message = { client_id: crypto.randomUUID(), text, citations, failed: false };
  state.open.unsent.push(message);
  tell("unsent");
  return send(state.open, message);
}

// Sent until it is stored or refused; the same client_id makes a repetition harmless.
export async function send(open, message) {
  message.failed = false;
  tell("unsent");
  const { client_id, text, citations } = message;
  const body = { client_id, text, citations };
  for (let tries = 0; open.unsent.includes(message); tries += 1) {
    try {
      await post(`/conversations/${encodeURIComponent(open.conversation.id)}/messages`, body);
      return;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (![0, 503].includes(refusal.status) || tries >= 4) {
        message.failed = true;
        tell("unsent");
        throw refusal;
      }
      await new Promise((later) => setTimeout(later, RETRY_AFTER * (tries + 1)));
    }
  }
}
