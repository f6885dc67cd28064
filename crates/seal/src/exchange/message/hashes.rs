//! Lists of hashes between members: what changed, what members think, what they would add or take back. Digits only; what is on a list is
//! something to look into and never a proof.

use serde::{Deserialize, Serialize};

use crate::exchange::member::MemberId;
use crate::exchange::text::{Code, Line, List, Long, Text, Uuid};

/// A hash as kind, colon and digits: `pdq:…`.
pub type OneHash = Text<80>;

/// What a member thinks of a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashSaid {
    /// The hash.
    pub hash: OneHash,
    /// Who says so, as the list's owner has it.
    pub by: MemberId,
    /// 0 no, 1 worth looking into, 2 yes.
    pub value: super::OpinionValue,
}

/// What changed in a list of hashes, from its owner. It applies to the version named in `from` alone; a delta that carries opinions and no
/// change leads to the version that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashDelta {
    /// The owner's number of the list.
    pub list_id: Uuid,
    /// Its name.
    pub name: Line,
    /// Code of list `hash-list-role`.
    pub role: Code,
    /// The version that it changes.
    pub from: u32,
    /// The version that it leads to.
    pub to: u32,
    /// Where the hashes come from, or why they are taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Text<2048>>,
    /// Hashes that are added.
    #[serde(default)]
    pub add: List<OneHash, 800>,
    /// Hashes that are taken back. They leave a tombstone.
    #[serde(default)]
    pub remove: List<OneHash, 800>,
    /// What members think of hashes on it.
    #[serde(default)]
    pub said: List<HashSaid, 800>,
    /// The owner shares the list no more: nothing on it counts from now on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ends: bool,
}

/// What a word about a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HashWordKind {
    /// 0: reviewed, it is not what it is listed as.
    No,
    /// 1: worth looking into.
    Seed,
    /// 2: reviewed and confirmed.
    Yes,
    /// It should be put on the list.
    Submit,
    /// It stands on the list wrongly.
    Challenge,
}

/// What a reader of a list says to its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashWord {
    /// The owner's number of the list.
    pub list_id: Uuid,
    /// What is said.
    pub word: HashWordKind,
    /// Of which hashes.
    pub hashes: List<OneHash, 200>,
    /// Why, or where they come from.
    pub reason: Text<2048>,
    /// The sender's number of a proposal, or of a challenge, which names one hash: the owner answers under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_id: Option<Uuid>,
}

fn none<T, const MAX: usize>(list: &List<T, MAX>) -> bool {
    list.is_empty()
}

/// 0 no, 1 worth looking into, 2 yes, 3 disputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct StandingValue(u8);

impl TryFrom<u8> for StandingValue {
    type Error = crate::exchange::text::BadText;

    fn try_from(value: u8) -> Result<Self, Self::Error> {
        if value <= 3 { Ok(Self(value)) } else { Err(crate::exchange::text::BadText("standing")) }
    }
}

impl From<StandingValue> for u8 {
    fn from(value: StandingValue) -> Self {
        value.0
    }
}

/// How a hash that was proposed stands with the owner of the list, after all that members said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashStanding {
    /// The hash.
    pub hash: OneHash,
    /// How it stands.
    pub value: StandingValue,
}

/// What the owner of a list says to a proposal or a challenge. Where hashes are put on the list or taken back, the list changes by a delta of
/// its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashAnswer {
    /// The proposal or the challenge.
    pub challenge_id: Uuid,
    /// Whether it is taken, or right.
    pub upheld: bool,
    /// Why, without an address.
    pub reason: Long,
    /// Of a proposal: how each of its hashes stands.
    #[serde(default, skip_serializing_if = "none")]
    pub standing: List<HashStanding, 200>,
}
