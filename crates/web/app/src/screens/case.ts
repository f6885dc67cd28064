// A carried case: what is known, what was written here and waits, and everything that can be done, without a network.

import { app, back, bar, go, outcome, save } from "../app";
import * as carried from "../carried";
import { actions, button, card, field, h, notice, show } from "../dom";
import { askable, draw as drawForm, shown } from "../forms";
import * as queue from "../queue";
import { first, required, stepsFrom, type Kind, type Step, type Values } from "../rules";
import { t } from "../words";

/// Looks at one case more than once a minute are one look.
const looked = new Map<string, number>();

function facts(kind: Kind | undefined, fields: Record<string, unknown>): HTMLElement {
  const values = carried.typed(fields);
  const rows = (kind?.fields ?? []).filter((one) => values[one.name] && one.shape !== "link" && one.shape !== "instant");
  return h("dl", {}, ...rows.map((one) =>
    h("div", {}, h("dt", {}, one.label), h("dd", { class: "long" }, shown(one, values[one.name]!, app.kinds!)))));
}

/// Opening a case here is a look, and told to the node like any other.
async function look(id: string, code: string): Promise<void> {
  const now = Date.now();
  if (now - (looked.get(id) ?? 0) < 60_000 || !app.me) return;
  looked.set(id, now);
  await queue.add(app.me, { slug: "view-case", body: { id } }, () => ({ title: code, lines: [], about: "" })).catch(() => undefined);
}

export async function file(id: string): Promise<void> {
  const [content, kinds] = [await carried.content(id), app.kinds];
  if (!content || !kinds) return show(back(), h("h1", {}, t("case")), notice("warn", t("noCases")));
  await look(id, content.envelope.code);
  const kind = kinds.kinds["case"]!;
  const mine = (await queue.entries()).filter(({ entry }) => entry.about === id);
  const name = carried.typed(content.child ?? {})["name"];
  const parts = Object.entries(content.parts).filter(([, rows]) => rows.length > 0);
  const may = (slug: string) => app.me?.rights[slug] ?? [];
  const addable = content.may_open.filter((slug) => {
    const one = kinds.kinds[slug];
    return one?.open && may(slug).includes("open") && one.fields.filter((each) => each.required && !each.computed).every(askable);
  });
  const steps = stepsFrom(kind, content.envelope.state).filter((step) => content.steps.includes(step.action) && stepable(kind, step));
  show(
    back(), h("p", { class: "over number" }, content.envelope.code), h("h1", {}, name ?? content.envelope.code),
    h("p", { class: "badges" }, h("span", { class: "badge open" }, kind.states[content.envelope.state]?.label ?? "")), await bar(),
    content.conflicts.length > 0 ? notice("warn", t("out-conflict")) : null,
    actions(
      button(t("note"), () => void go(() => note(id))), " ",
      content.may_edit ? button(t("edit"), () => void go(() => edit(id, content, kind)), true) : null, " ",
      ...steps.flatMap((step) => [button(step.label, () => void go(() => take(id, "case", { ...content.envelope, version: content.version }, step, content.fields)), true), " "])),
    mine.length > 0 ? card(h("h2", {}, t("pending")), h("ul", { class: "part-rows" }, ...mine.map(line))) : null,
    card(h("h2", {}, t("case")), facts(kind, content.fields)),
    ...parts.map(([slug, rows]) => partCard(id, slug, rows)),
    addable.length > 0
      ? card(h("h2", {}, t("add")), actions(...addable.flatMap((slug) => [
        button(kinds.kinds[slug]!.openLabel ?? kinds.kinds[slug]!.label, () => void go(() => openPart(id, slug)), true), " "])))
      : null,
  );
}

const stepable = (kind: Kind, step: Step): boolean =>
  step.needs.every((name) => kind.fields.some((one) => one.name === name && askable(one)));

function line({ entry, told }: { entry: queue.Entry; told?: import("../store").Told }): HTMLElement {
  const became = outcome(told);
  return h("li", {}, h("div", {}, h("strong", {}, entry.title), " ", h("span", { class: `badge ${became.tone}` }, became.text),
    became.why ? h("p", { class: "count" }, became.why) : null,
    ...entry.lines.map(([label, value]) => h("p", { class: "count" }, `${label}: ${value}`)),
    actions(...(entry.part && !told?.outcome.match(/kept|refused/) ? next(entry) : []))));
}

/// Steps on a part that was opened here and that the node has perhaps not seen yet.
function next(entry: queue.Entry): HTMLElement[] {
  const part = entry.part!;
  const kind = app.kinds?.kinds[part.kind];
  if (!kind || !entry.about) return [];
  const may = app.me?.rights[part.kind] ?? [];
  return stepsFrom(kind, part.state).filter((step) => may.includes(step.action) && stepable(kind, step))
    .map((step) => button(step.label, () => void go(() => take(entry.about!, part.kind, { id: part.id, state: part.state }, step, {})), true));
}

function partCard(about: string, slug: string, rows: carried.PartRow[]): HTMLElement {
  const kind = app.kinds?.kinds[slug];
  const may = app.me?.rights[slug] ?? [];
  return card(h("h2", {}, kind?.label ?? slug), h("ul", { class: "part-rows" }, ...rows.map((row) => {
    const steps = kind ? stepsFrom(kind, row.state).filter((step) => may.includes(step.action) && stepable(kind, step)) : [];
    return h("li", {}, h("div", {},
      h("strong", { class: "number" }, row.code), " ",
      h("span", { class: `badge ${kind?.states[row.state]?.phase === "closed" ? "closed" : "open"}` }, kind?.states[row.state]?.label ?? row.state),
      facts(kind, row.fields),
      actions(...steps.flatMap((step) => [button(step.label, () => void go(() => take(about, slug, row, step, row.fields)), true), " "]))));
  })));
}

async function openPart(about: string, slug: string): Promise<void> {
  const kinds = app.kinds!;
  const kind = kinds.kinds[slug]!;
  const drawn = drawForm(kind, kinds, first(kind), required(kind), {}, () => void keep(), () => history.back());
  const keep = async () => {
    const typed = drawn.read();
    if (!typed) return;
    const state = kind.initial ?? "";
    const done = await save(
      { slug: kind.open!, body: { parent: about, fields: filled(typed.values) } },
      (act) => ({ title: kind.openLabel ?? kind.label, lines: typed.lines, about, part: { kind: slug, id: `@${act}`, state } }),
      (text) => drawn.say("bad", text));
    if (done) history.back();
  };
  show(back(), h("h1", {}, kind.openLabel ?? kind.label), drawn.form);
}

const filled = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

async function edit(id: string, content: carried.Content, kind: Kind): Promise<void> {
  const kinds = app.kinds!;
  const before = carried.typed(content.fields);
  // What may not be seen is not offered.
  const names = kind.fields.filter((one) => askable(one) && one.name in content.fields).map((one) => one.name);
  const drawn = drawForm(kind, kinds, names, required(kind).filter((name) => names.includes(name)), before, () => void keep(), () => history.back());
  const keep = async () => {
    const typed = drawn.read();
    if (!typed) return;
    const changed = Object.fromEntries(Object.entries(typed.values).filter(([name, value]) => value !== (before[name] ?? "")));
    if (Object.keys(changed).length === 0) return history.back();
    const done = await save(
      { slug: kind.edit, body: { id, version: content.version, fields: changed } },
      () => ({ title: t("edit"), lines: typed.lines.filter(([label]) => kind.fields.some((one) => one.label === label && one.name in changed)), about: id }),
      (text) => drawn.say("bad", text));
    if (done) history.back();
  };
  show(back(), h("h1", {}, t("edit")), drawn.form);
}

interface Target {
  id: string;
  state: string;
  version?: number;
}

async function take(about: string, slug: string, target: Target, step: Step, fields: Record<string, unknown>): Promise<void> {
  const kinds = app.kinds!;
  const kind = kinds.kinds[slug]!;
  const before = carried.typed(fields);
  const drawn = drawForm(kind, kinds, [...step.needs, ...step.offers], step.needs, before, () => void keep(), () => history.back());
  const keep = async () => {
    const typed = drawn.read();
    if (!typed) return;
    const here = target.id.startsWith("@") ? [target.id.slice(1)] : [];
    const version = target.version === undefined ? {} : { version: target.version };
    const done = await save(
      { slug: step.slug, body: { id: target.id, ...version, fields: filled(typed.values) }, needs: here },
      () => ({ title: step.label, lines: typed.lines, about }),
      (text) => drawn.say("bad", text));
    if (done) history.back();
  };
  show(back(), h("h1", {}, step.label), drawn.form);
}

async function note(about: string): Promise<void> {
  const text = h("textarea", { rows: "6", maxlength: "4000", name: "text" });
  const who = h("select", { name: "visibility" }, h("option", { value: "post" }, t("notePost")), h("option", { value: "team" }, t("noteTeam")));
  const said = h("div", {});
  const form = h("form", { novalidate: true, submit: (event) => {
    event.preventDefault();
    const typed = text.value.trim();
    if (typed === "") return said.replaceChildren(notice("bad", t("missing")));
    void save(
      { slug: "write-note", body: { matter: about, visibility: who.value, text: typed } },
      () => ({ title: t("note"), lines: [[t("noteText"), typed]], about }),
      (full) => said.replaceChildren(notice("bad", full)),
    ).then((done) => (done ? history.back() : undefined));
  } }, said, field("note-text", t("noteText"), text), field("note-for", t("noteFor"), who),
  actions(h("button", {}, t("save")), " ", button(t("cancel"), () => history.back(), true)));
  show(back(), h("h1", {}, t("note")), form);
}

export { line };
