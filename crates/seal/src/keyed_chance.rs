//! A stream of bytes that nobody foresees without a secret, and that the secret makes again.

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::key::SymmetricKey;
use crate::tag::{sha256, tag};

/// Bytes made at a time.
const BLOCK: usize = 4096;

/// Bytes that follow from a secret and a purpose: the key stream of XChaCha20, whose nonce counts blocks. For noise that must be
/// repeatable by whoever holds the secret; keys themselves come from the operating system.
pub struct KeyedChance {
    cipher: XChaCha20Poly1305,
    block: Zeroizing<[u8; BLOCK]>,
    at: usize,
    blocks: u64,
}

impl KeyedChance {
    /// The stream of this purpose. Streams of different purposes have nothing to do with each other, so whatever the bytes
    /// are used on belongs into the purpose: the same noise on two sets of data tells their difference.
    #[must_use]
    pub fn new(secret: &[u8], purpose: &[u8]) -> Self {
        let key = Zeroizing::new(tag(&SymmetricKey::from_bytes(sha256(secret)), purpose));
        let cipher = XChaCha20Poly1305::new((&*key).into());
        Self { cipher, block: Zeroizing::new([0; BLOCK]), at: BLOCK, blocks: 0 }
    }

    #[expect(clippy::expect_used, reason = "the cipher fails only beyond 256 GiB; a block holds 4 KiB")]
    fn next_block(&mut self) {
        let mut nonce = [0; 24];
        let (count, _) = nonce.split_at_mut(8);
        count.copy_from_slice(&self.blocks.to_le_bytes());
        self.block.fill(0);
        self.cipher
            .encrypt_inout_detached(&XNonce::from(nonce), b"", InOutBuf::from(self.block.as_mut_slice()))
            .expect("a block below 256 GiB");
        self.blocks += 1;
        self.at = 0;
    }
}

impl Entropy for KeyedChance {
    fn fill(&mut self, out: &mut [u8]) {
        let mut rest = out;
        while !rest.is_empty() {
            if self.at >= BLOCK {
                self.next_block();
            }
            let made = self.block.get(self.at..).unwrap_or_default();
            let many = made.len().min(rest.len());
            let (now, later) = rest.split_at_mut(many);
            now.copy_from_slice(made.get(..many).unwrap_or_default());
            self.at += many;
            rest = later;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(key: u8, purpose: &[u8], portions: &[usize]) -> Vec<u8> {
        let mut chance = KeyedChance::new(&[key; 32], purpose);
        portions
            .iter()
            .flat_map(|many| {
                let mut out = vec![0; *many];
                chance.fill(&mut out);
                out
            })
            .collect()
    }

    #[test]
    fn a_stream_follows_from_key_and_purpose_alone() {
        let one = bytes(1, b"a", &[10_000]);
        assert_eq!(one, bytes(1, b"a", &[1, 4095, 2, 5902]));
        for other in [bytes(2, b"a", &[10_000]), bytes(1, b"b", &[10_000])] {
            assert_ne!(one, other);
        }
        let ones: u32 = one.iter().map(|byte| byte.count_ones()).sum();
        assert!(ones.abs_diff(40_000) < 1000, "{ones}");
        assert_ne!(one[..4096], one[4096..8192]);
    }
}
