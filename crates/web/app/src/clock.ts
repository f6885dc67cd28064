// The time. A phone's own clock may be wrong by days: the node says what time it is whenever there is contact, and turning the clock
// back makes nothing last longer: time goes on from where it was.

import * as store from "./store";

interface Kept {
  /// How far the phone is behind the node, in milliseconds.
  behind: number;
  /// The latest time that was ever seen.
  latest: number;
}

let kept: Kept = { behind: 0, latest: 0 };

export async function load(): Promise<void> {
  kept = (await store.get<Kept>("open", "clock")) ?? kept;
  // Noted at once: whoever closes the app again within a moment, and turns the clock once more, gains nothing by it.
  if (steady()) await write();
}

// What the clock lost by being turned back is counted all the same; says whether it lost anything.
function steady(): boolean {
  const lost = kept.latest - (Date.now() + kept.behind);
  if (lost > 0) kept = { ...kept, behind: kept.behind + lost };
  return lost > 0;
}

export const now = (): number => Math.max(Date.now() + kept.behind, kept.latest);
export const behind = (): number => kept.behind;

/// The node said what time it is.
export async function heard(said: number): Promise<void> {
  kept = { behind: said - Date.now(), latest: said };
  await write();
}

/// Notes that time went on; for as long as nobody hears the node.
export async function tick(): Promise<void> {
  steady();
  kept = { ...kept, latest: now() };
  await write();
}

/// A full phone knows the time as long as the app is open: what waits must go all the same.
const write = (): Promise<unknown> => store.ifRoom(store.put("open", "clock", kept));

/// The civil date where the work happens (western Indonesian time, UTC+7).
export const today = (): string => new Date(now() + 7 * 3_600_000).toISOString().slice(0, 10);
