//! Checkpoints of the journal (C2SP tlog-checkpoint): a signed statement of its size and root.

use crate::note::{NoteError, NoteSigner, NoteVerifier, SignedNote};
use crate::tag::{Digest, from_base64, to_base64};

/// Why a checkpoint is refused. Lines are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note around it is refused.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Fewer than three lines.
    #[error("checkpoint needs three lines: origin, size and root")]
    TooFewLines,
    /// The first line is empty or has a line break.
    #[error("checkpoint line 1 (origin) is empty or broken")]
    BadOrigin,
    /// The second line is no decimal number without leading zeros.
    #[error("checkpoint line 2 (size) is not a plain number")]
    BadSize,
    /// The third line is not 32 bytes in base64.
    #[error("checkpoint line 3 (root) is not a SHA-256 hash in base64")]
    BadRoot,
    /// An extension line is empty.
    #[error("checkpoint has an empty line after the root")]
    EmptyExtension,
    /// It is genuine, but of another log.
    #[error("checkpoint belongs to another log: compare the origin with the node you asked")]
    OtherOrigin,
}

/// What a log says of itself: with `size` entries, its root is `root`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Digest,
}

impl Checkpoint {
    /// States size and root of the log `origin`, such as `node.example.invalid/journal`.
    ///
    /// # Errors
    /// [`CheckpointError::BadOrigin`].
    pub fn new(origin: &str, size: u64, root: Digest) -> Result<Self, CheckpointError> {
        if origin.is_empty() || origin.contains(|c: char| c < ' ') {
            return Err(CheckpointError::BadOrigin);
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }

    /// Name of the log.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Entries in the tree.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree.
    #[must_use]
    pub fn root(&self) -> &Digest {
        &self.root
    }

    /// The note text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, to_base64(&self.root))
    }

    /// Reads a note text. Extension lines are allowed, signed and ignored.
    ///
    /// # Errors
    /// [`CheckpointError`], naming the line.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let body = text.strip_suffix('\n').ok_or(CheckpointError::TooFewLines)?;
        let mut lines = body.split('\n');
        let mut next = || lines.next().ok_or(CheckpointError::TooFewLines);
        let (origin, size, root) = (next()?, next()?, next()?);
        if lines.any(str::is_empty) {
            return Err(CheckpointError::EmptyExtension);
        }
        let number: u64 = size.parse().map_err(|_| CheckpointError::BadSize)?;
        if number.to_string() != size {
            return Err(CheckpointError::BadSize);
        }
        let root = from_base64(root).map_err(|_| CheckpointError::BadRoot)?;
        let root = root.try_into().map_err(|_| CheckpointError::BadRoot)?;
        Self::new(origin, number, root)
    }

    /// Signs the checkpoint. Others may later add theirs with [`SignedNote::add_signature`].
    ///
    /// # Errors
    /// [`CheckpointError::Note`] when the origin is too long for a note.
    pub fn sign(&self, signer: &NoteSigner<'_>) -> Result<SignedNote, CheckpointError> {
        Ok(SignedNote::sign(&self.text(), signer)?)
    }

    /// Opens a signed checkpoint of the log `origin`: at least one of `known` must have signed it. Also gives the names of those
    /// that did.
    ///
    /// # Errors
    /// [`CheckpointError`]; it says whether form, signature or origin is at fault.
    pub fn open<'k>(
        note: &str,
        origin: &str,
        known: &'k [NoteVerifier],
    ) -> Result<(Self, Vec<&'k str>), CheckpointError> {
        let note = SignedNote::parse(note)?;
        let (text, names) = note.verify(known)?;
        let checkpoint = Self::parse(text)?;
        if checkpoint.origin == origin { Ok((checkpoint, names)) } else { Err(CheckpointError::OtherOrigin) }
    }
}
