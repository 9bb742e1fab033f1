// Asks for what is new as long as the page is open, and sends what the user does.
import { fold, show } from "./chat.js";
import { at } from "./dom.js";
import { levers, showLevers } from "./panel.js";

const AGAIN_AFTER = 1000;
let user = "U1";
let asking;

async function doing(wish) {
  at("told").textContent = "";
  const answer = await fetch("/room/do", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user, ...wish }),
  }).catch(() => null);
  if (!answer?.ok) at("told").textContent = answer ? "沒有做到，請再試一次。" : "模擬平台已停止，請重新啟動 askcity line simulate。";
}

async function follow() {
  let version = "";
  let whose = user;
  for (;;) {
    if (whose !== user) { version = ""; whose = user; }
    asking = new AbortController();
    try {
      const answer = await fetch(`/room/state?user=${user}&after=${version}`, { signal: asking.signal });
      const state = await answer.json();
      if (whose !== user) continue;
      version = state.version;
      show(state, doing);
      showLevers(state, user);
      document.documentElement.dataset.ready = "yes";
    } catch (error) {
      if (error.name !== "AbortError") await new Promise((done) => { setTimeout(done, AGAIN_AFTER); });
    }
  }
}

function choose(id) {
  user = id;
  asking?.abort();
}

function say() {
  const text = at("text").value.trim();
  if (!text) return;
  at("text").value = "";
  doing({ what: "say", text });
}

at("form").addEventListener("submit", (event) => { event.preventDefault(); say(); });
at("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); say(); }
});
at("toggle-menu").addEventListener("click", () => fold(!at("menu").hidden));
for (const button of document.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => { at("more").open = false; doing({ what: "send", kind: button.dataset.send }); });
}
levers(doing, choose);
follow();
