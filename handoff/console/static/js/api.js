// The console's API. A refusal becomes a Refusal with the status and words of the agent's own language.
import { t } from "./words.js";

let csrf = "";
let signedOut = () => {};

export class Refusal extends Error {
  constructor(status, detail) {
    super(t(`refusal.${[0, 401, 403, 404, 409, 413, 422, 429, 503].includes(status) ? status : "other"}`));
    this.status = status;
    this.detail = detail;
  }
}

export function useToken(token, whenSignedOut) {
  csrf = token;
  signedOut = whenSignedOut;
}

export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/api/console${path}`, {
      method,
      headers: { "X-CSRF-Token": csrf, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    throw new Refusal(0, "");
  }
  if (response.status === 401 && csrf) signedOut();
  if (!response.ok) throw new Refusal(response.status, await detail(response));
  return response.status === 204 ? null : response.json();
}

export const get = (path) => call("GET", path);
export const post = (path, body) => call("POST", path, body);

async function detail(response) {
  try {
    return String((await response.json()).detail ?? "");
  } catch {
    return "";
  }
}
