//! Asking a witness, and what the witness checks (C2SP tlog-witness, `add-checkpoint`).

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::note::{NoteVerifier, SignedNote};
use crate::tag::{Digest, from_base64, same, to_base64};
use crate::tree::{empty_root, verify_consistency};

/// A tree of 64-bit size has no longer proof.
const MOST_HASHES: usize = 63;

/// A request: the size the log believes the witness saw last, proof from there, and the new signed checkpoint. `Display` gives the
/// body that is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size of the tree the witness saw last.
    pub old: u64,
    /// Consistency proof from there to the checkpoint.
    pub proof: Vec<Digest>,
    /// The signed checkpoint.
    pub note: SignedNote,
}

/// Why a witness does not sign. The status is that of the HTTP answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The body is no request. 400.
    #[error("not an add-checkpoint request: 'old SIZE', proof lines, an empty line, a signed checkpoint")]
    Malformed,
    /// The checkpoint is of another log, damaged, or not signed by the log's key. 403.
    #[error(transparent)]
    Checkpoint(CheckpointError),
    /// The checkpoint is smaller than the size it is said to continue. 400.
    #[error("the checkpoint is smaller than the tree it should continue")]
    Backwards,
    /// The witness saw another size last. 409, with that size as the answer.
    #[error("this witness last saw {latest} entries: send a proof from there")]
    OtherSize {
        /// What the witness saw last.
        latest: u64,
    },
    /// The same size with another root: the log has shown two faces. 409.
    #[error("this witness saw another tree of the same size: keep both checkpoints as evidence")]
    SplitView,
    /// The proof does not hold: the log was rewritten, or the proof is not from the old size. 422.
    #[error("the consistency proof does not hold: the log does not continue what this witness saw")]
    Inconsistent,
}

impl Refusal {
    /// Status of the HTTP answer.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed | Self::Backwards => 400,
            Self::Checkpoint(_) => 403,
            Self::OtherSize { .. } | Self::SplitView => 409,
            Self::Inconsistent => 422,
        }
    }
}

impl AddCheckpoint {
    /// Reads the body of a request. Nothing in it is believed yet.
    ///
    /// # Errors
    /// [`Refusal::Malformed`].
    pub fn parse(body: &str) -> Result<Self, Refusal> {
        Self::parts(body).ok_or(Refusal::Malformed)
    }

    fn parts(body: &str) -> Option<Self> {
        let (head, note) = body.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let size = lines.next()?.strip_prefix("old ")?;
        let old: u64 = size.parse().ok().filter(|old: &u64| old.to_string() == size)?;
        let proof =
            lines.map(|line| from_base64(line).ok()?.try_into().ok()).collect::<Option<Vec<Digest>>>()?;
        if proof.len() > MOST_HASHES {
            return None;
        }
        Some(Self { old, proof, note: SignedNote::parse(note).ok()? })
    }
}

impl std::fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{}", to_base64(hash))?;
        }
        write!(f, "\n{}", self.note)
    }
}

/// What a witness remembers of one log. It must be stored before the cosignature is handed out, and replaced only if the stored head
/// is still the one that was compared: otherwise two requests at once could be signed against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Entries.
    pub size: u64,
    /// Root.
    pub root: Digest,
}

impl Default for Head {
    /// Nothing seen yet: every log continues the empty one.
    fn default() -> Self {
        Self { size: 0, root: empty_root() }
    }
}

impl Head {
    /// Checks a request against what was seen last of the log `origin`, whose keys are `log`. Gives the head to store; only then
    /// may the checkpoint be cosigned.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn admit(
        &self,
        request: &AddCheckpoint,
        origin: &str,
        log: &[NoteVerifier],
    ) -> Result<Self, Refusal> {
        let note = request.note.to_string();
        let (checkpoint, _) = Checkpoint::open(&note, origin, log).map_err(Refusal::Checkpoint)?;
        if request.old > checkpoint.size() {
            return Err(Refusal::Backwards);
        }
        if request.old != self.size {
            return Err(Refusal::OtherSize { latest: self.size });
        }
        if checkpoint.size() == self.size && !same(checkpoint.root(), &self.root) {
            return Err(Refusal::SplitView);
        }
        verify_consistency(self.size, checkpoint.size(), &self.root, checkpoint.root(), &request.proof)
            .map_err(|_| Refusal::Inconsistent)?;
        Ok(Self { size: checkpoint.size(), root: *checkpoint.root() })
    }
}
