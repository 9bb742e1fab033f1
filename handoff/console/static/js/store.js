// What the page knows, and who wants to hear when it changes.

export const state = {
  me: null,
  rows: new Map(),
  queue: [],
  people: [],
  cases: { open: 0, overdue: 0 },
  drafts: [],
  channel: null,
  typhoon: false,
  clockSkew: 0,
  connection: "connecting",
  presence: "offline",
  list: "queue",
  chosen: null,
  open: null,
};

const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
}

export function tell(...topics) {
  for (const topic of topics) for (const listener of listeners.get(topic) ?? []) listener();
}

export function forgetListeners() {
  listeners.clear();
}

export const now = () => Date.now() + state.clockSkew;
export const serving = () => ["agent", "supervisor", "admin"].includes(state.me.role);
export const leading = () => ["supervisor", "admin"].includes(state.me.role);
export const watching = () => leading() || state.me.role === "auditor";
export const isMine = (conversation) => conversation?.state === "human" && conversation.agent === state.me.name;

const DAY = 24 * 60 * 60 * 1000;

export function takeInRows(rows, full) {
  if (full) state.rows = new Map();
  for (const row of rows) {
    if (row.state === "closed") state.rows.delete(row.id);
    else state.rows.set(row.id, row);
  }
}

const byUpdate = (one, other) => (one.updated_at < other.updated_at ? 1 : -1);

// The conversations of a list, in its order.
export function listed(name) {
  const rows = [...state.rows.values()];
  if (name === "queue") return queued();
  if (name === "mine") return rows.filter(isMine).sort(mostPressing);
  if (name === "others") return rows.filter((row) => row.state === "human" && !isMine(row)).sort(byUpdate);
  const since = now() - DAY;
  return rows.filter((row) => row.state === "bot" && Date.parse(row.updated_at) > since).sort(byUpdate);
}

function queued() {
  return state.queue.map((ticket) => state.rows.get(ticket.conversation)).filter((row) => row?.state === "queued");
}

// Citizens who wait for an answer come first, whoever waits longest before all others.
function mostPressing(one, other) {
  const waits = (row) => (row.last_author === "citizen" ? 0 : 1);
  return waits(one) - waits(other) || (one.updated_at > other.updated_at ? 1 : -1);
}

export const ticketOf = (id) => state.queue.find((ticket) => ticket.conversation === id);
