// Where the conversation stands: waiting for a person, with one, over.

import { announce } from "./announce.js";
import { button, make, part } from "./dom.js";
import { language, t } from "./words.js";

let shown = { key: "", text: "" };

/** Show a standing; `act` has cancel, leaveMessage and close. */
export function showStanding(standing, act) {
  const bar = part("standing");
  const text = { queued: waiting, human: served }[standing.state]?.(standing) ?? "";
  bar.hidden = !text;
  const key = `${standing.state} ${language()}`;
  if (key === shown.key && text === shown.text) return;
  if (key === shown.key) bar.firstElementChild.textContent = text; // a place that moves takes nobody's focus away
  else fill(bar, standing.state, text, act);
  shown = { key, text };
  if (text) announce(text);
}

function fill(bar, state, text, act) {
  const buttons = { queued: [["cancel", act.cancel], ["leave", act.leaveMessage]], human: [["end", act.close]] }[state] ?? [];
  const made = buttons.map(([name, does]) => button(t(`standing.${name}`), does, { class: "small" }));
  bar.className = `standing ${state}`;
  bar.replaceChildren(make("p", {}, text), make("div", { class: "row" }, ...made));
}

function waiting({ position, wait_seconds }) {
  if (!position) return t("standing.queued");
  const place = position === 1 ? t("standing.next") : t("standing.place", { position });
  return wait_seconds ? `${place} ${t("standing.wait", { minutes: Math.max(1, Math.round(wait_seconds / 60)) })}` : place;
}

const served = ({ agent_name }) => (agent_name ? t("standing.human.named", { name: agent_name }) : t("standing.human"));
