//! The signed directory: who belongs to a network, with which keys, and how to reach them.

use serde::{Deserialize, Serialize};

use super::dsse::{Dsse, DsseError, MAX_DIRECTORY};
use super::hash::Hash;
use super::keys::SealingPublic;
use super::member::MemberId;
use super::text::{Code, Line, Text};
use crate::note::NoteVerifier;
use crate::sign::VerifyingKey;
use crate::tag::to_hex;
use crate::witness::WitnessVerifier;

/// The payload type of directories.
pub const DIRECTORY_TYPE: &str = "application/vnd.jejaring.directory.v1+json";

/// A public key that signs, as 64 hexadecimal digits with its validity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedKey {
    /// Ed25519 public key.
    pub key: Hash,
    /// Valid from (ms since 1970, UTC).
    pub from: i64,
    /// Valid until.
    pub until: i64,
}

/// A public key to seal to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedSealing {
    /// Its name at the member.
    pub kid: Code,
    /// X25519 public key.
    pub key: Hash,
    /// New envelopes may be sealed to it from here on.
    pub from: i64,
    /// And until here; what was sealed before is opened for as long as the member keeps the key.
    pub until: i64,
}

/// Whether a member takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// It does.
    Active,
    /// Not for now.
    Suspended,
    /// Not any more; its keys stay, so that what it signed can be checked.
    Withdrawn,
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedMember {
    /// Its name on the wire.
    pub id: MemberId,
    /// Whether it takes part.
    pub status: MemberStatus,
    /// Its name for people.
    pub name: Line,
    /// Keys for envelopes and receipts, old ones too.
    pub signing: Vec<ListedKey>,
    /// Keys to seal to.
    pub sealing: Vec<ListedSealing>,
    /// Keys with which its node signs checkpoints of its journal, old ones too; none for a member on somebody else's node.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<ListedKey>,
    /// `host:port` of its node; none for a member that pulls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Line>,
    /// SHA-256 of the certificates that its node shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tls: Vec<Hash>,
    /// Kinds that it takes.
    pub kinds: Vec<Code>,
    /// The lowest protocol version it speaks.
    pub min_version: u16,
    /// The post that takes what is addressed to nobody in particular.
    pub contact_post: Code,
    /// Whether partner networks may see it.
    #[serde(default)]
    pub abroad: bool,
}

/// A sharing group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedGroup {
    /// `uuid@version`.
    pub id: Code,
    /// For people.
    pub name: Line,
    /// What may be released to it.
    pub releasability: Text<1024>,
    /// Who belongs to it.
    pub members: Vec<MemberId>,
    /// Who may ask for a new version.
    pub may_extend: Vec<MemberId>,
    /// Whether it is in use.
    pub active: bool,
}

/// One of the two holders of a matching key in an epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedGuardian {
    /// The epoch.
    pub epoch: Code,
    /// The member.
    pub member: MemberId,
    /// Its public key of the epoch.
    pub key: Hash,
    /// Tokens that a member may ask for in a day.
    pub budget: u32,
    /// Tokens that a member may have made of its own register in the epoch.
    pub register: u64,
    /// From when on questions are asked in this epoch (ms since 1970, UTC); registers are prepared in the week before.
    pub from: i64,
    /// Until when. Afterwards the key and all tokens are destroyed.
    pub until: i64,
}

/// Somebody who countersigns checkpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedWitness {
    /// The member.
    pub member: MemberId,
    /// Verifier key of signed notes.
    pub verifier: Line,
}

/// A key or member that must not be trusted any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// The key, or
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Hash>,
    /// the member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// From when on.
    pub at: i64,
    /// Why.
    pub reason: Line,
}

/// Numbers that hold for the whole network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How far clocks may differ (ms).
    pub clock_tolerance: i64,
    /// The shortest time between two attempts (ms).
    pub retry_from: i64,
    /// The longest (ms).
    pub retry_to: i64,
    /// Cosignatures that a checkpoint needs.
    pub witnesses: u8,
    /// Days for which content may be kept at most.
    pub retention_days: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            clock_tolerance: 10 * 60_000,
            retry_from: 30_000,
            retry_to: 3_600_000,
            witnesses: 2,
            retention_days: 3650,
        }
    }
}

/// A version of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// The network.
    pub network: Code,
    /// Strictly rising.
    pub version: u64,
    /// Valid from.
    pub valid_from: i64,
    /// Valid until; 72 hours by default.
    pub valid_until: i64,
    /// Who signs the next version.
    pub operators: Vec<Hash>,
    /// How many of them must.
    pub threshold: u8,
    /// Members.
    pub members: Vec<ListedMember>,
    /// Sharing groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<ListedGroup>,
    /// Guardians of matching keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guardians: Vec<ListedGuardian>,
    /// Witnesses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<ListedWitness>,
    /// What must not be trusted any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<Revoked>,
    /// Numbers.
    #[serde(default)]
    pub policy: Policy,
}

/// What is handed over in person: whose signatures make a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// The network.
    pub network: Code,
    /// Keys of its operators.
    pub operators: Vec<Hash>,
    /// How many of them must sign.
    pub threshold: u8,
}

/// Why a directory is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryError {
    /// It is not a directory of this protocol.
    #[error("not a directory: fetch it again")]
    Shape,
    /// Too few operators signed it.
    #[error("too few operators signed this directory: ask them through another channel")]
    Signatures,
    /// It belongs to another network.
    #[error("a directory of another network: check the anchor")]
    Network,
    /// Not newer than what is known, so somebody may try to take a revocation back.
    #[error("an older directory than the one in use: refused")]
    Rollback,
    /// Its time is over, or has not come.
    #[error("this directory is not valid now: check the clock, or fetch a newer one")]
    NotValid,
    /// Longer than a directory may be, so nobody could read it again.
    #[error("this directory is longer than 16 MiB: divide the network, and let the parts exchange anchors")]
    TooLong,
}

impl Anchor {
    /// A fingerprint to compare by voice: the hash in eight groups of four digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let hash = Hash::of(&serde_json::to_vec(self).unwrap_or_default()).to_string();
        let groups: Vec<String> =
            hash.chars().take(32).collect::<Vec<_>>().chunks(4).map(|c| c.iter().collect()).collect();
        groups.join(" ")
    }

    /// Reads a version of the directory that enough operators signed.
    ///
    /// `newest` is the highest version known so far; `now` is ms since 1970, UTC.
    ///
    /// # Errors
    /// [`DirectoryError`].
    pub fn adopt(&self, dsse: &Dsse, newest: Option<u64>, now: i64) -> Result<Directory, DirectoryError> {
        let keys: Vec<VerifyingKey> =
            self.operators.iter().filter_map(|key| VerifyingKey::from_bytes(&key.0).ok()).collect();
        let signers = dsse.signers(DIRECTORY_TYPE, &keys).map_err(|error| match error {
            DsseError::Type | DsseError::Shape => DirectoryError::Shape,
            DsseError::Signature => DirectoryError::Signatures,
        })?;
        if self.threshold == 0 || signers.len() < usize::from(self.threshold) {
            return Err(DirectoryError::Signatures);
        }
        if dsse.payload.0.len() > MAX_DIRECTORY {
            return Err(DirectoryError::TooLong);
        }
        let directory: Directory =
            serde_json::from_slice(&dsse.payload.0).map_err(|_| DirectoryError::Shape)?;
        if directory.network != self.network {
            return Err(DirectoryError::Network);
        }
        directory.check_shape()?;
        if newest.is_some_and(|newest| directory.version <= newest) {
            return Err(DirectoryError::Rollback);
        }
        let early = directory.valid_from.saturating_sub(directory.policy.clock_tolerance);
        if now < early || directory.valid_until <= now {
            return Err(DirectoryError::NotValid);
        }
        Ok(directory)
    }
}

impl Directory {
    /// Whose signatures make the next version.
    #[must_use]
    pub fn anchor(&self) -> Anchor {
        Anchor { network: self.network.clone(), operators: self.operators.clone(), threshold: self.threshold }
    }

    /// Reads a directory that was adopted before, from the same signed bytes.
    ///
    /// # Errors
    /// [`DirectoryError::Shape`].
    pub fn adopted(dsse: &Dsse) -> Result<Self, DirectoryError> {
        if dsse.payload_type != DIRECTORY_TYPE {
            return Err(DirectoryError::Shape);
        }
        serde_json::from_slice(&dsse.payload.0).map_err(|_| DirectoryError::Shape)
    }

    /// Whether enough of the operators whom it names signed it, so that it stands without the version before. Where one operator
    /// alone took trust away, or operators changed, it needs that one beside it.
    #[must_use]
    pub fn stands_alone(&self, dsse: &Dsse) -> bool {
        let keys: Vec<VerifyingKey> =
            self.operators.iter().filter_map(|key| VerifyingKey::from_bytes(&key.0).ok()).collect();
        let signers = dsse.signers(DIRECTORY_TYPE, &keys).unwrap_or_default();
        self.threshold > 0 && signers.len() >= usize::from(self.threshold)
    }

    fn check_shape(&self) -> Result<(), DirectoryError> {
        let mut ids: Vec<&MemberId> = self.members.iter().map(|member| &member.id).collect();
        ids.sort();
        let twice = ids.windows(2).any(|pair| pair.first() == pair.last());
        let operators = (1..=16).contains(&self.operators.len())
            && (1..=self.operators.len()).contains(&usize::from(self.threshold));
        let policy = (0..=3_600_000).contains(&self.policy.clock_tolerance)
            && self.policy.retry_from >= 1_000
            && self.policy.retry_to >= self.policy.retry_from;
        if twice || !operators || !policy || self.valid_from >= self.valid_until {
            return Err(DirectoryError::Shape);
        }
        Ok(())
    }

    /// A member by name. A unit without an entry of its own is found under its organisation.
    #[must_use]
    pub fn member(&self, id: &MemberId) -> Option<&ListedMember> {
        let find = |id: &MemberId| self.members.iter().find(|member| &member.id == id);
        find(id).or_else(|| find(&id.organisation()))
    }

    /// Keys of the witnesses; one that cannot be read is left out.
    #[must_use]
    pub fn witness_keys(&self) -> Vec<WitnessVerifier> {
        self.witnesses.iter().filter_map(|listed| WitnessVerifier::parse(&listed.verifier).ok()).collect()
    }

    /// The two guardians of an epoch in the order of their names; nothing for an epoch that has not exactly two members with two
    /// keys and one time.
    #[must_use]
    pub fn guardians_of(&self, epoch: &str) -> Option<[&ListedGuardian; 2]> {
        let mut of: Vec<&ListedGuardian> = self.guardians.iter().filter(|one| &*one.epoch == epoch).collect();
        of.sort_by(|one, other| one.member.cmp(&other.member));
        let [one, two] = of.try_into().ok()?;
        let apart = one.member.organisation() != two.member.organisation() && one.key != two.key;
        let same_time = (one.from, one.until) == (two.from, two.until);
        (apart && same_time && one.from < one.until).then_some([one, two])
    }

    /// The epoch in which a question is asked at an instant: the newest of those that have begun and not ended.
    #[must_use]
    pub fn epoch_at(&self, now: i64) -> Option<[&ListedGuardian; 2]> {
        let begun = self.guardians.iter().filter(|one| one.from <= now && now < one.until);
        let mut epochs: Vec<[&ListedGuardian; 2]> =
            begun.filter_map(|one| self.guardians_of(&one.epoch)).collect();
        epochs.sort_by_key(|[one, _]| (one.from, &one.epoch));
        epochs.pop()
    }

    /// A group, in the version named.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<&ListedGroup> {
        self.groups.iter().find(|group| &*group.id == id && group.active)
    }

    /// Whether new work may rest on this copy.
    #[must_use]
    pub fn is_valid_at(&self, now: i64) -> bool {
        now < self.valid_until
    }

    /// Whether a member has been revoked by an instant.
    #[must_use]
    pub fn member_revoked(&self, id: &MemberId, at: i64) -> bool {
        let named = |one: &MemberId| one == id || *one == id.organisation();
        self.revoked.iter().any(|entry| entry.at <= at && entry.member.as_ref().is_some_and(named))
    }

    /// Whether a key has been revoked by an instant.
    #[must_use]
    pub fn key_revoked(&self, key: &Hash, at: i64) -> bool {
        self.revoked.iter().any(|entry| entry.at <= at && entry.key.as_ref() == Some(key))
    }
}

impl ListedMember {
    /// Keys that may sign checkpoints of the journal `origin`, whenever that was: a checkpoint tells no time.
    #[must_use]
    pub fn log_keys(&self, origin: &str) -> Vec<NoteVerifier> {
        let keys = self.log.iter().filter_map(|listed| VerifyingKey::from_bytes(&listed.key.0).ok());
        keys.filter_map(|key| NoteVerifier::new(origin, key).ok()).collect()
    }

    /// Keys that could sign at an instant.
    #[must_use]
    pub fn signing_at(&self, at: i64) -> Vec<VerifyingKey> {
        let valid = self.signing.iter().filter(|key| key.from <= at && at < key.until);
        valid.filter_map(|key| VerifyingKey::from_bytes(&key.key.0).ok()).collect()
    }

    /// The newest key to seal to at an instant.
    #[must_use]
    pub fn sealing_at(&self, at: i64) -> Option<(Code, SealingPublic)> {
        let valid = self.sealing.iter().filter(|key| key.from <= at && at < key.until);
        let newest = valid.max_by_key(|key| key.from)?;
        Some((newest.kid.clone(), SealingPublic::from_bytes(&newest.key.0).ok()?))
    }

    /// Whether it takes a kind.
    #[must_use]
    pub fn takes(&self, kind: &str) -> bool {
        self.kinds.iter().any(|one| &**one == kind)
    }

    /// Fingerprint of the newest signing key, to compare by voice.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let newest = self.signing.iter().max_by_key(|key| key.from);
        newest
            .map(|key| to_hex(&crate::tag::sha256(&key.key.0)).chars().take(16).collect())
            .unwrap_or_default()
    }
}
