// What begins here without a case: a report, and the case of a child whom nobody knows yet.

import { app, back, cancel, done, go, save, unfinished } from "../app";
import * as clock from "../clock";
import * as drafts from "../drafts";
import { h, notice, show } from "../dom";
import { draw as drawForm } from "../forms";
import { first, required, type Values } from "../rules";
import { t } from "../words";
import { filled } from "./case";

/// What is asked of a telephone call is asked at the desk.
const NOT_HERE = ["call_type", "called_before"];

/// As at the office: the rest can be added to child and case later.
const CHILD = ["name", "aliases", "sex", "birth_year", "birth_day", "age_basis", "nik", "phone", "address", "protected_identity"];
const CASE = [
  "registration_date", "risk_level", "urgent_protection_concern", "region", "protection_concerns", "exploitation_forms", "circumstances",
  "guardian_is_suspect", "identification_source",
];

export async function report(): Promise<void> {
  const kinds = app.kinds!;
  const kind = kinds.kinds["report"]!;
  const names = first(kind).filter((name) => !NOT_HERE.includes(name));
  const which = { screen: "report", about: "", given: [], title: t("newReport") };
  const drawn = drawForm(kind, kinds, names, required(kind), {}, () => keep(), () => cancel(which));
  const keep = async () => {
    const typed = drawn.read();
    if (!typed) return false;
    const saved = await save(
      { slug: kind.open!, body: { fields: filled(typed.values) } },
      (act) => ({ title: t("newReport"), lines: typed.lines, part: { kind: "report", id: `@${act}`, state: kind.initial ?? "" } }),
      (text) => drawn.say("bad", text));
    if (saved) done();
    return saved;
  };
  const before = unfinished(drawn.form, which, await drafts.of("report", ""));
  show(back(), h("h1", {}, t("newReport")), before, notice("warn", t("newReportDanger")), drawn.form);
}

/// First the child, then the case; one act. The node looks for the child when it arrives, since nobody can here.
export async function newCase(): Promise<void> {
  const kinds = app.kinds!;
  const person = kinds.kinds["person"]!;
  const which = { screen: "new-case", about: "", given: [], title: t("newCase") };
  const drawn = drawForm(person, kinds, CHILD, required(person), {}, async () => {
    const typed = drawn.read();
    if (typed) await go(() => ofCase(typed));
    return false;
  }, () => cancel(which, SECOND), t("next"));
  const before = unfinished(drawn.form, which, await drafts.of("new-case", ""));
  show(back(), h("h1", {}, t("newCase")), before, h("p", { class: "lead" }, t("newCaseLead")), drawn.form);
}

/// The second half goes with the first.
const SECOND = { screen: "new-case-2", about: "" };

async function ofCase(child: { values: Values; lines: [string, string][] }): Promise<void> {
  const kinds = app.kinds!;
  const kind = kinds.kinds["case"]!;
  const before = { registration_date: clock.today() };
  const drawn = drawForm(kind, kinds, CASE, ["registration_date"], before, () => keep(), () => cancel(SECOND));
  const keep = async () => {
    const typed = drawn.read();
    if (!typed) return false;
    const fields = filled({ ...before, ...typed.values });
    // The child is where the case is; asked once.
    const whose = filled({ ...child.values, region: fields["region"] ?? "" });
    const saved = await save(
      { slug: "open-case", body: { child: whose, fields } },
      (act) => ({
        title: t("newCase"), lines: [...child.lines, ...typed.lines], part: { kind: "case", id: `@${act}`, state: kind.initial ?? "" },
      }),
      (text) => drawn.say("bad", text),
      await drafts.places({ screen: "new-case", about: "" }));
    // Past the child's form, too: it is done.
    if (saved) done(2);
    return saved;
  };
  const kept = unfinished(drawn.form, { ...SECOND, given: [], title: null }, await drafts.of(SECOND.screen, ""));
  show(back(), h("h1", {}, t("newCase")), kept, h("p", { class: "lead" }, child.values["name"] ?? ""), drawn.form);
}

drafts.opener("report", report);
drafts.opener("new-case", newCase);
