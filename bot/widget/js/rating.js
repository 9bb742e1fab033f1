// What a citizen thinks of an answer: helpful or not, and if not, why.

import { button, make, sign } from "./dom.js";
import { explained } from "./session.js";
import { t } from "./words.js";

// The reason is kept with the comment, in the language of those who read it.
const REASONS = { wrong: "答非所問", old: "資料過時", unclear: "看不懂", partial: "不完整", other: "其他" };

/** `send(helpful, comment)` keeps a rating. */
export function rating(send) {
  const thanks = make("span", { class: "thanks", role: "status" });
  const why = make("div", { class: "why", hidden: true });
  const keep = async (helpful, comment) => {
    try {
      await send(helpful, comment);
      thanks.textContent = t("rating.thanks");
      return true;
    } catch (error) {
      thanks.textContent = explained(error);
      return false;
    }
  };
  const press = async (pressed, helpful) => {
    if (!(await keep(helpful, ""))) return;
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === pressed)));
    why.replaceChildren(...(helpful ? [] : [reasons(keep, why)]));
    why.hidden = helpful;
    if (!helpful) why.querySelector("input").focus();
  };
  const buttons = [true, false].map((helpful) => thumb(helpful, press));
  return make("div", { class: "rating" }, make("div", { role: "group", "aria-label": t("rating") }, ...buttons), thanks, why);
}

function thumb(helpful, press) {
  const label = t(helpful ? "rating.yes" : "rating.no");
  const made = button("", (pressed) => press(pressed, helpful), { class: "rate", "aria-pressed": "false" });
  made.append(sign(helpful ? "yes" : "no"), label);
  return made;
}

function reasons(keep, place) {
  const name = `why-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const options = Object.keys(REASONS).map((key) =>
    make("label", { class: "pill" }, make("input", { type: "radio", name, value: key }), make("span", {}, t(`rating.why.${key}`))),
  );
  const more = make("input", { type: "text", maxLength: 500, "aria-label": t("rating.more"), placeholder: t("rating.more") });
  const form = make(
    "form",
    { class: "reasons" },
    make("fieldset", {}, make("legend", {}, t("rating.why")), make("div", { class: "pills" }, ...options)),
    make("div", { class: "row" }, more, make("button", { type: "submit", class: "small" }, t("submit"))),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input:checked")?.value;
    if (!(await keep(false, [REASONS[chosen], more.value.trim()].filter(Boolean).join("：")))) return;
    place.hidden = true;
    place.parentElement.querySelector("[aria-pressed=true]").focus();
  });
  return form;
}
