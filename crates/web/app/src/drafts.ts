// What was typed and is not saved yet. It is sealed as it is typed, so that a lock, a closed app or an empty battery loses nothing. Where
// it lies tells only that something is unfinished, not what or about whom.

import { hex, random, utf8 } from "./bytes";
import * as clock from "./clock";
import { inTurn } from "./turns";
import * as store from "./store";
import * as vault from "./vault";

/// Which form: a screen and what it was opened with, from which it can be drawn again.
export interface Form {
  screen: string;
  /// Tells one form of a screen from another: a case, an offer.
  about: string;
  /// What the screen takes. It holds what the worker saw when the form was begun, also the version.
  given: unknown[];
  /// For the list of what is unfinished; null for the second half of another form.
  title: string | null;
}

type Typed = Record<string, string | boolean>;

export interface Draft extends Form {
  typed: Typed;
  at: number;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/// The form on the screen.
interface Open extends Form {
  form: HTMLFormElement;
  /// As it was drawn: what nobody touched is no draft.
  first: string;
  /// As it was written last.
  written: string;
  full: () => void;
}

/// A filled form of another sort that is on the screen: it writes itself.
type Other = { element: HTMLElement; write: () => Promise<void> };

let open: Open | undefined;
let other: Other | undefined;

type Screen = (...given: unknown[]) => Promise<void>;

const screens = new Map<string, Screen>();

/// A screen that can be drawn again with what it was given.
export function opener<G extends unknown[]>(name: string, screen: (...given: G) => Promise<void>): void {
  screens.set(name, screen as unknown as Screen);
}

/// Draws the form of a draft.
export const again = (draft: Draft): (() => Promise<void>) | undefined => {
  const screen = screens.get(draft.screen);
  return screen && (() => screen(...draft.given));
};

/// Under a secret of the vault: whoever reads ids of cases on the disk cannot try which of them it is.
async function place(form: { screen: string; about: string }): Promise<string> {
  const secret = await vault.read<string>("unfinished");
  const digest = await crypto.subtle.digest("SHA-256", utf8(`${secret}\n${form.screen}\n${form.about}`));
  return `unfinished:${hex(new Uint8Array(digest).subarray(0, 16))}`;
}

export const of = async (screen: string, about: string): Promise<Draft | undefined> =>
  vault.read<Draft>(await place({ screen, about }));

/// Where a form's draft lies, to be taken away in the same breath as what was typed is saved.
export const places = (...forms: { screen: string; about: string }[]): Promise<string[]> => Promise.all(forms.map(place));

export async function drop(...forms: { screen: string; about: string }[]): Promise<void> {
  if (open && forms.some((one) => one.screen === open?.screen && one.about === open.about)) open = undefined;
  for (const one of await places(...forms)) await inTurn("drafts", () => store.remove("sealed", one));
}

/// For a new vault.
export const begin = (): Promise<void> => vault.keep("unfinished", hex(random(16)));

/// Everything unfinished, newest first.
export async function all(): Promise<Draft[]> {
  const found: Draft[] = [];
  for (const key of await store.keys("sealed")) {
    const draft = key.startsWith("unfinished:") ? await vault.read<Draft>(key) : undefined;
    if (draft) found.push(draft);
  }
  return found.sort((a, b) => b.at - a.at);
}

const controls = (form: HTMLFormElement): Control[] => [...form.querySelectorAll<Control>("input, select, textarea")];

const named = (control: Control): string =>
  control instanceof HTMLInputElement && control.type === "checkbox" ? `${control.name}=${control.value}` : control.id || control.name;

function read(form: HTMLFormElement): Typed {
  const typed: Typed = {};
  for (const control of controls(form)) {
    typed[named(control)] = control instanceof HTMLInputElement && control.type === "checkbox" ? control.checked : control.value;
  }
  return typed;
}

/// Puts back what was typed, and keeps what is typed from now on. `full` says that the phone has no room for it.
export function follow(form: HTMLFormElement, which: Form, before: Draft | undefined, full: () => void): void {
  const first = JSON.stringify(read(form));
  for (const control of controls(form)) {
    const typed = before?.typed[named(control)];
    if (typeof typed === "boolean") (control as HTMLInputElement).checked = typed;
    else if (typed !== undefined) control.value = typed;
  }
  open = { ...which, form, first, written: JSON.stringify(read(form)), full };
  other = undefined;
  const changed = () => void flush();
  // Seen on the way down, since not every event comes up again.
  for (const kind of ["input", "change"]) form.addEventListener(kind, changed, true);
}

/// The same for a form that knows itself how it is kept.
export function followOther(element: HTMLElement, write: () => Promise<void>): void {
  [open, other] = [undefined, { element, write }];
}

/// While what was typed is being saved no draft of it is written. Answers where the draft lies, and what goes on with it.
export async function pause(): Promise<{ places: string[]; resume: () => void }> {
  await flush();
  const [one, two] = [open, other];
  [open, other] = [undefined, undefined];
  return { places: one ? await places(one) : [], resume: () => void ([open, other] = [one, two]) };
}

async function write(): Promise<void> {
  const one = open;
  if (!one || !one.form.isConnected || !vault.isOpen()) return;
  const typed = read(one.form);
  const now = JSON.stringify(typed);
  if (now === one.written || (now === one.first && one.written === one.first)) return;
  const { screen, about, given, title } = one;
  const key = await place(one);
  const sealed = await vault.sealed(key, { screen, about, given, title, typed, at: clock.now() } satisfies Draft);
  // It was saved meanwhile.
  if (open !== one) return;
  if (await store.ifRoom(store.put("sealed", key, sealed))) one.written = now;
  else one.full();
}

let waiting: Promise<void> | undefined;

/// Writes what is on the screen. While one writing goes on, the next one waits for it and writes what is newest.
export function flush(): Promise<void> {
  waiting ??= inTurn("drafts", () => {
    waiting = undefined;
    return other?.element.isConnected && vault.isOpen() ? other.write() : write();
  }).catch(() => undefined);
  return waiting;
}
