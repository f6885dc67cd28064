//! Verifier keys of C2SP signed notes: a public key under a name, bound to the one type of signature that it checks.

use std::fmt;

use crate::note::NoteError;
use crate::sign::VerifyingKey;
use crate::tag::{from_base64, sha256, to_base64};

/// An Ed25519 public key under its name. `KIND` is the signature type of the standard: a key that signs notes does not pass for one
/// that signs cosignatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKey<const KIND: u8> {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl<const KIND: u8> NamedKey<KIND> {
    /// Names a public key.
    ///
    /// # Errors
    /// [`NoteError::BadKeyName`].
    pub fn new(name: &str, key: VerifyingKey) -> Result<Self, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::BadKeyName);
        }
        let [a, b, c, d, ..] = sha256(&[name.as_bytes(), b"\n", &[KIND], &key.to_bytes()].concat());
        Ok(Self { name: name.to_owned(), id: [a, b, c, d], key })
    }

    /// Reads the usual text form, `name+id+base64`, as it is displayed.
    ///
    /// # Errors
    /// [`NoteError::BadVerifierKey`], also for a key of another signature type.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        Self::parts(text).filter(|key| key.to_string() == text).ok_or(NoteError::BadVerifierKey)
    }

    fn parts(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '+');
        let (name, _id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = from_base64(key).ok()?;
        let (kind, key) = bytes.split_first()?;
        if *kind != KIND {
            return None;
        }
        Self::new(name, VerifyingKey::from_bytes(key).ok()?).ok()
    }

    /// The key name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of the hash of name, type and key: how a signature line says whose it is.
    pub(crate) fn id(&self) -> [u8; 4] {
        self.id
    }

    /// The public key.
    #[must_use]
    pub fn key(&self) -> VerifyingKey {
        self.key
    }
}

impl<const KIND: u8> fmt::Display for NamedKey<KIND> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = to_base64(&[&[KIND], self.key.to_bytes().as_slice()].concat());
        write!(f, "{}+{:08x}+{key}", self.name, u32::from_be_bytes(self.id))
    }
}

pub(crate) fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_ascii_control() || c == '+')
}
