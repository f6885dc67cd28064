//! What is wrong with a bundle, in a sentence.

use std::fmt;

use crate::exchange::{DirectoryError, DsseError};
use crate::tree::TreeError;
use crate::witness::CosignedError;

/// Which part of a bundle is at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The file itself.
    Bundle,
    /// The directory.
    Directory,
    /// A version of the directory: its document, counted from 1, and the version that it says it is.
    Version {
        /// Which document.
        number: usize,
        /// Which version.
        version: Option<u64>,
    },
    /// The envelope.
    Envelope,
    /// A receipt, counted from 1.
    Receipt(usize),
    /// The checkpoint or inclusion proof of a receipt, counted from 1.
    Inclusion(usize),
    /// The revealed content.
    Content,
    /// A file about a journal, counted from 1.
    Log(usize),
    /// A checkpoint in a file about a journal: the file, then the checkpoint, both counted from 1.
    Checkpoint(usize, usize),
    /// A checkpoint that another node saw: its file, then the checkpoint, both counted from 1.
    Seen(usize, usize),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bundle => f.write_str("the bundle"),
            Self::Directory => f.write_str("the directory"),
            Self::Version { number, version: Some(version) } => {
                write!(f, "directory version {version} (document {number})")
            }
            Self::Version { number, version: None } => write!(f, "directory document {number}"),
            Self::Envelope => f.write_str("the envelope"),
            Self::Receipt(n) => write!(f, "receipt {n}"),
            Self::Inclusion(n) => write!(f, "the journal proof of receipt {n}"),
            Self::Content => f.write_str("the revealed content"),
            Self::Log(n) => write!(f, "journal file {n}"),
            Self::Checkpoint(file, n) => write!(f, "checkpoint {n} of journal file {file}"),
            Self::Seen(file, n) => write!(f, "checkpoint {n} that the node of journal file {file} saw"),
        }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// No JSON of the right form, or too large.
    #[error("is not an evidence bundle of this version")]
    NoBundle,
    /// The directory was not made by this network's operators, or not for that time.
    #[error("does not stand: {0}")]
    Directory(DirectoryError),
    /// Too few operators signed a version that does more than take trust away for a day.
    #[error(
        "was signed by {signed} operator(s), but {needed} have to sign what does more than take trust away for a day"
    )]
    FewOperators {
        /// How many did.
        signed: usize,
        /// How many have to.
        needed: usize,
    },
    /// Several signatures of one operator stand where several operators have to sign.
    #[error(
        "carries several signatures of one operator, who counts once: {signed} signed, but {needed} have to"
    )]
    OperatorTwice {
        /// How many different ones did.
        signed: usize,
        /// How many have to.
        needed: usize,
    },
    /// Two documents of one version say different things.
    #[error("is not what another document of the same version says: the network was shown two faces")]
    OtherDirectory,
    /// A witness that the directory lists has no readable key.
    #[error("lists a witness whose key cannot be read")]
    WitnessKey,
    /// The signed bytes have the wrong shape or type.
    #[error("cannot be read: {0}")]
    Unreadable(DsseError),
    /// The payload of the envelope has the wrong shape.
    #[error("has a payload that this protocol does not allow")]
    Payload,
    /// Nobody of this name in the directory.
    #[error("names {0}, who is not in the directory")]
    UnknownMember(String),
    /// No key that the member had at that time signed it.
    #[error("was not signed by a key that {0} had at that time: it was altered, or is not theirs")]
    NotSigned(String),
    /// The key or the member had been revoked before.
    #[error("was signed by {0} after its key or membership had been revoked")]
    Revoked(String),
    /// A receipt of another envelope.
    #[error("speaks of another envelope")]
    OtherEnvelope,
    /// A receipt by somebody to whom the envelope was not addressed.
    #[error("was given by {0}, who is neither sender nor recipient")]
    NotAddressed(String),
    /// A receipt from before the envelope was written.
    #[error("is dated before the envelope was written")]
    TooEarly,
    /// The same state twice with different times or contents by one member.
    #[error("contradicts receipt {0} of the same member for the same state")]
    Contradicts(usize),
    /// A proof for a receipt that names no leaf.
    #[error("has nothing to prove: the receipt names no journal entry")]
    NoLeaf,
    /// The receipt names another place than the proof.
    #[error("is about position {proven}, but the receipt says {said}")]
    OtherPosition {
        /// What the receipt says.
        said: u64,
        /// What the proof is about.
        proven: u64,
    },
    /// The checkpoint is refused.
    #[error("has a checkpoint that does not count: {0}")]
    Checkpoint(CosignedError),
    /// The checkpoint is of a log that does not belong to the receiver.
    #[error("has a checkpoint of the journal of {0}, who is not in the directory")]
    OtherLog(String),
    /// The leaf is not in the tree.
    #[error("does not hold: {0}")]
    NotIncluded(TreeError),
    /// The checkpoint is of a larger journal than the file shows.
    #[error("speaks of {said} entries, but the journal file shows only {shown}: entries were cut off")]
    CutOff {
        /// What the checkpoint says.
        said: u64,
        /// What is there.
        shown: u64,
    },
    /// The checkpoint has another root than the entries: the journal has two faces, or an entry was altered.
    #[error(
        "does not belong to the entries shown: the journal was rewritten, or shown differently to others"
    )]
    OtherTree,
    /// The receipt carries another checkpoint than the one proven.
    #[error("is proven in another checkpoint than the receipt names")]
    OtherCheckpoint,
    /// Salt and text are not what the sender committed to.
    #[error("is not what the sender committed to: salt or text was altered")]
    OtherContent,
}

/// The first thing that is wrong. `Display` gives the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub part: Part,
    /// What.
    pub kind: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.part, self.kind)
    }
}

impl std::error::Error for Fault {}
