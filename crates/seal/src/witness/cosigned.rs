//! A checkpoint that enough witnesses have seen.

use super::cosignature::{Cosignature, WitnessVerifier};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::note::{NoteVerifier, SignedNote};

/// Why a checkpoint does not count as cosigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CosignedError {
    /// The checkpoint itself is refused.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Genuine, but too few of the known witnesses have signed.
    #[error(
        "only {found} of the {needed} required witnesses have cosigned this checkpoint: wait for a newer one"
    )]
    TooFew {
        /// Known witnesses that signed.
        found: usize,
        /// Witnesses required.
        needed: usize,
    },
}

/// A checkpoint signed by its log and by known witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned<'k> {
    /// What the log says.
    pub checkpoint: Checkpoint,
    /// Who countersigned, and when.
    pub witnesses: Vec<Cosignature<'k>>,
}

impl<'k> Cosigned<'k> {
    /// Opens a checkpoint of the log `origin` that one of `log` signed and at least `needed` different of `witnesses`
    /// countersigned.
    ///
    /// # Errors
    /// [`CosignedError`].
    pub fn open(
        note: &str,
        origin: &str,
        log: &[NoteVerifier],
        witnesses: &'k [WitnessVerifier],
        needed: usize,
    ) -> Result<Self, CosignedError> {
        let (checkpoint, _) = Checkpoint::open(note, origin, log)?;
        let note = SignedNote::parse(note).map_err(CheckpointError::Note)?;
        let witnesses = note.cosignatures(witnesses).map_err(CheckpointError::Note)?;
        let found = witnesses.len();
        if found < needed {
            Err(CosignedError::TooFew { found, needed })
        } else {
            Ok(Self { checkpoint, witnesses })
        }
    }
}
