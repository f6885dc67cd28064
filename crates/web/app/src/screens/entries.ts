// Everything that was written here: what waits, what was sent, what became of it.

import { back, bar, draw, say, sync } from "../app";
import { actions, button, card, h, show } from "../dom";
import * as queue from "../queue";
import { t } from "../words";
import { line } from "./case";

export async function entries(): Promise<void> {
  // Looks are sent too, but nobody wrote them.
  const all = (await queue.entries()).filter(({ entry }) => entry.lines.length > 0 || entry.about || entry.part);
  show(
    back(), h("h1", {}, t("queue")), await bar(),
    actions(button(t("sendNow"), () => void sync().then((there) => {
      if (!there) say("warn", t("noSignal"));
      return draw();
    }))),
    all.length > 0
      ? card(h("ul", { class: "part-rows" }, ...all.slice(0, 300).map(line)))
      : h("div", { class: "empty" }, h("p", { class: "lead" }, t("queueEmpty"))),
    card(h("p", {}, t("exportHint")), actions(button(t("exportFile"), () => void download(), true))),
  );
}

async function download(): Promise<void> {
  const address = URL.createObjectURL(await queue.file());
  const link = h("a", { href: address, download: "jejaring-antrean.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
