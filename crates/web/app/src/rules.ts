// The rules of forms that must hold here as on the node: what must be filled, what may stand in a field, which step follows which state.
// `tests/vectors.json` is made from the node's own declarations; both sides are proved by it.

export interface Field {
  name: string;
  label: string;
  shape: "line" | "narrative" | "code" | "codes" | "date" | "instant" | "number" | "yes-no" | "region" | "link";
  required: boolean;
  computed: boolean;
  max?: number;
  list?: string;
  future?: boolean;
  least?: number;
  most?: number;
  to?: string;
}

export interface Step {
  action: string;
  slug: string;
  label: string;
  from: string[];
  to: string;
  needs: string[];
  offers: string[];
}

export interface Kind {
  label: string;
  open: string | null;
  openLabel: string | null;
  edit: string;
  /// The state in which a record begins.
  initial: string | null;
  states: Record<string, { label: string; phase: string }>;
  steps: Step[];
  fields: Field[];
}

export interface Kinds {
  lang: string;
  kinds: Record<string, Kind>;
  lists: Record<string, [string, string][]>;
}

export type Values = Record<string, string>;
/// As the node calls them.
export type Wrong =
  | "missing" | "too-long" | "unknown-code" | "not-a-date" | "in-future" | "date-out-of-range"
  | "not-a-number" | "out-of-range" | "not-yes-no" | "unknown-region";

/// A civil date that exists.
function isDate(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

function wrong(field: Field, value: string, lists: Kinds["lists"], today: string): Wrong | undefined {
  const known = (code: string) => (lists[field.list ?? ""] ?? []).some(([each]) => each === code);
  switch (field.shape) {
    case "line":
    case "narrative":
      return [...value].length > (field.max ?? Infinity) ? "too-long" : undefined;
    case "code":
      return known(value) ? undefined : "unknown-code";
    case "codes":
      return value.split(/\s+/).every(known) ? undefined : "unknown-code";
    case "date":
      if (!isDate(value)) return "not-a-date";
      if (value < "1900" || value >= "2201") return "date-out-of-range";
      return !field.future && value > today ? "in-future" : undefined;
    case "number": {
      if (!/^[-+]?\d+$/.test(value)) return "not-a-number";
      const number = Number(value);
      return number < (field.least ?? -Infinity) || number > (field.most ?? Infinity) ? "out-of-range" : undefined;
    }
    case "yes-no":
      return ["true", "yes", "false", "no", "unknown"].includes(value) ? undefined : "not-yes-no";
    case "region":
      return known(value) ? undefined : "unknown-region";
    default:
      return undefined;
  }
}

/// What is wrong with what was typed. `needed` are fields that a step asks for; opening asks for what the kind requires.
export function problems(kind: Kind, lists: Kinds["lists"], values: Values, needed: string[], today: string): [string, Wrong][] {
  const found: [string, Wrong][] = [];
  for (const field of kind.fields) {
    const value = (values[field.name] ?? "").trim();
    if (value === "") {
      if (needed.includes(field.name)) found.push([field.name, "missing"]);
      continue;
    }
    const trouble = wrong(field, value, lists, today);
    if (trouble) found.push([field.name, trouble]);
  }
  return found;
}

export const required = (kind: Kind): string[] =>
  kind.fields.filter((field) => field.required && !field.computed).map((field) => field.name);

/// Fields of the first form: what a step asks for later is left out, unless it is required.
export function first(kind: Kind): string[] {
  const later = new Set(kind.steps.flatMap((step) => [...step.needs, ...step.offers]));
  return kind.fields.filter((field) => !field.computed && (field.required || !later.has(field.name))).map((field) => field.name);
}

/// Steps that lead on from a state.
export const stepsFrom = (kind: Kind, state: string): Step[] => kind.steps.filter((step) => step.from.includes(state));
