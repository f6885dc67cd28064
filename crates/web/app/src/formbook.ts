// XLSForms that this post may fill in, as the node compiled them. The list of cases or visits that a form brings along goes by itself
// after seven days without contact, like the cases.

import * as clock from "./clock";
import * as net from "./net";
import type { Me } from "./queue";
import * as store from "./store";
import * as vault from "./vault";

export interface Line {
  id: string;
  version: string;
  title: string;
  md5: string;
  /// Name of the list that the form reads.
  file: string | null;
}

export interface Kept {
  line: Line;
  document: string;
  choices: string | null;
  /// Tables that were published with the form, by the names of their files; none in what was kept before there were any.
  tables?: Record<string, string>;
  until: number;
}

/// A form without any of its cases.
const EMPTY = "name,label,versi\n";

export const lines = async (): Promise<Line[]> => (await vault.read<Line[]>("forms")) ?? [];

export const form = (id: string): Promise<Kept | undefined> => vault.read<Kept>(`form:${id}`);

/// Takes the forms along, or anew. A form that did not change is not fetched again, unless it brings a list.
export async function take(me: Me): Promise<void> {
  const said = await net.get<{ now: number; forms: Line[] }>("forms", me);
  await clock.heard(said.now);
  for (const line of said.forms) {
    if (!vault.isOpen()) return;
    const before = await vault.read<Kept>(`form:${line.id}`);
    if (before && before.line.md5 === line.md5 && !line.file) continue;
    const asked = new URLSearchParams({ id: line.id, version: line.version });
    const got = await net.get<Omit<Kept, "line">>(`form?${asked}`, me);
    if (!vault.isOpen()) return;
    await vault.keep(`form:${line.id}`, { line, document: got.document, choices: got.choices, tables: got.tables, until: got.until } satisfies Kept);
  }
  if (!vault.isOpen()) return;
  const gone = (await lines()).filter((old) => !said.forms.some((line) => line.id === old.id));
  for (const old of gone) await store.remove("sealed", `form:${old.id}`);
  await vault.keep("forms", said.forms);
}

/// At a contact: forms that were taken along once are taken along anew.
export async function refresh(me: Me): Promise<void> {
  if (vault.isOpen() && (await lines()).length > 0) await take(me);
}

/// What was typed and not sent yet, so that a lock loses nothing.
export const draftPlace = (id: string): string => `draft:${id}`;
export const draft = (id: string): Promise<string | undefined> => vault.read<string>(draftPlace(id));
export const keepDraft = (id: string, xml: string): Promise<void> => vault.keep(draftPlace(id), xml);
export const dropDraft = (id: string): Promise<void> => store.remove("sealed", draftPlace(id));

/// The list goes when its time is over; the form itself is about nobody.
export async function expire(): Promise<void> {
  for (const line of await lines()) {
    const kept = line.file ? await vault.read<Kept>(`form:${line.id}`) : undefined;
    if (kept && kept.choices !== null && kept.choices !== EMPTY && kept.until <= clock.now()) {
      await vault.keep(`form:${line.id}`, { ...kept, choices: EMPTY });
    }
  }
}
