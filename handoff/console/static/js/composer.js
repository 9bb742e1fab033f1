// Writing: to the citizen, or a private note. `/` inserts a canned reply; sources go along as chips.
import { note } from "./acts.js";
import { say as announce, toast } from "./alerts.js";
import { get, Refusal } from "./api.js";
import { say } from "./conversation.js";
import { button, h, icon, replace } from "./dom.js";
import { state, tell } from "./store.js";
import { clock, day, t } from "./words.js";

const TYPING_EVERY = 3_000;
const MOST_SHOWN = 8;

export function composer({ live }) {
  const drafts = new Map();
  let mode = "say";
  let only = null;
  let replies = [];
  let chosen = 0;
  let typed = 0;

  const text = h("textarea", {
    id: "composer-text", rows: "2", maxlength: "2000", "aria-autocomplete": "list", "aria-controls": "canned-list",
    on: { input: changed, keydown: pressed, blur: () => setTimeout(closeList, 150) },
  });
  const label = h("label", { class: "hidden", for: "composer-text" });
  const list = h("ul", { class: "canned", id: "canned-list", role: "listbox", "aria-label": t("canned"), hidden: true });
  const sources = h("ul", { class: "attached", "aria-label": t("attached") });
  const modes = h("div", { class: "modes", role: "group", "aria-label": t("mode") },
    modeButton("say", t("mode.say")), modeButton("note", t("mode.note")));
  const sendWord = h("span", {});
  const submit = h("button", { type: "submit", class: "primary send" }, icon("send"), sendWord);
  const hint = h("span", { class: "soft hint" }, t("composer.hint"));
  const form = h("form", { class: "composer", on: { submit: sent } },
    modes, list, sources, label, text, h("div", { class: "composer-foot" }, hint, submit));

  const draft = () => {
    const id = state.open.conversation.id;
    if (!drafts.has(id)) drafts.set(id, { say: "", note: "", citations: [] });
    return drafts.get(id);
  };

  function modeButton(name, label) {
    return button(label, () => switchTo(name, true), { class: "mode", data: { mode: name }, "aria-pressed": "false" });
  }

  function attach(place, options) {
    if (only === "note" && options.only === null) mode = "say";
    only = options.only;
    if (!place.contains(form)) replace(place, form);
    modes.hidden = only !== null;
    switchTo(only ?? mode, false);
  }

  function switchTo(name, focus) {
    mode = only ?? name;
    form.classList.toggle("as-note", mode === "note");
    for (const one of modes.children) one.setAttribute("aria-pressed", String(one.dataset.mode === mode));
    label.textContent = t(mode === "note" ? "composer.note" : "composer.say");
    text.placeholder = label.textContent;
    sendWord.textContent = t(mode === "note" ? "send.note" : "send");
    text.value = draft()[mode];
    fit();
    drawSources();
    closeList();
    if (focus) text.focus();
  }

  function changed() {
    draft()[mode] = text.value;
    fit();
    offerReplies();
    if (mode === "say" && text.value && Date.now() - typed > TYPING_EVERY) {
      typed = Date.now();
      live.send("typing", { conversation: state.open.conversation.id });
    }
  }

  function fit() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight + 2, 220)}px`;
  }

  function pressed(event) {
    if (event.isComposing) return;
    if (!list.hidden && listPressed(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      text.blur();
    }
  }

  function listPressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      chosen = (chosen + step + list.children.length) % list.children.length;
      drawChosen();
    } else if (event.key === "Enter" || event.key === "Tab") {
      list.children[chosen]?.click();
    } else if (event.key === "Escape") {
      closeList();
      event.stopPropagation();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  async function sent(event) {
    event.preventDefault();
    const words = text.value.trim();
    if (!words) return;
    const { id } = state.open.conversation;
    const kept = drafts.get(id);
    kept[mode] = "";
    text.value = "";
    fit();
    if (mode === "note") {
      if (!(await note(id, words))) restore(kept, "note", words);
      return;
    }
    const citations = kept.citations;
    kept.citations = [];
    drawSources();
    try {
      await say(words, citations);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      toast(refusal.message, "warn");
    }
  }

  function restore(kept, kind, words) {
    kept[kind] = words;
    if (state.open && drafts.get(state.open.conversation.id) === kept && mode === kind) text.value = words;
  }

  // ---- canned replies

  async function loadReplies() {
    replies = await get("/canned");
    tell("canned");
  }

  const typedShortcut = () => text.value.slice(0, text.selectionStart).match(/(^|\s)\/(\S*)$/);

  function offerReplies() {
    const found = typedShortcut();
    const wanted = found?.[2].toLowerCase();
    const fitting = found ? replies.filter((one) => `${one.shortcut} ${one.title}`.toLowerCase().includes(wanted)).slice(0, MOST_SHOWN) : [];
    if (!fitting.length) {
      closeList();
      return;
    }
    chosen = 0;
    replace(list, fitting.map((one, place) => h("li", {
      role: "option", id: `canned-${place}`, "aria-selected": "false",
      on: { click: () => insertReply(one), mousedown: (event) => event.preventDefault() },
    }, h("b", {}, `/${one.shortcut}`), " ", one.title, h("span", { class: "soft" }, ` ${one.text}`))));
    list.hidden = false;
    announce(t("canned.found", { n: fitting.length }));
    drawChosen();
  }

  function drawChosen() {
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === chosen)));
    text.setAttribute("aria-activedescendant", `canned-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function closeList() {
    list.hidden = true;
    text.removeAttribute("aria-activedescendant");
  }

  function insertReply(reply) {
    const found = typedShortcut();
    const end = text.selectionStart;
    const start = found ? end - found[2].length - 1 : end;
    insert(filled(reply.text), start, end);
    closeList();
  }

  function insert(words, start = text.selectionStart, end = text.selectionEnd) {
    text.focus();
    text.setRangeText(words, start, end, "end");
    changed();
  }

  // ---- sources

  function drawSources() {
    const kept = mode === "say" ? draft().citations : [];
    replace(sources, kept.map((one, place) => h("li", {}, icon("clip"), h("span", {}, one.title || one.url),
      button("", () => { kept.splice(place, 1); drawSources(); }, { class: "icon-button", "aria-label": t("attached.remove", { title: one.title }) }))));
    for (const one of sources.querySelectorAll("button")) one.append(icon("close"));
    sources.hidden = !kept.length;
  }

  function keep(source) {
    const kept = draft().citations;
    if (!kept.some((one) => one.url === source.url && one.quote === source.quote)) kept.push(source);
  }

  function cite(source) {
    keep(source);
    switchTo("say", false);
  }

  // A suggested reply takes the place of an empty draft, and stands behind one that was begun.
  function adopt(suggestion) {
    const begun = draft().say.trim();
    draft().say = begun ? `${begun}\n${suggestion.text}` : suggestion.text;
    suggestion.citations.forEach(keep);
    switchTo("say", true);
    text.setSelectionRange(text.value.length, text.value.length);
  }

  loadReplies().catch(() => {});
  return { attach, adopt, cite, switchTo: (name) => switchTo(name, true), focus: () => text.focus(), loadReplies, replies: () => replies };
}

// Placeholders of canned replies; one without a value stays, so that the agent sees it.
export function filled(text) {
  const agencies = state.open?.summary.agencies ?? [];
  const moment = new Date();
  const values = { 客服: state.me.display_name, 機關: agencies[0], 今天: day(moment), 時間: clock(moment), 案號: state.open?.cases.at(-1)?.number };
  return text.replace(/\{([^{}]+)\}/g, (whole, name) => values[name] ?? whole);
}
