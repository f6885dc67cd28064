//! One witness's line under a checkpoint: Ed25519, signature type 0x04.

use crate::named_key::NamedKey;
use crate::note::{NoteError, SignedNote};
use crate::sign::SigningKey;

/// Timestamped Ed25519 cosignature of a checkpoint.
const COSIGNATURE: u8 = 4;

/// A witness's public key under its name.
pub type WitnessVerifier = NamedKey<COSIGNATURE>;

/// A witness's signing key under its name.
#[derive(Debug)]
pub struct WitnessSigner<'a> {
    verifier: WitnessVerifier,
    key: &'a SigningKey,
}

impl<'a> WitnessSigner<'a> {
    /// Names a key. It should sign nothing but cosignatures.
    ///
    /// # Errors
    /// [`NoteError::BadKeyName`].
    pub fn new(name: &str, key: &'a SigningKey) -> Result<Self, NoteError> {
        Ok(Self { verifier: WitnessVerifier::new(name, key.verifying_key())?, key })
    }

    /// The public side.
    #[must_use]
    pub fn verifier(&self) -> &WitnessVerifier {
        &self.verifier
    }
}

/// That a known witness saw a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cosignature<'k> {
    /// Whose it is.
    pub witness: &'k WitnessVerifier,
    /// When it says it signed, in seconds since 1970.
    pub at: u64,
}

fn message(at: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {at}\n{text}").into_bytes()
}

impl SignedNote {
    /// Adds a witness's cosignature, in place of an earlier one by the same key. Call it only for a checkpoint that
    /// [`super::Head::admit`] admitted.
    pub fn cosign(&mut self, signer: &WitnessSigner<'_>, at: u64) {
        let signature = signer.key.sign_bare(&message(at, self.unverified_text()));
        let line = [at.to_be_bytes().as_slice(), &signature].concat();
        self.put_line(signer.verifier.name(), signer.verifier.id(), line);
    }

    /// The cosignatures of known witnesses, each witness key once. Lines of others are ignored.
    ///
    /// # Errors
    /// [`NoteError::BadSignature`] when a line by a known witness does not hold.
    pub fn cosignatures<'k>(&self, known: &'k [WitnessVerifier]) -> Result<Vec<Cosignature<'k>>, NoteError> {
        let mut found: Vec<Cosignature<'k>> = Vec::new();
        for (name, id, bytes) in self.lines() {
            let Some(witness) = known.iter().find(|key| key.name() == name && key.id() == id) else {
                continue;
            };
            let (at, signature) = bytes.split_first_chunk::<8>().ok_or(NoteError::BadSignature)?;
            let at = u64::from_be_bytes(*at);
            let signed = message(at, self.unverified_text());
            witness.key().verify_bare(&signed, signature).map_err(|_| NoteError::BadSignature)?;
            // Two names for one key are one witness.
            if found.iter().all(|other| other.witness.key() != witness.key()) {
                found.push(Cosignature { witness, at });
            }
        }
        Ok(found)
    }
}
