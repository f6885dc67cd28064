//! XChaCha20-Poly1305 in one layout: `form (1) ‖ nonce (24) ‖ ciphertext ‖ tag (16)`.

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::error::SealError;
use crate::key::SymmetricKey;

const FORM: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 1 + NONCE;
const TAG: usize = 16;

/// Bytes a sealed value has more than its plaintext.
pub(crate) const OVERHEAD: usize = HEAD + TAG;

/// Encrypts `plaintext` followed by `padding`, bound to `bound`. The plaintext is written once, into the buffer that becomes the
/// ciphertext, so no readable copy stays behind.
#[expect(clippy::expect_used, reason = "the cipher fails only beyond 256 GiB; columns hold at most 64 KiB")]
pub(crate) fn encrypt(
    key: &SymmetricKey,
    bound: &[u8],
    plaintext: &[u8],
    padding: &[u8],
    entropy: &mut dyn Entropy,
) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce);
    let mut out = Vec::with_capacity(OVERHEAD + plaintext.len() + padding.len());
    out.push(FORM);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(plaintext);
    out.extend_from_slice(padding);
    let (_, body) = out.split_at_mut(HEAD);
    let tag = cipher(key)
        .encrypt_inout_detached(&XNonce::from(nonce), bound, InOutBuf::from(body))
        .expect("plaintext below 256 GiB");
    out.extend_from_slice(&tag);
    out
}

/// Undoes [`encrypt`]; the padding is still there.
pub(crate) fn decrypt(
    key: &SymmetricKey,
    bound: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (form, rest) = sealed.split_first().ok_or(SealError::TooShort(0))?;
    if *form != FORM {
        return Err(SealError::UnknownForm(*form));
    }
    let short = SealError::TooShort(sealed.len());
    let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(short)?;
    let (body, tag) = rest.split_last_chunk::<TAG>().ok_or(short)?;
    let mut plain = Zeroizing::new(body.to_vec());
    cipher(key)
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            bound,
            InOutBuf::from(plain.as_mut_slice()),
            &Tag::from(*tag),
        )
        .map_err(|_| SealError::NotAuthentic)?;
    Ok(plain)
}

fn cipher(key: &SymmetricKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}
