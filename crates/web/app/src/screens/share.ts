// From a carried case to others: asking another post for help, asking the post above to decide, writing down a consent. Whether a consent
// covers what is shared is judged as it arrives; what it does not cover is kept and nothing is shared.

import { app, back, cancel, done, save, unfinished } from "../app";
import * as desk from "../desk";
import * as drafts from "../drafts";
import { blame, field, h, notice, show } from "../dom";
import { draw as drawForm, type Drawn } from "../forms";
import { first, required, type Kind, type Values } from "../rules";
import { t } from "../words";
import { filled, named } from "./case";

/// Puts questions above those of the kind.
function above(drawn: Drawn, ...questions: (HTMLElement | null)[]): void {
  const place = drawn.form.children[1] ?? null;
  for (const question of questions) if (question) drawn.form.insertBefore(question, place);
}

export async function refer(about: string): Promise<void> {
  const kinds = app.kinds!;
  const kind = kinds.kinds["referral"]!;
  const { posts, groups } = await desk.posts();
  const to = h("select", { "aria-required": "true" }, h("option", { value: "" }, t("empty")),
    ...posts.map((one) => h("option", { value: one.post }, `${one.title}, ${one.organisation}`)));
  const words = new Map(kinds.lists["data-group"] ?? []);
  const boxes = groups.map((code) => h("label", { class: "choice" },
    h("input", { type: "checkbox", name: "group", value: code, checked: code === "services" }), h("span", {}, words.get(code) ?? code)));
  const which = { screen: "refer", about, given: [about], title: await named(t("refer"), about) };
  const drawn = drawForm(kind, kinds, ["service_types", "urgent", "reason"], required(kind), {}, () => keep(), () => cancel(which));
  above(drawn, field("refer-to", t("referTo"), to), h("fieldset", { class: "field" }, h("legend", {}, t("referGroups")), ...boxes));
  const keep = async () => {
    const typed = drawn.read();
    if (to.value === "") blame(to, t("missing"));
    if (!typed || to.value === "") return false;
    const chosen = boxes.map((box) => box.querySelector("input")!).filter((box) => box.checked).map((box) => box.value);
    const whom = to.selectedOptions[0]?.textContent ?? "";
    const saved = await save(
      { slug: "refer-case", body: { case: about, to: to.value, groups: chosen, fields: filled(typed.values) }, needs: needed(about) },
      () => ({ title: t("refer"), lines: [[t("referTo"), whom], ...typed.lines], about }),
      (text) => drawn.say("bad", text));
    if (saved) done();
    return saved;
  };
  const before = unfinished(drawn.form, which, await drafts.of("refer", about));
  show(back(), h("h1", {}, t("refer")), before, h("p", { class: "lead" }, t("referLead")),
    posts.length > 0 ? drawn.form : notice("warn", t("referNobody")));
}

/// What an act asks besides the fields of its kind.
interface Besides {
  drawn: HTMLElement;
  /// What it says in the body of the act and on the phone; undefined when something is missing, which is then shown.
  read(values: Values): Said | undefined;
}

interface Said {
  body: Record<string, string>;
  lines: [string, string][];
}

/// An act of its own that takes a case and some fields.
function asking(slug: string, title: string, lead: string, kind: Kind, names: string[], needs: string[], besides?: Besides): (about: string) => Promise<void> {
  return async (about) => {
    const which = { screen: slug, about, given: [about], title: await named(title, about) };
    const drawn = drawForm(kind, app.kinds!, names, needs, {}, () => keep(), () => cancel(which));
    if (besides) above(drawn, besides.drawn);
    const keep = async () => {
      const typed = drawn.read();
      const more: Said | undefined = besides ? besides.read(typed?.values ?? {}) : { body: {}, lines: [] };
      if (!typed || !more) return false;
      const saved = await save(
        { slug, body: { case: about, fields: filled(typed.values), ...more.body }, needs: needed(about) },
        () => ({ title, lines: [...more.lines, ...typed.lines], about }),
        (text) => drawn.say("bad", text));
      if (saved) done();
      return saved;
    };
    const before = unfinished(drawn.form, which, await drafts.of(slug, about));
    show(back(), h("h1", {}, title), before, h("p", { class: "lead" }, lead), drawn.form);
  };
}

/// For whom sharing past a no is to be allowed: of nothing else it is asked.
async function forWhom(): Promise<Besides> {
  const { posts } = await desk.posts();
  const at = new Map(posts.filter((one) => one.at !== undefined).map((one) => [one.at!, one.organisation]));
  const whom = h("select", {}, h("option", { value: "" }, t("empty")), ...[...at].map(([id, name]) => h("option", { value: id }, name)));
  return {
    drawn: field("approval-recipient", t("approvalFor"), whom),
    read: (values): Said | undefined => {
      if (values["approval_type"] !== "consent_override") return { body: {}, lines: [] };
      if (whom.value === "") {
        blame(whom, t("missing"));
        return undefined;
      }
      return { body: { recipient: whom.value }, lines: [[t("approvalFor"), at.get(whom.value) ?? ""]] };
    },
  };
}

export async function askApproval(about: string): Promise<void> {
  const kind = app.kinds!.kinds["approval"]!;
  return asking("request-approval", t("askApproval"), t("askApprovalLead"), kind, ["approval_type", "request_note"], required(kind), await forWhom())(about);
}

export function giveConsent(about: string): Promise<void> {
  const kind = app.kinds!.kinds["consent"]!;
  return asking("give-consent", t("giveConsent"), t("giveConsentLead"), kind, first(kind), required(kind))(about);
}

/// A case that was opened here is named by the act that opened it.
export const needed = (id: string): string[] => (id.startsWith("@") ? [id.slice(1)] : []);

drafts.opener("refer", refer);
drafts.opener("request-approval", askApproval);
drafts.opener("give-consent", giveConsent);
