// Forms drawn from the declarations of kinds, checked by the same rules as on the node.

import * as clock from "./clock";
import { blame, field, forgive, h, notice, once } from "./dom";
import { problems, type Field, type Kind, type Kinds, type Values } from "./rules";
import { day, t, type Word } from "./words";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function control(one: Field, lists: Kinds["lists"], value: string): HTMLElement {
  switch (one.shape) {
    case "narrative":
      return h("textarea", { name: one.name, rows: "4" }, value);
    case "region":
    case "code": {
      const choices = (lists[one.list ?? ""] ?? []).map(([code, label]) =>
        h("option", { value: code, selected: code === value }, label),
      );
      return h("select", { name: one.name }, h("option", { value: "" }, t("empty")), ...choices);
    }
    case "codes": {
      const on = value.split(/\s+/);
      const boxes = (lists[one.list ?? ""] ?? []).map(([code, label]) =>
        h("label", { class: "choice" },
          h("input", { type: "checkbox", name: one.name, value: code, checked: on.includes(code) }), h("span", {}, label)),
      );
      return h("div", { role: "group", "data-codes": one.name, "aria-label": one.label }, ...boxes);
    }
    case "yes-no":
      return h("select", { name: one.name },
        h("option", { value: "" }, t("notSaid")),
        h("option", { value: "true", selected: value === "true" }, t("yes")),
        h("option", { value: "false", selected: value === "false" }, t("no")));
    case "date":
      return h("input", { type: "date", name: one.name, value });
    case "number":
      return h("input", { type: "text", inputmode: "numeric", name: one.name, value });
    default:
      return h("input", { type: "text", name: one.name, value, maxlength: String(one.max ?? 500) });
  }
}

/// Whether the app can ask for a field: what points to other records is asked at the office.
export const askable = (one: Field): boolean => !one.computed && one.shape !== "link" && one.shape !== "instant";

export interface Drawn {
  form: HTMLFormElement;
  /// What was typed in fields that differ from what stood there; undefined when something is wrong, which is then shown.
  read(): { values: Values; lines: [string, string][] } | undefined;
  /// Says something above the form.
  say(tone: "good" | "warn" | "bad", text: string): void;
}

/// A form of some fields of a kind. `save` answers whether it was saved.
export function draw(kind: Kind, kinds: Kinds, names: string[], needed: string[], before: Values, save: () => Promise<boolean>, cancel: () => void, label = t("save")): Drawn {
  const asked = kind.fields.filter((one) => names.includes(one.name) && askable(one));
  const said = h("div", {});
  const rows = asked.map((one) => {
    const label = needed.includes(one.name) ? one.label : `${one.label} (${t("optional")})`;
    const drawn = control(one, kinds.lists, before[one.name] ?? "");
    if (one.shape === "codes") return h("fieldset", { class: "field" }, h("legend", {}, label), drawn);
    if (needed.includes(one.name)) drawn.setAttribute("aria-required", "true");
    return field(`f-${one.name}`, label, drawn);
  });
  const form: HTMLFormElement = h("form", { novalidate: true, autocomplete: "off", submit: (event) => { event.preventDefault(); once(form, save); } },
    said, ...rows,
    h("p", { class: "actions" }, h("button", {}, label), " ",
      h("button", { type: "button", class: "second", click: cancel }, t("cancel"))));
  const typed = (): Values => {
    const values: Values = {};
    for (const one of asked) {
      if (one.shape === "codes") {
        const boxes = [...form.querySelectorAll<HTMLInputElement>(`[data-codes="${one.name}"] input:checked`)];
        values[one.name] = boxes.map((box) => box.value).join(" ");
      } else {
        values[one.name] = (form.elements.namedItem(one.name) as Control | null)?.value.trim() ?? "";
      }
    }
    return values;
  };
  const say: Drawn["say"] = (tone, text) => {
    said.replaceChildren(notice(tone, text));
    said.scrollIntoView({ block: "center" });
  };
  const read: Drawn["read"] = () => {
    forgive(form);
    said.replaceChildren();
    const values = typed();
    const wrong = problems(kind, kinds.lists, values, needed, clock.today()).filter(([name]) => asked.some((one) => one.name === name));
    if (wrong.length > 0) {
      say("bad", t("correct", { n: wrong.length }));
      for (const [name, code] of wrong) {
        const place = form.querySelector<HTMLElement>(`#f-${name}, [data-codes="${name}"]`);
        if (place) blame(place, t(code as Word));
      }
      form.querySelector<HTMLElement>("[aria-invalid]")?.focus();
      return undefined;
    }
    const changed: Values = {};
    const lines: [string, string][] = [];
    for (const one of asked) {
      const value = values[one.name] ?? "";
      if (value === (before[one.name] ?? "") && !needed.includes(one.name)) continue;
      changed[one.name] = value;
      if (value !== "") lines.push([one.label, shown(one, value, kinds)]);
    }
    return { values: changed, lines };
  };
  return { form, read, say };
}

/// A value in words.
export function shown(one: Field, value: string, kinds: Kinds): string {
  const label = (code: string) => (kinds.lists[one.list ?? ""] ?? []).find(([each]) => each === code)?.[1] ?? code;
  switch (one.shape) {
    case "region":
    case "code":
      return label(value);
    case "codes":
      return value.split(/\s+/).map(label).join("; ");
    case "yes-no":
      return value === "true" ? t("yes") : t("no");
    case "date":
      return day(value);
    default:
      return value;
  }
}
