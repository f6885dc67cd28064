// Plain elements. Text is always set as text, never as markup.

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false) element.setAttribute(key, value);
  }
  // Browsers keep what is typed in other forms with the history of a window, unsealed.
  if (name === "form" && !("autocomplete" in attributes)) element.setAttribute("autocomplete", "off");
  for (const child of children) if (child) element.append(child);
  return element;
}

const root = (): HTMLElement => document.getElementById("app")!;

/// Shows a screen in place of the one before, and tells a screen reader where it is.
export function show(...children: Child[]): void {
  root().replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
  document.getElementById("main")?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

export const card = (...children: Child[]): HTMLElement => h("section", { class: "card" }, ...children);

export const notice = (tone: "good" | "warn" | "bad", text: string): HTMLElement =>
  h("p", { class: `notice ${tone}`, role: tone === "bad" ? "alert" : "status" }, text);

export const button = (label: string, act: () => void, second = false): HTMLButtonElement =>
  h("button", { type: "button", class: second ? "second" : false, click: act }, label);

/// Does what a form is for, once at a time: its buttons rest meanwhile, and for good after it was done, since the screen goes.
export function once(form: HTMLElement, work: () => Promise<boolean>): void {
  if (form.dataset["busy"]) return;
  const buttons = [...form.querySelectorAll("button")].filter((one) => !one.disabled);
  const rest = (resting: boolean) => {
    if (resting) form.dataset["busy"] = "true";
    else delete form.dataset["busy"];
    for (const one of buttons) one.disabled = resting;
  };
  rest(true);
  void work().catch(() => false).then((done) => (done ? undefined : rest(false)));
}

export const actions = (...children: Child[]): HTMLElement => h("p", { class: "actions" }, ...children);

/// A labelled control with a hint and a place for what is wrong with it.
export function field(id: string, label: string, control: HTMLElement, hint?: string): HTMLElement {
  control.id = id;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    control,
    hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null,
  );
}

/// Says what is wrong with a control.
export function blame(control: HTMLElement, text: string): void {
  const id = `${control.id}-wrong`;
  document.getElementById(id)?.remove();
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", id);
  control.after(h("p", { class: "problem", id }, text));
}

export function forgive(within: HTMLElement): void {
  for (const control of within.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const text of within.querySelectorAll("p.problem")) text.remove();
}
