// Elements from plain values. Text becomes text nodes, never markup: there is no other way in this program.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) set(element, name, value);
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

function set(element, name, value) {
  if (value == null || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  } else if (name === "data") {
    Object.assign(element.dataset, value);
  } else if (name === "class") {
    element.className = value;
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

export function replace(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child != null && child !== false));
}

export function button(label, action, properties = {}) {
  return h("button", { type: "button", ...properties, on: { click: action } }, label);
}

// A file of the service's.
export function download(path, text, properties = {}) {
  return h("a", { class: "button small", href: `/api/console${path}`, download: "", ...properties }, text);
}

// Only addresses of the web become links; whatever else is asked for is shown as text.
export function link(address, text, properties = {}) {
  let target = null;
  try {
    target = new URL(address);
  } catch {
    // shown as text below
  }
  if (!target || !["http:", "https:"].includes(target.protocol)) return h("span", properties, text);
  return h("a", { href: target.href, target: "_blank", rel: "noopener noreferrer", ...properties }, text);
}

const PATHS = {
  queue: "M4 6h16M4 12h10M4 18h7",
  mine: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c.6-3.6 4-5.5 8-5.5s7.400 1.900 8 5.500",
  bots: "M7 8h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2Zm5 0V4M9.500 13h.01M14.500 13h.01",
  cases: "M6 4h9l4 4v12H6zM14 4v5h5M9 13h7M9 17h5",
  search: "m20 20-4.500-4.500M17 10.500a6.500 6.500 0 1 1-13 0 6.500 6.500 0 0 1 13 0Z",
  send: "m4 12 16-8-5 16-3.500-6.500L4 12Z",
  back: "m14 6-6 6 6 6",
  close: "m6 6 12 12M18 6 6 18",
  info: "M12 11v6M12 7.500h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  clip: "m8 12.500 6-6a3 3 0 0 1 4.500 4.500l-8 8a5 5 0 0 1-7-7l7.500-7.500",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M8.500 9h7M8.500 13h4",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  floor: "M4 20V10M10 20V4M16 20v-7M21 20H3",
  gear: "M12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Zm0-12.500v2.500m0 13V21M3 12h2.500m13 0H21M5.600 5.600l1.800 1.800m9.200 9.200 1.800 1.800m0-12.800-1.800 1.800m-9.200 9.200-1.800 1.800",
  bell: "M6 16v-5a6 6 0 0 1 12 0v5l1.500 2h-15L6 16Zm4 4.500h4",
  keys: "M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14.500h8",
  approve: "m5 12.500 4.500 4.500L19 7.500",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
