// Plain text as paragraphs and lists. Only text nodes are made: whatever the text holds, it stays text.

const BULLET = /^\s*[-*•・]\s+(.*)$/;
const NUMBERED = /^\s*(?:\d{1,2}[.)、．]|[(（]\d{1,2}[)）])\s*(.*)$/;

export function prose(text) {
  const fragment = document.createDocumentFragment();
  let list = null;
  for (const line of text.split(/\n+/)) {
    const kind = BULLET.test(line) ? "ul" : NUMBERED.test(line) ? "ol" : null;
    if (!line.trim()) continue;
    if (kind === null) {
      fragment.append(element("p", line.trim()));
      list = null;
      continue;
    }
    if (list?.localName !== kind) fragment.append((list = document.createElement(kind)));
    list.append(element("li", (line.match(BULLET) ?? line.match(NUMBERED))[1]));
  }
  return fragment;
}

export function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
