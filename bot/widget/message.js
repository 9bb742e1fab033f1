// One message of the conversation as an element.

import { element, prose } from "./prose.js";
import { fillSources } from "./sources.js";
import { words } from "./words.js";

const RATED = new Set(["answered", "partial", "clarify", "unanswerable"]);
const WITH_CONFIDENCE = new Set(["answered", "partial"]);

const clone = (id) => document.getElementById(id).content.cloneNode(true).firstElementChild;

export function citizenMessage(text) {
  const item = clone("citizen-message");
  item.querySelector(".words").append(element("p", text));
  return item;
}

/** A message of the bot, an agent or the service; `act` has `choose(label)` and `rate(seq, helpful)`. */
export function serviceMessage(message, act) {
  const item = clone("service-message");
  item.classList.add(message.author);
  if (message.status) item.classList.add(`is-${message.status}`);
  item.querySelector(".who").textContent = author(message);
  item.querySelector(".words").append(prose(message.text));
  fillChoices(item.querySelector(".choices"), message.choices ?? [], act.choose);
  fillSources(item.querySelector(".sources"), message.citations ?? []);
  fillFoot(item.querySelector(".foot"), message, act.rate);
  return item;
}

function author(message) {
  return message.author === "agent" ? words.agent(message.agent_name) : words[message.author];
}

function fillChoices(place, choices, choose) {
  if (!choices.length) return place.remove();
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", words.choices);
  for (const choice of choices) {
    const button = element("button", choice.label);
    button.type = "button";
    if (choice.agency) button.append(element("span", choice.agency));
    button.addEventListener("click", () => choose(choice.label));
    place.append(button);
  }
}

function fillFoot(place, message, rate) {
  if (message.author !== "bot" || !RATED.has(message.status)) return place.remove();
  if (WITH_CONFIDENCE.has(message.status) && Number.isFinite(message.confidence)) {
    const level = message.confidence >= 0.8 ? "high" : message.confidence >= 0.5 ? "middle" : "low";
    place.append(element("p", words.confidence[level], `confidence ${level}`));
  }
  place.append(rating(message.seq, rate));
}

function rating(seq, rate) {
  const group = clone("rating");
  const buttons = [...group.querySelectorAll(".rate")];
  const thanks = group.querySelector(".thanks");
  const press = async (pressed) => {
    try {
      await rate(seq, pressed.dataset.helpful === "true");
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button === pressed)));
      thanks.textContent = words.thanks;
    } catch {
      thanks.textContent = words.notRated;
    }
  };
  buttons.forEach((button) => button.addEventListener("click", () => press(button)));
  return group;
}
