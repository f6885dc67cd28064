// A carried case: what is known, what was written here and waits, and everything that can be done, without a network.

import { app, back, bar, cancel, done, go, outcome, save, say, unfinished } from "../app";
import * as carried from "../carried";
import { actions, button, card, field, h, notice, once, show } from "../dom";
import * as drafts from "../drafts";
import { askable, draw as drawForm, shown } from "../forms";
import * as queue from "../queue";
import { first, required, stepsFrom, type Kind, type Step, type Values } from "../rules";
import { t } from "../words";
import { askApproval, giveConsent, needed, refer } from "./share";

/// Looks at one case more than once a minute are one look.
const looked = new Map<string, number>();

export function facts(kind: Kind | undefined, fields: Record<string, unknown>): HTMLElement {
  const values = carried.typed(fields);
  const rows = (kind?.fields ?? []).filter((one) => values[one.name] && one.shape !== "link" && one.shape !== "instant");
  return h("dl", {}, ...rows.map((one) =>
    h("div", {}, h("dt", {}, one.label), h("dd", { class: "long" }, shown(one, values[one.name]!, app.kinds!)))));
}

/// Opening a case here is a look, and told to the node like any other.
export async function look(kind: string, id: string, code: string): Promise<void> {
  const now = Date.now();
  if (now - (looked.get(id) ?? 0) < 60_000 || !app.me) return;
  looked.set(id, now);
  try {
    await queue.add(app.me, { slug: `view-${kind}`, body: { id } }, () => ({ title: code, lines: [], about: "" }));
  } catch {
    // Asked for again with the next look.
    looked.delete(id);
    say("warn", t("full"));
  }
}

export async function file(id: string): Promise<void> {
  const [content, kinds] = [await carried.content(id), app.kinds];
  if (!content || !kinds) return show(back(), h("h1", {}, t("case")), notice("warn", t("noCases")));
  await look("case", id, content.envelope.code);
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
      ...sharing(id), " ",
      content.may_edit ? button(t("edit"), () => void go(() => edit(id, { version: content.version, fields: content.fields })), true) : null, " ",
      ...steps.flatMap((step) => [button(step.label, () => void go(() => take(id, "case", { ...content.envelope, version: content.version }, step, content.fields)), true), " "])),
    mine.length > 0 ? card(h("h2", {}, t("pending")), h("ul", { class: "part-rows" }, ...mine.map(line))) : null,
    card(h("h2", {}, t("case")), facts(kind, content.fields)),
    ...notes(content),
    ...parts.map(([slug, rows]) => partCard(id, slug, rows)),
    addable.length > 0
      ? card(h("h2", {}, t("add")), actions(...addable.flatMap((slug) => [
        button(kinds.kinds[slug]!.openLabel ?? kinds.kinds[slug]!.label, () => void go(() => openPart(id, slug)), true), " "])))
      : null,
  );
}

/// What others noted, too.
function notes({ notes }: carried.Content): HTMLElement[] {
  if (!notes || notes.length === 0) return [];
  const day = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
  return [card(h("h2", {}, t("notes")), h("ul", { class: "part-rows" }, ...notes.map((one) =>
    h("li", {}, h("div", {}, h("p", { class: "long" }, one.text), h("p", { class: "count" }, `${one.by} · ${day(one.at)}`))))))];
}

const stepable = (kind: Kind, step: Step): boolean =>
  step.needs.every((name) => kind.fields.some((one) => one.name === name && askable(one)));

function line({ entry, told, sent }: queue.Written): HTMLElement {
  const became = outcome(told, sent);
  return h("li", {}, h("div", {}, h("strong", {}, entry.title), " ", h("span", { class: `badge ${became.tone}` }, became.text),
    became.why ? h("p", { class: "count" }, became.why) : null,
    ...entry.lines.map(([label, value]) => h("p", { class: "count" }, `${label}: ${value}`)),
    actions(...(entry.part && !told?.outcome.match(/kept|refused/) ? next(entry) : []))));
}

/// Steps on a part that was opened here and that the node has perhaps not seen yet.
function next(entry: queue.Entry): HTMLElement[] {
  const part = entry.part!;
  const kind = app.kinds?.kinds[part.kind];
  if (!kind) return [];
  const may = app.me?.rights[part.kind] ?? [];
  const about = entry.about ?? part.id;
  return [...(part.kind === "case" ? inNewCase(part.id) : []), ...stepsFrom(kind, part.state).filter((step) => may.includes(step.action) && stepable(kind, step))
    .map((step) => button(step.label, () => void go(() => take(about, part.kind, { id: part.id, state: part.state }, step, {})), true))];
}

/// What can be done at once in a case that was opened here.
function inNewCase(id: string): HTMLElement[] {
  const may = (slug: string) => app.me?.rights[slug] ?? [];
  const parts = ["follow-up", "service", "safety-plan", "assessment"].filter((slug) => may(slug).includes("open") && app.kinds?.kinds[slug]?.open);
  return [button(t("note"), () => void go(() => note(id)), true), ...sharing(id),
    ...parts.map((slug) => button(app.kinds!.kinds[slug]!.openLabel ?? slug, () => void go(() => openPart(id, slug)), true))];
}

/// What goes from a case to others.
function sharing(id: string): HTMLElement[] {
  const may = (kind: string, verb: string) => (app.me?.rights[kind] ?? []).includes(verb);
  return [
    may("case", "refer") ? button(t("refer"), () => void go(() => refer(id)), true) : undefined,
    may("consent", "give") ? button(t("giveConsent"), () => void go(() => giveConsent(id)), true) : undefined,
    may("approval", "request") ? button(t("askApproval"), () => void go(() => askApproval(id)), true) : undefined,
  ].filter((one) => one !== undefined);
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
  const title = kind.openLabel ?? kind.label;
  const which = { screen: "open", about: `${slug} ${about}`, given: [about, slug], title: await named(title, about) };
  const drawn = drawForm(kind, kinds, first(kind), required(kind), {}, () => keep(), () => cancel(which));
  const keep = async () => {
    const typed = drawn.read();
    if (!typed) return false;
    const state = kind.initial ?? "";
    const saved = await save(
      { slug: kind.open!, body: { parent: about, fields: filled(typed.values) }, needs: needed(about) },
      (act) => ({ title, lines: typed.lines, about, part: { kind: slug, id: `@${act}`, state } }),
      (text) => drawn.say("bad", text));
    if (saved) done();
    return saved;
  };
  const before = unfinished(drawn.form, which, await drafts.of(which.screen, which.about));
  show(back(), h("h1", {}, title), before, drawn.form);
}

export const filled = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

/// A title with the number of the case that it is about.
export async function named(title: string, about: string): Promise<string> {
  const line = (await carried.lines()).find((one) => one.id === about);
  return line ? `${title} · ${line.code}` : title;
}

/// `seen` is the case as it was read when the form was begun: what was typed goes on from there, also after the case came anew.
async function edit(id: string, seen: { version: number; fields: Record<string, unknown> }): Promise<void> {
  const kinds = app.kinds!;
  const kind = kinds.kinds["case"]!;
  const kept = await drafts.of("edit", id);
  const content = (kept?.given[1] as typeof seen | undefined) ?? seen;
  const which = { screen: "edit", about: id, given: [id, content], title: await named(t("edit"), id) };
  const before = carried.typed(content.fields);
  // What may not be seen is not offered.
  const names = kind.fields.filter((one) => askable(one) && one.name in content.fields).map((one) => one.name);
  const drawn = drawForm(kind, kinds, names, required(kind).filter((name) => names.includes(name)), before, () => keep(), () => cancel(which));
  const keep = async () => {
    const typed = drawn.read();
    if (!typed) return false;
    const changed = Object.fromEntries(Object.entries(typed.values).filter(([name, value]) => value !== (before[name] ?? "")));
    if (Object.keys(changed).length === 0) {
      cancel(which);
      return true;
    }
    const saved = await save(
      { slug: kind.edit, body: { id, version: content.version, fields: changed } },
      () => ({ title: t("edit"), lines: typed.lines.filter(([label]) => kind.fields.some((one) => one.label === label && one.name in changed)), about: id }),
      (text) => drawn.say("bad", text));
    if (saved) done();
    return saved;
  };
  const going = unfinished(drawn.form, which, kept);
  show(back(), h("h1", {}, t("edit")), going, drawn.form);
}

interface Target {
  id: string;
  state: string;
  version?: number;
}

type Taken = [about: string, slug: string, target: Target, step: Step, fields: Record<string, unknown>, answers?: string[]];

export async function take(...given: Taken): Promise<void> {
  const kept = await drafts.of("take", `${given[3].slug} ${given[2].id}`);
  const [about, slug, target, step, fields, answers] = (kept?.given as Taken | undefined) ?? given;
  const kinds = app.kinds!;
  const kind = kinds.kinds[slug]!;
  const which = {
    screen: "take", about: `${step.slug} ${target.id}`, given: [about, slug, { id: target.id, state: target.state, version: target.version }, step, fields, answers],
    title: await named(step.label, about),
  };
  const before = carried.typed(fields);
  const drawn = drawForm(kind, kinds, [...step.needs, ...step.offers], step.needs, before, () => keep(), () => cancel(which));
  const keep = async () => {
    const typed = drawn.read();
    if (!typed) return false;
    const here = target.id.startsWith("@") ? [target.id.slice(1)] : [];
    const version = target.version === undefined ? {} : { version: target.version };
    const saved = await save(
      { slug: step.slug, body: { id: target.id, ...version, fields: filled(typed.values) }, needs: here },
      () => ({ title: step.label, lines: typed.lines, about, answers }),
      (text) => drawn.say("bad", text));
    if (saved) done();
    return saved;
  };
  const going = unfinished(drawn.form, which, kept);
  show(back(), h("h1", {}, step.label), going, drawn.form);
}

async function note(about: string): Promise<void> {
  const text = h("textarea", { rows: "6", maxlength: "4000", name: "text" });
  const who = h("select", { name: "visibility" }, h("option", { value: "post" }, t("notePost")), h("option", { value: "team" }, t("noteTeam")));
  const said = h("div", {});
  const which = { screen: "note", about, given: [about], title: await named(t("note"), about) };
  const keep = async () => {
    const typed = text.value.trim();
    if (typed === "") {
      said.replaceChildren(notice("bad", t("missing")));
      return false;
    }
    const saved = await save(
      { slug: "write-note", body: { matter: about, visibility: who.value, text: typed }, needs: needed(about) },
      () => ({ title: t("note"), lines: [[t("noteText"), typed]], about }),
      (full) => said.replaceChildren(notice("bad", full)));
    if (saved) done();
    return saved;
  };
  const form: HTMLFormElement = h("form", { novalidate: true, submit: (event) => {
    event.preventDefault();
    once(form, keep);
  } }, said, field("note-text", t("noteText"), text), field("note-for", t("noteFor"), who),
  actions(h("button", {}, t("save")), " ", button(t("cancel"), () => cancel(which), true)));
  const going = unfinished(form, which, await drafts.of("note", about));
  show(back(), h("h1", {}, t("note")), going, form);
}

drafts.opener("note", note);
drafts.opener("open", openPart);
drafts.opener("edit", edit);
drafts.opener("take", take);

export { line };
