// Where the conversation stands: waiting for a person, with one, over.

import { announce } from "./announce.js";
import { button, make, part } from "./dom.js";
import { t } from "./words.js";

let shown = "";

/** Show a standing; `act` has cancel, leaveMessage and close. */
export function showStanding(standing, act) {
  const bar = part("standing");
  const text = { queued: waiting, human: served }[standing.state]?.(standing) ?? "";
  bar.hidden = !text;
  if (text === shown) return;
  shown = text;
  const buttons = { queued: [["cancel", act.cancel], ["leave", act.leaveMessage]], human: [["end", act.close]] }[standing.state] ?? [];
  const made = buttons.map(([name, does]) => button(t(`standing.${name}`), does, { class: "small" }));
  bar.className = `standing ${standing.state}`;
  bar.replaceChildren(make("p", {}, text), make("div", { class: "row" }, ...made));
  if (text) announce(text);
}

function waiting({ position, wait_seconds }) {
  if (!position) return t("standing.queued");
  const place = position === 1 ? t("standing.next") : t("standing.place", { position });
  return wait_seconds ? `${place} ${t("standing.wait", { minutes: Math.max(1, Math.round(wait_seconds / 60)) })}` : place;
}

const served = ({ agent_name }) => (agent_name ? t("standing.human.named", { name: agent_name }) : t("standing.human"));
