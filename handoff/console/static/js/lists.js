// The left pane: which list, and its conversations, of which only those in sight are in the page.
import { takeOver } from "./acts.js";
import { button, h, icon, replace } from "./dom.js";
import { whenReleased } from "./pressing.js";
import { listed, now, on, serving, state, tell, ticketOf, watching } from "./store.js";
import { span, t, word } from "./words.js";

const HEIGHT = 84;
const BEYOND = 6;

export function lists({ open, otherPanes }) {
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": t("lists") });
  const panel = h("div", { class: "list-panel", role: "tabpanel", id: "list-panel", tabindex: "-1" });
  const rows = new Rows(open);
  const element = h("section", { class: "pane lists", "aria-label": t("lists") }, tabs, panel);

  function names() {
    return ["queue", "mine", "bots", ...(watching() ? ["others"] : []), ...Object.keys(otherPanes).filter(wanted)];
  }

  function drawTabs() {
    const focused = tabs.contains(document.activeElement);
    replace(tabs, names().map((name) => tab(name)));
    if (focused) tabs.querySelector("[aria-selected=true]")?.focus();
  }

  function tab(name) {
    const chosen = state.list === name;
    const count = counted(name);
    const properties = {
      class: "tab", role: "tab", id: `tab-${name}`, "aria-selected": String(chosen), "aria-controls": "list-panel",
      tabindex: chosen ? "0" : "-1", title: t(`list.${name}`),
    };
    const element = button("", () => choose(name), properties);
    element.append(icon(ICONS[name]), h("span", { class: "tab-name" }, t(`list.${name}`)));
    if (count) element.append(h("span", { class: `count ${["queue", "drafts"].includes(name) ? "loud" : ""}` }, String(count)));
    element.addEventListener("keydown", (event) => moveTab(event, name));
    return element;
  }

  function moveTab(event, name) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = names();
    choose(all[(all.indexOf(name) + step + all.length) % all.length]);
    tabs.querySelector("[aria-selected=true]").focus();
  }

  function choose(name) {
    if (state.list !== name) {
      state.list = name;
      drawPanel();
    }
    drawTabs();
    tell("list");
  }

  function drawPanel() {
    panel.setAttribute("aria-labelledby", `tab-${state.list}`);
    replace(panel, state.list in otherPanes ? otherPanes[state.list]() : rows.element);
    if (!(state.list in otherPanes)) rows.show(listed(state.list), true);
  }

  function refresh() {
    drawTabs();
    if (!(state.list in otherPanes)) rows.show(listed(state.list));
  }

  on("lists", whenReleased(refresh));
  on("chosen", () => rows.redraw());
  setInterval(whenReleased(() => rows.redraw()), 30_000);
  drawTabs();
  drawPanel();
  return { element, choose, move: (step) => rows.move(step), focus: () => rows.focus(), names };
}

// The drafts have a place of their own only while there are any.
const wanted = (name) => name !== "drafts" || state.drafts.length > 0 || state.list === "drafts";

const ICONS = { queue: "queue", mine: "mine", bots: "bots", others: "floor", cases: "cases", search: "search", drafts: "approve" };

function counted(name) {
  if (name === "cases") return state.cases.open;
  if (name === "drafts") return state.drafts.length;
  return name === "search" ? 0 : listed(name).length;
}

// Rows of one height, of which those around the visible part are in the page, and the one that has the focus.
export class Rows {
  constructor(open) {
    this.open = open;
    this.rows = [];
    this.current = 0;
    this.space = h("ol", { class: "rows" });
    this.empty = h("p", { class: "empty" });
    this.scroller = h("div", { class: "scroller" }, this.empty, this.space);
    this.element = this.scroller;
    this.scroller.addEventListener("scroll", () => this.redraw(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.pressed(event));
    new ResizeObserver(() => this.redraw()).observe(this.scroller);
  }

  show(rows, fromTop = false) {
    const kept = this.rows[this.current]?.id;
    this.rows = rows;
    const at = rows.findIndex((row) => row.id === kept);
    this.current = at >= 0 ? at : Math.min(this.current, Math.max(0, rows.length - 1));
    if (fromTop) {
      this.scroller.scrollTop = 0;
      this.current = Math.max(0, rows.findIndex((row) => row.id === state.chosen));
    }
    this.redraw();
  }

  redraw() {
    const top = this.scroller.scrollTop;
    const height = this.scroller.clientHeight || 800;
    const first = Math.max(0, Math.floor(top / HEIGHT) - BEYOND);
    const last = Math.min(this.rows.length, Math.ceil((top + height) / HEIGHT) + BEYOND);
    const shown = new Set();
    for (let place = first; place < last; place += 1) shown.add(place);
    if (this.rows.length) shown.add(this.current);
    const focused = this.space.contains(document.activeElement) ? document.activeElement.dataset.part : null;
    this.space.style.height = `${this.rows.length * HEIGHT}px`;
    this.empty.textContent = this.rows.length ? "" : t(`empty.${state.list}`);
    replace(this.space, [...shown].sort((one, other) => one - other).map((place) => this.row(place)));
    if (focused) this.space.querySelector(`[aria-posinset="${this.current + 1}"] [data-part="${focused}"]`)?.focus({ preventScroll: true });
  }

  row(place) {
    const row = this.rows[place];
    const mine = place === this.current;
    const chosen = state.chosen === row.id;
    const item = h("li", {
      class: `row ${chosen ? "chosen" : ""} ${row.urgent ? "urgent" : ""} ${offeredToMe(row) ? "offered" : ""}`,
      "aria-setsize": this.rows.length, "aria-posinset": place + 1,
    });
    item.style.top = `${place * HEIGHT}px`;
    const main = h("button", {
      type: "button", class: "row-main", tabindex: mine ? "0" : "-1", data: { part: "main" }, "aria-current": chosen ? "true" : null,
      on: { click: () => this.opened(place) },
    }, ...describe(row));
    item.append(main);
    if (serving() && ["queued", "bot"].includes(row.state)) {
      item.append(button(t("take"), () => this.taken(place), {
        class: "take", tabindex: mine ? "0" : "-1", data: { part: "take" }, "aria-label": t("take.one", { text: row.last_text || row.id }),
      }));
    }
    return item;
  }

  opened(place) {
    this.current = place;
    this.open(this.rows[place].id);
  }

  async taken(place) {
    const { id } = this.rows[place];
    if (await takeOver(id)) this.open(id, true);
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.move(step);
  }

  move(step) {
    if (!this.rows.length) return;
    this.current = Math.max(0, Math.min(this.rows.length - 1, this.current + step));
    const top = this.current * HEIGHT;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + HEIGHT > scrollTop + clientHeight) this.scroller.scrollTop = top + HEIGHT - clientHeight;
    this.redraw();
    this.focus();
  }

  focus() {
    this.space.querySelector(`[aria-posinset="${this.current + 1}"] .row-main`)?.focus({ preventScroll: true });
  }
}

const offeredToMe = (row) => ticketOf(row.id)?.offered_to === state.me.name;

function describe(row) {
  const ticket = row.state === "queued" ? ticketOf(row.id) : null;
  const since = ticket ? ticket.waits_since : row.updated_at;
  const waits = row.state === "human" && row.last_author === "citizen";
  return [
    h("span", { class: "row-top" },
      h("span", { class: `chip ${row.urgent ? "danger" : FAILED.includes(row.answer?.status) ? "queued" : row.state}` }, headline(row)),
      waits ? h("span", { class: "chip loud" }, t("row.waits")) : null,
      offeredToMe(row) ? h("span", { class: "chip loud" }, t("row.offered")) : null,
      h("time", { datetime: since }, span(now() - Date.parse(since)))),
    h("span", { class: "row-text" }, row.last_text || t(row.state === "human" && row.agent !== state.me.name ? "row.hidden" : "row.silent")),
    h("span", { class: "row-foot" }, [word("channel", row.channel), row.locale === "zh-TW" ? "" : row.locale, agentName(row.agent), fared(row)]
      .filter(Boolean).join(" · ")),
  ];
}

// How the bot is doing, where it is the bot's: what tells an agent that a conversation wants taking over.
function fared(row) {
  const sure = row.state === "bot" && row.answer ? confidence(row.answer) : null;
  return sure === null ? "" : t("entry.confidence", { n: sure });
}

const ANSWERS = ["answered", "partial", "clarify", "unanswerable"];

// How sure the bot was of an answer, in per cent; null for what is none, such as a greeting.
export function confidence({ status, confidence: share }) {
  return share == null || !ANSWERS.includes(status) ? null : Math.round(share * 100);
}

const FAILED = ["unanswerable", "error"];

function headline(row) {
  if (row.urgent) return `${t("row.urgent")} ${word("reason", row.reason)}`;
  if (row.state === "queued") return word("reason", row.reason);
  if (row.state === "bot" && FAILED.includes(row.answer?.status)) return word("status", row.answer.status);
  return word("state", row.state);
}

export function agentName(name) {
  if (!name) return "";
  return state.people.find((one) => one.name === name)?.display_name ?? name;
}
