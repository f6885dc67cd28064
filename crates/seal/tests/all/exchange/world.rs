//! A small invented network.

use seal::exchange::message::{ConsentSaid, Fact, ReferralOffer};
use seal::exchange::{
    Anchor, Code, Delivery, Directory, Draft, Dsse, Hash, ListedKey, ListedMember, ListedSealing, Marking,
    MemberId, MemberStatus, Message, Policy, SealingKey, Text, Uuid,
};
use seal::{Entropy, SigningKey};

use crate::seeded::Seeded;

pub(super) const NOW: i64 = 1_772_700_000_000;
pub(super) const DAY: i64 = 86_400_000;

/// A member with its keys.
pub(super) struct Member {
    pub(super) id: MemberId,
    pub(super) signing: SigningKey,
    pub(super) sealing: SealingKey,
}

impl Member {
    pub(super) fn new(id: &str, seed: u64) -> Self {
        let chance = &mut Seeded::new(seed);
        Self {
            id: id.parse().unwrap(),
            signing: SigningKey::generate(chance),
            sealing: SealingKey::generate(chance),
        }
    }

    pub(super) fn listed(&self) -> ListedMember {
        let (from, until) = (NOW - DAY, NOW + 300 * DAY);
        ListedMember {
            id: self.id.clone(),
            status: MemberStatus::Active,
            name: "Lembaga Contoh".try_into().unwrap(),
            signing: vec![ListedKey { key: Hash(self.signing.verifying_key().to_bytes()), from, until }],
            sealing: vec![ListedSealing {
                kid: "k1".try_into().unwrap(),
                key: Hash(self.sealing.public().unwrap().to_bytes()),
                from,
                until,
            }],
            // One key for both: what these proofs are about does not depend on it.
            log: vec![ListedKey { key: Hash(self.signing.verifying_key().to_bytes()), from, until }],
            endpoint: None,
            tls: Vec::new(),
            kinds: Message::KINDS.iter().map(|kind| Code::try_from(*kind).unwrap()).collect(),
            min_version: 1,
            contact_post: "intake".try_into().unwrap(),
            abroad: false,
        }
    }
}

/// Two members and two operators.
pub(super) struct Network {
    pub(super) sender: Member,
    pub(super) receiver: Member,
    pub(super) operators: Vec<SigningKey>,
    pub(super) directory: Directory,
}

pub(super) fn network() -> Network {
    let sender = Member::new("ID/NGO/CONTOH-KASIH", 1);
    let receiver = Member::new("PH/HOT/HALIMBAWA", 2);
    let operators: Vec<SigningKey> =
        (10..13).map(|seed| SigningKey::generate(&mut Seeded::new(seed))).collect();
    let directory = Directory {
        network: "contoh".try_into().unwrap(),
        version: 1,
        valid_from: NOW - DAY,
        valid_until: NOW + 3 * DAY,
        operators: operators.iter().map(|key| Hash(key.verifying_key().to_bytes())).collect(),
        threshold: 2,
        members: vec![sender.listed(), receiver.listed()],
        groups: Vec::new(),
        guardians: Vec::new(),
        witnesses: Vec::new(),
        revoked: Vec::new(),
        policy: Policy::default(),
    };
    Network { sender, receiver, operators, directory }
}

impl Network {
    pub(super) fn anchor(&self) -> Anchor {
        self.directory.anchor()
    }

    pub(super) fn signed(&self, directory: &Directory, signers: &[usize]) -> Dsse {
        let keys: Vec<&SigningKey> = signers.iter().map(|at| &self.operators[*at]).collect();
        Dsse::sign(seal::exchange::DIRECTORY_TYPE, serde_json::to_vec(directory).unwrap(), &keys)
    }

    pub(super) fn draft(&self, seed: u64) -> Draft {
        let listed = self.directory.member(&self.receiver.id).unwrap();
        let (kid, key) = listed.sealing_at(NOW).unwrap();
        Draft {
            mid: uuid(seed),
            from: self.sender.id.clone(),
            from_post: "pekerja-sosial".try_into().unwrap(),
            to: vec![(self.receiver.id.clone(), kid, key)],
            group: None,
            thread: uuid(seed + 1),
            seq: 1,
            prev: None,
            in_reply_to: None,
            created: NOW,
            expires: NOW + 7 * DAY,
            urgent: None,
            derived_from: Vec::new(),
            marking: Marking::about_a_child(
                self.sender.id.clone(),
                "protect_child",
                "persetujuan".try_into().unwrap(),
                NOW + 365 * DAY,
            ),
        }
    }

    pub(super) fn delivery(&self, reason: &str, seed: u64) -> Delivery {
        self.draft(seed).seal(&offer(reason), &self.sender.signing, &mut Seeded::new(seed)).unwrap()
    }
}

pub(super) fn uuid(seed: u64) -> Uuid {
    let mut bytes = [0; 16];
    Seeded::new(seed).fill(&mut bytes);
    let hex = seal::to_hex(&bytes);
    let text = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-");
    Uuid::try_from(text).unwrap()
}

pub(super) fn offer(reason: &str) -> Message {
    let code = |text: &str| Code::try_from(text).unwrap();
    ReferralOffer {
        referral_id: uuid(7),
        child_ref: code("anak-3f2a"),
        age_band: Some(code("12-17")),
        sex: Some(code("female")),
        region: Some(code("32.73")),
        reason: reason.try_into().unwrap(),
        service_types: vec![code("counselling")].try_into().unwrap(),
        urgent: false,
        risk: Some(code("high")),
        data_groups: vec![code("services")].try_into().unwrap(),
        consent: ConsentSaid {
            kind: code("consent"),
            purpose: code("services"),
            until: Some(code("2026-12-31")),
            basis: Some(Text::try_from("Data rekaan").unwrap()),
        },
        extract: vec![Fact {
            group: code("services"),
            name: code("needs"),
            value: "Data rekaan".try_into().unwrap(),
        }]
        .try_into()
        .unwrap(),
        respond_by: NOW + 3 * DAY,
    }
    .into()
}
