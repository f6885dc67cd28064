// XLSForms: the list, and filling one in.

import { app, back, bar, done as leave, draw, go, save, say } from "../app";
import { actions, button, card, h, notice, once, show } from "../dom";
import * as drafts from "../drafts";
import type { Filled } from "../fill";
import * as book from "../formbook";
import * as store from "../store";
import { spoken, t } from "../words";

/// Where the engine is; empty where the program was built without it.
const engine = (): string => document.body.dataset["engine"] ?? "";

type Engine = typeof import("../fill");

/// Fetched once a form is opened, and kept by the worker from then on.
const load = (): Promise<Engine> => import(engine()) as Promise<Engine>;

export async function forms(): Promise<void> {
  const lines = await book.lines();
  const drafts = new Set<string>();
  for (const line of lines) if ((await book.draft(line.id)) !== undefined) drafts.add(line.id);
  const take = button(lines.length > 0 ? t("formsAnew") : t("formsTake"), () => {
    take.disabled = true;
    // The engine comes along, so that the first form opens without signal, too.
    void Promise.all([book.take(app.me!), load()]).catch((trouble: unknown) => say("warn", store.isFull(trouble) ? t("fullFetch") : t("noSignal"))).then(draw);
  }, lines.length > 0);
  show(back(), h("h1", {}, t("forms")), await bar(), h("p", { class: "lead" }, t("formsLead")),
    lines.length > 0 ? card(h("ul", { class: "part-rows" }, ...lines.map((line) => h("li", {}, h("div", {},
      h("button", { type: "button", class: "plain", "data-form": line.id, click: () => void go(() => open(line)) }, h("strong", {}, line.title)), " ",
      drafts.has(line.id) ? h("span", { class: "badge waiting" }, t("formDraft")) : null))))) : null,
    actions(take));
}

async function open(line: book.Line): Promise<void> {
  const kept = await book.form(line.id);
  show(back(), h("h1", {}, line.title), h("p", { class: "count" }, t("formOpening")));
  let filled: Filled;
  const draft = await book.draft(line.id);
  const said = h("div", {});
  /// Whether something was typed that is not written yet; half: in a question that was not left yet.
  let [typed, half, timer] = [false, false, 0];
  const write = async () => {
    if (half) document.activeElement?.dispatchEvent(new Event("change"));
    half = false;
    if (!typed) return;
    typed = false;
    if (await store.ifRoom(book.keepDraft(line.id, await filled.draft()))) return;
    typed = true;
    said.replaceChildren(notice("bad", t("draftFull")));
  };
  try {
    const { fill } = await load();
    const words = {
      add: t("rowAdd"), remove: t("rowRemove"), empty: t("empty"), optional: t("optional"), missing: t("missing"), wrong: t("wrongAnswer"),
      correct: t("correct", { n: "{n}" }), up: t("up"),
    };
    filled = await fill({
      document: kept!.document, file: kept!.line.file, choices: kept!.choices, tables: kept!.tables ?? {}, lang: spoken(), device: app.me!.user, draft, words,
      changed: () => {
        typed = true;
        void drafts.flush();
      },
    });
  } catch (trouble) {
    console.error(trouble instanceof Error ? trouble.name : "form");
    return show(back(), h("h1", {}, line.title), notice("bad", t("formNot")));
  }
  const send = h("button", {}, t("save"));
  const form: HTMLFormElement = h("form", { novalidate: true, autocomplete: "off", submit: (event) => {
    event.preventDefault();
    once(form, keep);
  } }, filled.element, said, actions(send, " ", draft !== undefined ? button(t("formAnew"), () => {
    typed = false;
    void book.dropDraft(line.id).then(draw);
  }, true) : null));
  const keep = async () => {
    const done = await filled.done();
    if (!done) return false;
    const saved = await save(
      { slug: "submit-form", body: { xml: done.xml } },
      (act) => ({ title: line.title, lines: done.lines, about: `form:${act}` }),
      (text) => said.replaceChildren(notice("bad", text)),
      [book.draftPlace(line.id)]);
    if (saved) leave();
    return saved;
  };
  drafts.followOther(form, write);
  form.addEventListener("input", () => {
    half = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => void drafts.flush(), 800);
  });
  show(back(), h("h1", {}, line.title), draft !== undefined ? notice("good", t("formGoOn")) : null, form);
}
