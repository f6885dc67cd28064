//! The two guardians of private matching in the invented network: a ministry and a foundation, each with keys of its own for this quarter
//! and the next.

use model::time::{DAY, Zone};
use model::{Date, Lang, Timestamp};
use node::acts::exchange::MakeGuardianKey;
use seal::exchange::{Code, Directory, Hash, ListedGuardian, MemberId};

use super::network::Side;
use super::plan::{Agency, CONTOH, CONTOH_KASIH};
use super::signins::administrator;
use crate::failure::{Failure, Result};

/// Who hold the keys: two members of different interest on two nodes.
const GUARDIANS: [&str; 2] = [CONTOH.member, CONTOH_KASIH.member];
/// Points a day: a hundred questions.
const BUDGET: u32 = 2_400;
/// Points of a register in an epoch: more than the largest demonstration has.
const REGISTER: u64 = 20_000_000;
/// An epoch that is over stays listed for so long: nodes destroy its keys and tokens because the directory says that it ended.
const REMEMBERED: i64 = 100 * DAY;

/// A quarter of the year: its name and its first instant.
fn quarter(of: Date) -> Option<(String, Timestamp)> {
    let number = (of.month() - 1) / 3;
    let first = Date::new(of.year(), number * 3 + 1, 1).ok()?;
    Some((format!("{}-{}", of.year(), number + 1), Timestamp::start_of(first, Zone::default())))
}

/// This quarter and the next: name, from when, until when.
fn epochs(now: Timestamp) -> Vec<(String, i64, i64)> {
    let mut starts: Vec<(String, Timestamp)> = Vec::new();
    let mut day = now.date(Zone::default());
    for _ in 0..3 {
        let Some((code, first)) = quarter(day) else { break };
        // A hundred days after its first day every quarter is over, and the one after that is not.
        day = first.plus(100 * DAY).date(Zone::default());
        starts.push((code, first));
    }
    starts
        .windows(2)
        .filter_map(|pair| match pair {
            [(code, from), (_, until)] => Some((code.clone(), from.millis(), until.millis())),
            _ => None,
        })
        .collect()
}

/// The guardians that the next version of the directory names: those of the version before, and whoever is missing.
///
/// # Errors
/// When a guardian has no administrator, or cannot draw its key.
pub(super) async fn listed(sides: &[Side], before: Option<&Directory>) -> Result<Vec<ListedGuardian>> {
    let Some(now) = sides.first().map(|side| side.node.now()) else { return Ok(Vec::new()) };
    let known = before.map(|directory| directory.guardians.as_slice()).unwrap_or_default();
    let mut guardians: Vec<ListedGuardian> =
        known.iter().filter(|one| now.millis() < one.until.saturating_add(REMEMBERED)).cloned().collect();
    for side in sides {
        for agency in side.demo.agencies.iter().filter(|agency| GUARDIANS.contains(&agency.member)) {
            for (code, from, until) in epochs(now) {
                let there =
                    |one: &ListedGuardian| *one.epoch == *code && one.member.as_str() == agency.member;
                if !guardians.iter().any(there) {
                    guardians.push(one(side, agency, (&code, from, until)).await?);
                }
            }
        }
    }
    Ok(guardians)
}

/// A guardian draws its key as everywhere: its own administrator does.
async fn one(side: &Side, agency: &Agency, (code, from, until): (&str, i64, i64)) -> Result<ListedGuardian> {
    let unnamed = || Failure::new(format!("{} cannot be named as a guardian", agency.member));
    let administrator = side.node.actor_by_email(&administrator(agency.domain), Lang::Id).await?;
    let key = side.node.perform(&administrator, MakeGuardianKey { epoch: code.to_owned() }).await?;
    Ok(ListedGuardian {
        epoch: Code::try_from(code).map_err(|_| unnamed())?,
        member: agency.member.parse::<MemberId>().map_err(|_| unnamed())?,
        key: key.parse::<Hash>().map_err(|_| unnamed())?,
        budget: BUDGET,
        register: REGISTER,
        from,
        until,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_a_quarter_and_the_next_one_follows_without_a_gap() {
        for (day, first, second) in [
            (Date::constant(2026, 1, 1), "2026-1", "2026-2"),
            (Date::constant(2026, 8, 31), "2026-3", "2026-4"),
            (Date::constant(2026, 11, 23), "2026-4", "2027-1"),
            (Date::constant(2027, 12, 31), "2027-4", "2028-1"),
        ] {
            let now = Timestamp::start_of(day, Zone::default());
            let epochs = epochs(now);
            let [(this, from, until), (next, begins, ends)] = epochs.as_slice() else { panic!("{epochs:?}") };
            assert_eq!((this.as_str(), next.as_str()), (first, second));
            assert!(*from <= now.millis() && now.millis() < *until && until == begins && begins < ends);
        }
    }
}
