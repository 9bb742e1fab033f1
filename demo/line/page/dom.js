// Builds elements; words only ever become text, never markup.
export const at = (id) => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// Changes an element's children only where they have changed, so that scrolling, focus and screen readers are left in peace.
export function keep(parent, items, sign, build) {
  const known = new Map([...parent.children].map((child) => [child.dataset.sign, child]));
  const wanted = items.map((item) => {
    const mark = sign(item);
    const node = known.get(mark) ?? build(item);
    node.dataset.sign = mark;
    return node;
  });
  const changed = wanted.length !== parent.children.length || wanted.some((node, i) => node !== parent.children[i]);
  if (changed) parent.replaceChildren(...wanted);
  return changed;
}

const ADDRESS = /https?:\/\/[^\s，。、；：！？」』）]+/g;

export function linked(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    parts.push(text.slice(from, found.index), link(found[0], found[0]));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
}

export function link(address, words, className = "") {
  const open = /^(https?:|tel:)/.test(address);
  return open ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer", textContent: words, className }) : document.createTextNode(words);
}
