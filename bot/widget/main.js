// Joins the page's controls to the conversation.

import { about } from "./api.js";
import { Session } from "./session.js";
import { onOtherTab } from "./store.js";
import { View } from "./view.js";
import { day, words } from "./words.js";

const part = (id) => document.getElementById(id);
const text = part("text");

const view = new View({
  choose: (label) => session.say(label),
  rate: (seq, helpful) => session.rate(seq, helpful),
});
const session = new Session(view);

function submit() {
  const question = text.value.trim();
  text.focus();
  if (!question) return;
  session.say(question);
  text.value = "";
  fit();
}

/** Let the field grow with what is written in it. */
function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

function submitOnEnter(event) {
  const choosingCharacters = event.isComposing || event.keyCode === 229; // Enter then belongs to the input method
  if (event.key !== "Enter" || event.shiftKey || choosingCharacters) return;
  event.preventDefault();
  submit();
}

async function introduce() {
  const facts = await about().catch(() => null);
  if (!facts) return;
  if (facts.pages) {
    const updated = day(facts.updated);
    part("figures").textContent = words.figures(facts) + (updated ? words.updated(updated) : "");
  }
  part("examples").replaceChildren(...facts.examples.map(chip));
}

function chip(question) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = question;
  button.addEventListener("click", () => {
    session.say(question);
    text.focus();
  });
  item.append(button);
  return item;
}

part("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
text.addEventListener("keydown", submitOnEnter);
text.addEventListener("input", fit);
part("person").addEventListener("click", () => session.askForPerson());
part("restart").addEventListener("click", () => part("confirm").showModal());
part("confirm").addEventListener("close", () => {
  if (part("confirm").returnValue === "ok") session.restart();
  part("confirm").returnValue = "";
  text.focus();
});
addEventListener("online", () => session.wake());
document.addEventListener("visibilitychange", () => document.hidden || session.wake());
onOtherTab(() => session.reload());

introduce();
session.resume();
