// One after another.

interface Locks {
  request<T>(name: string, options: { ifAvailable?: boolean }, work: (lock: unknown) => Promise<T>): Promise<T>;
}

/// Browsers before 2018, and Safari before 2022, have none: then every window keeps its own order, and the database decides.
const locks = (): Locks | undefined => (globalThis.navigator as { locks?: Locks } | undefined)?.locks;

const chains = new Map<string, Promise<unknown>>();

/// Runs `work` once everything that was asked for under this name before it in this window is done.
export function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const mine = (chains.get(name) ?? Promise.resolve()).then(work, work);
  chains.set(name, mine.catch(() => undefined));
  return mine;
}

/// The same, and in every other window that shows the app.
export function inTurnEverywhere<T>(name: string, work: () => Promise<T>): Promise<T> {
  return inTurn(name, () => locks()?.request(`jejaring-${name}`, {}, work) ?? work());
}

/// Runs `work` unless another window is at it; answers whether it ran.
export async function unlessBusy(name: string, work: () => Promise<void>): Promise<boolean> {
  const all = locks();
  if (!all) return work().then(() => true);
  return all.request(`jejaring-${name}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return Boolean(lock);
  });
}
