//! The keys of a node: person key ← member key ← node key, and labelled subkeys.
//!
//! The node key is the only one that lies outside the database. It opens the member keys, a member key opens the person keys, a
//! person key opens what is known about one person. Destroying a wrapped person key therefore erases that person everywhere,
//! backups included once they expire; handing a member to another node means wrapping one key anew.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::aead;
use crate::entropy::{Entropy, draw};
use crate::error::SealError;
use crate::frame::frame;

/// A 256-bit key for one purpose. Wiped when dropped; its bytes never leave this crate.
#[derive(Clone)]
pub struct SymmetricKey(Zeroizing<[u8; 32]>);

impl SymmetricKey {
    /// Draws a fresh key.
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(draw(entropy))
    }

    /// A key that somebody else has, too: a gateway signs with it and checks what it is answered.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose, by HKDF-SHA256 (RFC 5869) expansion. The parent is uniformly random, so extraction is skipped as
    /// section 3.3 of the RFC allows. Different labels give unrelated keys; knowing a subkey tells nothing of its parent.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "HKDF takes any 32-byte key and gives up to 8160 bytes; we ask for 32"
    )]
    pub fn subkey(&self, label: &str) -> SymmetricKey {
        let mut out = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::from_prk(self.0.as_slice())
            .expect("32 bytes are a full pseudorandom key")
            .expand(&frame("jejaring/subkey/1", &[label.as_bytes()]), out.as_mut_slice())
            .expect("32 bytes are one block");
        SymmetricKey(out)
    }
}

impl AsRef<SymmetricKey> for SymmetricKey {
    fn as_ref(&self) -> &SymmetricKey {
        self
    }
}

/// A key sealed under the key above it, safe to store in the database.
#[derive(Clone, PartialEq, Eq)]
pub struct Wrapped(Vec<u8>);

impl Wrapped {
    /// Takes bytes as they were stored. Whether they are genuine shows when they are unwrapped.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store (73 of them in the present form).
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Gives the bytes away.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// The key of the whole node. Kept outside the database, and in the recovery box. Not `Clone`: share it behind an `Arc`.
pub struct NodeKey(SymmetricKey);

/// The key of one member (organisation). `Clone`, because the node keeps a cache of unwrapped keys.
#[derive(Clone)]
pub struct MemberKey(SymmetricKey);

/// The key under which everything sealed about one person lies. `Clone`, because the node keeps a cache of unwrapped keys.
#[derive(Clone)]
pub struct PersonKey(SymmetricKey);

impl NodeKey {
    /// Draws a fresh node key.
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(SymmetricKey::generate(entropy))
    }

    /// Takes the bytes that were kept outside the database.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(SymmetricKey::from_bytes(bytes))
    }

    /// The bytes to keep outside the database, readable by the node alone. Whoever has them and the database reads everything.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// A key for one purpose of the node (`"journal-tag"`, `"session"`, `"backup"`, …). See [`SymmetricKey::subkey`].
    #[must_use]
    pub fn subkey(&self, label: &str) -> SymmetricKey {
        self.0.subkey(label)
    }

    /// Seals a member key for storage, bound to `member_id`.
    #[must_use]
    pub fn wrap_member(&self, key: &MemberKey, member_id: &str, entropy: &mut dyn Entropy) -> Wrapped {
        wrap(&self.0, &key.0, MEMBER, member_id, entropy)
    }

    /// Opens a member key.
    ///
    /// # Errors
    /// [`SealError`] when it was wrapped by another node key or for another member, or was altered.
    pub fn unwrap_member(&self, wrapped: &Wrapped, member_id: &str) -> Result<MemberKey, SealError> {
        unwrap(&self.0, wrapped, MEMBER, member_id).map(MemberKey)
    }

    /// Rotation: seals a member key anew under `next`. The person keys below stay as they are.
    ///
    /// # Errors
    /// As [`NodeKey::unwrap_member`].
    pub fn rewrap_member(
        &self,
        next: &NodeKey,
        wrapped: &Wrapped,
        member_id: &str,
        entropy: &mut dyn Entropy,
    ) -> Result<Wrapped, SealError> {
        Ok(next.wrap_member(&self.unwrap_member(wrapped, member_id)?, member_id, entropy))
    }
}

impl MemberKey {
    /// Draws a fresh member key.
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(SymmetricKey::generate(entropy))
    }

    /// A key for one purpose of the member, for what belongs to no single person. See [`SymmetricKey::subkey`].
    #[must_use]
    pub fn subkey(&self, label: &str) -> SymmetricKey {
        self.0.subkey(label)
    }

    /// Seals a person key for storage, bound to `person_key_id`.
    #[must_use]
    pub fn wrap_person(&self, key: &PersonKey, person_key_id: &str, entropy: &mut dyn Entropy) -> Wrapped {
        wrap(&self.0, &key.0, PERSON, person_key_id, entropy)
    }

    /// Opens a person key.
    ///
    /// # Errors
    /// [`SealError`] when it was wrapped by another member key or under another id, or was altered.
    pub fn unwrap_person(&self, wrapped: &Wrapped, person_key_id: &str) -> Result<PersonKey, SealError> {
        unwrap(&self.0, wrapped, PERSON, person_key_id).map(PersonKey)
    }

    /// Rotation: seals a person key anew under `next`. What the person key sealed stays as it is.
    ///
    /// # Errors
    /// As [`MemberKey::unwrap_person`].
    pub fn rewrap_person(
        &self,
        next: &MemberKey,
        wrapped: &Wrapped,
        person_key_id: &str,
        entropy: &mut dyn Entropy,
    ) -> Result<Wrapped, SealError> {
        Ok(next.wrap_person(&self.unwrap_person(wrapped, person_key_id)?, person_key_id, entropy))
    }
}

impl PersonKey {
    /// Draws a fresh person key.
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(SymmetricKey::generate(entropy))
    }
}

impl AsRef<SymmetricKey> for PersonKey {
    fn as_ref(&self) -> &SymmetricKey {
        &self.0
    }
}

macro_rules! silent {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
silent!(SymmetricKey, NodeKey, MemberKey, PersonKey, Wrapped);

const MEMBER: &str = "jejaring/member-key/1";
const PERSON: &str = "jejaring/person-key/1";

// A key of the hierarchy feeds HKDF alone; what touches the cipher is always derived for that one use.
fn wrap(
    above: &SymmetricKey,
    key: &SymmetricKey,
    kind: &str,
    id: &str,
    entropy: &mut dyn Entropy,
) -> Wrapped {
    let bound = frame(kind, &[id.as_bytes()]);
    Wrapped(aead::encrypt(&above.subkey(kind), &bound, key.bytes(), &[], entropy))
}

fn unwrap(above: &SymmetricKey, wrapped: &Wrapped, kind: &str, id: &str) -> Result<SymmetricKey, SealError> {
    let bound = frame(kind, &[id.as_bytes()]);
    let plain = aead::decrypt(&above.subkey(kind), &bound, &wrapped.0)?;
    let bytes = plain.as_slice().try_into().map_err(|_| SealError::Malformed)?;
    Ok(SymmetricKey::from_bytes(bytes))
}
