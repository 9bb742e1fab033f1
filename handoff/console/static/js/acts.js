// What an agent does with a conversation; a refusal is said, and what is shown follows the log.
import { toast } from "./alerts.js";
import { get, post, call, Refusal } from "./api.js";
import { ask } from "./dialogs.js";
import { isMine, leading, state } from "./store.js";
import { t, word } from "./words.js";

const OUTCOMES = ["solved", "referred", "no_reply", "duplicate", "abuse", "other"];

// Carries out one act; whether it was done. Refusals are told to the agent.
export async function attempt(work, done) {
  try {
    await work();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "warn");
    return false;
  }
  if (done) toast(done);
  return true;
}

const path = (conversation, act) => `/conversations/${encodeURIComponent(conversation)}/${act}`;

export function takeOver(conversation) {
  const row = state.rows.get(conversation) ?? state.open?.conversation;
  const act = row?.state === "queued" ? "claim" : "take-over";
  return attempt(() => post(path(conversation, act)), t("done.taken"));
}

export async function transfer(conversation) {
  const answer = await ask({
    title: t("transfer.title"),
    text: t("transfer.text"),
    confirm: t("transfer.confirm"),
    fields: [
      { name: "target", label: t("transfer.to"), kind: "choice", options: targets(), required: true },
      { name: "agency", label: t("transfer.agency"), hint: t("transfer.agency_hint"), longest: 128 },
      { name: "note", label: t("transfer.note"), kind: "long", longest: 2000 },
    ],
  });
  if (!answer) return false;
  const [kind, name] = answer.agency.trim() ? ["agency", answer.agency.trim()] : answer.target.split(":", 2);
  if (!name) {
    toast(t("transfer.nowhere"), "warn");
    return false;
  }
  return attempt(() => post(path(conversation, "transfer"), { [kind]: name, note: answer.note }), t("done.transferred"));
}

function targets() {
  const others = state.people.filter((one) => one.name !== state.me.name && one.presence === "online");
  const people = others.map((one) => ({
    value: `agent:${one.name}`,
    label: t("transfer.person", { name: one.display_name, team: one.team ?? t("team.none"), holding: one.holding, capacity: one.capacity }),
  }));
  const teams = [...new Set(state.people.map((one) => one.team).filter(Boolean))];
  const groups = [{ label: t("transfer.people"), options: people }];
  groups.push({ label: t("transfer.teams"), options: teams.map((team) => ({ value: `team:${team}`, label: team })) });
  return [{ value: "", label: t("transfer.choose") }, ...groups.filter((group) => group.options.length)];
}

export async function handBack(conversation) {
  const sure = await ask({ title: t("return.title"), text: t("return.text"), confirm: t("return.confirm") });
  return sure !== null && attempt(() => post(path(conversation, "return")), t("done.returned"));
}

export async function close(conversation) {
  const answer = await ask({
    title: t("close.title"),
    text: t("close.text"),
    confirm: t("close.confirm"),
    fields: [{
      name: "outcome", label: t("close.outcome"), kind: "choice",
      options: OUTCOMES.map((value) => ({ value, label: word("outcome", value) })), value: "solved",
    }],
  });
  return answer !== null && attempt(() => post(path(conversation, "close"), answer), t("done.closed"));
}

export function tag(conversation, tags) {
  return attempt(() => call("PUT", path(conversation, "tags"), { tags }));
}

export function note(conversation, text, addressee = null) {
  return attempt(() => post(path(conversation, "notes"), { text, addressee }));
}

export async function whisper(conversation, agent) {
  const answer = await ask({
    title: t("whisper.title"), text: t("whisper.text"), confirm: t("whisper.confirm"),
    fields: [{ name: "text", label: t("whisper.label"), kind: "long", longest: 2000, required: true }],
  });
  return answer !== null && note(conversation, answer.text, agent);
}

export const suggestions = (conversation) => get(path(conversation, "suggestions"));
export const brief = (conversation) => get(path(conversation, "brief"));
export const sources = (words) => get(`/sources?words=${encodeURIComponent(words)}`);

// Whether the agent may do something in the open conversation beyond reading it.
export function mayAct(conversation) {
  return isMine(conversation) || (leading() && conversation?.state === "human");
}
