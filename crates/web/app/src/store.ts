// What lies on the phone. `open` holds nothing about anybody; `sealed` is unreadable without the vault's key; `queue` is unreadable here
// at all: each act was sealed to the node as it was made.

export interface QueueItem {
  /// Place in the queue.
  seq: number;
  sealed: Uint8Array<ArrayBuffer>;
  /// The node could not read it; it is not sent again by itself.
  stuck?: boolean;
  /// The node keeps it for a device that it does not know; it is not sent again before the node does.
  parked?: boolean;
}

/// What the node said of an act.
export interface Told {
  act: string;
  outcome: string;
  reason: string | null;
  record: string | null;
}

/// An act that the node took: kept as it was sealed, for a node that is restored from a backup has forgotten what came since.
export interface SentItem {
  seq: number;
  sealed: Uint8Array<ArrayBuffer>;
  at: number;
}

const STORES = ["open", "sealed", "queue", "told", "sent"] as const;
export type Store = (typeof STORES)[number];

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("jejaring", 2);
    asked.onupgradeneeded = ({ oldVersion }) => {
      const db = asked.result;
      if (oldVersion < 1) {
        db.createObjectStore("open");
        db.createObjectStore("sealed");
        db.createObjectStore("queue", { keyPath: "seq" });
        db.createObjectStore("told", { keyPath: "act" });
      }
      db.createObjectStore("sent", { keyPath: "seq" });
    };
    asked.onsuccess = () => {
      // Another window with a later edition must not wait for this one.
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function get<T>(store: Store, key: string): Promise<T | undefined> {
  const db = await database();
  return answered(db.transaction(store).objectStore(store).get(key)) as Promise<T | undefined>;
}

export async function all<T>(store: Store, most?: number): Promise<T[]> {
  const db = await database();
  return answered(db.transaction(store).objectStore(store).getAll(null, most)) as Promise<T[]>;
}

export function keys(store: "queue" | "sent"): Promise<number[]>;
export function keys(store: Store): Promise<string[]>;
export async function keys(store: Store): Promise<IDBValidKey[]> {
  const db = await database();
  return answered(db.transaction(store).objectStore(store).getAllKeys());
}

export async function count(store: Store): Promise<number> {
  const db = await database();
  return answered(db.transaction(store).objectStore(store).count());
}

type Change = (store: (name: Store) => IDBObjectStore) => void;

function transaction(db: IDBDatabase, stores: Store[], work: (tx: IDBTransaction, fail: (trouble: unknown) => void) => void): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const tx = db.transaction(stores, "readwrite", { durability: "strict" } as IDBTransactionOptions);
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new DOMException("aborted", "AbortError"));
    const fail = (trouble: unknown) => {
      reject(trouble);
      tx.abort();
    };
    try {
      work(tx, fail);
    } catch (trouble) {
      fail(trouble);
    }
  });
}

/// Writes everything or nothing: resolves only once it is on the disk.
export async function write(stores: Store[], change: Change): Promise<void> {
  await transaction(await database(), stores, (tx) => change((name) => tx.objectStore(name)));
}

/// Writes everything, if a value of `open` still is what it was as the writing was prepared; false when it is not any more.
export async function writeIf(key: string, was: unknown, stores: Store[], change: Change): Promise<boolean> {
  let fits = true;
  await transaction(await database(), ["open", ...stores], (tx, fail) => {
    const asked = tx.objectStore("open").get(key);
    asked.onsuccess = () => {
      fits = asked.result === was;
      if (!fits) return;
      try {
        change((name) => tx.objectStore(name));
      } catch (trouble) {
        fail(trouble);
      }
    };
  });
  return fits;
}

export const put = (store: "open" | "sealed", key: string, value: unknown): Promise<void> =>
  write([store], (of) => of(store).put(value, key));

export const remove = (store: Store, key: string | number): Promise<void> =>
  write([store], (of) => of(store).delete(key));

/// Whether the phone has no room. The newest browsers have a class of its own for it.
export const isFull = (trouble: unknown): boolean =>
  trouble instanceof Error && trouble.name === "QuotaExceededError";

/// Does what may be left undone on a full phone; answers whether it was done.
export async function ifRoom(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (trouble) {
    if (isFull(trouble)) return false;
    throw trouble;
  }
}
