// An XLSForm filled in on the phone: the engine of ODK Web Forms knows its rules, plain elements show it. This file is a bundle of its
// own, fetched once a form is opened: it is seven times as large as everything else together.

import { loadForm } from "@getodk/xforms-engine";
import { blame, button, card, field, forgive, h, notice } from "./dom";

/// Words, in the language of the app; the form brings its own.
export interface Words {
  add: string;
  remove: string;
  empty: string;
  optional: string;
  missing: string;
  wrong: string;
  correct: string;
  up: string;
}

export interface Asked {
  document: string;
  file: string | null;
  choices: string | null;
  /// Tables that were published with the form, by the names of their files.
  tables: Record<string, string>;
  lang: string;
  device: string;
  /// What was typed before.
  draft?: string;
  words: Words;
  changed: () => void;
}

export interface Filled {
  element: HTMLElement;
  /// The filled form, if nothing is wrong with it; what is wrong is shown.
  done(): Promise<{ xml: string; lines: [string, string][] } | undefined>;
  /// As far as it is filled.
  draft(): Promise<string>;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- the engine's nodes are a wide union; what is read of them stands in its manual */
type Node = any;

interface Drawn {
  node: Node;
  element: HTMLElement;
  refresh: () => void;
}

const FILE = "xml_submission_file";

export async function fill(asked: Asked): Promise<Filled> {
  const loaded = await loadForm(asked.document, {
    fetchFormAttachment: ((address: URL) => Promise.resolve(attached(asked, String(address)))) as never,
  });
  if (loaded.status === "failure") throw new Error("form");
  const config = { preloadProperties: { deviceID: asked.device, username: asked.device } };
  const restored = asked.draft ? await restore(loaded, asked.draft, config) : undefined;
  const root: Node = (restored ?? loaded.createInstance(config)).root;
  const said = (root.languages as { language: string }[]).find((one) => one.language.includes(`(${asked.lang})`));
  if (said) root.setLanguage(said);
  const page = new Page(root, asked);
  return { element: page.element, done: () => page.done(), draft: () => written(root) };
}

/// A file beside the form, by the last part of its address.
function attached(asked: Asked, address: string): Response {
  const name = address.split("/").at(-1) ?? "";
  const text = asked.tables[name] ?? asked.choices ?? "name,label\n";
  return new Response(text, { headers: { "content-type": name.endsWith(".xml") ? "text/xml" : "text/csv" } });
}

async function restore(loaded: Node, xml: string, config: unknown): Promise<Node | undefined> {
  const data = new FormData();
  data.set(FILE, new File([xml], FILE, { type: "text/xml" }));
  return (loaded.restoreInstance({ data: [data] }, config) as Promise<Node>).catch(() => undefined);
}

async function written(root: Node): Promise<string> {
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  return (payload.data[0].get(FILE) as File).text();
}

class Page {
  readonly element: HTMLElement;
  private readonly drawn = new Map<string, Drawn>();
  private readonly said = h("div", {});

  constructor(private readonly root: Node, private readonly asked: Asked) {
    this.element = h("div", {}, this.said, ...this.children(root));
    this.refresh();
  }

  private refresh(): void {
    for (const one of this.drawn.values()) one.refresh();
  }

  /// Something was typed: the engine has judged everything anew.
  private changed(): void {
    this.refresh();
    this.asked.changed();
  }

  private children(parent: Node): HTMLElement[] {
    return (parent.currentState.children as Node[]).flatMap((node) => this.one(node) ?? []);
  }

  private keep(node: Node, element: HTMLElement, refresh: () => void = () => undefined): HTMLElement {
    const all = () => {
      element.hidden = !node.currentState.relevant;
      refresh();
    };
    this.drawn.set(node.nodeId, { node, element, refresh: all });
    return element;
  }

  private one(node: Node): HTMLElement | undefined {
    switch (node.nodeType) {
      case "group":
        return this.group(node);
      case "repeat-range:controlled":
      case "repeat-range:uncontrolled":
        return this.repeat(node);
      case "note":
        return this.keep(node, h("p", {}), () => void (this.drawn.get(node.nodeId)!.element.textContent = node.currentState.noteText?.asString ?? ""));
      case "input":
      case "range":
        return this.labelled(node, input(node, (text) => node.setValue(text === "" ? null : text), () => this.changed()));
      case "select":
        return node.selectType === "select" ? this.boxes(node) : this.labelled(node, this.select(node));
      case "trigger":
        return this.trigger(node);
      case "rank":
        return this.rank(node);
      default:
        return undefined;
    }
  }

  private group(node: Node): HTMLElement {
    const title = h("h2", {});
    return this.keep(node, h("section", {}, title, ...this.children(node)), () => {
      title.textContent = node.currentState.label?.asString ?? "";
      title.hidden = title.textContent === "";
    });
  }

  private repeat(node: Node): HTMLElement {
    const rows = h("div", {});
    const free = node.nodeType === "repeat-range:uncontrolled";
    const title = h("h2", {});
    const known = new Map<string, HTMLElement>();
    const add = button(this.asked.words.add, () => {
      node.addInstances();
      this.changed();
    }, true);
    return this.keep(node, card(title, rows, free ? h("p", { class: "actions" }, add) : null), () => {
      title.textContent = node.currentState.label?.asString ?? "";
      title.hidden = title.textContent === "";
      const there = node.currentState.children as Node[];
      const wanted = there.map((row, at) => {
        const drawn = known.get(row.nodeId) ?? this.row(node, row, free);
        known.set(row.nodeId, drawn);
        drawn.querySelector("h3")!.textContent = row.currentState.label?.asString || `${at + 1}`;
        return drawn;
      });
      if (wanted.length !== rows.children.length || wanted.some((one, at) => rows.children[at] !== one)) rows.replaceChildren(...wanted);
    });
  }

  private row(range: Node, row: Node, free: boolean): HTMLElement {
    const element = h("div", {}, h("h3", {}), ...this.children(row));
    if (free) {
      element.append(h("p", { class: "actions" }, button(this.asked.words.remove, () => {
        const at = (range.currentState.children as Node[]).findIndex((one) => one.nodeId === row.nodeId);
        if (at >= 0) range.removeInstances(at);
        element.remove();
        this.changed();
      }, true)));
    }
    return element;
  }

  /// One control under its question.
  private labelled(node: Node, control: { element: HTMLElement; show: () => void }): HTMLElement {
    const element = field(id(node), " ", control.element, " ");
    const label = element.querySelector("label")!;
    const hint = element.querySelector<HTMLElement>("p.hint")!;
    return this.keep(node, element, () => {
      this.question(node, label, hint);
      control.show();
    });
  }

  private question(node: Node, label: HTMLElement, hint: HTMLElement | null): void {
    const state = node.currentState;
    label.textContent = `${state.label?.asString ?? ""}${state.required || state.readonly ? "" : ` (${this.asked.words.optional})`}`;
    if (!hint) return;
    hint.textContent = state.hint?.asString ?? "";
    hint.hidden = hint.textContent === "";
  }

  private select(node: Node): { element: HTMLElement; show: () => void } {
    const element = h("select", { change: () => {
      node.selectValue(element.value === "" ? null : element.value);
      this.changed();
    } });
    let before = "";
    const show = () => {
      const options = node.currentState.valueOptions as { value: string; label: { asString: string } }[];
      const now = JSON.stringify(options.map((one) => [one.value, one.label.asString]));
      if (now !== before) {
        before = now;
        element.replaceChildren(h("option", { value: "" }, this.asked.words.empty), ...options.map((one) => h("option", { value: one.value }, one.label.asString)));
      }
      element.value = (node.currentState.value as string[])[0] ?? "";
      element.disabled = node.currentState.readonly;
    };
    return { element, show };
  }

  private boxes(node: Node): HTMLElement {
    const legend = h("legend", {});
    const rows = h("div", { id: id(node) });
    const hint = h("p", { class: "hint" });
    let before = "";
    return this.keep(node, h("fieldset", { class: "field" }, legend, hint, rows), () => {
      this.question(node, legend, hint);
      const options = node.currentState.valueOptions as { value: string; label: { asString: string } }[];
      const now = JSON.stringify(options.map((one) => [one.value, one.label.asString]));
      if (now !== before) {
        before = now;
        rows.replaceChildren(...options.map((one) => h("label", { class: "choice" }, h("input", { type: "checkbox", value: one.value, change: () => {
          node.selectValues([...rows.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value));
          this.changed();
        } }), h("span", {}, one.label.asString))));
      }
      const on = node.currentState.value as string[];
      for (const box of rows.querySelectorAll("input")) {
        box.checked = on.includes(box.value);
        box.disabled = node.currentState.readonly;
      }
    });
  }

  private trigger(node: Node): HTMLElement {
    const text = h("span", {});
    const box = h("input", { type: "checkbox", id: id(node), change: () => {
      node.setValue(box.checked);
      this.changed();
    } });
    return this.keep(node, h("div", { class: "field" }, h("label", { class: "choice" }, box, text)), () => {
      this.question(node, text, null);
      box.checked = Boolean(node.currentState.value);
    });
  }

  /// Things put in an order: each can go up by one.
  private rank(node: Node): HTMLElement {
    const legend = h("legend", {});
    const rows = h("ol", { id: id(node) });
    return this.keep(node, h("fieldset", { class: "field" }, legend, rows), () => {
      this.question(node, legend, null);
      const options = (node.currentState.valueOptions as { value: string }[]).map((one) => one.value);
      const chosen = node.currentState.value as string[];
      const order = chosen.length > 0 ? chosen : options;
      rows.replaceChildren(...order.map((value, at) => h("li", {}, `${node.getValueLabel(value)?.asString ?? value} `,
        button(this.asked.words.up, () => {
          const moved = [...order];
          moved.splice(Math.max(0, at - 1), 0, ...moved.splice(at, 1));
          node.setValues(moved);
          this.changed();
        }, true))));
    });
  }

  async done(): Promise<{ xml: string; lines: [string, string][] } | undefined> {
    forgive(this.element);
    this.said.replaceChildren();
    const violations = this.root.validationState.violations as { nodeId: string; violation: { condition: string; message: { asString: string } | null } }[];
    if (violations.length > 0) {
      this.said.replaceChildren(notice("bad", this.asked.words.correct.replace("{n}", String(violations.length))));
      for (const { nodeId, violation } of violations) {
        const drawn = this.drawn.get(nodeId);
        const place = drawn?.element.querySelector<HTMLElement>(`[id="${id(drawn.node)}"]`);
        const text = violation.message?.asString || (violation.condition === "required" ? this.asked.words.missing : this.asked.words.wrong);
        if (place) blame(place, text);
      }
      this.element.querySelector<HTMLElement>("[aria-invalid]")?.focus();
      this.said.scrollIntoView({ block: "center" });
      return undefined;
    }
    return { xml: await written(this.root), lines: this.lines() };
  }

  /// What was answered, in words, to be shown again.
  private lines(): [string, string][] {
    const found: [string, string][] = [];
    for (const { node } of this.drawn.values()) {
      if (!node.currentState.relevant || !("value" in node.currentState) || ["note", "group"].includes(node.nodeType)) continue;
      const value = node.currentState.value;
      const label = node.currentState.label?.asString;
      const chosen = Array.isArray(value)
        ? value.map((one: string) => node.getValueOption?.(one)?.label.asString ?? node.getValueLabel?.(one)?.asString ?? one).join("; ")
        : node.currentState.instanceValue;
      if (label && typeof chosen === "string" && chosen !== "") found.push([label, chosen]);
    }
    return found;
  }
}

const id = (node: Node): string => `x-${String(node.nodeId).replace(":", "-")}`;

/// Types that a browser has a control of its own for.
const TYPES: Record<string, string> = { date: "date", time: "time", dateTime: "datetime-local" };

function input(node: Node, set: (text: string) => void, changed: () => void): { element: HTMLElement; show: () => void } {
  const long = node.valueType === "string" && (node.nodeOptions?.rows || [...(node.appearances ?? [])].includes("multiline"));
  const typed = () => {
    try {
      set(element.value.trim());
    } catch {
      // Half a number is none yet.
    }
    changed();
  };
  const element: HTMLInputElement | HTMLTextAreaElement = long
    ? h("textarea", { rows: "4", change: typed })
    : h("input", { type: TYPES[node.valueType] ?? "text", change: typed, autocomplete: "off" });
  if (node.valueType === "int") element.inputMode = "numeric";
  if (node.valueType === "decimal") element.inputMode = "decimal";
  const show = () => {
    element.readOnly = node.currentState.readonly;
    if (document.activeElement === element) return;
    const text = String(node.currentState.instanceValue ?? "");
    element.value = node.valueType === "time" ? text.slice(0, 5) : node.valueType === "dateTime" ? text.slice(0, 16) : text;
  };
  return { element, show };
}
