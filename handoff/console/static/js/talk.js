// The middle pane: the conversation, who has the word, and what can be done.
import { close, handBack, mayAct, takeOver, transfer, whisper } from "./acts.js";
import { toast } from "./alerts.js";
import { Refusal } from "./api.js";
import { composer } from "./composer.js";
import { send } from "./conversation.js";
import { button, h, icon, replace } from "./dom.js";
import { dayLine, entry, note, pending } from "./entries.js";
import { agentName } from "./lists.js";
import { outgoingMarks, outgoingNotice } from "./outgoing.js";
import { isMine, leading, on, serving, state, tell } from "./store.js";
import { day, t, word } from "./words.js";

const NEAR_END = 120;

export function talk({ live, back, showSide }) {
  const head = h("header", { class: "talk-head" });
  const log = h("div", { class: "log", role: "log", "aria-label": t("talk.log"), tabindex: "0" });
  const typing = h("p", { class: "typing", "aria-live": "off" });
  const away = h("p", { class: "away", role: "status" });
  const leaving = outgoingNotice();
  const writing = composer({ live });
  const foot = h("div", { class: "talk-foot" });
  const body = h("div", { class: "talk-body" }, log, typing, away, leaving.element, foot);
  const welcome = h("div", { class: "welcome" });
  const element = h("section", { class: "pane talk", "aria-label": t("talk") }, welcome, head, body);

  function draw() {
    const open = state.open;
    element.classList.toggle("nothing", !open);
    replace(welcome, open ? null : [icon("mine"), h("p", {}, t("talk.nothing")), h("p", { class: "soft" }, t("talk.nothing_hint"))]);
    if (!open) return;
    drawHead();
    drawLog();
    drawFoot();
    leaving.draw();
    away.textContent = open.away ? t(`away.${open.away}`) : "";
    log.scrollTop = log.scrollHeight;
  }

  function drawHead() {
    const { conversation } = state.open;
    const { id, agent } = conversation;
    const owner = agent && agent !== state.me.name ? t("talk.with", { name: agentName(agent) }) : null;
    replace(head,
      button("", back, { class: "icon-button only-narrow", "aria-label": t("back") }),
      h("div", { class: "talk-title" },
        h("h2", {}, h("span", { class: `chip ${conversation.state}` }, word("state", conversation.state)), owner ? ` ${owner}` : ""),
        h("p", { class: "soft" }, [word("channel", conversation.channel), conversation.locale, `#${id.slice(0, 6)}`].join(" · "))),
      h("div", { class: "talk-acts" }, acts(id, conversation)),
      button("", showSide, { class: "icon-button only-narrow", "aria-label": t("side") }));
    head.querySelector(".only-narrow").append(icon("back"));
    head.lastElementChild.append(icon("info"));
  }

  function acts(id, conversation) {
    if (!serving()) return [];
    const takeable = ["bot", "queued"].includes(conversation.state) || (leading() && conversation.state === "human" && !isMine(conversation));
    const others = conversation.state === "human" && !isMine(conversation);
    return [
      takeable ? button(t("take"), take, { class: "primary", "data-act": "take" }) : null,
      leading() && others ? button(t("whisper"), () => whisper(id, conversation.agent), { class: "plain", "data-act": "whisper" }) : null,
      mayAct(conversation) ? button(t("transfer"), () => transfer(id), { class: "plain", "data-act": "transfer" }) : null,
      mayAct(conversation) ? button(t("return"), () => handBack(id), { class: "plain", "data-act": "return" }) : null,
      mayAct(conversation) ? button(t("close"), () => close(id), { class: "plain", "data-act": "close" }) : null,
    ];
  }

  async function take() {
    const { conversation } = state.open;
    if (!(await takeOver(conversation.id))) return;
    Object.assign(conversation, { state: "human", agent: state.me.name }); // the log says so a moment later
    tell("moved");
    writing.focus();
  }

  function drawFoot() {
    const open = state.open;
    if (open.away || !serving()) replace(foot);
    else if (isMine(open.conversation)) writing.attach(foot, { only: null });
    else if (open.conversation.state !== "closed") writing.attach(foot, { only: "note" });
    else replace(foot, h("p", { class: "soft center" }, t("talk.closed")));
  }

  function drawLog() {
    const { events, notes } = state.open;
    const items = [...events.map((one) => [one.created_at, entry(one)]), ...notes.map((one) => [one.created_at, note(one)])];
    items.sort(([one], [other]) => (Date.parse(one) - Date.parse(other)));
    let last = "";
    const lines = [];
    for (const [moment, element] of items) {
      const today = day(moment);
      if (today !== last) lines.push(dayLine(moment));
      last = today;
      lines.push(element);
    }
    replace(log, lines);
    drawUnsent();
    drawMarks();
  }

  function keepingPlace(draw) {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
    draw();
    if (atEnd) log.scrollTop = log.scrollHeight;
  }

  function addEvents() {
    keepingPlace(() => {
      const last = Math.max(0, ...[...log.querySelectorAll("[data-seq]")].map((one) => Number(one.dataset.seq)));
      const anchor = log.querySelector(".pending");
      for (const event of state.open.events.filter((one) => one.seq > last)) log.insertBefore(entry(event), anchor);
      drawUnsent();
      drawMarks();
    });
  }

  function addNotes() {
    keepingPlace(() => {
      const last = Math.max(0, ...[...log.querySelectorAll("[data-note]")].map((one) => Number(one.dataset.note)));
      const anchor = log.querySelector(".pending");
      for (const one of state.open.notes.filter((each) => each.id > last)) log.insertBefore(note(one), anchor);
    });
  }

  function drawUnsent() {
    if (!state.open) return;
    log.querySelectorAll(".pending").forEach((element) => element.remove());
    for (const message of state.open.unsent) {
      log.append(pending(message, button(t("entry.again"), () => again(message), { class: "link" })));
    }
  }

  async function again(message) {
    try {
      await send(state.open, message);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      toast(refusal.message, "warn");
    }
  }

  function drawMarks() {
    log.querySelectorAll(".mark").forEach((element) => element.remove());
    if (state.open.outgoing) {
      outgoingMarks(log, state.open.outgoing);
      return;
    }
    const own = [...log.querySelectorAll(".message.mine[data-seq]")];
    const last = own.at(-1);
    const read = own.filter((one) => Number(one.dataset.seq) <= state.open.marks.citizen).at(-1);
    if (read) read.append(h("p", { class: "mark" }, t("mark.read")));
    if (last && last !== read) last.append(h("p", { class: "mark" }, t("mark.delivered")));
  }

  function drawTyping() {
    const text = state.open?.typing;
    replace(typing, text ? [h("span", { class: "soft" }, t("talk.typing")), " ", text] : null);
    typing.hidden = !text;
    if (text) keepingPlace(() => {});
  }

  on("open", () => { draw(); drawTyping(); });
  on("events", addEvents);
  on("notes", addNotes);
  on("unsent", () => keepingPlace(drawUnsent));
  on("marks", drawMarks);
  on("outgoing", () => { keepingPlace(drawMarks); leaving.draw(); });
  on("changed", () => keepingPlace(drawLog));
  on("typing", drawTyping);
  on("moved", () => { drawHead(); drawFoot(); leaving.draw(); });
  draw();
  drawTyping();
  return { element, writing, focusLog: () => log.focus(), take };
}
