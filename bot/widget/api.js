// The calls to the service. A Refusal is an answer that repeating will not change.

export class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The service cannot be reached, or says that it is in trouble: worth trying again. */
export class Unreachable extends Error {}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, credentials: "omit", cache: "no-store" });
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.status >= 500 || response.status === 429) throw new Unreachable(`status ${response.status}`);
  if (!response.ok) throw new Refusal(response.status, (await response.json().catch(() => ({}))).detail ?? "");
  return response.status === 204 ? null : response.json();
}

function post(path, body, token) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  return call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

const within = (conversation, what) => `/api/conversations/${encodeURIComponent(conversation.id)}/${what}`;

export const about = () => call("/api/about");
export const open = () => post("/api/conversations", { locale: "zh-TW" });
export const send = (conversation, message) =>
  post(within(conversation, "messages"), { client_id: message.client_id, text: message.text }, conversation.token);
export const askForPerson = (conversation) => post(within(conversation, "handoff"), {}, conversation.token);
export const rate = (conversation, rating) => post(within(conversation, "feedback"), rating, conversation.token);

/** The event stream behind `after`. The key travels in a header, so that no address ever holds it. */
export async function events(conversation, after, signal) {
  const headers = { Authorization: `Bearer ${conversation.token}`, Accept: "text/event-stream" };
  const path = `${within(conversation, "events")}?after=${after}`;
  const response = await fetch(path, { headers, signal, credentials: "omit", cache: "no-store" });
  if (response.status >= 500 || response.status === 429) throw new Unreachable(`status ${response.status}`);
  if (!response.ok) throw new Refusal(response.status, "");
  return response.body;
}
