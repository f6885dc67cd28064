// The first screen: what is carried, what waits; choosing cases.

import { app, back, bar, clockNotice, draw, go, lock, say, sync } from "../app";
import * as carried from "../carried";
import * as clock from "../clock";
import * as drafts from "../drafts";
import { actions, button, card, h, notice, show } from "../dom";
import * as net from "../net";
import * as store from "../store";
import { t } from "../words";
import { newCase, report } from "./begin";
import { file } from "./case";
import { noRoom, waiting } from "./desk";
import { entries } from "./entries";
import { forms } from "./formbook";
import { settings } from "./settings";

const DAY = 86_400_000;

const expiry = (until: number): string => {
  const days = Math.ceil((until - clock.now()) / DAY);
  return days <= 1 ? t("expiresToday") : t("expires", { n: days });
};

export async function home(): Promise<void> {
  const lines = await carried.lines();
  const open = (await drafts.all()).flatMap((draft) => {
    const again = drafts.again(draft);
    return again && draft.title !== null ? [button(draft.title, () => void go(again), true), " "] : [];
  });
  const rows = lines.map((line) =>
    h("li", {}, h("div", {},
      h("button", { type: "button", class: "plain", "data-case": line.id, click: () => void go(() => file(line.id)) },
        h("strong", {}, line.name ?? line.code)),
      h("p", { class: "count" }, h("span", { class: "number" }, line.code), ` · ${expiry(line.until)}`))));
  show(
    h("h1", {}, t("home")), h("p", { class: "count" }, app.me?.title ?? ""), await bar(), clockNotice(),
    (await store.get("open", "unknown")) === undefined ? null : notice("warn", t("unknownDevice")),
    open.length > 0 ? card(h("h2", {}, t("unfinished")), actions(...open)) : null,
    lines.length > 0
      ? card(h("ul", { class: "part-rows" }, ...rows))
      : h("div", { class: "empty" }, h("p", { class: "lead" }, t("noCases")), h("p", {}, t("noCasesNext"))),
    card(h("h2", {}, t("begin")), actions(...begin())),
    actions(
      button(t("choose"), () => void go(choose), lines.length > 0), " ",
      button(t("queue"), () => void go(entries), true), " ",
      button(t("sendNow"), () => void sync(true).then((there) => {
        if (!there) say("warn", t("noSignal"));
        return draw();
      }), true), " ",
      button(t("settings"), () => void go(settings), true), " ",
      button(t("lockNow"), () => void lock(true), true)),
  );
}

/// What can be begun without a case.
function begin(): HTMLElement[] {
  const may = (kind: string) => (app.me?.rights[kind] ?? []).includes("open");
  return [
    may("report") ? button(t("newReport"), () => void go(report), true) : undefined,
    may("case") ? button(t("newCase"), () => void go(newCase), true) : undefined,
    button(t("forms"), () => void go(forms), true),
    button(t("desk"), () => void go(waiting), true),
  ].filter((one) => one !== undefined);
}

async function choose(): Promise<void> {
  const me = app.me!;
  if (!me.names) return show(back(), h("h1", {}, t("choose")), notice("warn", t("withoutNames")));
  let offered: carried.Offered[];
  try {
    offered = (await net.get<{ cases: carried.Offered[] }>("cases", me)).cases;
  } catch {
    return show(back(), h("h1", {}, t("choose")), notice("warn", t("noSignal")));
  }
  const there = new Set((await carried.lines()).map((line) => line.id));
  const boxes = offered.map((one) =>
    h("label", { class: "choice" },
      h("input", { type: "checkbox", value: one.id, checked: there.has(one.id) }),
      h("span", {}, `${one.name ?? ""} `, h("span", { class: "number" }, one.code))));
  const submit = h("button", {}, t("carry"));
  const form = h("form", { class: "card", submit: (event) => {
    event.preventDefault();
    submit.disabled = true;
    const chosen = [...form.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value);
    void carry(me, chosen).catch((trouble: unknown) => say("warn", noRoom(trouble))).finally(() => history.back());
  } }, h("div", { class: "field" }, ...boxes), actions(submit));
  show(back(), h("h1", {}, t("choose")), h("p", { class: "lead" }, t("chooseLead")),
    offered.length > 0 ? form : h("div", { class: "empty" }, h("p", { class: "lead" }, t("noCases"))));
}

async function carry(me: NonNullable<typeof app.me>, chosen: string[]): Promise<void> {
  await carried.drop((line) => !chosen.includes(line.id));
  const gone = await carried.take(me, chosen);
  for (const one of gone) say("warn", t("gone", { code: one.code, why: t("goneReach") }));
}
