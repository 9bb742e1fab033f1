// The calls to the service.

/** An answer that repeating will not change. */
export class Refusal extends Error {
  constructor(status, detail = "") {
    super(detail);
    this.status = status;
  }
}

const DANGER = "urn:askcity:danger";

/** The service cannot be reached, or asks to come again: worth trying in `seconds`; `help` is what it says to who is in danger. */
export class Unreachable extends Error {
  constructor(reason, seconds = 0, help = "") {
    super(reason);
    this.seconds = seconds;
    this.help = help;
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, credentials: "omit", cache: "no-store" });
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.status >= 500 || response.status === 429) {
    const { type, detail } = await problemOf(response);
    const seconds = Number(response.headers.get("Retry-After")) || 0;
    throw new Unreachable(`status ${response.status}`, seconds, type === DANGER ? detail : "");
  }
  if (!response.ok) throw new Refusal(response.status, (await problemOf(response)).detail);
  return response;
}

const problemOf = (response) => response.json().catch(() => ({}));

const key = (conversation) => (conversation ? { Authorization: `Bearer ${conversation.token}` } : {});
const within = (conversation, what = "") => `/api/conversations/${encodeURIComponent(conversation.id)}${what}`;

async function post(path, body, conversation = null, options = {}) {
  const headers = { "Content-Type": "application/json", ...key(conversation) };
  const response = await call(path, { method: "POST", headers, body: JSON.stringify(body), ...options });
  return response.status === 204 ? null : response.json();
}

export const about = async () => (await call("/api/about")).json();
export const open = (locale, site) => post("/api/conversations", { locale, ...(site ? { site } : {}) });
export const send = (talk, { client_id, text }) => post(within(talk, "/messages"), { client_id, text }, talk);
export const askForPerson = (talk) => post(within(talk, "/handoff"), {}, talk);
export const cancelWaiting = (talk) => post(within(talk, "/handoff/cancel"), {}, talk);
export const close = (talk) => post(within(talk, "/close"), {}, talk);
export const rate = (talk, rating) => post(within(talk, "/feedback"), rating, talk);
export const rateService = (talk, opinion) => post(within(talk, "/csat"), opinion, talk);
export const leaveCase = (talk, form) => post(within(talk, "/case"), form, talk);
export const offerLine = (talk) => post(within(talk, "/line-link"), {}, talk);
export const lineStanding = async (talk) => (await call(within(talk, "/line-link"), { headers: key(talk) })).json();
export const confirmLine = (talk) => post(within(talk, "/line-link/confirm"), {}, talk);
export const undoLine = async (talk) => void (await call(within(talk, "/line-link"), { method: "DELETE", headers: key(talk) }));
export const lookUpCase = (wanted) => post("/api/cases/lookup", wanted);
export const markRead = (talk, seq) => post(within(talk, "/read"), { seq }, talk, { keepalive: true });
export const typing = (talk, text) => post(within(talk, "/typing"), { text }, talk);
export const speak = (talk, locale) => call(within(talk), { method: "PATCH", headers: { "Content-Type": "application/json", ...key(talk) }, body: JSON.stringify({ locale }) });
export const erase = (talk) => call(within(talk), { method: "DELETE", headers: key(talk) });
export const transcript = async (talk, form) => (await call(within(talk, `/transcript?format=${form}`), { headers: key(talk) })).blob();

/** The event stream behind `after`. The key travels in a header, so that no address ever holds it. */
export async function events(talk, after, signal) {
  const headers = { ...key(talk), Accept: "text/event-stream" };
  return (await call(within(talk, `/events?after=${after}`), { headers, signal })).body;
}
