// Setting up, and the lock.

import { app, draw, lockTo, open, start, sync } from "../app";
import * as clock from "../clock";
import { setUp } from "../contact";
import { actions, blame, button, card, field, forgive, h, notice, show } from "../dom";
import * as net from "../net";
import * as queue from "../queue";
import * as store from "../store";
import * as vault from "../vault";
import { speak, spoken, t } from "../words";
import { home } from "./home";

const secretInput = (kind: "current-password" | "new-password"): HTMLInputElement =>
  h("input", { type: "password", autocomplete: kind, maxlength: "200" });

/// The other language.
const language = (): HTMLElement =>
  actions(button(t("language"), () => {
    speak(spoken() === "id" ? "en" : "id");
    void store.put("open", "lang", spoken()).then(draw);
  }, true));

const waitingLine = async (): Promise<HTMLElement | null> => {
  const waiting = await queue.waiting();
  return waiting > 0
    ? card(h("p", { id: "status", role: "status" }, t("waiting", { n: waiting })), actions(button(t("sendNow"), () => void sync().then(draw), true)))
    : null;
};

/// No vault: the phone is new, or was wiped.
export async function setup(): Promise<void> {
  const user = h("input", { type: "text", autocomplete: "username", autocapitalize: "none", spellcheck: "false", maxlength: "40" });
  const secret = h("input", { type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "60" });
  const [first, second] = [secretInput("new-password"), secretInput("new-password")];
  const said = h("div", {});
  const submit = h("button", {}, t("start"));
  const form = h("form", {
    novalidate: true, class: "card", submit: (event) => {
      event.preventDefault();
      forgive(form);
      if ([...first.value].length < vault.LEAST_LETTERS) return blame(first, t("tooShort"));
      if (first.value !== second.value) return blame(second, t("notSame"));
      submit.disabled = true;
      void begin({ user: user.value.trim(), secret: secret.value.trim() }, first.value)
        .catch((trouble: unknown) => {
          const text = trouble instanceof net.Refused ? t("wrongDevice") : store.isFull(trouble) ? t("full") : t("noSignal");
          said.replaceChildren(notice("bad", text));
        })
        .finally(() => (submit.disabled = false));
    },
  },
  said,
  field("user", t("user"), user, t("setupWhere")), field("secret", t("secret"), secret),
  field("passphrase", t("passphrase"), first, t("passphraseHint")), field("repeat", t("repeat"), second),
  actions(submit));
  const wiped = await store.get("open", "wiped");
  show(h("h1", {}, t("setup")), h("p", { class: "lead" }, t("setupLead")),
    wiped ? notice("warn", t("wiped")) : null, await waitingLine(),
    isSecureContext ? form : notice("bad", t("insecure")), language());
}

async function begin(who: net.Credentials, passphrase: string): Promise<void> {
  app.me = await setUp(who, passphrase);
  await open();
  await start(home);
}

/// The form of the lock while it stands. The screen is drawn anew when the telephone has spoken with the node: what is typed meanwhile,
/// and an attempt under way, stay as they are.
interface Lock {
  soft: boolean;
  lang: string;
  input: HTMLInputElement;
  form: HTMLFormElement;
}

let standing: Lock | undefined;

function lockForm(soft: boolean): Lock {
  const before = standing?.form.isConnected && standing.soft === soft ? standing : undefined;
  if (before?.lang === spoken()) return before;
  const input = secretInput("current-password");
  // In the other language it is another form.
  input.value = before?.input.value ?? "";
  if (soft) input.inputMode = "numeric";
  const submit = h("button", {}, t("unlock"));
  const form = h("form", {
    novalidate: true, class: "card", submit: (event) => {
      event.preventDefault();
      forgive(form);
      // Nothing typed is no attempt.
      if (input.value === "") return blame(input, t(soft ? "pinMissing" : "passphraseMissing"));
      submit.disabled = true;
      void attempt(input, soft).finally(() => (submit.disabled = false));
    },
  },
  soft ? field("passphrase", t("pin"), input, t("pinHint")) : field("passphrase", t("passphrase"), input),
  actions(submit));
  return { soft, lang: spoken(), input, form };
}

/// The vault is there and locked. What waits is sent all the same.
export async function locked(): Promise<void> {
  if (!(await vault.exists())) return setup();
  const soft = vault.mayUsePin();
  const byPhone = !soft && (await vault.hasPhoneKey())
    ? actions(button(t("phoneKey"), () => void vault.unlockByPhone().then((opened) => (opened ? enter() : undefined))))
    : null;
  const waiting = await waitingLine();
  const lock = lockForm(soft);
  standing = lock;
  show(h("h1", {}, t("locked")), byPhone, lock.form, waiting, language());
  lock.input.focus();
}

async function attempt(input: HTMLInputElement, soft: boolean): Promise<void> {
  if (soft) {
    if (await vault.unlockWithPin(input.value)) return enter();
    input.value = "";
    if (!vault.mayUsePin()) return locked();
    return blame(input, t("wrongPassphrase"));
  }
  const pause = await vault.wait(clock.now());
  if (pause > 0) return blame(input, t("waitSeconds", { n: pause }));
  if (await vault.unlock(input.value, clock.now())) return enter();
  input.value = "";
  blame(input, t("wrongPassphrase"));
  input.focus();
}

async function enter(): Promise<void> {
  standing = undefined;
  await open();
  await start(home);
  void sync();
}

lockTo(() => start(locked));
