//! The time for which a pair of guardian keys, and with it all tokens, is good.

use super::guardian::GuardianPublicKey;
use crate::frame::frame;
use crate::tag::{Digest, sha256};

/// Names an epoch by both keys, in order: tokens of one epoch never meet those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochId(pub Digest);

/// Why two guardians cannot make an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EpochProblem {
    /// Both keys are the same: one party would hold both.
    #[error("both guardians have the same key: each must draw its own")]
    OneKey,
    /// Both keys belong to one member.
    #[error("both guardian keys belong to one member: choose two members of different interest")]
    OneMember,
    /// It ends before it begins.
    #[error("the epoch ends before it begins: correct its dates")]
    NoTime,
}

/// Two guardians for a time. Instants are milliseconds since 1970 (UTC).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epoch {
    members: [String; 2],
    keys: [GuardianPublicKey; 2],
    from: i64,
    until: i64,
}

impl Epoch {
    /// States an epoch: first and second guardian with member id and key, good from `from` until before `until`.
    ///
    /// # Errors
    /// [`EpochProblem`].
    pub fn new(
        first: (&str, GuardianPublicKey),
        second: (&str, GuardianPublicKey),
        from: i64,
        until: i64,
    ) -> Result<Self, EpochProblem> {
        if first.1 == second.1 {
            return Err(EpochProblem::OneKey);
        }
        if first.0 == second.0 {
            return Err(EpochProblem::OneMember);
        }
        if from >= until {
            return Err(EpochProblem::NoTime);
        }
        Ok(Self {
            members: [first.0.to_owned(), second.0.to_owned()],
            keys: [first.1, second.1],
            from,
            until,
        })
    }

    /// Its name: a hash of both keys and members. The times are no part of it, so that an epoch can be cut short.
    #[must_use]
    pub fn id(&self) -> EpochId {
        let [first, second] = &self.members;
        let [one, two] = self.keys.each_ref().map(GuardianPublicKey::to_bytes);
        EpochId(sha256(&frame("jejaring/epoch/1", &[first.as_bytes(), &one, second.as_bytes(), &two])))
    }

    /// The guardians' member ids, in order.
    #[must_use]
    pub fn members(&self) -> [&str; 2] {
        self.members.each_ref().map(String::as_str)
    }

    /// The guardians' keys, in order.
    #[must_use]
    pub fn keys(&self) -> &[GuardianPublicKey; 2] {
        &self.keys
    }

    /// May it be used at this instant? Afterwards tokens and keys are to be destroyed.
    #[must_use]
    pub fn holds_at(&self, now: i64) -> bool {
        (self.from..self.until).contains(&now)
    }
}
