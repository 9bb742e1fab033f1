// Shows Flex messages: the parts that the service uses, in a form of our own.
import { link, make } from "./dom.js";

export function cards(contents, tap) {
  const bubbles = contents.type === "carousel" ? contents.contents : [contents];
  const row = make("div", { className: "cards", tabIndex: bubbles.length > 1 ? 0 : -1 });
  row.append(...bubbles.map((bubble) => card(bubble, tap)));
  return row;
}

function card(bubble, tap) {
  const element = make("article", { className: "card" });
  for (const place of ["header", "hero", "body"]) if (bubble[place]) element.append(part(bubble[place], tap));
  if (bubble.footer) element.append(make("div", { className: "foot" }, part(bubble.footer, tap)));
  return element;
}

function part(one, tap) {
  if (one.type === "box") {
    const across = one.layout !== "vertical" ? " across" : "";
    return make("div", { className: `box${across}` }, ...(one.contents ?? []).map((child) => part(child, tap)));
  }
  if (one.type === "button") return button(one.action, tap);
  if (one.type === "separator") return make("hr", { className: "rule" });
  if (one.type === "text") return words(one);
  return make("span");
}

function words(one) {
  const size = ["xs", "sm", "lg", "xl"].includes(one.size) ? ` size-${one.size}` : "";
  const element = make("p", { className: `flex-text${size}${one.weight === "bold" ? " bold" : ""}`, textContent: one.text });
  if (/^#[0-9a-f]{6}$/i.test(one.color ?? "")) element.style.color = one.color;
  return element;
}

function button(action, tap) {
  if (action.type === "uri") return link(action.uri, action.label ?? action.uri, "act");
  const element = make("button", { type: "button", className: "act", textContent: action.label ?? action.text });
  element.addEventListener("click", () => tap(action));
  return element;
}
