// What waits for an answer of this post: offers, approvals, hand-overs. The worker takes it along as cases are; it goes by itself after
// seven days without contact, and each contact takes it along anew. Besides, which posts can be asked for something.

import * as clock from "./clock";
import * as net from "./net";
import type { Me } from "./queue";
import * as store from "./store";
import * as vault from "./vault";

export interface Waiting {
  envelope: { id: string; code: string; state: string; priority: string; due_at: number | null };
  version: number;
  fields: Record<string, unknown>;
  steps: string[];
}

export interface Offer extends Waiting {
  kind: string;
  from: string;
  respond_by: number;
  /// Number of the case.
  about: string | null;
}

export interface Item {
  id: string;
  kind: string;
  code: string;
  state: string;
  priority: string;
  /// A child at high risk is never taken along with others.
  one_by_one: boolean;
  name: string | null;
}

export interface Handover {
  envelope: Waiting["envelope"];
  from: string;
  fields: Record<string, unknown>;
  items: Item[];
}

export interface Desk {
  until: number;
  offers: Offer[];
  approvals: Waiting[];
  handovers: Handover[];
}

export interface Posts {
  /// `at` is the organisation itself; what was fetched by an older app lacks it.
  posts: { post: string; title: string; organisation: string; at?: string }[];
  groups: string[];
}

const NONE: Posts = { posts: [], groups: [] };

export const posts = async (): Promise<Posts> => (await vault.read<Posts>("posts")) ?? NONE;

/// What was taken along, if it still may be here.
export async function taken(): Promise<Desk | undefined> {
  const desk = await vault.read<Desk>("desk");
  if (!desk || desk.until > clock.now()) return desk;
  await drop();
  return undefined;
}

export const drop = (): Promise<void> => store.remove("sealed", "desk");

export async function take(me: Me): Promise<void> {
  const { now, ...desk } = await net.get<Desk & { now: number }>("desk", me);
  await clock.heard(now);
  if (vault.isOpen()) await vault.keep("desk", desk);
}

export async function fetchPosts(me: Me): Promise<void> {
  const said = await net.get<Posts>("posts", me);
  if (vault.isOpen()) await vault.keep("posts", { posts: said.posts, groups: said.groups });
}

/// At a contact: what was taken along once is taken along anew.
export async function refresh(me: Me): Promise<void> {
  if (!vault.isOpen()) return;
  await fetchPosts(me);
  if (await taken()) await take(me);
}
