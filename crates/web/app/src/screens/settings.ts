// Locking by itself, a PIN while the app stays open, leaving this phone.

import { app, back, draw, lock } from "../app";
import { actions, blame, button, card, field, forgive, h, notice, once, show } from "../dom";
import { registerAgain } from "../contact";
import * as drafts from "../drafts";
import * as net from "../net";
import * as store from "../store";
import * as vault from "../vault";
import { speak, spoken, t } from "../words";
import { loadKinds } from "../app";

export async function settings(): Promise<void> {
  const minutes = h("select", { change: () => {
    app.minutes = Number(minutes.value);
    void store.put("open", "minutes", app.minutes);
  } }, ...[1, 2, 5, 10].map((n) => h("option", { value: String(n), selected: n === app.minutes }, t("minutes", { n }))));
  show(
    back(), h("h1", {}, t("settings")),
    (await store.get("open", "unknown")) === undefined ? null : card(anew()),
    card(field("minutes", t("autoLock"), minutes)),
    card(await phoneKey()),
    card(pin()),
    card(actions(button(t("language"), () => {
      speak(spoken() === "id" ? "en" : "id");
      void store.put("open", "lang", spoken()).then(loadKinds).then(draw);
    }, true))),
    card(h("h2", {}, t("leave")), h("p", {}, t("leaveHint")), (await drafts.all()).length > 0 ? notice("warn", t("leaveDrafts")) : null, leaving()),
  );
}

async function phoneKey(): Promise<HTMLElement> {
  if (await vault.hasPhoneKey()) return notice("good", t("phoneKeySet"));
  const phrase = h("input", { type: "password", autocomplete: "current-password", maxlength: "200" });
  const submit = h("button", { class: "second" }, t("phoneKey"));
  const form = h("form", { novalidate: true, submit: (event) => {
    event.preventDefault();
    forgive(form);
    submit.disabled = true;
    void vault.addPhoneKey(phrase.value)
      .then((added) => (added ? draw() : blame(phrase, t("phoneKeyNot"))))
      .finally(() => (submit.disabled = false));
  } }, field("phone-key", t("passphrase"), phrase, t("phoneKeyHint")), actions(submit));
  return form;
}

/// Only for a phone that the node does not know any more.
function anew(): HTMLElement {
  const user = h("input", { type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "40" });
  const secret = h("input", { type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "60" });
  const said = h("div", {});
  const keep = async () => {
    try {
      await registerAgain(app.me!, { user: user.value.trim(), secret: secret.value.trim() }, () => undefined);
    } catch (trouble) {
      said.replaceChildren(notice("bad", trouble instanceof net.Refused ? t("wrongDevice") : store.isFull(trouble) ? t("full") : t("noSignal")));
      return false;
    }
    await draw();
    return true;
  };
  const form: HTMLFormElement = h("form", { novalidate: true, submit: (event) => {
    event.preventDefault();
    once(form, keep);
  } }, said, h("h2", {}, t("registerAgain")), field("again-user", t("user"), user, t("registerAgainHint")), field("again-secret", t("secret"), secret),
  actions(h("button", {}, t("registerAgain"))));
  return form;
}

function pin(): HTMLElement {
  if (vault.hasPin()) return notice("good", t("pinSet"));
  const digits = h("input", { type: "password", inputmode: "numeric", autocomplete: "off", maxlength: "12" });
  const form = h("form", { novalidate: true, submit: (event) => {
    event.preventDefault();
    forgive(form);
    if (!/^\d{6,12}$/.test(digits.value)) return blame(digits, t("setPinHint"));
    void vault.setPin(digits.value).then(draw);
  } }, field("pin", t("setPin"), digits, t("setPinHint")), actions(h("button", { class: "second" }, t("setPin"))));
  return form;
}

function leaving(): HTMLElement {
  const place = actions(button(t("leave"), () => {
    place.replaceChildren(button(t("leaveSure"), () => void vault.wipe(false).then(() => lock(false))), " ", button(t("cancel"), () => void draw(), true));
  }, true));
  return place;
}
