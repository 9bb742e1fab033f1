// Messages that leave for LINE: what became of each, and what to know before writing another.
import { h } from "./dom.js";
import { isMine, state } from "./store.js";
import { t, word } from "./words.js";

const UNSURE = new Set(["unknown", "held", "failed", "blocked"]);

// The status below each message to the citizen.
export function outgoingMarks(log, outgoing) {
  for (const message of log.querySelectorAll(".message:not(.citizen)[data-seq]")) {
    const status = outgoing.statuses[message.dataset.seq];
    if (!status) continue;
    message.append(h("p", { class: `mark outgoing ${UNSURE.has(status) ? "unsure" : ""}`, data: { status }, title: t(`outgoing_hint.${status}`) }, word("outgoing", status)));
  }
}

export function outgoingNotice() {
  const element = h("p", { class: "leaving", role: "status" });
  function draw() {
    const { open } = state;
    const notice = isMine(open?.conversation) ? open.outgoing?.notice : null;
    element.textContent = notice ? t(`leaving.${notice}`) : "";
  }
  return { element, draw };
}
