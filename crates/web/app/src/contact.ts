// What happens when there is signal: send what waits, hear the time, learn whether the device still counts, take cases along anew.

import * as carried from "./carried";
import * as desk from "./desk";
import * as drafts from "./drafts";
import * as formbook from "./formbook";
import * as clock from "./clock";
import * as net from "./net";
import * as queue from "./queue";
import { hex } from "./bytes";
import { sealTo } from "./seal";
import * as store from "./store";
import * as vault from "./vault";

/// Cases are fetched anew at most this often, in milliseconds.
const REFRESH = 30 * 60_000;

/// A device that the node does not know asks at most this often, in milliseconds: it would keep others at the same address waiting.
const UNKNOWN = 30 * 60_000;

export type Heard = { kind: "nothing" } | { kind: "resting" } | { kind: "unknown" } | { kind: "wiped" } | { kind: "no-post" } | { kind: "gone"; gone: carried.Gone[] };

interface Device {
  now: number;
  key: string;
  title: string;
  names: boolean;
  rights: Record<string, string[]>;
  lang: "id" | "en";
  /// Edition of the declarations.
  kinds: number;
}

/// Registers this phone: the node says who the device is, and the vault is made.
export async function setUp(who: net.Credentials, passphrase: string): Promise<queue.Me> {
  const said = await net.get<Device>("device", who);
  await clock.heard(said.now);
  await carried.fetchKinds(said.kinds);
  await vault.create(passphrase);
  const me: queue.Me = { ...who, key: said.key, title: said.title, names: said.names, rights: said.rights };
  await vault.keep("me", me);
  await vault.keep("cases", []);
  await drafts.begin();
  await desk.fetchPosts(me);
  // What an earlier registration had sealed and the node could not place counts as this one's.
  const [hello, kept] = [await store.get<string>("open", "hello"), await store.all<store.QueueItem>("queue")];
  if (hello && kept.some((item) => item.parked)) {
    await net.post("again", { hello }, who).then(() => queue.again()).catch(() => undefined);
  }
  await store.remove("open", "unknown");
  // Sealed to the node, so that a locked phone can ask whether it was ended.
  await store.put("open", "hello", hex(await sealTo(said.key, who)));
  await store.remove("open", "wiped");
  await store.put("open", "lang", said.lang);
  await store.put("open", "contact", clock.now());
  // Asks the browser not to make room by throwing this away.
  await navigator.storage?.persist?.().catch(() => false);
  return me;
}

/// A new registration of the same phone, when the node does not know the old one any more: what the phone had sealed before counts as
/// this device's, and everything on it stays.
export async function registerAgain(me: queue.Me, who: net.Credentials, changed: () => void): Promise<void> {
  const said = await net.get<Device>("device", who);
  await clock.heard(said.now);
  const hello = await store.get<string>("open", "hello");
  if (hello) await net.post("again", { hello }, who);
  Object.assign(me, { ...who, key: said.key, title: said.title, names: said.names, rights: said.rights });
  await vault.keep("me", me);
  await store.put("open", "hello", hex(await sealTo(said.key, who)));
  await store.remove("open", "unknown");
  await queue.again();
  await queue.send(changed);
}

/// Sends the queue and asks whether this device was ended. Needs no key.
export async function quiet(changed: () => void, anew = false): Promise<Heard> {
  const hello = await store.get<string>("open", "hello");
  if (hello && (await vault.exists())) {
    const unknown = await store.get<number>("open", "unknown");
    if (!anew && unknown !== undefined && Math.abs(Date.now() - unknown) < UNKNOWN) return { kind: "resting" };
    const said = await net.post<{ now: number; ended: boolean; known: boolean; restored: string | null }>("hello", { hello });
    await clock.heard(said.now);
    await queue.restored(said.restored ?? null);
    if (!said.known) {
      // A node restored from an older backup: nobody ended this device, so nothing is destroyed. What waits is kept there for a person.
      await store.ifRoom(store.put("open", "unknown", Date.now()));
      await queue.send(changed);
      return { kind: "unknown" };
    }
    if (unknown !== undefined) {
      await store.remove("open", "unknown");
      await queue.again();
    }
    if (said.ended) {
      await vault.wipe(true);
      await queue.send(changed);
      return { kind: "wiped" };
    }
  }
  await queue.send(changed);
  changed();
  return { kind: "nothing" };
}

/// All of it, with the vault open.
export async function full(me: queue.Me, changed: () => void, anew = false): Promise<Heard> {
  const heard = await quiet(changed, anew);
  if (heard.kind !== "nothing" || !vault.isOpen()) return heard;
  try {
    const said = await net.get<Device>("device", me);
    await clock.heard(said.now);
    Object.assign(me, { key: said.key, title: said.title, names: said.names, rights: said.rights });
    if (vault.isOpen()) await vault.keep("me", me);
    await carried.fetchKinds(said.kinds);
  } catch (trouble) {
    if (trouble instanceof net.Refused && trouble.status === 410) {
      await vault.wipe(true);
      return { kind: "wiped" };
    }
    if (trouble instanceof net.Refused && trouble.code === "no-post" && vault.isOpen()) {
      await carried.drop(() => true);
      await desk.drop();
      return { kind: "no-post" };
    }
    throw trouble;
  }
  const last = (await store.get<number>("open", "contact")) ?? 0;
  if (!anew && clock.now() - last < REFRESH) return { kind: "nothing" };
  const ids = vault.isOpen() ? (await carried.lines()).map((line) => line.id) : [];
  const gone = await carried.take(me, ids);
  try {
    await desk.refresh(me);
    await formbook.refresh(me);
  } catch (trouble) {
    // What the post may not see any more goes by itself.
    if (!(trouble instanceof net.Refused)) throw trouble;
  }
  await store.put("open", "contact", clock.now());
  changed();
  return gone.length > 0 ? { kind: "gone", gone } : { kind: "nothing" };
}
