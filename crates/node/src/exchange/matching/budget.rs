//! What has been used of a budget. Guardians count for members, askers for themselves and their posts; each by its own count.

use model::time::DAY;
use model::{Id, Timestamp};
use seal::matching::{Allowance, OverBudget, Used};

use crate::db::Tx;
use crate::error::Result;

/// A post may use at most this part of what its organisation may, and one question in any case.
const POST_PART: u32 = 4;
/// Points of one question at most.
pub(crate) const QUERY: u32 = linkage::recipes::MOST_TOKENS as u32;

/// The day by which budgets are counted, in UTC.
pub(crate) fn day(now: Timestamp) -> String {
    format!("day:{}", now.millis().div_euclid(DAY))
}

/// The period of a register.
pub(crate) fn epoch(code: &str) -> String {
    format!("epoch:{code}")
}

/// What somebody used in a period.
pub(crate) async fn used(tx: &mut Tx, organisation: Id, who: &str, period: &str) -> Result<u64> {
    let row = tx
        .row(
            "select points from match_spent where organisation_id = $1 and who = $2 and period = $3",
            &[organisation.into(), who.into(), period.into()],
        )
        .await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))?.unsigned_abs())
}

async fn spend(tx: &mut Tx, organisation: Id, who: &str, period: &str, points: u64) -> Result<()> {
    let points = i64::try_from(points).unwrap_or(i64::MAX);
    tx.run(
        "insert into match_spent (organisation_id, who, period, points) values ($1, $2, $3, $4)
         on conflict (organisation_id, who, period) do update set points = match_spent.points + excluded.points",
        &[organisation.into(), who.into(), period.into(), points.into()],
    )
    .await
    .map(drop)
}

fn small(points: u64) -> u32 {
    u32::try_from(points).unwrap_or(u32::MAX)
}

/// What a post may use in a day, of what its organisation may.
pub(crate) fn of_post(member_day: u32) -> u32 {
    (member_day / POST_PART).max(QUERY).min(member_day)
}

/// A guardian counts the points of a member, or says that they are too many; nothing is counted by halves.
pub(super) async fn count_member(
    tx: &mut Tx,
    guardian: Id,
    member: &str,
    (allowance, period, points): (Allowance, &str, usize),
    register: bool,
) -> Result<std::result::Result<(), OverBudget>> {
    let points = points as u64;
    let before = used(tx, guardian, member, period).await?;
    let counted = match register {
        true => allowance.register(Used { register_epoch: before, ..Used::default() }, points),
        false => allowance.query(Used { member_day: small(before), ..Used::default() }, small(points)),
    };
    if let Err(over) = counted {
        return Ok(Err(over));
    }
    spend(tx, guardian, member, period, points).await?;
    Ok(Ok(()))
}

/// An asker counts a question for itself and for the post that asks.
pub(crate) async fn count_own(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    member_day: u32,
) -> Result<std::result::Result<(), OverBudget>> {
    let (day, post) = (day(tx.now), format!("post:{post}"));
    let used_so_far = Used {
        member_day: small(used(tx, organisation, "own", &day).await?),
        post_day: small(used(tx, organisation, &post, &day).await?),
        register_epoch: 0,
    };
    let allowance = Allowance { member_day, post_day: of_post(member_day), register_epoch: 0 };
    if let Err(over) = allowance.query(used_so_far, QUERY) {
        return Ok(Err(over));
    }
    spend(tx, organisation, "own", &day, QUERY.into()).await?;
    spend(tx, organisation, &post, &day, QUERY.into()).await?;
    Ok(Ok(()))
}
