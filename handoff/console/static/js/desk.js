// The desk: lists on the left, the conversation in the middle, help on the right; on a phone one of them at a time.
import { close, handBack, mayAct, transfer } from "./acts.js";
import { toast } from "./alerts.js";
import { Refusal } from "./api.js";
import { cases } from "./cases.js";
import * as conversation from "./conversation.js";
import { button, h, replace } from "./dom.js";
import { drafts } from "./drafts.js";
import { help, listen } from "./keys.js";
import { lists } from "./lists.js";
import { pagesFor } from "./pages.js";
import { search } from "./search.js";
import { side } from "./side.js";
import { isMine, serving, state, tell } from "./store.js";
import { talk } from "./talk.js";
import { topbar } from "./topbar.js";
import { speak, spoken, t } from "./words.js";

export function desk({ live, setPresence, signOut, redraw }) {
  const filed = cases({ openConversation: open });
  const found = search({ open, openCase: filed.openCase });
  const waiting = drafts({ openConversation: open });
  const pages = pagesFor({ repliesChanged: () => middle.writing.loadReplies() });
  const bar = topbar({
    setPresence, signOut, help, goTo: goTo, pages: ["desk", ...Object.keys(pages)],
    changeLanguage: () => { speak(spoken() === "en" ? "zh-TW" : "en"); redraw(); },
  });
  const left = lists({ open, otherPanes: { cases: () => filed.element, drafts: () => waiting.element, search: () => found.element } });
  const middle = talk({ live, back: () => narrow("lists"), showSide: () => narrow("side") });
  const right = side({ writing: middle.writing, back: () => narrow("talk"), openCase: filed.openCase });
  const panes = h("div", { class: "panes", data: { narrow: state.open ? "talk" : "lists" } }, left.element, middle.element, right.element);
  const page = h("div", { class: "page" });
  const skip = button(t("skip"), () => middle.focusLog(), { class: "skip" });
  const main = h("main", { id: "main", tabindex: "-1" }, panes, page);
  const element = h("div", { class: "console" }, skip, bar.element, main);

  async function open(id, toWrite = false) {
    goTo("desk");
    narrow("talk");
    try {
      await conversation.open(id, live);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      toast(refusal.status === 403 ? t("refusal.theirs") : refusal.message, "warn");
      if (refusal.status === 404) state.rows.delete(id);
      conversation.leave(live);
      narrow("lists");
      tell("lists");
      return;
    }
    conversation.markRead(live);
    if (toWrite || isMine(state.open?.conversation)) middle.writing.focus();
  }

  function narrow(pane) {
    panes.dataset.narrow = pane;
  }

  function goTo(name) {
    bar.showPage(name);
    panes.hidden = name !== "desk";
    page.hidden = name === "desk";
    replace(page, name === "desk" ? null : pages[name]({ open }));
  }

  const inOpen = (act) => () => state.open && act(state.open.conversation.id);
  const inMine = (act) => () => mayAct(state.open?.conversation) && act(state.open.conversation.id);
  const showing = (name) => () => { goTo("desk"); left.choose(name); narrow("lists"); left.focus(); };

  async function take() {
    const row = document.activeElement?.closest(".row");
    if (row) row.querySelector(".take")?.click();
    else if (state.open) await middle.take();
  }

  const stop = listen({
    help, next: () => left.move(1), previous: () => left.move(-1),
    queue: showing("queue"), mine: showing("mine"), bots: showing("bots"),
    cases: () => { goTo("desk"); left.choose("cases"); narrow("lists"); },
    search: () => { goTo("desk"); left.choose("search"); narrow("lists"); found.focus(); },
    take: () => serving() && take(),
    reply: inMine(() => middle.writing.switchTo("say")),
    note: inOpen(() => serving() && middle.writing.switchTo("note")),
    suggestion: () => right.use(0), use: (place) => right.use(place),
    source: inOpen(() => { narrow("side"); right.focusSources(); }),
    tag: inOpen(() => { narrow("side"); right.focusTags(); }),
    transfer: inMine(transfer), return: inMine(handBack), close: inMine(close),
    presence: () => serving() && setPresence(state.presence === "online" ? "away" : "online"),
    leave: () => document.activeElement?.blur(),
  });

  function seen() {
    if (document.visibilityState === "visible") conversation.markRead(live);
  }

  document.addEventListener("visibilitychange", seen);
  goTo("desk");
  if (state.open) tell("open");
  return {
    element, open,
    end: () => { stop(); document.removeEventListener("visibilitychange", seen); },
  };
}
