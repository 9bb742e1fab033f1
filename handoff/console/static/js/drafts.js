// Answers of the bot's that wait for an agent: approve, change, reject.
import { attempt } from "./acts.js";
import { post } from "./api.js";
import { button, h, replace } from "./dom.js";
import { show } from "./dialogs.js";
import { source } from "./entries.js";
import { whenReleased } from "./pressing.js";
import { now, on, serving, state } from "./store.js";
import { span, t } from "./words.js";

export function drafts({ openConversation }) {
  const list = h("ol", { class: "cases" });
  const empty = h("p", { class: "empty" });
  const element = h("div", { class: "scroller" }, empty, list);

  function draw() {
    if (list.contains(document.activeElement) && sameAsShown()) return;
    empty.textContent = state.drafts.length ? "" : t("empty.drafts");
    replace(list, state.drafts.map((one) => h("li", { data: { draft: one.id } }, h("button", { type: "button", class: "row-main case", on: { click: () => look(one) } },
      h("span", { class: "row-top" }, h("span", { class: "chip queued" }, one.topic),
        h("time", { datetime: one.due_at }, t("case.due", { time: span(Math.max(0, Date.parse(one.due_at) - now())) }))),
      h("span", { class: "row-text" }, one.question),
      h("span", { class: "row-foot" }, t("entry.confidence", { n: Math.round(one.confidence * 100) }))))));
  }

  function sameAsShown() {
    const shown = [...list.children].map((item) => Number(item.dataset.draft));
    return shown.length === state.drafts.length && state.drafts.every((one, place) => one.id === shown[place]);
  }

  function look(one) {
    const text = h("textarea", { id: "draft-text", rows: "7", maxlength: "8000" });
    text.value = one.text;
    text.readOnly = !serving();
    const decide = async (act, body, done) => {
      if (await attempt(() => post(`/drafts/${one.id}/${act}`, body), done)) dialog.close();
    };
    const content = h("div", { class: "draft" },
      h("p", { class: "soft" }, t("draft.question")), h("blockquote", {}, one.question),
      h("div", { class: "field" }, h("label", { for: "draft-text" }, t("draft.answer")), text),
      one.details.citations?.length ? h("ol", { class: "found" }, one.details.citations.map((each) => source(each))) : null,
      h("div", { class: "choose" },
        button(t("case.conversation"), () => { dialog.close(); openConversation(one.conversation); }, { class: "plain" }),
        serving() ? button(t("draft.reject"), () => decide("reject", undefined, t("done.rejected")), { class: "plain" }) : null,
        serving() ? button(t("draft.approve"), () => decide("approve", { text: text.value }, t("done.approved")), { class: "primary" }) : null));
    const dialog = show({ title: t("draft.title", { topic: one.topic }), content });
    text.focus();
  }

  on("lists", whenReleased(draw));
  draw();
  return { element };
}
