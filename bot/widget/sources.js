// The sources of an answer as numbered cards, each with a link to the very passage.

import { element } from "./prose.js";
import { day, words } from "./words.js";

const SHOWN = 3;
const WHOLE = 60; // characters; a longer passage is found by its beginning and its end
const EDGE = 16;

/** The address of the passage in its page; null where the address is not one of the web. */
export function passageLink(address, quote) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  const target = directive(quote);
  return target ? `${url.href}${url.hash ? "" : "#"}:~:text=${target}` : url.href;
}

function directive(quote) {
  const lines = quote.split(/[\n|]+/).map((line) => line.replace(/^[\s#>*-]+|[*_`]+/g, "").trim());
  const text = lines.reduce((longest, line) => (line.length > longest.length ? line : longest), "");
  if (text.length <= WHOLE) return encoded(text);
  return `${encoded(text.slice(0, EDGE))},${encoded(text.slice(-EDGE))}`;
}

const encoded = (text) => encodeURIComponent(text.toWellFormed?.() ?? text).replace(/-/g, "%2D");

export function fillSources(section, citations) {
  if (!citations.length) return section.remove();
  section.append(element("h2", words.sources(citations.length)));
  section.append(list(citations.slice(0, SHOWN), 1));
  if (citations.length > SHOWN) {
    const more = document.createElement("details");
    more.append(element("summary", words.moreSources(citations.length - SHOWN)));
    more.append(list(citations.slice(SHOWN), SHOWN + 1));
    section.append(more);
  }
}

function list(citations, first) {
  const made = document.createElement("ol");
  made.start = first;
  made.append(...citations.map((citation, place) => card(citation, first + place)));
  return made;
}

function card(citation, number) {
  const item = document.getElementById("source").content.cloneNode(true).firstElementChild;
  const href = passageLink(citation.url, citation.quote);
  item.querySelector(".number").textContent = number;
  item.querySelector(".title").append(href ? link(href, citation.title, words.opensAt(citation.title)) : citation.title);
  const owner = citation.agency === citation.site ? citation.agency : [citation.agency, citation.site].filter(Boolean).join(" · ");
  item.querySelector(".owner").textContent = owner;
  item.querySelector("blockquote").textContent = readable(citation.quote);
  const fetched = day(citation.fetched_at);
  item.querySelector(".read-on").textContent = fetched ? words.fetched(fetched) : "";
  return item;
}

// A table row is quoted as it is stored; its bars are left out for the reader.
const readable = (quote) => quote.split("|").map((cell) => cell.trim()).filter(Boolean).join("　");

function link(href, text, label) {
  const made = element("a", text || href);
  made.href = href;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  made.setAttribute("aria-label", label);
  return made;
}
