// Elements. Whatever text they are given stays text.

/** An element with properties, `class` and data attributes among them, and children; what is null is left out. */
export function make(name, facts = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(facts)) {
    if (value === null || value === undefined) continue;
    if (key in made && key !== "role") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const part = (id) => document.getElementById(id);

/** One of the page's own signs. */
export function sign(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export function button(text, act, facts = {}) {
  const made = make("button", { type: "button", ...facts }, text);
  made.addEventListener("click", () => act(made));
  return made;
}

/** A link that opens in a tab of its own and tells it nothing; null where the address is not one of the web. */
export function outward(address, text, facts = {}) {
  const href = webAddress(address);
  return href && make("a", { href, target: "_blank", rel: "noopener noreferrer", ...facts }, text);
}

function webAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
