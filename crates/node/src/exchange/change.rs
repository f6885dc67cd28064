//! The next version of the directory, as an operator lays it out.

use seal::exchange::{
    Code, Directory, Hash, Line, ListedGuardian, ListedMember, ListedWitness, MemberId, MemberStatus,
    NARROWING_LIFE, Revoked,
};
use seal::witness::WitnessVerifier;

use crate::error::{Error, Result};

/// Days for which a version may be valid.
const DAYS: std::ops::RangeInclusive<i64> = 1..=90;
/// How long an epoch of private matching lasts: a quarter.
const EPOCH: i64 = 92 * model::time::DAY;
/// Points that a member may ask for in a day: from one question to some four thousand.
const BUDGET: std::ops::RangeInclusive<i64> = 24..=100_000;
/// Points for a register in an epoch: of some forty thousand children, and of changes to them.
const REGISTER: u64 = 1_000_000;

/// What an operator asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wish<'a> {
    pub(crate) what: &'a str,
    pub(crate) member: &'a str,
    /// The entry of a member that is enrolled or has new keys, as JSON.
    pub(crate) entry: &'a str,
    /// Its fingerprint as it was read aloud.
    pub(crate) fingerprint: &'a str,
    /// A key that is revoked, or the verifier key of a witness.
    pub(crate) key: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) days: i64,
    pub(crate) urgent: bool,
    /// Of a guardian: the epoch, its first day, and points that a member may ask for in a day.
    pub(crate) epoch: &'a str,
    pub(crate) begins: &'a str,
    pub(crate) budget: i64,
}

/// Lays out the next version; answers whom it is about.
pub(crate) fn next(now: &Directory, wish: &Wish<'_>, at: i64) -> Result<(Directory, Option<MemberId>)> {
    let mut next = now.clone();
    next.version = now.version.saturating_add(1);
    if !DAYS.contains(&wish.days) {
        return Err(Error::field("days", model::ProblemCode::OutOfRange));
    }
    (next.valid_from, next.valid_until) = (at, at.saturating_add(wish.days * model::time::DAY));
    let about = match wish.what {
        "renew" => None,
        "enrol" => Some(enrol(&mut next, wish)?),
        "suspend" => Some(status(&mut next, wish, MemberStatus::Suspended)?),
        "readmit" => Some(status(&mut next, wish, MemberStatus::Active)?),
        "withdraw" => Some(status(&mut next, wish, MemberStatus::Withdrawn)?),
        "revoke" => {
            let member = known(&next, wish)?;
            revoke(&mut next, (None, Some(member.clone())), wish, at)?;
            Some(member)
        }
        "revoke_key" => {
            let member = known(&next, wish)?;
            let key: Hash =
                wish.key.trim().parse().map_err(|_| Error::field("key", model::ProblemCode::NotAHash))?;
            revoke(&mut next, (Some(key), None), wish, at)?;
            Some(member)
        }
        "witness" => Some(witness(&mut next, wish)?),
        "appoint" => Some(guardian(&mut next, wish, at)?),
        _ => return Err(Error::field("what", model::ProblemCode::UnknownCode)),
    };
    if wish.urgent {
        if !matches!(wish.what, "suspend" | "revoke" | "revoke_key") {
            return Err(Error::Refused("change-not-urgent"));
        }
        next.valid_until = at.saturating_add(NARROWING_LIFE).min(now.valid_until);
    }
    Ok((next, about))
}

fn known(next: &Directory, wish: &Wish<'_>) -> Result<MemberId> {
    let named = next.members.iter().find(|one| one.id.as_str() == wish.member.trim());
    named.map(|one| one.id.clone()).ok_or(Error::Refused("no-such-member"))
}

fn status(next: &mut Directory, wish: &Wish<'_>, status: MemberStatus) -> Result<MemberId> {
    let member = known(next, wish)?;
    for one in next.members.iter_mut().filter(|one| one.id == member) {
        if one.status == status {
            return Err(Error::Refused("change-changes-nothing"));
        }
        one.status = status;
    }
    Ok(member)
}

fn revoke(
    next: &mut Directory,
    (key, member): (Option<Hash>, Option<MemberId>),
    wish: &Wish<'_>,
    at: i64,
) -> Result<()> {
    let reason = wish.reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", model::ProblemCode::Missing));
    }
    let reason = Line::try_from(reason).map_err(|_| Error::field("reason", model::ProblemCode::TooLong))?;
    if next.revoked.iter().any(|one| one.key == key && one.member == member) {
        return Err(Error::Refused("change-changes-nothing"));
    }
    next.revoked.push(Revoked { key, member, at, reason });
    Ok(())
}

/// A member comes in, or comes with new keys: the old ones stay, so that what they signed can be checked.
fn enrol(next: &mut Directory, wish: &Wish<'_>) -> Result<MemberId> {
    let mut entry: ListedMember =
        serde_json::from_str(wish.entry).map_err(|_| Error::Refused("entry-unreadable"))?;
    let plain = |text: &str| -> String {
        text.chars().filter(|one| !one.is_whitespace() && *one != '-').collect::<String>().to_lowercase()
    };
    if entry.signing.is_empty() || plain(wish.fingerprint) != plain(&entry.fingerprint()) {
        return Err(Error::Refused("fingerprint-differs"));
    }
    let id = entry.id.clone();
    match next.members.iter_mut().find(|one| one.id == id) {
        Some(old) => {
            older(&mut entry.signing, &old.signing, |one, other| one.key == other.key);
            older(&mut entry.log, &old.log, |one, other| one.key == other.key);
            older(&mut entry.sealing, &old.sealing, |one, other| one.key == other.key);
            *old = entry;
        }
        None => next.members.push(entry),
    }
    Ok(id)
}

/// Adds older keys that are not there.
fn older<T: Clone>(new: &mut Vec<T>, old: &[T], same: impl Fn(&T, &T) -> bool) {
    let missing: Vec<T> = old.iter().filter(|key| !new.iter().any(|one| same(one, key))).cloned().collect();
    new.extend(missing);
}

fn witness(next: &mut Directory, wish: &Wish<'_>) -> Result<MemberId> {
    let member = known(next, wish)?;
    let bad = || Error::Refused("witness-key-unreadable");
    let verifier = WitnessVerifier::parse(wish.key.trim()).map_err(|_| bad())?;
    if verifier.name() != member.as_str() {
        return Err(bad());
    }
    let verifier = Line::try_from(wish.key.trim()).map_err(|_| bad())?;
    next.witnesses.retain(|one| one.member != member);
    next.witnesses.push(ListedWitness { member: member.clone(), verifier });
    Ok(member)
}

/// A guardian takes its place in an epoch. The second one shares the times of the first, and comes from another organisation with
/// another key.
fn guardian(next: &mut Directory, wish: &Wish<'_>, at: i64) -> Result<MemberId> {
    let member = known(next, wish)?;
    let key: Hash = wish.key.trim().parse().map_err(|_| Error::field("key", model::ProblemCode::NotAHash))?;
    let public = seal::matching::GuardianPublicKey::from_bytes(&key.0);
    if public.is_err() {
        return Err(Error::field("key", model::ProblemCode::NotAHash));
    }
    let missing = |_| Error::field("epoch", model::ProblemCode::Missing);
    let epoch = Code::try_from(wish.epoch.trim()).map_err(missing)?;
    if !BUDGET.contains(&wish.budget) {
        return Err(Error::field("budget", model::ProblemCode::OutOfRange));
    }
    let begins: model::Date =
        wish.begins.trim().parse().map_err(|_| Error::field("begins", model::ProblemCode::NotADate))?;
    // An epoch that begins today begins at once.
    let from = model::Timestamp::start_of(begins, model::time::Zone::default()).millis().max(at);
    let others = || next.guardians.iter().filter(|one| one.epoch == epoch);
    if others().any(|one| one.member.organisation() == member.organisation() || one.key == key)
        || others().count() > 1
    {
        return Err(Error::Refused("guardians-apart"));
    }
    let (from, until) =
        others().next().map_or((from, from.saturating_add(EPOCH)), |one| (one.from, one.until));
    let budget = u32::try_from(wish.budget).unwrap_or(u32::MAX);
    // What is over is dropped, so that the directory stays short.
    next.guardians.retain(|one| one.until.saturating_add(EPOCH) > at);
    next.guardians.push(ListedGuardian {
        epoch,
        member: member.clone(),
        key,
        budget,
        register: REGISTER,
        from,
        until,
    });
    Ok(member)
}
