// To the node: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305. Whoever seals cannot open again.

import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";
import { joined, unhex, utf8, type Bytes } from "./bytes";

const PURPOSE = utf8("jejaring/offline/1");
const suite = () =>
  new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });

/// A zero and the bytes made smaller (RFC 1951), where the browser can and it helps: a village's signal carries few bytes.
async function smaller(bytes: Bytes): Promise<Bytes> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const packed = new Uint8Array(await new Response(stream).arrayBuffer());
    return packed.length + 1 < bytes.length ? joined(new Uint8Array(1), packed) : bytes;
  } catch {
    return bytes;
  }
}

/// Seals a value to a node's public key (64 hexadecimal digits).
export async function sealTo(key: string, value: unknown): Promise<Bytes> {
  const hpke = suite();
  const recipientPublicKey = await hpke.kem.deserializePublicKey(unhex(key).buffer);
  const sender = await hpke.createSenderContext({ recipientPublicKey, info: PURPOSE.buffer });
  const sealed = await sender.seal((await smaller(utf8(JSON.stringify(value)))).buffer);
  return joined(new Uint8Array(sender.enc), new Uint8Array(sealed));
}
