//! Checking a bundle.

use super::bundle::{Bundle, Inclusion, Proven};
use super::chain::resting;
use super::fault::{Fault, FaultKind, Part};
use super::findings::{Findings, Logged, Stated};
use crate::checkpoint::Checkpoint;
use crate::exchange::{
    Anchor, Directory, Dsse, ENVELOPE_TYPE, Eid, Hash, ListedMember, MemberId, Payload, RECEIPT_TYPE, Receipt,
};
use crate::note::NoteVerifier;
use crate::tree::verify_inclusion;
use crate::witness::{Cosigned, WitnessVerifier};

/// What the verifier believes: keys that were handed over by another way than the bundle.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Whose signatures make a directory.
    pub anchor: Anchor,
    /// Witnesses to believe; if there are none, those of the directory.
    pub witnesses: Vec<WitnessVerifier>,
    /// Cosignatures that a checkpoint needs; if not said, what the directory's policy says.
    pub needed: Option<usize>,
}

impl Trust {
    /// Reads an anchor from its JSON.
    ///
    /// # Errors
    /// [`BadAnchor`].
    pub fn read_anchor(bytes: &[u8]) -> Result<Anchor, BadAnchor> {
        serde_json::from_slice(bytes).map_err(|_| BadAnchor)
    }
}

/// A file that is no anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an anchor: ask an operator of the network for network name, operator keys and threshold as JSON"
)]
pub struct BadAnchor;

/// What has been established before receipts are looked at.
struct Ground<'a> {
    directory: Directory,
    witnesses: Vec<WitnessVerifier>,
    needed: usize,
    payload: &'a Payload,
    eid: Eid,
}

impl Bundle {
    /// Checks everything and says what is proven.
    ///
    /// # Errors
    /// The first [`Fault`].
    pub fn verify(&self, trust: &Trust) -> Result<Findings, Fault> {
        let envelope = |kind| Fault { part: Part::Envelope, kind };
        let payload = Payload::parse(&self.envelope.payload.0).map_err(|_| envelope(FaultKind::Payload))?;
        let directory = self.directory(trust, payload.created)?;
        let witnesses = witnesses(&directory, trust)?;
        let needed = trust.needed.unwrap_or_else(|| directory.policy.witnesses.into());
        for signer in std::iter::once(&payload.from).chain(&payload.behalf_of) {
            signed(&self.envelope, ENVELOPE_TYPE, &directory, signer, payload.created).map_err(envelope)?;
        }
        let eid = self.envelope.address();
        let ground = Ground { directory, witnesses, needed, payload: &payload, eid };
        let receipts = self.receipts(&ground)?;
        let content = match &self.content {
            Some(shown) if payload.proves(&shown.salt.0, &shown.plain.0) => Some(shown.plain.0.clone()),
            Some(_) => return Err(Fault { part: Part::Content, kind: FaultKind::OtherContent }),
            None => None,
        };
        Ok(Findings {
            network: ground.directory.network.to_string(),
            directory_version: ground.directory.version,
            eid,
            from: payload.from.clone(),
            from_post: payload.from_post.clone(),
            to: payload.to.clone(),
            kind: payload.kind.clone(),
            created: payload.created,
            receipts,
            content,
        })
    }

    fn directory(&self, trust: &Trust, created: i64) -> Result<Directory, Fault> {
        let adopted = resting(&trust.anchor, &self.before, &self.directory, created);
        adopted.map_err(|error| Fault { part: Part::Directory, kind: FaultKind::Directory(error) })
    }

    fn receipts(&self, ground: &Ground<'_>) -> Result<Vec<Stated>, Fault> {
        let mut stated: Vec<Stated> = Vec::with_capacity(self.receipts.len());
        for (number, proven) in (1..).zip(&self.receipts) {
            let one = ground.receipt(number, proven)?;
            let same = |other: &Stated| other.by == one.by && other.state == one.state;
            let before = stated.iter().position(same);
            if let Some(before) = before
                && stated.get(before).is_some_and(|other| other.at != one.at || other.reason != one.reason)
            {
                let kind = FaultKind::Contradicts(before + 1);
                return Err(Fault { part: Part::Receipt(number), kind });
            }
            stated.push(one);
        }
        Ok(stated)
    }
}

pub(super) fn witnesses(directory: &Directory, trust: &Trust) -> Result<Vec<WitnessVerifier>, Fault> {
    if !trust.witnesses.is_empty() {
        return Ok(trust.witnesses.clone());
    }
    let listed = directory.witnesses.iter().map(|listed| WitnessVerifier::parse(&listed.verifier));
    listed.collect::<Result<_, _>>().map_err(|_| Fault { part: Part::Directory, kind: FaultKind::WitnessKey })
}

fn member<'d>(directory: &'d Directory, who: &MemberId) -> Result<&'d ListedMember, FaultKind> {
    directory.member(who).ok_or_else(|| FaultKind::UnknownMember(who.to_string()))
}

/// Whether a member signed at an instant, with a key that it then had and that was not revoked before.
fn signed(
    dsse: &Dsse,
    payload_type: &str,
    directory: &Directory,
    who: &MemberId,
    at: i64,
) -> Result<(), FaultKind> {
    let keys = member(directory, who)?.signing_at(at);
    let signers = dsse.signers(payload_type, &keys).map_err(FaultKind::Unreadable)?;
    if signers.is_empty() {
        return Err(FaultKind::NotSigned(who.to_string()));
    }
    let good = signers.iter().any(|key| !directory.key_revoked(&Hash(key.to_bytes()), at));
    if good && !directory.member_revoked(who, at) { Ok(()) } else { Err(FaultKind::Revoked(who.to_string())) }
}

impl Ground<'_> {
    fn receipt(&self, number: usize, proven: &Proven) -> Result<Stated, Fault> {
        let fault = |kind| Fault { part: Part::Receipt(number), kind };
        let unread = |error| fault(FaultKind::Unreadable(error));
        let receipt = Receipt::peek(&proven.receipt).map_err(unread)?;
        signed(&proven.receipt, RECEIPT_TYPE, &self.directory, &receipt.by, receipt.at).map_err(fault)?;
        if receipt.eid != self.eid {
            return Err(fault(FaultKind::OtherEnvelope));
        }
        if receipt.by != self.payload.from && !self.payload.to.contains(&receipt.by) {
            return Err(fault(FaultKind::NotAddressed(receipt.by.to_string())));
        }
        let tolerance = self.directory.policy.clock_tolerance;
        if receipt.at.saturating_add(tolerance) < self.payload.created {
            return Err(fault(FaultKind::TooEarly));
        }
        let logged = match &proven.inclusion {
            Some(inclusion) => Some(
                place(&self.directory, (&self.witnesses, self.needed), &receipt, inclusion)
                    .map_err(|kind| Fault { part: Part::Inclusion(number), kind })?,
            ),
            None => None,
        };
        Ok(Stated {
            by: receipt.by,
            state: receipt.state,
            at: receipt.at,
            post: receipt.post,
            reason: receipt.reason,
            logged,
        })
    }
}

/// Whether a receipt lies where it is said to lie: in a checkpoint that the receiver's node signed and at least `needed` of
/// `witnesses` countersigned. Whether the receipt itself stands is not looked at.
///
/// # Errors
/// What is wrong.
pub fn place(
    directory: &Directory,
    (witnesses, needed): (&[WitnessVerifier], usize),
    receipt: &Receipt,
    inclusion: &Inclusion,
) -> Result<Logged, FaultKind> {
    let leaf = receipt.leaf.ok_or(FaultKind::NoLeaf)?;
    if let Some(said) = receipt.log_index.filter(|said| *said != inclusion.index) {
        return Err(FaultKind::OtherPosition { said, proven: inclusion.index });
    }
    if receipt.checkpoint.as_ref().is_some_and(|note| **note != *inclusion.checkpoint) {
        return Err(FaultKind::OtherCheckpoint);
    }
    let origin = inclusion.checkpoint.lines().next().unwrap_or_default();
    let log = log_keys(directory, origin)?;
    let cosigned = Cosigned::open(&inclusion.checkpoint, origin, &log, witnesses, needed);
    let Cosigned { checkpoint, witnesses } = cosigned.map_err(FaultKind::Checkpoint)?;
    included(inclusion, leaf, &checkpoint)?;
    Ok(Logged {
        origin: origin.to_owned(),
        index: inclusion.index,
        size: checkpoint.size(),
        witnesses: witnesses.iter().map(|one| (one.witness.name().to_owned(), one.at)).collect(),
    })
}

fn included(inclusion: &Inclusion, leaf: Hash, checkpoint: &Checkpoint) -> Result<(), FaultKind> {
    let proof: Vec<[u8; 32]> = inclusion.proof.iter().map(|hash| hash.0).collect();
    verify_inclusion(inclusion.index, checkpoint.size(), &leaf.0, &proof, checkpoint.root())
        .map_err(FaultKind::NotIncluded)
}

/// Keys that may sign the journal `origin`, which is named after the member whose node keeps it.
pub(super) fn log_keys(directory: &Directory, origin: &str) -> Result<Vec<NoteVerifier>, FaultKind> {
    let other = || FaultKind::OtherLog(origin.to_owned());
    let named: MemberId = origin.parse().map_err(|_| other())?;
    Ok(directory.member(&named).ok_or_else(other)?.log_keys(origin))
}
