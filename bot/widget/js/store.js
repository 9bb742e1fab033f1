// What outlives a reload: the conversation's key, messages that have not been taken yet, what the citizen prefers.

const CONVERSATION = "askcity.conversation";
const WAITING = "askcity.waiting.";
const FINISHED = "askcity.rated";
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("askcity") : null;

let shelf = own("localStorage");

/** A storage of the browser's; where it keeps nothing for this page, one that lasts as long as the page does. */
function own(name) {
  try {
    globalThis[name].getItem("askcity");
    return globalThis[name];
  } catch {
    return inMemory();
  }
}

function inMemory() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (place) => [...kept.keys()][place] ?? null,
    get length() {
      return kept.size;
    },
  };
}

/** Keep things in another storage from now on: the one that this host has on all sites, once the browser grants it. */
export function moveTo(storage) {
  shelf = storage;
}

export function recall(key) {
  try {
    return JSON.parse(shelf.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    if (value === null) shelf.removeItem(key);
    else shelf.setItem(key, JSON.stringify(value));
  } catch {
    const before = keys().map((name) => [name, shelf.getItem(name)]);
    shelf = inMemory(); // full: what was kept goes on in memory
    before.forEach(([name, text]) => shelf.setItem(name, text));
    remember(key, value);
  }
}

const keys = () => Array.from({ length: shelf.length }, (_, place) => shelf.key(place)).filter(Boolean);

export const conversation = () => recall(CONVERSATION);

export function keepConversation(value) {
  remember(CONVERSATION, value);
  tellTabs();
}

/** The messages that the service has not taken yet, in order. Each has a key of its own, so that two tabs never lose one. */
export function waiting() {
  const mine = keys().filter((key) => key.startsWith(WAITING));
  return mine.map((key) => recall(key)).filter(Boolean).sort((one, other) => one.at - other.at);
}

export function addWaiting(text) {
  const message = { client_id: newId(), text, at: Date.now() + performance.now() % 1 };
  remember(WAITING + message.client_id, message);
  tellTabs();
  return message;
}

export function takeWaiting(clientId) {
  if (clientId && recall(WAITING + clientId)) remember(WAITING + clientId, null);
}

/** Forget the conversation and all that belongs to it. */
export function forget() {
  waiting().forEach((message) => takeWaiting(message.client_id));
  remember(FINISHED, null);
  keepConversation(null);
}

export const isRated = () => recall(FINISHED) === conversation()?.id;
export const keepRated = () => remember(FINISHED, conversation()?.id ?? null);

/** Calls back when another tab has changed what is kept. */
export function onOtherTab(callback) {
  channel?.addEventListener("message", () => callback());
  addEventListener("storage", (event) => {
    if (event.key === null || event.key === CONVERSATION || event.key.startsWith(WAITING)) callback();
  });
}

const tellTabs = () => channel?.postMessage("changed");

/** An id that no other message of this citizen has; works outside of secure contexts too. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const DRAFT = "askcity.draft";
const QUESTION = "askcity.ask";
const tab = own("sessionStorage");

/** What stands in the field, for a reload. */
export const draft = () => tab.getItem(DRAFT) ?? "";
export const keepDraft = (text) => (text ? tab.setItem(DRAFT, text) : tab.removeItem(DRAFT));

/** The question that the city's page sent the citizen here with; once. */
export function broughtQuestion() {
  const question = tab.getItem(QUESTION);
  tab.removeItem(QUESTION);
  return question;
}
