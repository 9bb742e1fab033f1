// How the service is doing, who is there and what they hold, whom they serve.
import { attempt, takeOver, whisper } from "../acts.js";
import { get, post } from "../api.js";
import { ask } from "../dialogs.js";
import { button, h } from "../dom.js";
import { agentName } from "../lists.js";
import { leading, listed, now, state } from "../store.js";
import { span, t, word } from "../words.js";
import { figure, loaded, table } from "./page.js";

const REFRESH_EVERY = 5_000;

export function floor({ open }) {
  const element = loaded(t("page.floor"), () => get("/floor"), (found, again) => [
    figures(found.figures),
    h("h3", {}, t("floor.people")),
    found.people.length ? table(t("floor.people"), columns(), found.people.map((one) => person(one, again))) : h("p", { class: "soft" }, t("floor.nobody")),
    h("h3", {}, t("floor.served")),
    served(open),
  ]);
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    else if (!element.contains(document.activeElement) && !document.querySelector("dialog[open]")) element.again();
  }, REFRESH_EVERY);
  return element;
}

function figures(found) {
  const outcomes = Object.entries(found.outcomes).map(([name, count]) => `${word("outcome", name)} ${count}`).join("、");
  return h("dl", { class: "figures-board" },
    figure(t("floor.waiting"), String(found.waiting)),
    figure(t("floor.longest"), found.waiting ? span(found.longest_wait * 1000) : "—"),
    figure(t("floor.median"), found.median_wait === null ? "—" : span(found.median_wait * 1000), t("floor.last_hour")),
    figure(t("floor.human"), String(found.states.human ?? 0)),
    figure(t("floor.bots"), String(found.states.bot ?? 0)),
    figure(t("floor.claimed"), String(found.claimed), t("floor.last_day")),
    figure(t("floor.given_up"), String(found.given_up), t("floor.last_day")),
    figure(t("floor.rating"), found.rating === null ? "—" : String(found.rating), t("floor.ratings", { n: found.ratings })),
    outcomes ? figure(t("floor.outcomes"), h("span", { class: "small-text" }, outcomes)) : null);
}

const columns = () => [t("column.name"), t("column.presence"), t("column.load"), t("column.team"), t("column.agencies"), t("column.acts")];

function person(one, again) {
  const load = h("span", { class: "load" }, h("meter", { min: "0", max: String(Math.max(one.capacity, one.holding)), value: String(one.holding), "aria-label": t("column.load") }), ` ${one.holding}/${one.capacity}`);
  const offline = leading() && one.name !== state.me.name
    ? button(t("floor.offline"), () => setOffline(one, again), { class: "plain small", "aria-label": t("floor.offline_one", { name: one.display_name }) }) : null;
  return [`${one.display_name} (${one.name})`, h("span", { class: `presence ${one.presence}` }, word("presence", one.presence)), load, one.team ?? "", one.agencies.join("、"), offline];
}

async function setOffline(one, again) {
  const sure = await ask({ title: t("floor.offline_one", { name: one.display_name }), text: t("floor.offline_text"), confirm: t("floor.offline"), danger: true });
  if (sure !== null && await attempt(() => post(`/agents/${encodeURIComponent(one.name)}/offline`), t("done.offline"))) again();
}

function served(open) {
  const rows = [...listed("others"), ...listed("mine")];
  if (!rows.length) return h("p", { class: "soft" }, t("empty.others"));
  return table(t("floor.served"), [t("column.agent"), t("column.last"), t("column.since"), t("column.acts")], rows.map((row) => [
    agentName(row.agent),
    h("span", { class: "one-line" }, row.last_text),
    span(now() - Date.parse(row.updated_at)),
    h("span", { class: "acts" },
      button(t("floor.listen"), () => open(row.id), { class: "plain small" }),
      leading() && row.agent !== state.me.name ? button(t("whisper"), () => whisper(row.id, row.agent), { class: "plain small" }) : null,
      leading() && row.agent !== state.me.name ? button(t("take"), async () => { if (await takeOver(row.id)) open(row.id); }, { class: "plain small" }) : null),
  ]));
}
