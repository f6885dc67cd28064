//! The sealed content that travels beside an envelope: sealed once, opened by each recipient, provable afterwards.

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, ChaCha20Poly1305, KeyInit, Nonce, Tag};
use zeroize::Zeroizing;

use super::hash::Hash;
use super::member::MemberId;
use crate::entropy::{Entropy, draw};
use crate::error::SealError;
use crate::frame::frame;
use crate::key::SymmetricKey;

/// The largest plaintext of an ordinary kind: 64 KiB.
pub const MAX_PLAIN: usize = 64 * 1024;
/// The largest plaintext of a bulk kind: 1 MiB.
pub const MAX_BULK: usize = 1024 * 1024;
/// The largest sealed content there is: the largest plaintext, padded.
pub const MAX_SEALED: usize = MAX_BULK + PAD + HEAD + TAG;

const SALT: usize = 32;
const HEAD: usize = SALT + 4;
const TAG: usize = 16;
/// Lengths are rounded up to a multiple of this, so that a length tells little about a text.
const PAD: usize = 1024;

/// Content sealed once.
pub(crate) struct Sealed {
    pub(crate) key: SymmetricKey,
    pub(crate) commit: Hash,
    pub(crate) ciphertext: Vec<u8>,
}

/// What an envelope held: the text, and the salt with which it can be proved to others.
pub struct Opened {
    /// 32 random bytes.
    pub salt: Zeroizing<[u8; 32]>,
    /// The text.
    pub plain: Zeroizing<Vec<u8>>,
}

/// SHA-256(salt ‖ plaintext): what a sender commits to without telling it.
#[must_use]
pub fn commitment(salt: &[u8; 32], plain: &[u8]) -> Hash {
    let joined = Zeroizing::new([salt.as_slice(), plain].concat());
    Hash::of(&joined)
}

/// What binds a wrapped key to its envelope: the protocol, the sender and the commitment.
pub(crate) fn info(from: &MemberId, commit: Hash) -> Vec<u8> {
    frame("jejaring/exchange/1", &[from.as_str().as_bytes(), &commit.0])
}

/// Seals `plain` under a fresh key: `ChaCha20-Poly1305(key, nonce 0, salt ‖ length ‖ plain ‖ zeros)`. The nonce is fixed because
/// the key seals once and is never used again.
pub(crate) fn seal(from: &MemberId, plain: &[u8], entropy: &mut dyn Entropy) -> Result<Sealed, SealError> {
    let salt = draw::<SALT>(entropy);
    let key = SymmetricKey::generate(entropy);
    let commit = commitment(&salt, plain);
    let length = u32::try_from(plain.len()).map_err(|_| SealError::Malformed)?;
    let mut text = Vec::with_capacity(HEAD + plain.len().next_multiple_of(PAD) + PAD + TAG);
    text.extend_from_slice(salt.as_slice());
    text.extend_from_slice(&length.to_be_bytes());
    text.extend_from_slice(plain);
    text.resize(HEAD + plain.len().max(1).next_multiple_of(PAD), 0);
    let tag = cipher(&key)
        .encrypt_inout_detached(
            &Nonce::from([0; 12]),
            &info(from, commit),
            InOutBuf::from(text.as_mut_slice()),
        )
        .map_err(|_| SealError::Malformed)?;
    text.extend_from_slice(&tag);
    Ok(Sealed { key, commit, ciphertext: text })
}

/// Undoes [`seal`], and checks the commitment: content that opens but is not what was signed is refused.
pub(crate) fn open(
    from: &MemberId,
    commit: Hash,
    key: &SymmetricKey,
    sealed: &[u8],
) -> Result<Opened, SealError> {
    let short = SealError::TooShort(sealed.len());
    let (body, tag) = sealed.split_last_chunk::<TAG>().ok_or(short)?;
    let mut text = Zeroizing::new(body.to_vec());
    cipher(key)
        .decrypt_inout_detached(
            &Nonce::from([0; 12]),
            &info(from, commit),
            InOutBuf::from(text.as_mut_slice()),
            &Tag::from(*tag),
        )
        .map_err(|_| SealError::NotAuthentic)?;
    let (salt, rest) = text.split_first_chunk::<SALT>().ok_or(SealError::Malformed)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(SealError::Malformed)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| SealError::Malformed)?;
    let plain = rest.get(..length).ok_or(SealError::Malformed)?;
    if commitment(salt, plain) != commit {
        return Err(SealError::NotAuthentic);
    }
    Ok(Opened { salt: Zeroizing::new(*salt), plain: Zeroizing::new(plain.to_vec()) })
}

/// Bytes that a text of `length` bytes has once it is sealed.
#[must_use]
pub fn sealed_content_length(length: usize) -> usize {
    HEAD + length.max(1).next_multiple_of(PAD) + TAG
}

fn cipher(key: &SymmetricKey) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(key.bytes().into())
}
