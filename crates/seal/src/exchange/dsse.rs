//! DSSE: signatures over exact bytes (<https://github.com/secure-systems-lab/dsse>, version 1.0). Nothing is put into a canonical
//! form; what was verified is what is parsed.

use serde::{Deserialize, Serialize};

use super::hash::{Bytes, Hash};
use crate::sign::{SigningKey, VerifyingKey};

/// The largest payload that is read: 256 KiB.
pub const MAX_PAYLOAD: usize = 256 * 1024;
/// The largest directory that is read: 16 MiB, some twenty thousand members. It is signed by the operators whom one knows and
/// read seldom; an envelope may come from anybody at any time.
pub const MAX_DIRECTORY: usize = 16 * 1024 * 1024;
/// More signatures than this are refused.
const MAX_SIGNATURES: usize = 32;

/// A payload with its signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dsse {
    /// What the payload is.
    #[serde(rename = "payloadType")]
    pub payload_type: String,
    /// The signed bytes.
    pub payload: Bytes<MAX_DIRECTORY>,
    /// Who signed them.
    pub signatures: Vec<Signature>,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// A hint at the key; decides nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub keyid: String,
    /// Ed25519 over the pre-authentication encoding.
    pub sig: Bytes<64>,
}

/// Why a DSSE envelope cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DsseError {
    /// No JSON of this shape, or too large.
    #[error("not a signed message of this protocol: fetch it again from its sender")]
    Shape,
    /// The payload is of another type than the one expected here.
    #[error("signed for another purpose: do not use it here")]
    Type,
    /// None of the expected keys signed it.
    #[error("no signature of the expected key holds: ask the sender through another channel")]
    Signature,
}

/// The pre-authentication encoding: what is signed. Type and body are preceded by their length in bytes, so neither can run into
/// the other.
#[must_use]
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

impl Dsse {
    /// Signs `payload` with each key.
    #[must_use]
    pub fn sign(payload_type: &str, payload: Vec<u8>, keys: &[&SigningKey]) -> Self {
        let signed = pae(payload_type, &payload);
        let signatures = keys
            .iter()
            .map(|key| Signature {
                keyid: key_hint(&key.verifying_key()),
                sig: Bytes(key.sign_bare(&signed).to_vec()),
            })
            .collect();
        Self { payload_type: payload_type.to_owned(), payload: Bytes(payload), signatures }
    }

    /// Adds the signature of one more key to the same bytes.
    pub fn sign_also(&mut self, key: &SigningKey) {
        let signed = pae(&self.payload_type, &self.payload.0);
        let sig = Bytes(key.sign_bare(&signed).to_vec());
        self.signatures.push(Signature { keyid: key_hint(&key.verifying_key()), sig });
    }

    /// Reads the JSON form with a payload of at most [`MAX_PAYLOAD`] bytes.
    ///
    /// # Errors
    /// [`DsseError::Shape`].
    pub fn parse(bytes: &[u8]) -> Result<Self, DsseError> {
        Self::parse_within(bytes, MAX_PAYLOAD)
    }

    /// Reads the JSON form of a directory: a payload of at most [`MAX_DIRECTORY`] bytes.
    ///
    /// # Errors
    /// [`DsseError::Shape`].
    pub fn parse_directory(bytes: &[u8]) -> Result<Self, DsseError> {
        Self::parse_within(bytes, MAX_DIRECTORY)
    }

    fn parse_within(bytes: &[u8], longest: usize) -> Result<Self, DsseError> {
        if bytes.len() > longest / 3 * 4 + 16 * 1024 {
            return Err(DsseError::Shape);
        }
        let dsse: Self = serde_json::from_slice(bytes).map_err(|_| DsseError::Shape)?;
        let fits = (1..=MAX_SIGNATURES).contains(&dsse.signatures.len())
            && dsse.signatures.iter().all(|signature| signature.keyid.len() <= 128)
            && dsse.payload_type.len() <= 128
            && dsse.payload.0.len() <= longest;
        if fits { Ok(dsse) } else { Err(DsseError::Shape) }
    }

    /// The JSON form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Strings and lists of strings: nothing that could fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The content address: SHA-256 of the pre-authentication encoding. Further signatures do not change it.
    #[must_use]
    pub fn address(&self) -> Hash {
        Hash::of(&pae(&self.payload_type, &self.payload.0))
    }

    /// Which of `keys` signed this, each counted once.
    ///
    /// # Errors
    /// [`DsseError::Type`] when it was signed for another purpose.
    pub fn signers(&self, payload_type: &str, keys: &[VerifyingKey]) -> Result<Vec<VerifyingKey>, DsseError> {
        if self.payload_type != payload_type {
            return Err(DsseError::Type);
        }
        let signed = pae(&self.payload_type, &self.payload.0);
        let mut found: Vec<VerifyingKey> = Vec::new();
        for key in keys {
            let holds = |signature: &Signature| key.verify_bare(&signed, &signature.sig.0).is_ok();
            if !found.contains(key) && self.signatures.iter().any(holds) {
                found.push(*key);
            }
        }
        Ok(found)
    }

    /// The payload, if one of `keys` signed it.
    ///
    /// # Errors
    /// [`DsseError::Type`], [`DsseError::Signature`].
    pub fn verify(&self, payload_type: &str, keys: &[VerifyingKey]) -> Result<&[u8], DsseError> {
        if self.signers(payload_type, keys)?.is_empty() {
            return Err(DsseError::Signature);
        }
        Ok(&self.payload.0)
    }
}

/// A short name of a key: the first 16 digits of its hash.
#[must_use]
pub fn key_hint(key: &VerifyingKey) -> String {
    Hash::of(&key.to_bytes()).to_string().chars().take(16).collect()
}
