//! When something is tried again.

use model::Timestamp;
use seal::exchange::Policy;

use crate::db::Tx;

/// How long an attempt may take before it counts as lost: a crash between sending and its answer ends here.
pub(crate) const LEASE: i64 = 60_000;

/// When an attempt after `attempts` others comes: twice as long each time up to the limit, shortened by chance by up to half, so
/// that nodes that lost the same partner do not all return at once.
pub(crate) fn next(tx: &mut Tx, attempts: i64, policy: &Policy) -> Timestamp {
    let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or(0);
    let whole = policy.retry_from.saturating_mul(1_i64 << doublings).min(policy.retry_to);
    let mut bytes = [0; 4];
    tx.entropy.fill(&mut bytes);
    let off = (whole / 2).saturating_mul(i64::from(u32::from_le_bytes(bytes))) / i64::from(u32::MAX);
    tx.now.plus(whole - off)
}
