// Bytes as text and back.

export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
export const text = (bytes: BufferSource): string => new TextDecoder().decode(bytes);

export function hex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
  return out;
}

export function unhex(digits: string): Bytes {
  const out = new Uint8Array(digits.length / 2);
  for (let at = 0; at < out.length; at++) out[at] = parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return out;
}

export function joined(...parts: Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/// A UUIDv7 (RFC 9562, section 5.7) at an instant in milliseconds.
export function uuid(at: number, chance: Uint8Array = random(10)): string {
  const bytes = new Uint8Array(16);
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(at / 2 ** (8 * (5 - place))) % 256;
  bytes.set(chance.subarray(0, 10), 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const digits = hex(bytes);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
}
