//! Epochs and their guardians, as the directory names them.

use seal::exchange::{Directory, ListedGuardian, MemberId};
use seal::matching::{EpochId, GuardianPublicKey};

use super::PREPARE;

/// One guardian of an epoch.
#[derive(Debug, Clone)]
pub(crate) struct Guardian {
    pub(crate) member: MemberId,
    pub(crate) key: GuardianPublicKey,
    /// Points that a member may ask for in a day, and for its register in the epoch.
    pub(crate) day: u32,
    pub(crate) register: u64,
}

/// An epoch that can be used: two guardians with two keys.
#[derive(Debug, Clone)]
pub(crate) struct Epoch {
    pub(crate) code: String,
    /// A hash of both guardians and keys: tokens of one never meet those of another.
    pub(crate) id: EpochId,
    pub(crate) guardians: [Guardian; 2],
    pub(crate) from: i64,
    pub(crate) until: i64,
}

fn guardian(listed: &ListedGuardian) -> Option<Guardian> {
    Some(Guardian {
        member: listed.member.clone(),
        key: GuardianPublicKey::from_bytes(&listed.key.0).ok()?,
        day: listed.budget,
        register: listed.register,
    })
}

fn read(pair: [&ListedGuardian; 2]) -> Option<Epoch> {
    let [one, two] = pair;
    let guardians = [guardian(one)?, guardian(two)?];
    let [first, second] = guardians.each_ref().map(|one| (one.member.as_str(), one.key.clone()));
    let epoch = seal::matching::Epoch::new(first, second, one.from, one.until).ok()?;
    Some(Epoch { code: one.epoch.to_string(), id: epoch.id(), guardians, from: one.from, until: one.until })
}

/// The epoch of this name, whenever it is.
pub(crate) fn named(directory: &Directory, code: &str) -> Option<Epoch> {
    directory.guardians_of(code).and_then(read)
}

/// In which questions are asked now.
pub(crate) fn at(directory: &Directory, now: i64) -> Option<Epoch> {
    directory.epoch_at(now).and_then(read)
}

/// Those for which registers are kept ready: the present ones, and whatever begins within a week.
pub(crate) fn prepared(directory: &Directory, now: i64) -> Vec<Epoch> {
    let mut codes: Vec<&str> = directory
        .guardians
        .iter()
        .filter(|one| one.from.saturating_sub(PREPARE) <= now && now < one.until)
        .map(|one| &*one.epoch)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().filter_map(|code| named(directory, code)).collect()
}
