// What deserves a tone: somebody new waits, a citizen of mine said something, a colleague whispers.
import { alertAgent } from "./alerts.js";
import { isMine, on, serving, state } from "./store.js";
import { t, word } from "./words.js";

export function announcer({ open }) {
  let waiting = null;
  let seen = null;
  let drafts = null;

  function look() {
    const ids = new Set(state.queue.map((ticket) => ticket.conversation));
    const last = new Map([...state.rows.values()].filter(isMine).map((row) => [row.id, row]));
    if (waiting && serving()) {
      const fresh = state.queue.find((ticket) => !waiting.has(ticket.conversation));
      if (fresh) alertAgent("queue", t("alert.queue"), word("reason", fresh.reason), () => open(fresh.conversation));
    }
    if (seen) {
      for (const [id, row] of last) {
        const before = seen.get(id);
        if (row.last_author === "citizen" && before && row.last_seq > before.last_seq) {
          alertAgent("message", t("alert.message"), row.last_text, () => open(id));
        } else if (!before && waiting && !waiting.has(id) && state.chosen !== id) {
          alertAgent("queue", t("alert.given"), row.last_text, () => open(id));
        }
      }
    }
    if (drafts !== null && serving() && state.drafts.some((one) => one.id > drafts)) alertAgent("queue", t("alert.draft"), state.drafts.at(-1).topic);
    drafts = Math.max(0, drafts ?? 0, ...state.drafts.map((one) => one.id));
    waiting = ids;
    seen = last;
  }

  on("lists", look);
  on("notes", () => {
    const note = state.open.notes.at(-1);
    if (note.addressee === state.me.name) alertAgent("message", t("alert.whisper"), note.text);
  });
}
