// Agents' accounts.
import { attempt } from "../acts.js";
import { call, get, post } from "../api.js";
import { ask, show } from "../dialogs.js";
import { button, h } from "../dom.js";
import { leading, state } from "../store.js";
import { t, word } from "../words.js";
import { loaded, parts, table } from "./page.js";

const ROLES = ["agent", "supervisor", "admin", "auditor"];
const isAdmin = () => state.me.role === "admin";

export function accounts() {
  const add = (again) => (isAdmin() ? button(t("accounts.add"), () => open(again), { class: "primary" }) : null);
  return loaded(t("page.accounts"), () => get("/accounts"), (found, again) => table(t("page.accounts"),
    [t("column.name"), t("accounts.role"), t("column.team"), t("column.agencies"), t("accounts.languages"), t("accounts.capacity"), t("accounts.state"), t("column.acts")],
    found.map((one) => row(one, again))), add);
}

function row(one, again) {
  const named = (key) => ({ class: "plain small", "aria-label": `${t(key)} ${one.display_name}` });
  const other = one.name !== state.me.name;
  return [`${one.display_name} (${one.name})`, word("role", one.role), one.team ?? "", one.agencies.join("、"), one.languages.join("、"), String(one.capacity),
    one.disabled ? h("span", { class: "chip danger" }, t("accounts.shut")) : t("accounts.open"),
    h("span", { class: "acts" },
      leading() ? button(t("accounts.duties"), () => assign(one, again), named("accounts.duties")) : null,
      isAdmin() && other ? button(t("change"), () => change(one, again), named("change")) : null,
      isAdmin() && other ? button(t("accounts.password"), () => resetPassword(one), named("accounts.password")) : null)];
}

const roleField = (value) => ({ name: "role", label: t("accounts.role"), kind: "choice", value, options: ROLES.map((role) => ({ value: role, label: word("role", role) })) });

async function open(again) {
  const answer = await ask({
    title: t("accounts.add"), confirm: t("accounts.add"),
    fields: [
      { name: "name", label: t("accounts.name"), hint: t("accounts.name_hint"), longest: 64, required: true },
      { name: "display_name", label: t("accounts.display"), hint: t("accounts.display_hint"), longest: 64, required: true },
      roleField("agent"),
      { name: "team", label: t("column.team"), longest: 64 },
    ],
  });
  if (!answer) return;
  let told = null;
  const work = async () => { told = await post("/accounts", { ...answer, name: answer.name.trim(), team: answer.team.trim() || null }); };
  if (!(await attempt(work))) return;
  tellPassword(told);
  again();
}

async function change(one, again) {
  const answer = await ask({
    title: t("change.one", { name: one.display_name }), confirm: t("save"),
    fields: [
      { name: "display_name", label: t("accounts.display"), value: one.display_name, longest: 64, required: true },
      roleField(one.role),
      { name: "disabled", label: t("accounts.disable"), kind: "check", value: one.disabled },
    ],
  });
  if (answer && await attempt(() => call("PUT", `/accounts/${encodeURIComponent(one.name)}`, answer), t("done.saved"))) again();
}

async function assign(one, again) {
  const answer = await ask({
    title: t("accounts.duties_of", { name: one.display_name }), confirm: t("save"),
    fields: [
      { name: "team", label: t("column.team"), value: one.team ?? "", longest: 64 },
      { name: "agencies", label: t("column.agencies"), value: one.agencies.join("、"), hint: t("accounts.agencies_hint") },
      { name: "languages", label: t("accounts.languages"), value: one.languages.join("、"), hint: t("accounts.languages_hint"), required: true },
      { name: "capacity", label: t("accounts.capacity"), kind: "number", value: one.capacity, required: true },
    ],
  });
  if (!answer) return;
  const body = { team: answer.team.trim() || null, agencies: parts(answer.agencies), languages: parts(answer.languages), capacity: Number(answer.capacity) };
  if (await attempt(() => call("PUT", `/accounts/${encodeURIComponent(one.name)}/duties`, body), t("done.saved"))) again();
}

async function resetPassword(one) {
  const sure = await ask({ title: t("accounts.reset", { name: one.display_name }), text: t("accounts.reset_text"), confirm: t("accounts.password"), danger: true });
  if (sure === null) return;
  let told = null;
  if (await attempt(async () => { told = await post(`/accounts/${encodeURIComponent(one.name)}/password`); })) tellPassword(told);
}

function tellPassword({ name, password }) {
  show({ title: t("accounts.told"), wide: false, content: h("div", {}, h("p", {}, t("accounts.told_text", { name })), h("p", { class: "secret" }, password)) });
}

export async function changeOwnPassword() {
  const answer = await ask({
    title: t("password.title"), text: t("password.text"), confirm: t("save"),
    fields: [
      { name: "old", label: t("password.old"), kind: "password", required: true },
      { name: "new", label: t("password.new"), kind: "password", required: true },
    ],
  });
  if (answer) await attempt(() => post("/password", answer), t("done.saved"));
}
