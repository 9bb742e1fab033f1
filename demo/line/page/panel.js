// The levers of the platform.
import { at, keep, make } from "./dom.js";

const OUTCOMES = { 400: "退回", 429: "呼叫太多", 500: "平台出錯", 503: "暫停服務", slow: "收下了卻不回應" };
const wide = matchMedia("(min-width: 900px)");

export function levers(doing, choose) {
  for (const button of document.querySelectorAll("[data-clock]")) {
    button.addEventListener("click", () => doing({ what: "clock", seconds: Number(button.dataset.clock) }));
  }
  for (const button of document.querySelectorAll("[data-fail]")) {
    button.addEventListener("click", () => doing({ what: "fail", outcome: button.dataset.fail }));
  }
  for (const button of document.querySelectorAll("[data-again]")) {
    button.addEventListener("click", () => doing({ what: "redeliver", times: Number(button.dataset.again) }));
  }
  at("ponder").addEventListener("change", (event) => doing({ what: "ponder", ponder: event.target.checked }));
  at("down").addEventListener("change", (event) => doing({ what: "down", down: event.target.checked }));
  at("webhook").addEventListener("change", (event) => doing({ what: "webhook", active: event.target.checked }));
  at("block").addEventListener("click", () => doing({ what: "follow", follows: false }));
  at("unblock").addEventListener("click", () => doing({ what: "follow", follows: true }));
  at("user").addEventListener("change", (event) => choose(event.target.value));
  at("month").addEventListener("submit", (event) => {
    event.preventDefault();
    const most = at("limit").value.trim();
    doing({ what: "month", most: most === "" ? null : Number(most) });
  });
  at("open-panel").addEventListener("click", () => at("panel").showModal());
  at("close-panel").addEventListener("click", () => at("panel").close());
  // Beside the chat the panel is a part of the page, on a phone it lies over it.
  const place = () => { at("panel").close(); if (wide.matches) at("panel").show(); };
  wide.addEventListener("change", place);
  const focused = document.activeElement;
  place();
  if (focused !== document.body) focused?.focus();
  else at("text").focus();
}

export function showLevers(state, user) {
  keep(at("user"), state.users, (one) => one.id, (one) => make("option", { value: one.id, textContent: one.name }));
  at("user").value = user;
  at("block").hidden = !state.follows;
  at("ahead").textContent = spoken(state.ahead);
  at("failures").textContent = state.failures.map((one) => OUTCOMES[one] ?? one).join("、") || "沒有";
  at("ponder-row").hidden = state.pondering === null;
  at("ponder").checked = Boolean(state.pondering);
  at("down").checked = state.down;
  at("webhook").checked = state.webhook.active;
  at("used").textContent = state.month.used.toLocaleString("zh-TW");
  at("most").textContent = state.month.most === null ? "不限" : `${state.month.most.toLocaleString("zh-TW")} 則`;
  at("endpoint").textContent = state.webhook.endpoint ? `事件送往 ${state.webhook.endpoint}` : "還沒有設定 webhook 網址";
  const newest = state.journal.toReversed();
  keep(at("journal"), newest, (one) => String(one.number), happening);
}

function happening(one) {
  const way = one.to_service ? "平台→服務" : "服務→平台";
  const status = one.status ? String(one.status) : "沒有回應";
  const good = one.status >= 200 && one.status < 300;
  return make("li", {}, make("span", { textContent: `${way} ${one.what}` }), make("span", { textContent: status, className: good ? "" : "bad" }));
}

function spoken(seconds) {
  const days = Math.floor(seconds / 86400), hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60), rest = Math.round(seconds % 60);
  const parts = [[days, "天"], [hours, "小時"], [minutes, "分"], [rest, "秒"]].filter(([count]) => count);
  return parts.map(([count, unit]) => `${count} ${unit}`).join(" ") || "0 秒";
}
