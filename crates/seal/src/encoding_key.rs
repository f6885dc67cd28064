//! The keyed hash behind encodings for linkage: agencies share its secret, and who links never has it.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::frame::frame;
use crate::tag::Digest;

/// Fewest bytes of a secret that nobody guesses.
pub const ENCODING_SECRET_BYTES: usize = 32;

/// A secret too short to keep anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret has fewer than 32 bytes: draw one at random, for example with `openssl rand -base64 48`")]
pub struct ShortSecret;

/// The key of one field: HMAC-SHA256 (RFC 2104) under a key derived for it alone.
#[derive(Clone)]
pub struct EncodingKey(Hmac<Sha256>);

impl EncodingKey {
    /// Derives the key of a field from the shared secret by HKDF-SHA256 (RFC 5869). Different salts, purposes and fields
    /// give unrelated keys.
    ///
    /// # Errors
    /// [`ShortSecret`] below [`ENCODING_SECRET_BYTES`].
    pub fn derive(secret: &[u8], salt: &[u8], purpose: &str, field: &str) -> Result<Self, ShortSecret> {
        if secret.len() < ENCODING_SECRET_BYTES {
            return Err(ShortSecret);
        }
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(salt), secret)
            .expand(
                &frame("jejaring/encoding/1", &[purpose.as_bytes(), field.as_bytes()]),
                key.as_mut_slice(),
            )
            .map_err(|_| ShortSecret)?;
        Hmac::new_from_slice(key.as_slice()).map(Self).map_err(|_| ShortSecret)
    }

    /// The keyed hash of `bytes`.
    #[must_use]
    pub fn hash(&self, bytes: &[u8]) -> Digest {
        self.0.clone().chain_update(bytes).finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_key_of_its_own() {
        let secret = [7_u8; 32];
        let key = |salt: &[u8], purpose, field| {
            EncodingKey::derive(&secret, salt, purpose, field).unwrap().hash(b"siti")
        };
        let one = key(b"s", "p", "name");
        assert_eq!(one, key(b"s", "p", "name"));
        for other in [key(b"t", "p", "name"), key(b"s", "q", "name"), key(b"s", "p", "guardian_name")] {
            assert_ne!(one, other);
        }
        assert!(EncodingKey::derive(&secret[..31], b"", "", "").is_err_and(|error| error == ShortSecret));
    }
}
