//! The offline app: its files, what a device may take along, and the queue of what was done without a network.

pub(crate) mod bring;
pub(crate) mod carry;
pub(crate) mod desk;
pub(crate) mod files;
mod kept;
pub(crate) mod kinds;
pub(crate) mod queue;
mod said;
pub(crate) mod search;
pub(crate) mod take;

pub(crate) use said::{No, said};

/// Longest body of a queue that is read, in bytes.
pub(crate) const LIMIT: usize = 4 << 20;
