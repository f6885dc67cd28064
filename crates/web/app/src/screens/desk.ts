// What waits for an answer of this post, answered without a network: offers, approvals, hand-overs.

import { app, back, bar, cancel, done as leave, draw, go, outcome, save, say, unfinished } from "../app";
import * as clock from "../clock";
import * as desk from "../desk";
import { actions, blame, button, card, field, h, notice, once, show } from "../dom";
import * as drafts from "../drafts";
import * as net from "../net";
import * as queue from "../queue";
import { stepsFrom } from "../rules";
import * as store from "../store";
import { day, maybe, t } from "../words";
import { facts, look, take } from "./case";

/// What was answered here, by what it answers; nothing that came back unanswered.
async function answered(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { entry, told, sent } of await queue.entries()) {
    if (told && ["kept", "refused"].includes(told.outcome)) continue;
    for (const id of entry.answers ?? []) found.set(id, outcome(told, sent).text);
  }
  return found;
}

/// Why something could not be fetched.
export const noRoom = (trouble: unknown): string => (store.isFull(trouble) ? t("fullFetch") : t("noSignal"));

const until = (at: number): string => t("answerBy", { day: day(new Date(at + 7 * 3_600_000).toISOString().slice(0, 10)) });
const mark = (text: string | undefined): HTMLElement | null => (text ? h("span", { class: "badge waiting" }, text) : null);
const urgent = (priority: string): HTMLElement | null =>
  ["urgent", "high"].includes(priority) ? h("span", { class: "badge soon" }, t("urgent")) : null;

export async function waiting(): Promise<void> {
  const me = app.me!;
  const there = await desk.taken();
  const done = await answered();
  const fetch = button(there ? t("deskAnew") : t("deskTake"), () => {
    fetch.disabled = true;
    void desk.take(me)
      .catch((trouble: unknown) => say("warn", trouble instanceof net.Refused ? t("withoutNames") : noRoom(trouble)))
      .then(draw);
  }, Boolean(there));
  const row = (id: string, title: string, about: string, more: (HTMLElement | null)[], open: () => Promise<void>) =>
    h("li", {}, h("div", {},
      h("button", { type: "button", class: "plain", "data-answer": id, click: () => void go(open) }, h("strong", {}, title)),
      h("p", { class: "count" }, about, " ", ...more, " ", mark(done.get(id)))));
  const rows = there ? [
    ...there.handovers.map((one) => row(one.envelope.id, t("handover"), `${one.envelope.code} · ${one.from} · ${one.items.length}`, [], () => handover(one.envelope.id))),
    ...there.offers.map((one) => row(one.envelope.id, app.kinds?.kinds[one.kind]?.label ?? one.kind,
      `${one.envelope.code} · ${one.from} · ${until(one.respond_by)}`, [urgent(one.envelope.priority)], () => offer(one.envelope.id))),
    ...there.approvals.map((one) => row(one.envelope.id, app.kinds?.kinds["approval"]?.label ?? "", one.envelope.code, [urgent(one.envelope.priority)], () => approval(one.envelope.id))),
  ] : [];
  show(back(), h("h1", {}, t("desk")), await bar(),
    h("p", { class: "lead" }, t("deskLead")),
    rows.length > 0 ? card(h("ul", { class: "part-rows" }, ...rows)) : there ? h("div", { class: "empty" }, h("p", { class: "lead" }, t("deskEmpty"))) : null,
    there ? h("p", { class: "count" }, t("expires", { n: Math.max(1, Math.ceil((there.until - clock.now()) / 86_400_000)) })) : null,
    actions(fetch));
}

async function offer(id: string): Promise<void> {
  const one = (await desk.taken())?.offers.find((each) => each.envelope.id === id);
  const kind = one && app.kinds?.kinds[one.kind];
  if (!one || !kind) return show(back(), notice("warn", t("deskEmpty")));
  await look(one.kind, id, one.envelope.code);
  const before = (await answered()).get(id);
  const steps = stepsFrom(kind, one.envelope.state).filter((step) => one.steps.includes(step.action));
  const target = { ...one.envelope, version: one.version };
  show(back(), h("p", { class: "over number" }, one.envelope.code), h("h1", {}, kind.label), await bar(),
    h("p", { class: "count" }, `${one.from} · ${until(one.respond_by)}`, one.about ? ` · ${one.about}` : "", " ", urgent(one.envelope.priority), " ", mark(before)),
    card(facts(kind, one.fields)),
    before ? null : actions(...steps.flatMap((step, at) => [
      button(step.label, () => void go(() => take(id, one.kind, target, step, one.fields, [id])), at > 0), " "])));
}

async function approval(id: string): Promise<void> {
  const one = (await desk.taken())?.approvals.find((each) => each.envelope.id === id);
  const kind = app.kinds?.kinds["approval"];
  if (!one || !kind) return show(back(), notice("warn", t("deskEmpty")));
  await look("approval", id, one.envelope.code);
  const before = (await answered()).get(id);
  const note = h("textarea", { rows: "4", maxlength: "2000" });
  const said = h("div", {});
  const which = { screen: "approval", about: id, given: [id], title: `${kind.label} · ${one.envelope.code}` };
  const decide = async (granted: boolean) => {
    const text = note.value.trim();
    if (!granted && text === "") {
      blame(note, t("missing"));
      return false;
    }
    const lines: [string, string][] = [[t("decision"), granted ? t("granted") : t("notGranted")], [t("why"), text]];
    const saved = await save(
      { slug: "approve", body: { approval: id, granted, note: text } },
      () => ({ title: kind.label, lines: lines.filter(([, value]) => value !== ""), about: id, answers: [id] }),
      (full) => said.replaceChildren(notice("bad", full)));
    if (saved) leave();
    return saved;
  };
  const form: HTMLFormElement | null = before ? null : h("form", { novalidate: true, submit: (event) => event.preventDefault() }, said,
    field("approval-note", t("why"), note, t("whyHint")),
    actions(button(t("granted"), () => once(form!, () => decide(true))), " ", button(t("notGranted"), () => once(form!, () => decide(false)), true)));
  const going = form && unfinished(form, which, await drafts.of("approval", id));
  show(back(), h("p", { class: "over number" }, one.envelope.code), h("h1", {}, kind.label), await bar(), mark(before),
    card(facts(kind, one.fields)), going, form);
}

async function handover(id: string): Promise<void> {
  const one = (await desk.taken())?.handovers.find((each) => each.envelope.id === id);
  const kind = app.kinds?.kinds["handover"];
  if (!one || !kind) return show(back(), notice("warn", t("deskEmpty")));
  await look("handover", id, one.envelope.code);
  const done = await answered();
  const open = one.items.filter((item) => !done.has(item.id));
  const others = open.filter((item) => !item.one_by_one);
  const screen = h("div", {});
  const accept = (items: desk.Item[]) => once(screen, async () => {
    const saved = await save(
      { slug: "accept-handover", body: { handover: id, matters: items.map((item) => item.id) } },
      () => ({
        title: t("handoverAccept"), lines: items.map((item): [string, string] => [item.code, item.name ?? kindOf(item)]), about: id,
        answers: [...items.map((item) => item.id), ...(open.length === items.length ? [id] : [])],
      }),
      (full) => say("bad", full));
    await draw();
    return saved;
  });
  const rows = one.items.map((item) => h("li", {}, h("div", {},
    h("strong", {}, item.name ?? kindOf(item)), h("p", { class: "count" }, h("span", { class: "number" }, item.code), " ", urgent(item.priority), " ", mark(done.get(item.id))),
    item.one_by_one && !done.has(item.id) ? actions(button(t("handoverOne"), () => accept([item]), true)) : null)));
  show(back(), h("p", { class: "over number" }, one.envelope.code), h("h1", {}, t("handover")), await bar(),
    h("p", { class: "count" }, one.from), card(facts(kind, one.fields)),
    open.some((item) => item.one_by_one) ? notice("warn", t("handoverHigh")) : null,
    screen);
  screen.append(card(h("ul", { class: "part-rows" }, ...rows)), ...[
    others.length > 0 ? actions(button(t("handoverRest", { n: others.length }), () => accept(others))) : null,
    open.length > 0 ? actions(button(t("handoverContest"), () => void go(() => contest(id, one.envelope.code)), true)) : null].filter((part) => part !== null));
}

const kindOf = (item: desk.Item): string => app.kinds?.kinds[item.kind]?.label ?? maybe(item.kind) ?? item.kind;

async function contest(id: string, code: string): Promise<void> {
  const why = h("textarea", { rows: "4", maxlength: "2000" });
  const said = h("div", {});
  const which = { screen: "contest", about: id, given: [id, code], title: `${t("handoverContest")} · ${code}` };
  const keep = async () => {
    const text = why.value.trim();
    if (text === "") {
      blame(why, t("missing"));
      return false;
    }
    const saved = await save(
      { slug: "contest-handover", body: { handover: id, reason: text } },
      () => ({ title: t("handoverContest"), lines: [[t("why"), text]], about: id, answers: [id] }),
      (full) => said.replaceChildren(notice("bad", full)));
    if (saved) leave(2);
    return saved;
  };
  const form: HTMLFormElement = h("form", { novalidate: true, submit: (event) => {
    event.preventDefault();
    once(form, keep);
  } }, said, field("contest-why", t("why"), why), actions(h("button", {}, t("save")), " ", button(t("cancel"), () => cancel(which), true)));
  const going = unfinished(form, which, await drafts.of("contest", id));
  show(back(), h("p", { class: "over number" }, code), h("h1", {}, t("handoverContest")), going, form);
}

drafts.opener("approval", approval);
drafts.opener("contest", contest);
