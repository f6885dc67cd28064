// The key under which everything readable lies on the phone. It is drawn by chance, kept wrapped under the passphrase, and in memory
// only while the app is unlocked.

import { argon2idAsync } from "@noble/hashes/argon2.js";
import { joined, random, text, utf8, type Bytes } from "./bytes";
import * as store from "./store";

/// OWASP password storage: argon2id with 19 MiB, two passes, one lane.
const COST = { t: 2, m: 19 * 1024, p: 1, dkLen: 32 };
export const LEAST_LETTERS = 10;
/// Wrong passphrases after which each further one waits longer.
const FREE_TRIES = 5;

interface Wrapped {
  salt: Bytes;
  key: Bytes;
}

/// A PIN for an app that was unlocked; it is never written down and dies with the page.
interface Resting {
  salt: Bytes;
  check: string;
  key: CryptoKey;
  wrong: number;
}

let key: CryptoKey | undefined;
let pin: { salt: Bytes; check: string } | undefined;
let resting: Resting | undefined;

export const isOpen = (): boolean => key !== undefined;
export const mayUsePin = (): boolean => resting !== undefined;
export const exists = async (): Promise<boolean> => (await store.get("open", "vault")) !== undefined;

const derive = (secret: string, salt: Bytes): Promise<Uint8Array> =>
  argon2idAsync(utf8(secret.normalize("NFKC")), salt, { ...COST, asyncTick: 50 });

const imported = (raw: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw as Bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

async function encrypt(under: CryptoKey, plain: Bytes, place: string): Promise<Bytes> {
  const iv = random(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(place) }, under, plain);
  return joined(iv, new Uint8Array(sealed));
}

async function decrypt(under: CryptoKey, sealed: Bytes, place: string): Promise<ArrayBuffer> {
  const iv = sealed.subarray(0, 12);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8(place) }, under, sealed.subarray(12));
}

/// Makes a new vault; what an earlier one held was unreadable already and is taken away.
export async function create(passphrase: string): Promise<void> {
  const raw = random(32);
  const salt = random(16);
  const under = await imported(await derive(passphrase, salt));
  const wrapped: Wrapped = { salt, key: await encrypt(under, raw, "vault") };
  await store.write(["open", "sealed"], (of) => {
    of("sealed").clear();
    of("open").put(wrapped, "vault");
    of("open").delete("phone-key");
    of("open").delete("tries");
  });
  key = await imported(raw);
  raw.fill(0);
}

/// Seconds to wait before the next passphrase may be tried.
export async function wait(now: number): Promise<number> {
  const tries = await store.get<{ wrong: number; at: number }>("open", "tries");
  if (!tries || tries.wrong < FREE_TRIES) return 0;
  const pause = Math.min(3600, 30 * 2 ** (tries.wrong - FREE_TRIES));
  return Math.max(0, Math.ceil((tries.at + pause * 1000 - now) / 1000));
}

/// Opens the vault; false for a wrong passphrase.
export async function unlock(passphrase: string, now: number): Promise<boolean> {
  const wrapped = await store.get<Wrapped>("open", "vault");
  if (!wrapped) return false;
  const tries = (await store.get<{ wrong: number }>("open", "tries"))?.wrong ?? 0;
  // Counted before it is tried: switching the phone off does not give another try.
  await store.put("open", "tries", { wrong: tries + 1, at: now });
  try {
    const under = await imported(await derive(passphrase, wrapped.salt));
    const raw = new Uint8Array(await decrypt(under, wrapped.key, "vault"));
    key = await imported(raw);
    raw.fill(0);
  } catch {
    return false;
  }
  await store.remove("open", "tries");
  return true;
}

/// A second wrapping, under a secret that the phone gives for its own lock (WebAuthn level 3, extension `prf`).
interface ByPhone {
  id: Bytes;
  salt: Bytes;
  key: Bytes;
}

interface PrfAnswer {
  prf?: { enabled?: boolean; results?: { first?: ArrayBuffer } };
}

const withPrf = (salt: Bytes) => ({ prf: { eval: { first: salt } } }) as AuthenticationExtensionsClientInputs;

async function byPhone(id: Bytes, salt: Bytes): Promise<CryptoKey | undefined> {
  const asked = await navigator.credentials.get({
    publicKey: {
      challenge: random(32), allowCredentials: [{ type: "public-key", id }], userVerification: "required", extensions: withPrf(salt),
    },
  });
  const said = (asked as PublicKeyCredential | null)?.getClientExtensionResults() as PrfAnswer | undefined;
  const secret = said?.prf?.results?.first;
  return secret && imported(new Uint8Array(secret).subarray(0, 32));
}

export const hasPhoneKey = async (): Promise<boolean> => (await store.get("open", "phone-key")) !== undefined;

/// Lets the phone's own lock open the vault from now on; the passphrase opens it still. False when the phone cannot or the passphrase
/// is wrong.
export async function addPhoneKey(passphrase: string): Promise<boolean> {
  const wrapped = await store.get<Wrapped>("open", "vault");
  if (!wrapped || !navigator.credentials) return false;
  let raw: Bytes;
  try {
    raw = new Uint8Array(await decrypt(await imported(await derive(passphrase, wrapped.salt)), wrapped.key, "vault"));
  } catch {
    return false;
  }
  const salt = random(32);
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(32), rp: { name: "Jejaring" },
      // Drawn by chance: it names nobody.
      user: { id: random(16), name: "Jejaring", displayName: "Jejaring" },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "preferred", userVerification: "required" },
      extensions: withPrf(salt),
    },
  }).catch(() => null);
  if (!(made instanceof PublicKeyCredential)) return false;
  if (!(made.getClientExtensionResults() as PrfAnswer).prf?.enabled) return false;
  const id = new Uint8Array(made.rawId);
  const under = await byPhone(id, salt).catch(() => undefined);
  if (!under) return false;
  await store.put("open", "phone-key", { id, salt, key: await encrypt(under, raw, "phone-key") } satisfies ByPhone);
  raw.fill(0);
  return true;
}

/// Opens the vault by the phone's own lock.
export async function unlockByPhone(): Promise<boolean> {
  const kept = await store.get<ByPhone>("open", "phone-key");
  if (!kept) return false;
  const under = await byPhone(kept.id, kept.salt).catch(() => undefined);
  if (!under) return false;
  const raw = new Uint8Array(await decrypt(under, kept.key, "phone-key"));
  key = await imported(raw);
  raw.fill(0);
  return true;
}

/// Sets a PIN for as long as the app stays in memory.
export async function setPin(digits: string): Promise<void> {
  const salt = random(16);
  pin = { salt, check: String(await derive(digits, salt)) };
}

export const hasPin = (): boolean => pin !== undefined;

/// Locks. `softly`: a PIN may open it again while the app stays in memory.
export function lock(softly: boolean): void {
  resting = softly && key && pin ? { ...pin, key, wrong: 0 } : undefined;
  if (!resting) pin = undefined;
  key = undefined;
}

/// Opens with the PIN; after five wrong ones only the passphrase does.
export async function unlockWithPin(digits: string): Promise<boolean> {
  if (!resting) return false;
  const held = resting;
  const right = String(await derive(digits, held.salt)) === held.check;
  if (right && resting === held) {
    key = held.key;
    resting = undefined;
    return true;
  }
  held.wrong += 1;
  if (held.wrong >= 5) {
    resting = undefined;
    pin = undefined;
  }
  return false;
}

/// Destroys what reads; `afar`: because the device was ended at the office. The queue stays: it was never readable here, and is sent all the same.
export async function wipe(afar: boolean): Promise<void> {
  key = undefined;
  pin = undefined;
  resting = undefined;
  await store.write(["open", "sealed"], (of) => {
    of("sealed").clear();
    for (const one of ["vault", "tries", "phone-key", "unknown"]) of("open").delete(one);
  });
  // By itself: a full phone is wiped like any other.
  if (afar) await store.ifRoom(store.put("open", "wiped", true));
}

/// A value sealed for its place.
export async function sealed(place: string, value: unknown): Promise<Bytes> {
  if (!key) throw new Error("locked");
  return encrypt(key, utf8(JSON.stringify(value)), place);
}

/// Reads a sealed value.
export async function read<T>(place: string): Promise<T | undefined> {
  if (!key) throw new Error("locked");
  const under = key;
  const found = await store.get<Bytes>("sealed", place);
  return found && (JSON.parse(text(await decrypt(under, found, place))) as T);
}

/// Writes a sealed value.
export async function keep(place: string, value: unknown): Promise<void> {
  await store.put("sealed", place, await sealed(place, value));
}
