// The end of a conversation: what the citizen thinks of the service.

import { make } from "./dom.js";
import { form } from "./form.js";
import { isRated } from "./store.js";
import { t } from "./words.js";

const SCORES = [1, 2, 3, 4, 5];

/** The form that stands behind a conversation that is over; null where it was filled in already. */
export function closing(session) {
  if (isRated()) return null;
  const made = form([scores(), comment()], t("csat.send"), async (values) => {
    await session.rateService({ score: Number(values.score), comment: values.comment });
    return make("p", { class: "notice", tabIndex: -1, role: "status" }, t("csat.thanks"));
  });
  return make("section", { class: "closing", "aria-label": t("csat") }, made);
}

function scores() {
  const options = SCORES.map((score) =>
    make(
      "label",
      { class: "score" },
      make("input", { type: "radio", name: "score", value: String(score), required: true }),
      make("span", {}, String(score)),
      make("small", {}, t(`csat.${score}`)),
    ),
  );
  const fault = make("p", { class: "fault" });
  return make("fieldset", { class: "one scores" }, make("legend", {}, t("csat")), make("div", {}, ...options), fault);
}

const comment = () =>
  make("textarea", { name: "comment", rows: 2, maxLength: 2_000, placeholder: t("csat.comment"), "aria-label": t("csat.comment") });
