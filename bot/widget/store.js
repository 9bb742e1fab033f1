// What outlives a reload: the conversation's key, and messages that have not been taken yet.

const CONVERSATION = "askcity.conversation";
const OUTBOX = "askcity.outbox";
const memory = new Map(); // where the browser keeps nothing, the page at least works until it is closed

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(key, value) {
  memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // full or forbidden: the copy in memory has to do
  }
}

export const conversation = () => read(CONVERSATION);
export const keepConversation = (value) => write(CONVERSATION, value);
export const outbox = () => read(OUTBOX) ?? [];
export const addToOutbox = (message) => write(OUTBOX, [...outbox(), message]);
export const takeFromOutbox = (clientId) => write(OUTBOX, outbox().filter((message) => message.client_id !== clientId));

export function forget() {
  write(CONVERSATION, null);
  write(OUTBOX, null);
}

/** Calls back when another tab has changed the conversation. */
export function onOtherTab(callback) {
  addEventListener("storage", (event) => {
    if (event.key === CONVERSATION || event.key === null) callback();
  });
}

/** An id that no other message of this citizen has; works outside of secure contexts too. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
