// Canned replies: everybody's and one's own.
import { attempt } from "../acts.js";
import { call, get, post } from "../api.js";
import { ask } from "../dialogs.js";
import { button, h } from "../dom.js";
import { leading, state } from "../store.js";
import { t } from "../words.js";
import { loaded, table } from "./page.js";

export function replies({ changed }) {
  const add = (again) => button(t("replies.add"), () => edit(null, again), { class: "primary" });
  const element = loaded(t("page.replies"), () => get("/canned"), (found, again) => [
    h("p", { class: "soft" }, t("replies.text")),
    found.length ? table(t("page.replies"), [t("replies.shortcut"), t("replies.title"), t("replies.words"), t("replies.whose"), t("column.acts")],
      found.map((one) => row(one, again))) : h("p", {}, t("replies.none")),
  ], add);

  function row(one, again) {
    const may = one.owner === state.me.name || leading();
    return [h("kbd", {}, `/${one.shortcut}`), one.title, h("span", { class: "small-text" }, one.text), one.owner ? t("replies.own") : t("replies.shared"),
      may ? h("span", { class: "acts" },
        button(t("change"), () => edit(one, again), { class: "plain small", "aria-label": t("change.one", { name: one.title }) }),
        button(t("delete"), () => remove(one, again), { class: "plain small", "aria-label": t("delete.one", { name: one.title }) })) : null];
  }

  async function edit(one, again) {
    const answer = await ask({
      title: one ? t("change.one", { name: one.title }) : t("replies.add"), text: t("replies.placeholders"), confirm: t("save"),
      fields: [
        { name: "shortcut", label: t("replies.shortcut"), value: one?.shortcut, longest: 32, required: true },
        { name: "title", label: t("replies.title"), value: one?.title, longest: 64, required: true },
        { name: "text", label: t("replies.words"), kind: "long", value: one?.text, longest: 2000, required: true },
        ...(leading() ? [{ name: "shared", label: t("replies.share"), kind: "check", value: one ? !one.owner : true }] : []),
      ],
    });
    if (!answer) return;
    const body = { ...answer, shortcut: answer.shortcut.trim().replace(/^\//, ""), shared: answer.shared ?? false };
    const work = () => (one ? call("PUT", `/canned/${one.id}`, body) : post("/canned", body));
    if (await attempt(work, t("done.saved"))) settled(again);
  }

  async function remove(one, again) {
    const sure = await ask({ title: t("delete.one", { name: one.title }), confirm: t("delete"), danger: true });
    if (sure !== null && await attempt(() => call("DELETE", `/canned/${one.id}`), t("done.deleted"))) settled(again);
  }

  function settled(again) {
    again();
    changed();
  }

  return element;
}
