// The sources of an answer as numbered cards, one a page; each quote has the service's link to its very place in the page.

import { make, outward, sign } from "./dom.js";
import { day, language, t } from "./words.js";

const SHOWN = 3;

/** The longest stretch of a quote that stands in one piece on the page: a table's row is several cells there. */
function longest(quote) {
  const lines = quote.split(/[\n|]+/).map((line) => line.replace(/^[\s#>*-]+|[*_`]+/g, "").trim());
  return lines.reduce((most, line) => (line.length > most.length ? line : most), "");
}

/** The pages of some citations, in order, each with all that is quoted of it. */
export function pages(citations) {
  const found = new Map();
  for (const citation of citations) {
    const page = found.get(citation.url) ?? { ...citation, number: found.size + 1, quotes: [] };
    const { quote: text, link } = citation;
    if (text && !page.quotes.some((quote) => quote.text === text)) page.quotes.push({ text, link });
    found.set(citation.url, page);
  }
  return [...found.values()];
}

/** Marks for an answer: the number of the page that lines are quoted from, behind the last of them; it leads to the card. */
export function marker(cited, id) {
  const known = cited.flatMap((page) => page.quotes.map(({ text }) => [bare(longest(text)), page.number]));
  const numbers = (line) => {
    const said = bare(line);
    return new Set(known.filter(([quote]) => quote.length > 1 && said.includes(quote)).map(([, number]) => number));
  };
  return (line, next) => {
    const following = numbers(next);
    const ending = [...numbers(line)].filter((number) => !following.has(number));
    return ending.length ? make("span", { class: "marks" }, ...ending.map((number) => mark(number, id))) : null;
  };
}

const bare = (text) => text.replace(/[\s*_`|]+/g, "");

function mark(number, id) {
  return make("a", { href: `#${cardId(id, number)}`, class: "mark-of", "aria-label": t("source.number", { number }) }, String(number));
}

const cardId = (id, number) => `source-${id}-${number}`;

export function sources(cited, id) {
  if (!cited.length) return null;
  const section = make("section", { class: "sources" }, make("h2", {}, t("sources", { count: cited.length })));
  section.append(list(cited.slice(0, SHOWN), id));
  if (cited.length > SHOWN) {
    const summary = make("summary", {}, t("sources.more", { count: cited.length - SHOWN }));
    section.append(make("details", {}, summary, list(cited.slice(SHOWN), id)));
  }
  return section;
}

const list = (cited, id) => make("ol", { start: cited[0].number }, ...cited.map((page) => card(page, id)));

function card(page, id) {
  const title = page.title || page.url;
  const link = outward(page.quotes[0]?.link ?? page.url, title, { "aria-label": t("source.open", { title }) });
  const owner = [page.agency, link?.hostname].filter(Boolean).join(" · ");
  const fetched = day(page.fetched_at);
  return make(
    "li",
    { class: "source", id: cardId(id, page.number), tabIndex: -1 },
    make("span", { class: "number", "aria-hidden": "true" }, String(page.number)),
    make(
      "div",
      { class: "page" },
      make("p", { class: "title", lang: "zh-Hant-TW" }, link ?? title, link && sign("link")),
      make("p", { class: "owner" }, make("span", { lang: "zh-Hant-TW" }, owner), fetched && make("span", {}, t("source.fetched", { day: fetched }))),
      quotes(page),
    ),
  );
}

function quotes(page) {
  if (!page.quotes.length) return null;
  const summary = make("summary", {}, t("source.quotes", { count: page.quotes.length }));
  return make("details", { class: "quotes" }, summary, ...page.quotes.map(quoted));
}

function quoted({ text, link }) {
  const there = outward(link, t("source.there"), { class: "there", lang: language() });
  return make("blockquote", { lang: "zh-Hant-TW" }, readable(text), there && " ", there);
}

// A table's row is quoted as it is stored; its bars are left out for the reader.
const readable = (quote) => quote.split("|").map((cell) => cell.trim()).filter(Boolean).join("　");
