//! What a receiver checks before it looks inside, in this order (exchange specification, section 7).

use super::content::sealed_content_length;
use super::directory::{Directory, MemberStatus};
use super::envelope::{Delivery, ENVELOPE_TYPE, Payload};
use super::hash::{Eid, Hash};
use super::member::MemberId;
use super::message::{Message, plain_limit};
use super::refusal::Refusal;
use crate::sign::VerifyingKey;

/// An envelope that passed: signed by a member, addressed to us, in time, of a kind that we take.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its content address.
    pub eid: Eid,
    /// What was signed.
    pub payload: Payload,
}

/// Checks a delivery for one member of this node. `now` is ms since 1970, UTC.
///
/// # Errors
/// The first [`Refusal`] that applies.
pub fn check(
    delivery: &Delivery,
    directory: &Directory,
    me: &MemberId,
    now: i64,
) -> Result<Checked, Refusal> {
    let payload = Payload::parse(&delivery.envelope.payload.0)?;
    if payload.seal.ct_len > sealed_content_length(plain_limit(&payload.kind)) as u64 {
        return Err(Refusal::TooLarge);
    }
    if !payload.fits(&delivery.sealed) {
        return Err(Refusal::Schema);
    }
    signed_by(delivery, directory, &payload.from, payload.created, now)?;
    if let Some(asker) = &payload.behalf_of {
        signed_by(delivery, directory, asker, payload.created, now)?;
    }
    if !payload.to.contains(me) {
        return Err(Refusal::NotAddressed);
    }
    if payload.expires <= now {
        return Err(Refusal::Expired);
    }
    if payload.created > now.saturating_add(directory.policy.clock_tolerance) {
        return Err(Refusal::Clock);
    }
    kind(directory, me, &payload)?;
    in_group(directory, &payload)?;
    Ok(Checked { eid: delivery.eid(), payload })
}

/// Whether one of a member's keys signed, valid when it was written and not revoked since.
fn signed_by(
    delivery: &Delivery,
    directory: &Directory,
    who: &MemberId,
    created: i64,
    now: i64,
) -> Result<(), Refusal> {
    // Somebody new may stand in a version that we do not have yet.
    let unknown = if directory.is_valid_at(now) { Refusal::UnknownSender } else { Refusal::DirectoryExpired };
    let member = directory.member(who).ok_or(unknown)?;
    let keys = member.signing_at(created);
    let signers = delivery.envelope.signers(ENVELOPE_TYPE, &keys).map_err(|_| Refusal::Schema)?;
    if signers.is_empty() {
        return Err(unknown);
    }
    let trusted = |key: &VerifyingKey| !directory.key_revoked(&Hash(key.to_bytes()), now);
    if directory.member_revoked(who, now) || !signers.iter().any(trusted) {
        return Err(Refusal::RevokedKey);
    }
    if member.status == MemberStatus::Active { Ok(()) } else { Err(Refusal::UnknownSender) }
}

fn kind(directory: &Directory, me: &MemberId, payload: &Payload) -> Result<(), Refusal> {
    if payload.kind_version < Message::OLDEST {
        return Err(Refusal::VersionTooOld);
    }
    let known = Message::KINDS.contains(&&*payload.kind) && payload.kind_version == Message::VERSION;
    let taken = directory.member(me).is_some_and(|member| member.takes(&payload.kind));
    if known && taken { Ok(()) } else { Err(Refusal::KindNotAccepted) }
}

/// A group is what the directory says, never what an envelope says.
fn in_group(directory: &Directory, payload: &Payload) -> Result<(), Refusal> {
    let Some(id) = &payload.group else { return Ok(()) };
    let group = directory.group(id).ok_or(Refusal::GroupUnknown)?;
    let inside = payload.to.iter().all(|to| group.members.contains(to));
    if inside { Ok(()) } else { Err(Refusal::GroupUnknown) }
}
