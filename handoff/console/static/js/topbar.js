// The bar on top: presence, connection, what this machine does to draw attention, other pages.
import { allowNotices } from "./alerts.js";
import { button, h } from "./dom.js";
import { changeOwnPassword } from "./pages/accounts.js";
import { nextTheme, prefer, preference } from "./preferences.js";
import { now, on, serving, state } from "./store.js";
import { span, spoken, t, word } from "./words.js";

export function topbar({ setPresence, pages, goTo, help, signOut, changeLanguage }) {
  const presence = h("select", { id: "presence", "aria-label": t("presence"), on: { change: (event) => setPresence(event.target.value) } },
    ["online", "away", "offline"].map((value) => h("option", { value }, word("presence", value))));
  const waiting = h("p", { class: "waiting", "aria-live": "off" });
  const channel = h("p", { class: "channel", role: "status" });
  const mode = h("p", { class: "chip danger", role: "status" });
  const connection = h("p", { class: "connection", role: "status" });
  const links = h("nav", { class: "pages", "aria-label": t("pages") }, pages.map((name) =>
    button(t(`page.${name}`), () => goTo(name), { class: "page-link", data: { page: name } })));
  const menu = h("details", { class: "menu" }, h("summary", {}, h("span", { class: "hidden" }, t("menu")), state.me.display_name), h("div", { class: "menu-body" }, choices()));

  function choices() {
    return [
      h("p", { class: "soft" }, `${state.me.name} · ${word("role", state.me.role)}`),
      toggle("sound", t("menu.sound")),
      toggle("notices", t("menu.notices"), (wanted) => !wanted || allowNotices()),
      toggle("keys", t("menu.keys")),
      button(t("menu.theme", { theme: t(`theme.${preference("theme")}`) }), (event) => { event.currentTarget.textContent = t("menu.theme", { theme: t(`theme.${nextTheme()}`) }); }, { class: "plain" }),
      button(spoken() === "en" ? "中文" : "English", changeLanguage, { class: "plain", lang: spoken() === "en" ? "zh-Hant-TW" : "en" }),
      button(t("keys.title"), help, { class: "plain" }),
      button(t("password.title"), changeOwnPassword, { class: "plain" }),
      button(t("signout"), signOut, { class: "plain" }),
    ];
  }

  function toggle(name, label, allowed = () => true) {
    const box = h("input", { type: "checkbox", id: `prefer-${name}` });
    box.checked = preference(name);
    box.addEventListener("change", async () => {
      if (!(await allowed(box.checked))) box.checked = false;
      prefer(name, box.checked);
    });
    return h("div", { class: "field check" }, box, h("label", { for: box.id }, label));
  }

  function draw() {
    presence.value = state.presence;
    presence.dataset.presence = state.presence;
    const longest = state.queue.reduce((first, ticket) => (!first || ticket.waits_since < first ? ticket.waits_since : first), null);
    waiting.textContent = longest ? t("waiting", { n: state.queue.length, time: span(now() - Date.parse(longest)) }) : t("waiting.none");
    waiting.classList.toggle("loud", Boolean(longest));
    channel.textContent = state.channel ? word("channel_notice", state.channel) : "";
    mode.textContent = state.typhoon ? t("mode.on") : "";
    mode.hidden = !state.typhoon;
    connection.textContent = state.connection === "lost" ? t("connection.lost") : "";
    document.body.classList.toggle("cut-off", state.connection === "lost");
    document.title = state.queue.length ? `(${state.queue.length}) ${t("title")}` : t("title");
  }

  function showPage(name) {
    for (const one of links.children) {
      if (one.dataset.page === name) one.setAttribute("aria-current", "page");
      else one.removeAttribute("aria-current");
    }
    menu.open = false;
  }

  for (const topic of ["lists", "presence", "connection"]) on(topic, draw);
  setInterval(draw, 30_000);
  const element = h("header", { class: "top" },
    h("img", { src: "/console/icon.svg", alt: "", width: "28", height: "28" }),
    h("h1", {}, t("title")), links, mode, waiting, channel, connection,
    serving() ? presence : null, menu);
  element.addEventListener("focusout", (event) => { if (menu.open && !menu.contains(event.relatedTarget) && event.relatedTarget) menu.open = false; });
  draw();
  return { element, showPage };
}
