// The right pane: what helps with the open conversation.
import { brief as fetchBrief, sources as searchSources, suggestions as fetchSuggestions, tag } from "./acts.js";
import { Refusal } from "./api.js";
import { button, download, h, icon, replace } from "./dom.js";
import { citations, source } from "./entries.js";
import { confidence } from "./lists.js";
import { isMine, on, serving, state } from "./store.js";
import { dayAndClock, t, word } from "./words.js";

const SETTLED = 700;

export function side({ writing, back, openCase }) {
  const content = h("div", { class: "side-content" });
  const suggested = h("div", { class: "suggested" });
  const found = h("ol", { class: "found", "aria-live": "polite" });
  const header = h("header", { class: "side-head only-narrow" }, button("", back, { class: "icon-button", "aria-label": t("back") }), h("h2", {}, t("side")));
  header.firstElementChild.append(icon("back"));
  const element = h("aside", { class: "pane side", "aria-label": t("side") }, header, content);
  let current = [];
  let timer = null;

  function draw() {
    const open = state.open;
    if (!open) {
      replace(content);
      return;
    }
    replace(found);
    replace(content, facts(open), summary(open), serving() ? [suggestionPart(), sourcePart()] : null, tagPart(open), casePart(open), opinion(open));
    suggestSoon(0);
    if (serving()) putInBrief(open);
  }

  // What the language model makes of the conversation, before the citizen's own words; nothing where there is none.
  async function putInBrief(open) {
    const lines = await fetchBrief(open.conversation.id).catch((refusal) => {
      if (!(refusal instanceof Refusal)) throw refusal;
      return [];
    });
    const place = content.querySelector(".by-model");
    if (state.open !== open || !place || !lines.length) return;
    replace(place, h("ul", { class: "brief" }, lines.map((line) => h("li", {}, line))), h("p", { class: "soft" }, t("summary.model")));
    place.hidden = false;
  }

  function section(title, ...children) {
    return h("section", { class: "part" }, h("h3", {}, title), ...children);
  }

  // The facts as they are by now; nothing in them can have the focus.
  function redrawFacts() {
    content.querySelector(".facts")?.replaceWith(factList(state.open));
  }

  const facts = (open) => section(t("facts"), factList(open), h("p", { class: "downloads" }, h("span", { class: "soft" }, t("transcript")),
    ["text", "html", "json"].map((form) => download(`/conversations/${encodeURIComponent(open.conversation.id)}/transcript?format=${form}`, t(`transcript.${form}`)))));

  function factList({ conversation, events }) {
    const queued = events.filter((one) => one.kind === "state" && one.details.wish).at(-1);
    const last = events.filter((one) => one.author === "bot" && confidence(one.details) !== null).at(-1);
    const rows = [
      [t("fact.reason"), queued ? word("reason", queued.details.wish) : null],
      [t("fact.confidence"), last ? `${confidence(last.details)}% (${word("status", last.details.status)})` : null],
      [t("fact.channel"), word("channel", conversation.channel)],
      [t("fact.locale"), word("locale", conversation.locale)],
      [t("fact.begun"), events.length ? dayAndClock(events[0].created_at) : null],
    ];
    return h("dl", { class: "facts" }, rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  }

  function summary(open) {
    const made = section(t("summary"), h("div", { class: "by-model", hidden: true }), h("ul", { class: "brief said" }), h("p", { class: "soft fared" }));
    fillSummary(made, open.summary);
    return made;
  }

  function fillSummary(place, { said, answered, unanswered, agencies }) {
    place.hidden = !said.length;
    replace(place.querySelector(".said"), said.map((line) => h("li", {}, line)));
    place.querySelector(".fared").textContent = [t("summary.answers", { found: answered, missed: unanswered }), ...agencies].join(" · ");
  }

  // ---- suggested replies

  function suggestionPart() {
    const again = button(t("suggest.again"), () => suggestSoon(0), { class: "link" });
    return h("section", { class: "part" }, h("div", { class: "part-head" }, h("h3", {}, t("suggest")), again), suggested);
  }

  function suggestSoon(delay = SETTLED) {
    clearTimeout(timer);
    if (serving() && state.open && state.open.conversation.state !== "closed") timer = setTimeout(suggest, delay);
  }

  async function suggest() {
    const open = state.open;
    if (!open) return;
    replace(suggested, h("p", { class: "soft" }, t("suggest.loading")));
    let list;
    try {
      list = await fetchSuggestions(open.conversation.id);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      list = [];
    }
    if (state.open !== open) return;
    current = list;
    drawSuggestions();
  }

  function drawSuggestions() {
    const mine = isMine(state.open.conversation);
    replace(suggested, current.length ? current.map((one, place) => h("article", { class: "suggestion", "aria-label": t("suggest.one", { n: place + 1 }) },
      h("p", { class: "words" }, one.text),
      citations(one.citations),
      h("div", { class: "suggestion-foot" },
        h("span", { class: "soft" }, one.confidence ? t("entry.confidence", { n: Math.round(one.confidence * 100) }) : t("suggest.excerpt")),
        mine ? button(t("suggest.use"), () => writing.adopt(one), { class: "plain small", "aria-keyshortcuts": `Alt+${place + 1}` }) : null)))
      : h("p", { class: "soft" }, t("suggest.none")));
  }

  // ---- sources

  function sourcePart() {
    const input = h("input", { type: "search", id: "source-words", maxlength: "200", placeholder: t("source.placeholder"), autocomplete: "off" });
    const form = h("form", { class: "search-line", role: "search", "aria-label": t("source"), on: { submit: (event) => find(event, input.value.trim()) } },
      h("label", { class: "hidden", for: "source-words" }, t("source")), input,
      h("button", { type: "submit", class: "plain small" }, t("source.find")));
    return section(t("source"), form, found);
  }

  async function find(event, words) {
    event.preventDefault();
    if (!words) return;
    let list;
    try {
      list = await searchSources(words);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      list = [];
    }
    const mine = state.open && isMine(state.open.conversation);
    replace(found, list.length ? list.map((one) => {
      const item = source(one);
      if (mine) item.append(button(t("source.attach"), () => writing.cite(one), { class: "plain small", "aria-label": t("source.attach_one", { title: one.title }) }));
      return item;
    }) : h("li", { class: "soft" }, t("source.none")));
  }

  // ---- tags, cases, the citizen's rating

  function tagPart(open) {
    const { id } = open.conversation;
    const chips = h("ul", { class: "tags" }, open.tags.map((one) => {
      const item = h("li", {}, h("span", {}, one));
      if (serving()) {
        const remove = button("", () => store(open.tags.filter((other) => other !== one)), { class: "icon-button", "aria-label": t("tags.remove", { tag: one }) });
        remove.append(icon("close"));
        item.append(remove);
      }
      return item;
    }));
    async function store(tags) {
      if (!(await tag(id, tags))) return;
      open.tags = tags;
      if (state.open === open) redrawTags();
    }
    const input = h("input", { type: "text", id: "new-tag", maxlength: "32", placeholder: t("tags.placeholder"), autocomplete: "off" });
    const form = serving() ? h("form", { class: "search-line", on: { submit: (event) => {
      event.preventDefault();
      const wanted = input.value.trim();
      if (wanted && !open.tags.includes(wanted)) store([...open.tags, wanted]);
    } } }, h("label", { class: "hidden", for: "new-tag" }, t("tags.add")), input, h("button", { type: "submit", class: "plain small" }, t("tags.add"))) : null;
    return h("section", { class: "part", id: "tag-part" }, h("h3", {}, t("tags")), chips, form);
  }

  function redrawTags() {
    const before = content.querySelector("#tag-part");
    const focused = before.contains(document.activeElement);
    before.replaceWith(tagPart(state.open));
    if (focused) content.querySelector("#new-tag")?.focus();
  }

  function casePart({ cases }) {
    if (!cases.length) return null;
    return section(t("list.cases"), h("ul", { class: "case-links" }, cases.map((one) => h("li", {},
      button(`${one.number} · ${word("case_state", one.state)}`, () => openCase(one.number), { class: "link" })))));
  }

  function opinion({ satisfaction }) {
    const part = h("div", { id: "opinion-part" });
    if (satisfaction) part.append(section(t("opinion"), h("p", {}, t("opinion.score", { n: satisfaction.score })), satisfaction.comment ? h("blockquote", {}, satisfaction.comment) : ""));
    return part;
  }

  on("open", draw);
  on("moved", () => { if (state.open) drawSuggestions(); });
  on("summary", () => fillSummary(content.querySelector(".said").closest(".part"), state.open.summary));
  on("opinion", () => content.querySelector("#opinion-part").replaceWith(opinion(state.open)));
  on("events", () => {
    redrawFacts();
    if (state.open.events.at(-1)?.author === "citizen") suggestSoon();
  });
  draw();
  return {
    element,
    use: (place) => current[place] && state.open && isMine(state.open.conversation) && writing.adopt(current[place]),
    focusSources: () => content.querySelector("#source-words")?.focus(),
    focusTags: () => content.querySelector("#new-tag")?.focus(),
  };
}
