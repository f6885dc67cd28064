//! Where a state stands, from its acts.

use super::{ASEAN, EU, facts, get};
use crate::Date;

/// An act of a state about an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedAct {
    /// A code of list `treaty-act`.
    pub act: String,
    /// When, as far as it is known: the first day of a month or year of which no more is known.
    pub on: Option<Date>,
}

/// Where a state stands to an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is bound.
    StateParty,
    /// It signed and is not bound.
    Signatory,
    /// It did neither.
    NoAction,
    /// It was bound and denounced.
    Withdrawn,
    /// It cannot become a party.
    NotEligible,
    /// It is bound because it is a member.
    BoundByMembership,
}

impl Status {
    /// Its code in list `treaty-status`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::StateParty => "state_party",
            Self::Signatory => "signatory",
            Self::NoAction => "no_action",
            Self::Withdrawn => "withdrawn",
            Self::NotEligible => "not_eligible",
            Self::BoundByMembership => "bound_by_membership",
        }
    }
}

/// Where a state stands, since when, and with how many reservations that it has not withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Where.
    pub status: Status,
    /// Since when.
    pub since: Option<Date>,
    /// Reservations that stand.
    pub reservations: usize,
}

/// Acts by which a state becomes bound.
const BINDS: [&str; 6] =
    ["ratification", "accession", "acceptance", "approval", "succession", "formal_confirmation"];

/// Computes where a state stands. Nothing when nobody has looked: no act is known, and no table covers the instrument.
#[must_use]
pub fn position(instrument: &str, country: &str, acts: &[DatedAct]) -> Option<Position> {
    let known = get(instrument)?;
    let plain = |status| Some(Position { status, since: None, reservations: 0 });
    match known.body {
        "EU" if EU.contains(&country) => return plain(Status::BoundByMembership),
        "EU" => return plain(Status::NotEligible),
        "ASEAN" if !ASEAN.contains(&country) => return plain(Status::NotEligible),
        _ => {}
    }
    let mut ordered: Vec<&DatedAct> = acts.iter().collect();
    // What has no day is taken to be earlier than what has one, but nobody denounces before being bound.
    ordered.sort_by_key(|act| (act.on.is_none() && act.act == "denunciation", act.on, rank(&act.act)));
    let (mut status, mut since, mut reservations) = (Status::NoAction, None, 0_usize);
    for act in ordered {
        match act.act.as_str() {
            "signature" if status == Status::NoAction => (status, since) = (Status::Signatory, act.on),
            bind if BINDS.contains(&bind) && status != Status::StateParty => {
                (status, since) = (Status::StateParty, act.on);
            }
            "denunciation" if status == Status::StateParty => (status, since) = (Status::Withdrawn, act.on),
            "reservation" => reservations += 1,
            "withdrawal_of_reservation" => reservations = reservations.saturating_sub(1),
            _ => {}
        }
    }
    if status == Status::NoAction && !facts::covers(instrument) {
        return None;
    }
    Some(Position { status, since, reservations })
}

/// On one day signing comes before being bound, and denouncing last.
fn rank(act: &str) -> u8 {
    match act {
        "signature" => 0,
        act if BINDS.contains(&act) => 1,
        "denunciation" => 3,
        _ => 2,
    }
}
