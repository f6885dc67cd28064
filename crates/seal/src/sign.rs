//! Ed25519 signatures (RFC 8032).

use std::fmt;

use ed25519_dalek::Signer;

use crate::entropy::{Entropy, draw};
use crate::frame::frame;
use crate::tag::{from_base64, to_base64};

/// A signature that does not hold, or a public key that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The signature was made by another key, for another message or in another context.
    #[error("signature does not hold: do not trust this message; ask the sender through another channel")]
    Invalid,
    /// The bytes are no usable Ed25519 public key (wrong length, not on the curve, or a weak point).
    #[error("not an Ed25519 public key: copy the key of the other node again")]
    BadKey,
}

/// The key a node signs with. Wiped when dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Draws a fresh signing key.
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&draw(entropy)))
    }

    /// Takes the 32-byte seed of RFC 8032.
    #[must_use]
    pub fn from_bytes(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The seed, to be stored sealed only.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// Signs `message` in `context` (`"referral"`, `"receipt"`, …). The context is part of what is signed, so a signature given for
    /// one purpose is worth nothing for another. The framed bytes begin with NUL and can never be a signed note.
    #[must_use]
    pub fn sign(&self, context: &str, message: &[u8]) -> [u8; 64] {
        self.sign_bare(&in_context(context, message))
    }

    /// Signs bytes whose format is fixed by a standard (signed notes).
    pub(crate) fn sign_bare(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

/// The public key of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// Takes the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// [`SignatureError::BadKey`]; weak points, under which one signature fits many messages, are refused as well.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignatureError> {
        let bytes = bytes.try_into().map_err(|_| SignatureError::BadKey)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| SignatureError::BadKey)?;
        if key.is_weak() { Err(SignatureError::BadKey) } else { Ok(Self(key)) }
    }

    /// Reads what [`VerifyingKey::to_base64`] wrote.
    ///
    /// # Errors
    /// [`SignatureError::BadKey`].
    pub fn from_base64(text: &str) -> Result<Self, SignatureError> {
        Self::from_bytes(&from_base64(text).map_err(|_| SignatureError::BadKey)?)
    }

    /// The 32 bytes of RFC 8032.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Base64 with padding, 44 characters.
    #[must_use]
    pub fn to_base64(&self) -> String {
        to_base64(self.0.as_bytes())
    }

    /// Checks what [`SigningKey::sign`] signed in the same context.
    ///
    /// # Errors
    /// [`SignatureError::Invalid`].
    pub fn verify(&self, context: &str, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        self.verify_bare(&in_context(context, message), signature)
    }

    pub(crate) fn verify_bare(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let signature =
            ed25519_dalek::Signature::from_slice(signature).map_err(|_| SignatureError::Invalid)?;
        // Strict: no second form of a signature passes, so a signature can serve as evidence of one act.
        self.0.verify_strict(message, &signature).map_err(|_| SignatureError::Invalid)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.to_base64())
    }
}

fn in_context(context: &str, message: &[u8]) -> Vec<u8> {
    frame("jejaring/signature/1", &[context.as_bytes(), message])
}
