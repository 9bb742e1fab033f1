// Text as paragraphs, lists, tables and links: a small part of Markdown. Only elements made here ever come of it.

import { make, outward } from "./dom.js";

const BULLET = /^\s*[-*•・]\s+(.*)$/;
const NUMBERED = /^\s*(?:\d{1,2}[.)、．]|[(（]\d{1,2}[)）])\s*(.*)$/;
const HEADING = /^\s*(?:#{1,6}\s+(.*)|(【[^】]{1,40}】))\s*$/;
const ROW = /^\s*\|(.+)\|\s*$/;
const RULE = /^[\s|:-]+$/;
const INLINE = new RegExp(
  [
    "\\*\\*([^*\\n]+)\\*\\*", // bold
    "\\[([^\\]\\n]{1,200})\\]\\(([^()\\s]{1,2000})\\)", // a link with its text
    "(https?://[^\\s<>「」『』（）()，。、；：！？\"']+)", // an address
    "((?<![\\d-])(?:\\(0\\d{1,3}\\) ?\\d{3,4}[-– ]?\\d{3,4}|0\\d{1,3}[-– ]?\\d{3,4}[-– ]?\\d{3,4}|0800[-– ]?\\d{3}[-– ]?\\d{3})(?![\\d-]))", // a phone number
  ].join("|"),
  "g",
);
const SHORT = /(?<![\d-])(110|112|113|119|165|1922|1925|1995|1980|1999)(?![\d-])/g;

/** `cited(line, next)` gives what stands behind a line, or null; `urgent` text has its short numbers to tap. */
export function prose(text, { cited = () => null, urgent = false } = {}) {
  const lines = text.split(/\n/).filter((line) => line.trim());
  const marked = (at) => cited(lines[at], lines[at + 1] ?? "");
  const made = document.createDocumentFragment();
  for (let at = 0; at < lines.length; ) {
    const rows = run(lines, at, (line) => ROW.test(line));
    if (rows.length > 1) made.append(table(rows.map((row, line) => [row, marked(at + line)])));
    else made.append(...block(lines[at], made.lastChild, { mark: marked(at), urgent }));
    at += Math.max(rows.length, 1);
  }
  return made;
}

function run(lines, from, fits) {
  const end = lines.findIndex((line, at) => at >= from && !fits(line));
  return lines.slice(from, end < 0 ? lines.length : end);
}

/** The elements of one line; an item goes on the list before it. */
function block(line, before, { mark, urgent }) {
  const heading = line.match(HEADING);
  if (heading) return [make("p", { class: "heading" }, ...inline(heading[1] ?? heading[2].slice(1, -1), urgent))];
  const kind = BULLET.test(line) ? "ul" : NUMBERED.test(line) ? "ol" : null;
  const said = kind ? (line.match(BULLET) ?? line.match(NUMBERED))[1] : line.trim();
  const filled = (name) => make(name, {}, ...inline(said, urgent), mark);
  if (!kind) return [filled("p")];
  if (before?.localName !== kind) return [make(kind, {}, filled("li"))];
  before.append(filled("li"));
  return [];
}

/** A table of rows, each with its mark; what stands over a rule is the head. */
function table(rows) {
  const headed = RULE.test(rows[1][0]);
  const made = rows.filter(([row]) => !RULE.test(row)).map(([row, mark], at) => {
    const cells = row.match(ROW)[1].split("|").map((cell) => make(headed && at === 0 ? "th" : "td", {}, ...inline(cell.trim())));
    if (mark) cells.at(-1).append(mark);
    return make("tr", {}, ...cells);
  });
  return make("div", { class: "table", tabIndex: 0 }, make("table", {}, ...made));
}

function inline(text, urgent = false) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(...plain(text.slice(from, found.index), urgent), inlined(found));
    from = found.index + found[0].length;
  }
  return [...parts, ...plain(text.slice(from), urgent)];
}

function inlined([whole, bold, label, target, address, phone]) {
  if (bold) return make("strong", {}, bold);
  if (phone) return make("a", { href: `tel:${phone.replace(/[^\d]/g, "")}` }, phone);
  return outward(target ?? address, label ?? address) ?? whole;
}

function plain(text, urgent) {
  if (!urgent) return text ? [text] : [];
  return text.split(SHORT).map((piece, at) => (at % 2 ? make("a", { href: `tel:${piece}` }, piece) : piece));
}
