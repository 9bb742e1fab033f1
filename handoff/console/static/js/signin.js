// The way in.
import { get, post, Refusal } from "./api.js";
import { button, h } from "./dom.js";
import { speak, spoken, t } from "./words.js";

export function signIn({ done, reason, redraw }) {
  const other = h("div", { class: "other-ways" });
  const name = h("input", { id: "name", name: "name", autocomplete: "username", required: true, maxlength: "64", autocapitalize: "none", spellcheck: "false" });
  const password = h("input", { id: "password", name: "password", type: "password", autocomplete: "current-password", required: true, maxlength: "256" });
  const fault = h("p", { class: "fault", role: "alert" }, reason ?? "");
  const submit = h("button", { type: "submit", class: "primary" }, t("signin.go"));
  const form = h("form", { class: "signin", "aria-labelledby": "signin-title", on: { submit: sent } },
    h("img", { src: "/console/icon.svg", alt: "", width: "48", height: "48" }),
    h("h1", { id: "signin-title" }, t("title")),
    h("p", { class: "soft" }, t("signin.text")),
    h("div", { class: "field" }, h("label", { for: "name" }, t("signin.name")), name),
    h("div", { class: "field" }, h("label", { for: "password" }, t("signin.password")), password),
    fault, submit,
    other,
    button(t("signin.language"), () => { speak(spoken() === "en" ? "zh-TW" : "en"); redraw(); }, { class: "link", lang: spoken() === "en" ? "zh-Hant-TW" : "en" }));

  async function sent(event) {
    event.preventDefault();
    submit.disabled = true;
    fault.textContent = "";
    try {
      done(await post("/session", { name: name.value.trim(), password: password.value }));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      fault.textContent = { 401: t("signin.wrong"), 403: t("signin.unsafe"), 429: t("signin.slow") }[refusal.status] ?? refusal.message;
      password.value = "";
      password.focus();
    } finally {
      submit.disabled = false;
    }
  }

  async function offerOthers() {
    try {
      const { oidc } = await get("/sign-in");
      if (oidc) other.append(h("a", { class: "button plain", href: "/api/console/oidc/start" }, t("signin.oidc", { name: oidc })));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
    }
  }

  offerOthers();
  queueMicrotask(() => name.focus());
  return h("main", { class: "signin-page" }, form);
}
