// The audit log: what agents did, latest first, never citizens' words.
import { get, Refusal } from "../api.js";
import { toast } from "../alerts.js";
import { button, h } from "../dom.js";
import { dayAndClock, t, word } from "../words.js";
import { loaded, table } from "./page.js";

const PAGE = 100;

export function audit({ open }) {
  return loaded(t("page.audit"), () => get("/audit"), (found) => pageOf(found, open));
}

function pageOf(found, open) {
  const content = h("div", {});
  const rows = [...found];
  const draw = () => {
    const more = rows.length % PAGE === 0 && rows.length ? button(t("audit.more"), older, { class: "plain" }) : null;
    content.replaceChildren(table(t("page.audit"), [t("audit.at"), t("audit.agent"), t("audit.act"), t("audit.conversation"), t("audit.details")], rows.map((one) => line(one, open))));
    if (more) content.append(h("div", { class: "choose" }, more));
  };
  async function older() {
    try {
      rows.push(...await get(`/audit?before=${rows.at(-1).id}`));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      toast(refusal.message, "warn");
    }
    draw();
  }
  draw();
  return content;
}

function line(one, open) {
  const details = Object.entries(one.details).filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}`).join(", ");
  return [dayAndClock(one.at), one.agent, word("act", one.act),
    one.conversation ? button(`#${one.conversation.slice(0, 6)}`, () => open(one.conversation), { class: "link" }) : "", h("span", { class: "small-text" }, details)];
}
