// Cases that were taken along. Each goes by itself after seven days without contact; each contact takes it along anew.

import * as clock from "./clock";
import * as net from "./net";
import { type Me } from "./queue";
import type { Kinds, Values } from "./rules";
import * as store from "./store";
import * as vault from "./vault";

const AT_ONCE = 10;

export interface Line {
  id: string;
  code: string;
  name: string | null;
  until: number;
}

export interface PartRow {
  id: string;
  code: string;
  kind: string;
  state: string;
  due_at: number | null;
  fields: Record<string, unknown>;
}

export interface Content {
  envelope: { id: string; code: string; state: string; phase: string; priority: string };
  version: number;
  fields: Record<string, unknown>;
  child: Record<string, unknown> | null;
  parts: Record<string, PartRow[]>;
  steps: string[];
  may_edit: boolean;
  may_open: string[];
  conflicts: unknown[];
  /// Newest first; absent in what an earlier edition carried.
  notes?: { at: number; by: string; text: string }[];
}

/// A case to choose from.
export interface Offered {
  id: string;
  code: string;
  name: string | null;
}

interface Given {
  id: string;
  until?: number;
  content?: Content;
  code?: string;
}

/// A case that is carried no longer, with why.
export interface Gone {
  code: string;
  why: string;
}

export const lines = async (): Promise<Line[]> => (await vault.read<Line[]>("cases")) ?? [];
export const content = (id: string): Promise<Content | undefined> => vault.read<Content>(`case:${id}`);

async function write(kept: Line[], given: Given[], dropped: string[]): Promise<void> {
  const sealed = await Promise.all(
    given.map(async (one) => [`case:${one.id}`, await vault.sealed(`case:${one.id}`, one.content)] as const),
  );
  const index = await vault.sealed("cases", kept);
  await store.write(["sealed"], (of) => {
    for (const [place, bytes] of sealed) of("sealed").put(bytes, place);
    for (const id of dropped) of("sealed").delete(`case:${id}`);
    of("sealed").put(index, "cases");
  });
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/// Takes cases along, or along anew; answers those that may not be carried any more.
export async function take(me: Me, ids: string[]): Promise<Gone[]> {
  const gone: Gone[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const said = await net.post<{ now: number; cases: Given[] }>("carry", { cases: ids.slice(at, at + AT_ONCE) }, me);
    await clock.heard(said.now);
    if (!vault.isOpen()) return gone;
    let kept = await lines();
    const given = said.cases.filter((one) => one.content && one.until);
    const refused = said.cases.filter((one) => one.code);
    for (const one of refused) {
      const before = kept.find((line) => line.id === one.id);
      gone.push({ code: before?.code ?? "", why: one.code! });
    }
    const touched = new Set(said.cases.map((one) => one.id));
    kept = kept.filter((line) => !touched.has(line.id));
    for (const one of given) {
      const { envelope, child } = one.content!;
      kept.push({ id: one.id, code: envelope.code, name: text(child?.name), until: one.until! });
    }
    kept.sort((a, b) => (a.code < b.code ? -1 : 1));
    await write(kept, given, refused.map((one) => one.id));
  }
  return gone;
}

/// Takes cases off the phone: those named, and those whose time is over.
export async function drop(which: (line: Line) => boolean): Promise<number> {
  const before = await lines();
  const dropped = before.filter((line) => which(line) || line.until <= clock.now());
  if (dropped.length === 0) return 0;
  await write(before.filter((line) => !dropped.includes(line)), [], dropped.map((line) => line.id));
  return dropped.length;
}

/// Declarations of kinds, which are about nobody.
export async function kinds(lang: string): Promise<Kinds | undefined> {
  return store.get<Kinds>("open", `kinds:${lang}`);
}

/// Fetches them when they are of another edition than those that lie here.
export async function fetchKinds(mark: number): Promise<void> {
  if ((await store.get<number>("open", "kinds")) === mark) return;
  for (const lang of ["id", "en"]) await store.put("open", `kinds:${lang}`, await net.get<Kinds>(`kinds?lang=${lang}`));
  await store.put("open", "kinds", mark);
}

/// A record's fields as they are typed.
export function typed(fields: Record<string, unknown>): Values {
  const values: Values = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    values[name] = Array.isArray(value) ? value.join(" ") : String(value);
  }
  return values;
}
