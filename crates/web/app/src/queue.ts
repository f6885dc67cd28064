// What waits to be sent. Each act is sealed to the node as it is made and written to the disk before the screen says that it is saved.
// Sending needs no key: a locked phone sends, and so does one that was wiped.

import { hex, joined, uuid, type Bytes } from "./bytes";
import * as clock from "./clock";
import * as net from "./net";
import { sealTo } from "./seal";
import * as store from "./store";
import { inTurnEverywhere, unlessBusy } from "./turns";
import * as vault from "./vault";

/// Sealed acts that one request carries: what a weak signal brings through before it breaks off.
const AT_ONCE = 40;

/// Who the device is.
export interface Me extends net.Credentials {
  /// The node's public key.
  key: string;
  title: string;
  names: boolean;
  rights: Record<string, string[]>;
}

/// What the screen remembers of an act: sealed like everything readable.
export interface Entry {
  act: string;
  /// Its place in the queue; absent in what an earlier edition wrote.
  seq?: number;
  made_at: number;
  title: string;
  /// The carried case that it is about.
  about?: string;
  /// The part that it opens or moves on.
  part?: { kind: string; id: string; state: string; version?: number };
  /// What it answers: an offer, an approval, matters of a hand-over.
  answers?: string[];
  /// What was typed, to be shown.
  lines: [string, string][];
}

export interface Act {
  slug: string;
  body: Record<string, unknown>;
  needs?: string[];
}

/// Queues an act, and takes away what lies at `gone`: the draft that it was. Resolves once it lies on the disk. Acts that are made at the
/// same moment, here or in another window, follow one another.
export function add(me: Me, act: Act, entry: (id: string) => Omit<Entry, "act" | "made_at" | "seq">, gone: string[] = []): Promise<string> {
  const id = uuid(clock.now());
  // By the node's clock as far as it is known now: the phone's own may be set right before this is sent, and nobody would know any more
  // how wrong it was.
  const made_at = clock.now();
  return inTurnEverywhere("add", async () => {
    const placed = async () => {
      while (!(await place(me, act, entry, { id, made_at, gone })));
    };
    try {
      await placed();
    } catch (trouble) {
      // What was sent already is the first thing to go on a full phone.
      if (!store.isFull(trouble) || (await store.count("sent")) === 0) throw trouble;
      await store.write(["sent"], (of) => void of("sent").clear());
      await placed();
    }
    return id;
  });
}

/// Seals an act under the next number and writes both; false when another window took that number meanwhile.
async function place(me: Me, act: Act, entry: Parameters<typeof add>[2], { id, made_at, gone }: { id: string; made_at: number; gone: string[] }): Promise<boolean> {
  const last = await store.get<number>("open", "seq");
  const seq = (last ?? 0) + 1;
  // An array, because a village's signal carries few bytes: user, secret, act, seq, slug, body, needs, made_at.
  const sealed = await sealTo(me.key, [
    me.user, me.secret.replace(/-/g, ""), id, seq, act.slug, act.body, act.needs ?? [], made_at,
  ]);
  const where = `entry:${id}`;
  const kept = await vault.sealed(where, { act: id, seq, made_at, ...entry(id) } satisfies Entry);
  return store.writeIf("seq", last, ["queue", "sealed"], (of) => {
    for (const one of gone) of("sealed").delete(one);
    of("open").put(seq, "seq");
    of("queue").add({ seq, sealed });
    of("sealed").put(kept, where);
  });
}

/// How many acts wait.
export const waiting = (): Promise<number> => store.count("queue");

/// A request as the node reads it: each act behind its length in four bytes.
export function batch(items: Uint8Array[]): Bytes {
  const parts: Uint8Array[] = [];
  for (const item of items) {
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, item.length);
    parts.push(new Uint8Array(length.buffer), item);
  }
  return joined(...parts);
}

interface Answer {
  now: number;
  outcomes: (store.Told | { outcome: "unreadable" | "unknown-device"; act?: undefined })[];
}

let running: Promise<void> | undefined;

/// Sends what waits, oldest first. What broke off goes on where it stopped; what was sent twice is taken once.
export function send(changed: () => void): Promise<void> {
  running ??= unlessBusy("send", () => sendAll(changed)).then(() => undefined).finally(() => (running = undefined));
  return running;
}

export const isSending = (): boolean => running !== undefined;

let full = false;

/// Whether there was no room for what the node said at the last sending.
export const wasFull = (): boolean => full;

async function sendAll(changed: () => void): Promise<void> {
  full = false;
  const items = (await store.all<store.QueueItem>("queue")).filter((item) => !item.stuck && !item.parked);
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const some = items.slice(at, at + AT_ONCE);
    const said = await net.postBytes<Answer>("queue", batch(some.map((item) => item.sealed)));
    await clock.heard(said.now);
    await settle(some, said.outcomes);
    changed();
  }
}

/// Writes down what the node said. On a full phone what was taken goes first: that makes room, and is not sent for ever.
async function settle(some: store.QueueItem[], outcomes: Answer["outcomes"]): Promise<void> {
  const answered = some.map((item, place) => ({ item, told: outcomes[place] }));
  const rest = (of: (name: store.Store) => IDBObjectStore) => {
    for (const { item, told } of answered) {
      if (told?.outcome === "unreadable") of("queue").put({ ...item, stuck: true });
      // The node keeps it, too; it is asked about again once the node knows this device.
      else if (told?.outcome === "parked") of("queue").put({ ...item, parked: true });
      if (told?.act !== undefined) of("told").put(told);
    }
  };
  const taken = (of: (name: store.Store) => IDBObjectStore) => {
    for (const { item, told } of answered) {
      // What the node holds until something else comes is asked about again.
      if (told?.act !== undefined && !["held", "parked"].includes(told.outcome)) of("queue").delete(item.seq);
    }
  };
  const at = clock.now();
  const whole = store.write(["queue", "told", "sent"], (of) => {
    taken(of);
    rest(of);
    // Only what was done or kept there: that a restored node would have forgotten.
    for (const { item, told } of answered) {
      if (["applied", "conflict", "kept"].includes(told?.outcome ?? "")) of("sent").put({ seq: item.seq, sealed: item.sealed, at } satisfies store.SentItem);
    }
  });
  if (await store.ifRoom(whole)) return;
  full = true;
  await store.write(["queue"], taken);
  await store.ifRoom(store.write(["queue", "told"], rest));
}

/// What was sent is kept so long, in milliseconds, and so much of it: backups are younger, and a phone is small.
const KEPT = 30 * 24 * 60 * 60_000;
const MOST_KEPT = 2_000;

/// The node said by which restore it came to be. Another than before: what it took since the backup may be gone there, so it goes out
/// again; what is not gone is taken once.
export async function restored(name: string | null): Promise<void> {
  const before = await store.get<string | null>("open", "restored");
  const kept = await store.all<store.SentItem>("sent");
  if (before === undefined || before === name) {
    const old = kept.filter((item, place) => item.at < clock.now() - KEPT || place < kept.length - MOST_KEPT);
    if (old.length > 0) await store.write(["sent"], (of) => old.forEach((item) => of("sent").delete(item.seq)));
    if (before === undefined) await store.ifRoom(store.put("open", "restored", name));
    return;
  }
  await store.write(["open", "queue", "sent"], (of) => {
    of("open").put(name, "restored");
    for (const { seq, sealed } of kept) of("queue").put({ seq, sealed });
    of("sent").clear();
  });
}

/// The node knows this device again: what it kept meanwhile is asked about.
export async function again(): Promise<void> {
  const items = (await store.all<store.QueueItem>("queue")).filter((item) => item.parked);
  await store.write(["queue"], (of) => {
    for (const { seq, sealed } of items) of("queue").put({ seq, sealed });
  });
}

/// Everything that waits, as a file to carry: as unreadable as the queue itself.
export async function file(): Promise<Blob> {
  const items = await store.all<store.QueueItem>("queue");
  const content = { "jejaring-queue": 1, items: items.map((item) => hex(item.sealed)) };
  return new Blob([JSON.stringify(content)], { type: "application/json" });
}

/// Something that was written here, with what the node said of it; `sent`: it waits no more.
export interface Written {
  entry: Entry;
  told?: store.Told;
  sent: boolean;
}

/// What the screen remembers, newest first.
export async function entries(): Promise<Written[]> {
  const waiting = new Set(await store.keys("queue"));
  const places = (await store.keys("sealed")).filter((place) => place.startsWith("entry:"));
  const told = new Map((await store.all<store.Told>("told")).map((one) => [one.act, one]));
  const found: Written[] = [];
  for (const place of places) {
    const entry = await vault.read<Entry>(place);
    if (entry) found.push({ entry, told: told.get(entry.act), sent: entry.seq !== undefined && !waiting.has(entry.seq) });
  }
  return found.sort((a, b) => (a.entry.act < b.entry.act ? 1 : -1));
}
