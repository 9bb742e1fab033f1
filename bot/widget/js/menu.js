// The menu, and the pages of the dialog that it leads to.

import { messageForm, lookUpForm, reportForm } from "./cases.js";
import { button, make, outward, part, sign } from "./dom.js";
import { done } from "./form.js";
import { linePage } from "./line.js";
import { preferences, prefer, THEMES } from "./preferences.js";
import { explained } from "./session.js";
import { show, shut } from "./sheet.js";
import { LANGUAGES, t, tagOf } from "./words.js";

/** What the menu can do: `session`, `frame`, `about()` (what the service tells of itself), `relabel()`, `lastQuestion()`. */
export class Menu {
  #with;

  constructor(parts) {
    this.#with = parts;
  }

  open = () => {
    const { session, frame } = this.#with;
    const items = [
      ["person", () => this.person()],
      ["mail", () => this.leaveMessage(this.open)],
      ["flag", () => this.report(this.open)],
      ["find", () => show(t("menu.find"), lookUpForm(), this.open)],
      ["words", () => show(t("menu.words"), this.#looks(), this.open)],
      session.begun && ["file", () => show(t("menu.file"), this.#transcripts(), this.open)],
      ["about", () => show(t("menu.about"), this.#about(), this.open)],
      this.#with.about()?.line && ["line", () => show(t("menu.line"), linePage(session), this.open)],
      frame.canFollow && ["link", () => this.#followHere()],
      frame.canGrow && ["wide", () => (frame.resize(), shut())],
      ["new", () => this.#confirm("new", () => session.restart())],
      session.begun && ["erase", () => this.#confirm("erase", () => session.erase())],
    ];
    const made = items.filter(Boolean).map(([name, act]) => make("li", {}, item(name, act)));
    show(t("menu"), make("ul", { class: "menu" }, ...made));
  };

  async person() {
    shut();
    await this.#with.askForPerson();
  }

  leaveMessage(behind = null) {
    show(t("menu.mail"), messageForm(this.#with.session, this.#with.lastQuestion()), behind);
  }

  report(behind = null) {
    show(t("menu.flag"), reportForm(this.#with.session, behind ? "" : this.#with.lastQuestion()), behind);
  }

  #looks() {
    const { language, theme, easy } = preferences();
    const languages = options("language", Object.entries(LANGUAGES), language, (value) => this.#prefer({ language: value }));
    languages.querySelectorAll("label").forEach((label, at) => (label.lang = tagOf(Object.keys(LANGUAGES)[at])));
    const themes = options("theme", THEMES.map((one) => [one, t(`theme.${one}`)]), theme, (value) => this.#prefer({ theme: value }));
    const reading = make("input", { type: "checkbox", name: "easy", checked: easy });
    reading.addEventListener("change", () => this.#prefer({ easy: reading.checked }));
    const plain = make("label", { class: "check" }, reading, make("span", {}, t("easy"), make("small", {}, t("easy.text"))));
    return make("div", { class: "form" }, plain, languages, themes);
  }

  async #prefer(changed) {
    await prefer(changed);
    if ("theme" in changed) return;
    this.#with.relabel("language" in changed);
    show(t("menu.words"), this.#looks(), this.open);
    part("sheet-body").querySelector("easy" in changed ? "[name=easy]" : "[name=language]:checked").focus();
  }

  #transcripts() {
    const status = make("p", { class: "fault", role: "alert" });
    const save = (form) => async () => {
      try {
        download(await this.#with.session.transcript(form), `askcity.${form === "text" ? "txt" : form}`);
      } catch (error) {
        status.textContent = explained(error);
      }
    };
    const buttons = ["html", "text"].map((form) => button(t(`file.${form}`), save(form), { class: "plain" }));
    return make("div", { class: "form" }, make("p", { class: "lead" }, t("file.lead")), ...buttons, status);
  }

  #about() {
    const facts = this.#with.about();
    const days = (name) => (facts?.[name] ? t("about.days", { days: facts[name] }) : t("about.always"));
    const kept = t("about.kept", { days: days("retention_days"), case_days: days("case_retention_days") });
    const lines = [t(facts?.language_model ? "about.model" : "about.ai"), t("about.sources"), kept, t("about.here"), t("about.masked"), t("about.agents")];
    const chat = this.#with.frame.embedded ? outward(`${location.origin}/chat`, t("about.page")) : make("a", { href: "/" }, t("about.front"));
    const erase = this.#with.session.begun ? button(t("menu.erase"), () => this.#confirm("erase", () => this.#with.session.erase()), { class: "plain" }) : null;
    return make("div", { class: "form about" }, make("ul", {}, ...lines.map((line) => make("li", {}, line))), make("p", {}, chat), erase);
  }

  #confirm(name, act) {
    const status = make("p", { class: "fault", role: "alert" });
    const go = async () => {
      try {
        await act();
        shut();
      } catch (error) {
        status.textContent = explained(error);
      }
    };
    const buttons = [button(t("cancel"), shut, { class: "plain" }), button(t(`${name}.go`), go, { class: name === "erase" ? "danger" : "primary" })];
    show(t(`menu.${name}`), make("div", { class: "form" }, make("p", { class: "lead" }, t(`${name}.lead`)), status, make("div", { class: "row end" }, ...buttons)), this.open);
  }

  async #followHere() {
    const found = await this.#with.frame.follow();
    if (found) this.#with.session.reload();
    show(t("menu.link"), done(t(found ? "link.found" : "link.none")), this.open);
  }
}

function item(name, act) {
  const made = button("", act, { class: name === "erase" ? "entry danger" : "entry" });
  made.append(sign(name), make("span", {}, t(`menu.${name}`)));
  return made;
}

function options(name, values, chosen, choose) {
  const made = values.map(([value, label]) => {
    const input = make("input", { type: "radio", name, value, checked: value === chosen });
    input.addEventListener("change", () => choose(value));
    return make("label", { class: "pill" }, input, make("span", {}, label));
  });
  return make("fieldset", {}, make("legend", {}, t(name)), make("div", { class: "pills" }, ...made));
}

function download(blob, name) {
  const href = URL.createObjectURL(blob);
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
