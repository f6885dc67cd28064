// The beginning: language, clock, worker, then the door.

import { live, start, sync } from "./app";
import * as clock from "./clock";
import * as store from "./store";
import { locked } from "./screens/door";
import { speak, type Lang } from "./words";

async function begin(): Promise<void> {
  const asked = document.body.dataset["lang"] === "en" ? "en" : "id";
  speak((await store.get<Lang>("open", "lang")) ?? asked);
  await clock.load();
  await start(locked);
  live();
  void sync();
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register("worker.js").catch(() => undefined);
}

void begin();
