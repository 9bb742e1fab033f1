// Going on in LINE with what was begun here: a code to type there, then the citizen's own word that it is their account.

import * as api from "./api.js";
import { button, make } from "./dom.js";
import { explained } from "./session.js";
import { clock, t } from "./words.js";

const LOOK_AGAIN = 2_500; // ms between two looks at what has happened in LINE

/** The page of the dialog; it looks after what happens in LINE as long as it is shown. */
export function linePage(session) {
  const words = make("div", { class: "form", role: "status" });
  const status = make("p", { class: "fault", role: "alert" });
  const place = make("div", { class: "form line" }, words, status);
  const pages = { none: offering, offered: waiting, typed, agreed, linked };
  let code = null;
  let shown = "";

  async function act(call) {
    status.textContent = "";
    try {
      const told = await session.lineLink(call);
      if (told?.code) code = told;
      await look();
    } catch (error) {
      status.textContent = explained(error);
    }
  }

  async function look() {
    const told = await session.lineLink(api.lineStanding);
    const step = told.step === "offered" && !code ? "none" : told.step;
    const was = shown;
    shown = step + (code?.code ?? "");
    if (shown !== was) words.replaceChildren(...pages[step](told));
  }

  async function follow() {
    if (!place.isConnected) return;
    await look().catch(() => {});
    setTimeout(follow, LOOK_AGAIN);
  }

  function offering() {
    const lead = code ? t("line.expired") : t("line.lead");
    code = null;
    return [make("p", { class: "lead" }, lead), button(t("line.offer"), () => act(api.offerLine), { class: "primary" })];
  }

  function waiting() {
    return [
      make("p", { class: "lead" }, t("line.type")),
      make("p", { class: "code", lang: "en" }, code.code),
      make("p", { class: "hint" }, t("line.until", { time: clock(code.until) })),
    ];
  }

  function typed({ name }) {
    return [make("p", { class: "lead" }, t("line.typed", { name: name || t("line.nameless") })), refuse()];
  }

  function agreed({ name }) {
    const yes = button(t("line.confirm"), () => act(api.confirmLine), { class: "primary" });
    return [make("p", { class: "lead" }, t("line.agreed", { name: name || t("line.nameless") })), yes, refuse()];
  }

  function linked({ name }) {
    code = null;
    const undo = button(t("line.undo"), () => act(api.undoLine), { class: "plain" });
    return [make("p", { class: "lead" }, t("line.linked", { name: name || t("line.nameless") })), undo];
  }

  const refuse = () => button(t("line.refuse"), () => act(api.undoLine), { class: "plain" });
  setTimeout(follow);
  return place;
}
