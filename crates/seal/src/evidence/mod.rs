//! Evidence of an exchange: everything a third party needs to check, years later and offline, what was sent, received, opened and
//! decided, without trusting either node.
//!
//! A [`Bundle`] holds the envelope, the receipts with their places in the receivers' journals, the directory of that time and, if
//! the content is revealed, salt and text. [`Bundle::verify`] needs nothing but the network's anchor and the witnesses' keys, which
//! may be those of the directory. It proves the envelope without the sealed content, so evidence outlives erasure.

mod bundle;
mod chain;
mod fault;
mod findings;
mod log;
mod verify;

pub use bundle::{Bundle, Inclusion, MAX_BUNDLE, MAX_RECEIPTS, Proven, Revealed};
pub use chain::{History, MAX_HISTORY, TakenAway, VersionFindings, verify_directories};
pub use fault::{Fault, FaultKind, Part};
pub use findings::{Findings, Logged, Stated};
pub use log::{LogFile, LogFindings, MAX_LOG, verify_logs};
pub use verify::{BadAnchor, Trust, place};
