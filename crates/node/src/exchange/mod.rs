//! The exchange between members: what is sent waits in the outbox, what comes is stored with its journal entry and its effect in
//! one transaction. No network is opened here; whoever carries bytes (HTTPS, a file, a simulation) calls the functions of
//! [`Node`](crate::Node) in `door`.

pub(crate) mod bytes;
pub(crate) mod change;
pub(crate) mod directory;
mod door;
pub(crate) mod effects;
mod health;
pub(crate) mod indicators;
pub(crate) mod keys;
pub(crate) mod matching;
pub(crate) mod outbox;
pub(crate) mod peers;
pub(crate) mod receipts;
pub(crate) mod retry;
pub(crate) mod shared;
pub(crate) mod undelivered;
pub(crate) mod witness;

pub use door::{Accepted, DueItem, MailboxItem, Partner};
pub use effects::TAKEN;
pub use health::Health;
pub use keys::OwnKeys;
pub use matching::WINDOW;
pub use witness::{Answer, Asked};
