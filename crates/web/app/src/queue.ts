// What waits to be sent. Each act is sealed to the node as it is made and written to the disk before the screen says that it is saved.
// Sending needs no key: a locked phone sends, and so does one that was wiped.

import { hex, joined, uuid, type Bytes } from "./bytes";
import * as clock from "./clock";
import * as net from "./net";
import { sealTo } from "./seal";
import * as store from "./store";
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
  made_at: number;
  title: string;
  /// The carried case that it is about.
  about?: string;
  /// The part that it opens or moves on.
  part?: { kind: string; id: string; state: string; version?: number };
  /// What was typed, to be shown.
  lines: [string, string][];
}

export interface Act {
  slug: string;
  body: Record<string, unknown>;
  needs?: string[];
}

/// Queues an act. Resolves once it lies on the disk.
export async function add(me: Me, act: Act, entry: (id: string) => Omit<Entry, "act" | "made_at">): Promise<string> {
  const id = uuid(clock.now());
  const last = (await store.get<number>("open", "seq")) ?? 0;
  const seq = last + 1;
  const made_at = Date.now();
  // An array, because a village's signal carries few bytes: user, secret, act, seq, slug, body, needs, made_at.
  const sealed = await sealTo(me.key, [
    me.user, me.secret.replace(/-/g, ""), id, seq, act.slug, act.body, act.needs ?? [], made_at,
  ]);
  const place = `entry:${id}`;
  const kept = await vault.sealed(place, { act: id, made_at: clock.now(), ...entry(id) } satisfies Entry);
  await store.write(["open", "queue", "sealed"], (of) => {
    of("open").put(seq, "seq");
    of("queue").add({ seq, sealed });
    of("sealed").put(kept, place);
  });
  return id;
}

/// How many acts wait.
export const waiting = (): Promise<number> => store.count("queue");

/// A request as the node reads it: the phone's clock in eight bytes, then each act behind its length in four.
export function batch(now: number, items: Uint8Array[]): Bytes {
  const parts: Uint8Array[] = [];
  const head = new DataView(new ArrayBuffer(8));
  head.setUint32(0, Math.floor(now / 2 ** 32));
  head.setUint32(4, now % 2 ** 32);
  parts.push(new Uint8Array(head.buffer));
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
  running ??= sendAll(changed).finally(() => (running = undefined));
  return running;
}

export const isSending = (): boolean => running !== undefined;

async function sendAll(changed: () => void): Promise<void> {
  const items = (await store.all<store.QueueItem>("queue")).filter((item) => !item.stuck);
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const some = items.slice(at, at + AT_ONCE);
    const said = await net.postBytes<Answer>("queue", batch(Date.now(), some.map((item) => item.sealed)));
    await clock.heard(said.now);
    await store.write(["queue", "told"], (of) => {
      some.forEach((item, place) => {
        const told = said.outcomes[place];
        if (!told || told.outcome === "unknown-device") return;
        if (told.act === undefined) {
          of("queue").put({ ...item, stuck: true });
          return;
        }
        of("told").put(told);
        // What the node holds until something else comes is asked about again.
        if (told.outcome !== "held") of("queue").delete(item.seq);
      });
    });
    changed();
  }
}

/// Everything that waits, as a file to carry: as unreadable as the queue itself.
export async function file(): Promise<Blob> {
  const items = await store.all<store.QueueItem>("queue");
  const content = { "jejaring-queue": 1, items: items.map((item) => hex(item.sealed)) };
  return new Blob([JSON.stringify(content)], { type: "application/json" });
}

/// What the screen remembers, newest first, each with what the node said of it.
export async function entries(): Promise<{ entry: Entry; told?: store.Told }[]> {
  const places = (await store.keys("sealed")).filter((place) => place.startsWith("entry:"));
  const told = new Map((await store.all<store.Told>("told")).map((one) => [one.act, one]));
  const found: { entry: Entry; told?: store.Told }[] = [];
  for (const place of places) {
    const entry = await vault.read<Entry>(place);
    if (entry) found.push({ entry, told: told.get(entry.act) });
  }
  return found.sort((a, b) => (a.entry.act < b.entry.act ? 1 : -1));
}
