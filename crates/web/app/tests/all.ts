// Proofs of what the telephone does by itself. Run by `npm test` here, and by `cargo xtask test`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { hex, unhex, uuid } from "../src/bytes";
import { batch } from "../src/queue";
import { problems, stepsFrom, type Kinds, type Values } from "../src/rules";

interface Vectors {
  today: string;
  kinds: Kinds;
  fields: { kind: string; needed: string[]; values: Values; problems: [string, string][] }[];
  moves: { kind: string; state: string; steps: string[] }[];
}

const vectors: Vectors = JSON.parse(readFileSync("tests/vectors.json", "utf8"));

test("fields are judged as on the node", () => {
  assert.ok(vectors.fields.length > 100);
  for (const one of vectors.fields) {
    const kind = vectors.kinds.kinds[one.kind]!;
    // What points elsewhere is asked at the office alone.
    const asked = one.problems.filter(([name]) => kind.fields.some((field) => field.name === name));
    const found = problems(kind, vectors.kinds.lists, one.values, one.needed, vectors.today);
    assert.deepEqual(found, asked, JSON.stringify(one.values).slice(0, 200) + one.kind + one.needed);
  }
});

test("steps follow states as on the node", () => {
  assert.ok(vectors.moves.length > 20);
  for (const one of vectors.moves) {
    const steps = stepsFrom(vectors.kinds.kinds[one.kind]!, one.state).map((step) => step.action);
    assert.deepEqual(steps, one.steps, `${one.kind} ${one.state}`);
  }
});

test("ids are UUIDv7 and tell their time", () => {
  const id = uuid(0x0189_0a5d_ac96, unhex("ffffffffffffffffffff"));
  assert.equal(id, "01890a5d-ac96-7fff-bfff-ffffffffffff");
});

test("a request is each act behind its length", () => {
  assert.equal(hex(batch([unhex("aabb"), unhex("")])), "00000002aabb" + "00000000");
});
