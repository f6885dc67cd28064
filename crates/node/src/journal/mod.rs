//! The journal: what was done, by whom, in the same transaction as the doing.
//!
//! Each act is one row of table `journal` and one leaf of an RFC 6962 tree. A row is never changed: its leaf covers every
//! column. What a row says about a person is sealed under that person's key, so erasing the person leaves all proofs valid.

mod append;
mod asked;
mod check_tiles;
mod check_waiting;
mod entry;
mod head;
mod proof;
pub(crate) mod read;
mod sequencer;
mod tiles;
mod verify;

pub(crate) use append::{append, prepare};
pub(crate) use entry::{COLUMNS, Entry, Trace};
pub use entry::{Change, Detail, Outcome};
pub(crate) use head::head_fits;
pub use proof::Proof;
pub(crate) use proof::{consistency, hashes, inclusion, latest};
pub(crate) use sequencer::latest_checkpoint;
use sequencer::sequence;
pub use verify::{Fault, FaultKind, Verified};
use verify::{Progress, verify};
