//! Hashes, keyed tags and the plain encodings, so that no other crate names a hash.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use crate::key::SymmetricKey;

/// A SHA-256 hash or an HMAC-SHA256 tag.
pub type Digest = [u8; 32];

/// SHA-256 (FIPS 180-4) of `bytes`. Never of anything that can be guessed and must stay secret: use [`tag`] there.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// MD5 (RFC 1321) as lower-case hexadecimal: the checksum by which OpenRosa apps see that a form has changed. It protects nothing
/// and is used for nothing else.
#[must_use]
pub fn openrosa_checksum(bytes: &[u8]) -> String {
    hex::encode(md5::Md5::digest(bytes))
}

/// Bytes hashed by an algorithm under its name in XForms 1.1, for the expressions of forms; nothing for any other name. MD5 and SHA-1
/// protect nothing: forms that were written for others ask for them.
#[must_use]
pub fn digest(algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match algorithm {
        "MD5" => md5::Md5::digest(bytes).to_vec(),
        "SHA-1" => sha1::Sha1::digest(bytes).to_vec(),
        "SHA-256" => Sha256::digest(bytes).to_vec(),
        "SHA-384" => sha2::Sha384::digest(bytes).to_vec(),
        "SHA-512" => sha2::Sha512::digest(bytes).to_vec(),
        _ => return None,
    })
}

/// HMAC-SHA256 (RFC 2104) of `bytes` under `key`: only who has the key can make it, test it or search by it.
#[must_use]
pub fn tag(key: &SymmetricKey, bytes: &[u8]) -> Digest {
    mac(key, bytes).finalize().into_bytes().into()
}

/// Whether `expected` is the tag of `bytes`, in constant time.
#[must_use]
pub fn verify_tag(key: &SymmetricKey, bytes: &[u8], expected: &[u8]) -> bool {
    mac(key, bytes).verify_slice(expected).is_ok()
}

/// Whether two secrets are the same, in time that depends on their length alone.
#[must_use]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Text that is not what its encoding allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not valid {0}: copy the whole value again")]
pub struct DecodeError(&'static str);

/// Lower-case hexadecimal.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

/// Reads hexadecimal of either case.
///
/// # Errors
/// [`DecodeError`] on an odd length or a character that is no hexadecimal digit.
pub fn from_hex(text: &str) -> Result<Vec<u8>, DecodeError> {
    hex::decode(text).map_err(|_| DecodeError("hexadecimal"))
}

/// Base64 of RFC 4648 section 4, with padding (as in signed notes).
#[must_use]
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads base64 of RFC 4648 section 4; padding and canonical trailing bits are required.
///
/// # Errors
/// [`DecodeError`] on anything else.
pub fn from_base64(text: &str) -> Result<Vec<u8>, DecodeError> {
    STANDARD.decode(text).map_err(|_| DecodeError("base64"))
}

/// Base64 of RFC 4648 section 5 without padding, safe in addresses and cookies.
#[must_use]
pub fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64 of RFC 4648 section 5 without padding.
///
/// # Errors
/// [`DecodeError`] on anything else.
pub fn from_base64url(text: &str) -> Result<Vec<u8>, DecodeError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| DecodeError("base64url"))
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn mac(key: &SymmetricKey, bytes: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes()).expect("any key length");
    mac.update(bytes);
    mac
}
