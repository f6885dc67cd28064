//! Taking trust away at once: one operator may suspend and revoke for a day, before a second one confirms it.

use super::directory::{DIRECTORY_TYPE, Directory, DirectoryError, MemberStatus};
use super::dsse::{Dsse, MAX_DIRECTORY};
use crate::sign::VerifyingKey;

/// How long the word of one operator holds (ms).
pub const NARROWING_LIFE: i64 = 24 * 3_600_000;

impl Directory {
    /// Reads a version that takes trust away from the version in use and gives none: members are suspended, keys and members
    /// revoked, nothing else differs. One signature is enough, and it ends within a day and not after the version in use, so that
    /// one operator alone can never stretch it.
    ///
    /// # Errors
    /// [`DirectoryError`]; [`DirectoryError::Signatures`] also when more changed than one operator may change.
    pub fn adopt_narrower(&self, dsse: &Dsse, now: i64) -> Result<Self, DirectoryError> {
        let keys: Vec<VerifyingKey> =
            self.operators.iter().filter_map(|key| VerifyingKey::from_bytes(&key.0).ok()).collect();
        let signers = dsse.signers(DIRECTORY_TYPE, &keys).map_err(|_| DirectoryError::Shape)?;
        if signers.is_empty() {
            return Err(DirectoryError::Signatures);
        }
        if dsse.payload.0.len() > MAX_DIRECTORY {
            return Err(DirectoryError::TooLong);
        }
        let next = Self::adopted(dsse)?;
        if next.version <= self.version {
            return Err(DirectoryError::Rollback);
        }
        if !self.only_narrowed_by(&next) {
            return Err(DirectoryError::Signatures);
        }
        let early = next.valid_from.saturating_sub(self.policy.clock_tolerance);
        if now < early || next.valid_until <= now {
            return Err(DirectoryError::NotValid);
        }
        Ok(next)
    }

    fn only_narrowed_by(&self, next: &Self) -> bool {
        let short = next.valid_until.saturating_sub(next.valid_from) <= NARROWING_LIFE
            && next.valid_until <= self.valid_until
            && next.valid_from < next.valid_until;
        let kept = next.revoked.starts_with(&self.revoked);
        let mut same = next.clone();
        (same.version, same.valid_from, same.valid_until) = (self.version, self.valid_from, self.valid_until);
        same.revoked.clone_from(&self.revoked);
        for (new, old) in same.members.iter_mut().zip(&self.members) {
            if (old.status, new.status) == (MemberStatus::Active, MemberStatus::Suspended) {
                new.status = MemberStatus::Active;
            }
        }
        short && kept && same == *self
    }
}
