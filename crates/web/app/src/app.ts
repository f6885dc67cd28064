// The app as a whole: who is at it, what the bar says, when it locks, when it speaks with the node.

import * as carried from "./carried";
import * as clock from "./clock";
import * as contact from "./contact";
import * as desk from "./desk";
import * as drafts from "./drafts";
import * as formbook from "./formbook";
import { button, h, notice, show } from "./dom";
import * as net from "./net";
import * as queue from "./queue";
import type { Kinds } from "./rules";
import * as store from "./store";
import * as vault from "./vault";
import { maybe, spoken, t, type Word } from "./words";

/// What every screen may use.
export interface App {
  me?: queue.Me;
  kinds?: Kinds;
  /// Minutes without a touch until it locks.
  minutes: number;
}

export const app: App = { minutes: 5 };

type Screen = () => Promise<void>;

let here: Screen = async () => {};
let onLock: Screen = async () => {};
let touched = Date.now();
let told: { tone: "good" | "warn" | "bad"; text: string }[] = [];

/// What the lock screen is; set once, so that this file need not know the screens.
export const lockTo = (screen: Screen): void => void (onLock = screen);

/// Goes to a screen. The browser's back button leads to the one before; addresses say nothing.
const before: Screen[] = [];

export async function go(screen: Screen): Promise<void> {
  before.push(here);
  history.pushState({ depth: before.length }, "");
  here = screen;
  await draw();
}

/// Shows a screen from which nothing leads back.
export async function start(screen: Screen): Promise<void> {
  before.length = 0;
  here = screen;
  await draw();
}

export const draw = async (): Promise<void> => {
  try {
    // What was typed on the screen before stays.
    await drafts.flush();
    await here();
  } catch (trouble) {
    if (!vault.isOpen() && (await vault.exists())) return onLock();
    show(notice("bad", t("trouble")));
    console.error(trouble instanceof Error ? trouble.name : "trouble");
  }
};

addEventListener("popstate", (event) => {
  // Usually one back; a form in two parts goes back two when it is done.
  const asked = (event.state as { depth?: number } | null)?.depth ?? 0;
  const depth = Math.min(asked, before.length - 1);
  const screen = before[depth];
  before.length = Math.max(0, depth);
  if (screen && vault.isOpen()) {
    here = screen;
    void draw();
  }
});

/// Says something once, above the next screen.
export const say = (tone: "good" | "warn" | "bad", text: string): void => void told.push({ tone, text });

/// What stands above every screen: what waits, what was said.
export async function bar(): Promise<HTMLElement> {
  const status = h("p", { class: "count", id: "status", role: "status" }, await statusText());
  const notices = told.map((one) => notice(one.tone, one.text));
  told = [];
  return h("div", {}, status, ...notices);
}

/// How far the phone's clock is off, if it is worth saying.
export function clockNotice(): HTMLElement | null {
  const off = Math.round(Math.abs(clock.behind()) / 60_000);
  if (off < 10) return null;
  const days = Math.round(off / 1440);
  return notice("warn", days >= 2 ? t("clockDays", { n: days }) : t("clock", { n: off }));
}

/// Whether there was no room at the last contact.
let fullNow = false;

async function statusText(): Promise<string> {
  if (queue.isSending()) return t("sending");
  if (fullNow) return t("fullContact", { n: await queue.waiting() });
  const waiting = await queue.waiting();
  return waiting === 0 ? t("allSent") : t("waiting", { n: waiting });
}

const refresh = async (): Promise<void> => {
  const status = document.getElementById("status");
  if (status) status.textContent = await statusText();
};

export async function loadKinds(): Promise<void> {
  app.kinds = await carried.kinds(spoken());
}

/// Speaks with the node, if there is signal. Answers whether there was.
export async function sync(anew = false): Promise<boolean> {
  try {
    const changed = () => void refresh();
    fullNow = false;
    const me = app.me;
    const heard = me && vault.isOpen() ? await contact.full(me, changed, anew) : await contact.quiet(changed, anew);
    if (queue.wasFull()) fullNow = true;
    await after(heard);
    return true;
  } catch (trouble) {
    if (trouble instanceof net.NoSignal) return false;
    if (trouble instanceof net.Refused) return true;
    if (!store.isFull(trouble)) throw trouble;
    // What waited was sent; what would have been fetched has no room.
    fullNow = true;
    return true;
  } finally {
    await refresh();
  }
}

async function after(heard: contact.Heard): Promise<void> {
  switch (heard.kind) {
    case "wiped":
      app.me = undefined;
      await onLock();
      return;
    case "unknown":
      return draw();
    case "no-post":
      say("warn", t("noPost"));
      return draw();
    case "gone":
      for (const one of heard.gone) {
        const why = one.why === "matter-closed" ? t("goneClosed") : one.why === "device-without-names" ? t("withoutNames") : t("goneReach");
        say("warn", t("gone", { code: one.code, why }));
      }
      return draw();
    case "nothing":
    case "resting":
      return undefined;
  }
}

/// Locks: keys and everything readable leave memory and screen, after what was typed is sealed.
export async function lock(softly: boolean): Promise<void> {
  // Not for long: what cannot be written must not stay readable for that.
  if (vault.isOpen()) await Promise.race([drafts.flush(), new Promise((done) => setTimeout(done, 3_000))]);
  vault.lock(softly);
  app.me = undefined;
  before.length = 0;
  told = [];
  await onLock();
}

/// What lay here seven days without contact goes. Answers how many cases did.
async function expire(): Promise<number> {
  await desk.taken();
  await formbook.expire();
  return carried.drop(() => false);
}

/// Opens what the vault holds.
export async function open(): Promise<void> {
  app.me = await vault.read<queue.Me>("me");
  app.minutes = (await store.get<number>("open", "minutes")) ?? 5;
  touched = Date.now();
  await expire();
  await loadKinds();
}

/// Leaves as many screens as a form had.
export function done(screens = 1): void {
  history.go(-Math.max(1, Math.min(screens, before.length)));
}

/// Keeps what is typed in a form until it is saved, and puts back what was typed before. Answers a line that says so.
export function unfinished(form: HTMLFormElement, which: drafts.Form, kept: drafts.Draft | undefined): HTMLElement | null {
  drafts.follow(form, which, kept, () => {
    if (!form.querySelector(".draft-full")) form.prepend(h("div", { class: "draft-full" }, notice("bad", t("draftFull"))));
  });
  return kept ? notice("good", t("formGoOn")) : null;
}

/// What was typed is thrown away, as the worker said.
export const cancel = (...forms: { screen: string; about: string }[]): void => void drafts.drop(...forms).then(() => done());

/// Queues an act and says that it is saved; when the phone is full it says so and changes nothing. What was typed is then no draft any
/// more; `also` are places of others that go with it.
export async function save(
  act: queue.Act,
  entry: (id: string) => Omit<queue.Entry, "act" | "made_at">,
  full: (text: string) => void,
  also: string[] = [],
): Promise<boolean> {
  if (!app.me) return false;
  const draft = await drafts.pause();
  try {
    await queue.add(app.me, act, entry, [...draft.places, ...also]);
  } catch (trouble) {
    draft.resume();
    full(store.isFull(trouble) ? t("full") : t("trouble"));
    return false;
  }
  say("good", t("savedHere"));
  void sync();
  return true;
}

/// Words for what became of an act.
export function outcome(told: store.Told | undefined, sent = false): { text: string; why?: string; tone: string } {
  // The answer came and had no room.
  if (!told && sent) return { text: t("out-sent"), tone: "open" };
  if (!told) return { text: t("out-waiting"), tone: "waiting" };
  const why = told.reason ? maybe(`why-${told.reason}`) : undefined;
  const tone = told.outcome === "applied" ? "closed" : told.outcome === "held" ? "waiting" : "soon";
  return { text: maybe(`out-${told.outcome}`) ?? told.outcome, why, tone };
}

export const back = (): HTMLElement =>
  h("p", { class: "crumb" }, button(`← ${t("back" satisfies Word)}`, () => done(), true));

/// Starts what goes on by itself: locking, time, sending.
export function live(): void {
  const touch = () => void (touched = Date.now());
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, touch, { passive: true });
  setInterval(() => {
    void clock.tick().catch(() => undefined);
    if (!vault.isOpen()) return;
    if (Date.now() - touched > app.minutes * 60_000) void lock(true);
    else void expire().then((dropped) => (dropped > 0 ? draw() : undefined)).catch(() => undefined);
  }, 15_000);
  setInterval(() => void sync(), 60_000);
  addEventListener("online", () => void sync());
  // Nobody knows whether the app comes back from there.
  addEventListener("pagehide", () => void drafts.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return void drafts.flush();
    // Timers rest while the app is in the background: the clock decides.
    if (vault.isOpen() && Date.now() - touched > app.minutes * 60_000) void lock(true);
    void sync();
  });
}
