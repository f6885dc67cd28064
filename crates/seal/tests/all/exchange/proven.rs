//! A bundle of evidence about one invented referral, and the witnesses' keys.

use std::convert::Infallible;

use seal::evidence::{Bundle, Inclusion, Proven, Revealed, Trust};
use seal::exchange::{Bytes, Delivery, Dsse, Hash, ListedWitness, Receipt, ReceiptState};
use seal::tree::{ProofPlan, root_of};
use seal::witness::{WitnessSigner, WitnessVerifier};
use seal::{Checkpoint, Digest, NoteSigner, SignedNote, SigningKey, sha256};

use super::world::{DAY, NOW, Network, network};
use crate::seeded::Seeded;

pub(super) const WITNESSES: [(&str, u64); 2] = [("one.contoh.invalid", 31), ("two.contoh.invalid", 32)];

pub(super) fn key(seed: u64) -> SigningKey {
    SigningKey::generate(&mut Seeded::new(seed))
}

pub(crate) fn verifiers() -> Vec<WitnessVerifier> {
    let all = WITNESSES.iter().map(|(name, seed)| WitnessVerifier::new(name, key(*seed).verifying_key()));
    all.collect::<Result<_, _>>().unwrap()
}

/// The receiver's journal: thirteen entries, of which the fourth and the ninth are receipts.
pub(super) fn leaves() -> Vec<Digest> {
    (0..13_u8).map(|n| seal::tree::leaf_hash(&[n])).collect()
}

pub(super) fn checkpoint(
    network: &Network,
    origin: &str,
    leaves: &[Digest],
    witnesses: &[(&str, u64)],
) -> SignedNote {
    let signer = NoteSigner::new(origin, &network.receiver.signing).unwrap();
    let checkpoint = Checkpoint::new(origin, leaves.len() as u64, root_of(leaves)).unwrap();
    let mut note = checkpoint.sign(&signer).unwrap();
    for (name, seed) in witnesses {
        let key = key(*seed);
        note.cosign(&WitnessSigner::new(name, &key).unwrap(), 1_772_700_100);
    }
    note
}

pub(super) fn inclusion(network: &Network, index: u64) -> Inclusion {
    let leaves = leaves();
    let plan = ProofPlan::inclusion(index, leaves.len() as u64).unwrap();
    let proof = plan
        .resolve(|subtree| {
            let from = usize::try_from(subtree.index << subtree.level).unwrap();
            Ok::<_, Infallible>(root_of(&leaves[from..from + (1 << subtree.level)]))
        })
        .unwrap();
    let note = checkpoint(network, network.receiver.id.as_str(), &leaves, &WITNESSES);
    Inclusion { index, proof: proof.into_iter().map(Hash).collect(), checkpoint: note.to_string() }
}

pub(super) fn receipt(network: &Network, delivery: &Delivery, state: ReceiptState, index: u64) -> Receipt {
    Receipt {
        eid: delivery.eid(),
        state,
        at: NOW + 60_000,
        by: network.receiver.id.clone(),
        post: None,
        reason: None,
        leaf: Some(Hash(leaves()[usize::try_from(index).unwrap()])),
        log_index: Some(index),
        checkpoint: None,
    }
}

/// Network, delivery and a bundle in which all is well.
pub(super) fn evidence() -> (Network, Delivery, Bundle) {
    let mut network = network();
    network.directory.witnesses = verifiers()
        .iter()
        .map(|verifier| ListedWitness {
            member: network.sender.id.clone(),
            verifier: verifier.to_string().as_str().try_into().unwrap(),
        })
        .collect();
    let directory: Dsse = network.signed(&network.directory, &[0, 1]);
    let delivery = network.delivery("Data rekaan", 40);
    let mut bundle = Bundle::new(directory, delivery.envelope.clone());
    for (state, index) in [(ReceiptState::Delivered, 3), (ReceiptState::Decided, 8)] {
        let signed = receipt(&network, &delivery, state, index).sign(&network.receiver.signing);
        bundle.receipts.push(Proven { receipt: signed, inclusion: Some(inclusion(&network, index)) });
    }
    let payload = seal::exchange::Payload::parse(&delivery.envelope.payload.0).unwrap();
    let opened =
        payload.open(&network.receiver.id, "k1", &network.receiver.sealing, &delivery.sealed).unwrap();
    bundle.content = Some(Revealed { salt: Hash(*opened.salt), plain: Bytes(opened.plain.to_vec()) });
    (network, delivery, bundle)
}

pub(super) fn trust(network: &Network) -> Trust {
    Trust { anchor: network.anchor(), witnesses: Vec::new(), needed: None }
}

/// An instant far enough away to be outside of every validity.
pub(super) const LONG_AGO: i64 = NOW - 400 * DAY;

/// Something that nobody signed.
pub(super) fn noise() -> Hash {
    Hash(sha256(b"noise"))
}

/// The bundle alone, in which all is well.
pub(crate) fn bundle() -> Bundle {
    evidence().2
}

/// The anchor as it is handed over.
pub(crate) fn anchor() -> seal::exchange::Anchor {
    evidence().0.anchor()
}

/// What a version of the directory does, and which operators signed it.
#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
    /// Lives longer, with every member as before it was suspended.
    Renewed(&'a [usize]),
    /// Suspends the sender for a day.
    Suspended(&'a [usize]),
}

/// Versions of one directory, from the first on.
pub(crate) fn chain(steps: &[Step<'_>]) -> Vec<Dsse> {
    let network = network();
    let mut versions = Vec::new();
    let mut directory = network.directory.clone();
    for (version, step) in (1..).zip(steps) {
        directory.version = version;
        directory.valid_from = NOW + i64::try_from(version).unwrap() * 60_000;
        let signers = match step {
            Step::Renewed(signers) => {
                directory.members[0].status = seal::exchange::MemberStatus::Active;
                directory.valid_until = directory.valid_from + 3 * DAY;
                signers
            }
            Step::Suspended(signers) => {
                directory.members[0].status = seal::exchange::MemberStatus::Suspended;
                directory.valid_until = directory.valid_from + DAY;
                signers
            }
        };
        versions.push(network.signed(&directory, signers));
    }
    versions
}
