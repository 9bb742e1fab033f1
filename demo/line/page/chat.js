// The chat: what stands in it, what can be tapped, the menu.
import { at, keep, linked, make } from "./dom.js";
import { cards } from "./flex.js";

const KINDS = { sticker: "🙂 貼圖", image: "🖼 圖片", audio: "🎤 語音 0:03", location: "📍 示範市中山區中山路 1 號" };
const WAYS = { reply: "以回覆送達（免費）", push: "以推播送達（計入額度）", sending: "傳送中", taken: "服務已收下", untaken: "服務沒有收下" };

export function show(state, doing) {
  at("name").textContent = state.name;
  const log = at("log");
  const below = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const before = log.children.length;
  keep(log, state.entries, (one) => `${one.number}/${one.way}/${one.unsent}`, (one) => entry(one, doing));
  loading(state.loading);
  quick(state, doing);
  menu(state.menu, doing);
  at("writing").hidden = !state.follows;
  at("blocked").hidden = state.follows;
  if (below || state.entries.length > before) log.scrollTop = log.scrollHeight;
}

function entry(one, doing) {
  if (one.unsent) return make("li", { className: "entry" }, make("span", { className: "gone", textContent: "您已收回訊息" }));
  const item = make("li", { className: `entry ${one.side}` });
  if (one.side === "service") item.append(make("span", { className: "who", textContent: one.message.sender?.name ?? at("name").textContent }));
  item.append(body(one.message, doing), meta(one, doing));
  return item;
}

function body(message, doing) {
  if (message.type === "flex") return cards(message.contents, (action) => doing({ what: "tap", action }));
  const text = message.type === "text" ? message.text : (KINDS[message.type] ?? "（無法顯示）");
  return make("div", { className: "words" }, ...linked(text));
}

function meta(one, doing) {
  const time = new Date(one.at * 1000).toLocaleTimeString("zh-TW", { hour: "2-digit", minute: "2-digit", hour12: false });
  const way = make("span", { textContent: WAYS[one.way] ?? "", className: one.way === "untaken" ? "bad" : "" });
  const line = make("div", { className: "meta" }, make("span", { textContent: time }), way);
  if (one.side === "citizen" && one.way !== "sending" && !one.message.tapped) {
    const unsend = make("button", { type: "button", textContent: "收回" });
    unsend.addEventListener("click", () => doing({ what: "unsend", number: one.number }));
    line.append(unsend);
  }
  return line;
}

let stopping;
function loading(seconds) {
  clearTimeout(stopping);
  at("loading").hidden = !seconds;
  if (seconds) stopping = setTimeout(() => { at("loading").hidden = true; }, seconds * 1000);
}

function quick(state, doing) {
  const last = state.entries.at(-1);
  const items = (state.follows && last?.side === "service" && last.message.quickReply?.items) || [];
  const sign = (item) => `${last.number}/${JSON.stringify(item.action)}`;
  at("quick").hidden = !items.length;
  keep(at("quick"), items, sign, (item) => {
    const button = make("button", { type: "button", textContent: item.action.label });
    button.addEventListener("click", () => doing({ what: "tap", action: item.action }));
    return button;
  });
}

function menu(told, doing) {
  const toggle = at("toggle-menu");
  toggle.hidden = !told;
  if (!told) { at("menu").hidden = true; return; }
  toggle.textContent = told.chatBarText;
  keep(at("menu"), [{ picture: told.id }, ...told.areas], (one) => `${told.id}/${JSON.stringify(one)}`, (one) => {
    if (one.picture) return make("img", { src: `/room/menu/${encodeURIComponent(one.picture)}`, alt: "" });
    const { width, height } = told.size;
    const button = make("button", { type: "button", ariaLabel: one.action.label ?? one.action.text });
    const bounds = one.bounds;
    Object.assign(button.style, {
      left: `${(100 * bounds.x) / width}%`, top: `${(100 * bounds.y) / height}%`,
      width: `${(100 * bounds.width) / width}%`, height: `${(100 * bounds.height) / height}%`,
    });
    button.addEventListener("click", () => { fold(true); doing({ what: "tap", action: one.action }); });
    return button;
  });
}

export function fold(folded) {
  at("menu").hidden = folded;
  at("toggle-menu").setAttribute("aria-expanded", String(!folded));
  at("log").scrollTop = at("log").scrollHeight;
}
