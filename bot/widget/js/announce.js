// What is read out. Two places take turns, so that the same words twice are heard twice and nothing is read in part.

import { part } from "./dom.js";

let turn = 0;

export function announce(text) {
  const places = part("voice").children;
  turn = 1 - turn;
  places[turn].textContent = text;
  places[1 - turn].textContent = "";
}
