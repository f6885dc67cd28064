//! Hours of a duty that nobody covers: the post above is told before they begin.

use model::Id;
use model::roster::Span;
use model::time::HOUR;

use crate::db::Tx;
use crate::error::Result;
use crate::store::{notification, roster};

/// How long before, in milliseconds.
const AHEAD: i64 = 12 * HOUR;

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!untold(tx).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let now = tx.now;
    let gaps = untold(tx).await?;
    for (organisation, duty, gap) in &gaps {
        for post in answers_for(tx, *organisation, duty).await? {
            notification::tell(tx, post, "uncovered-hour", None).await?;
        }
        tx.run(
            "insert into duty_gap (organisation_id, duty, from_at, told_at) values ($1, $2, $3, $4)
             on conflict (organisation_id, duty, from_at) do nothing",
            &[(*organisation).into(), duty.as_str().into(), whole_hour(gap).into(), now.into()],
        )
        .await?;
    }
    Ok(gaps.len())
}

/// A gap that began while nobody looked is told once an hour at most, because its beginning moves with the clock.
fn whole_hour(gap: &Span) -> i64 {
    gap.from.millis() - gap.from.millis().rem_euclid(HOUR)
}

async fn untold(tx: &mut Tx) -> Result<Vec<(Id, String, Span)>> {
    let window = Span { from: tx.now, to: tx.now.plus(AHEAD) };
    let rows =
        tx.rows("select distinct organisation_id from duty_hours order by organisation_id", &[]).await?;
    let mut untold = Vec::new();
    for row in &rows {
        let organisation = row.id(0)?;
        for (duty, gap) in roster::gaps(tx, organisation, window).await? {
            // What has been told stays told while it lasts.
            let told = tx
                .row(
                    "select told_at from duty_gap
                     where organisation_id = $1 and duty = $2 and from_at <= $3 and from_at > $4
                     order by from_at desc limit 1",
                    &[
                        organisation.into(),
                        duty.as_str().into(),
                        gap.from.into(),
                        (gap.from.millis() - AHEAD).into(),
                    ],
                )
                .await?;
            if told.is_none() {
                untold.push((organisation, duty, gap));
            }
        }
    }
    Ok(untold)
}

/// The post above whoever was last on this duty, else the organisation's duty post and the one above it.
async fn answers_for(tx: &mut Tx, organisation: Id, duty: &str) -> Result<Vec<Id>> {
    let last = tx
        .row(
            "select p.parent_post from duty_shift s join post p on p.id = s.post_id
             where s.organisation_id = $1 and s.duty = $2 order by s.from_at desc, s.id desc limit 1",
            &[organisation.into(), duty.into()],
        )
        .await?;
    if let Some(parent) = last.map(|row| row.id_opt(0)).transpose()?.flatten() {
        return Ok(vec![parent]);
    }
    let row = tx
        .row(
            "select o.duty_post, p.parent_post from organisation o left join post p on p.id = o.duty_post where o.id = $1",
            &[organisation.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(Vec::new()) };
    let named: Vec<Id> = [row.id_opt(1)?, row.id_opt(0)?].into_iter().flatten().collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let managers = tx
        .rows(
            "select id from post where organisation_id = $1 and role = 'manager' and state <> 'abolished' order by id",
            &[organisation.into()],
        )
        .await?;
    managers.iter().map(|row| row.id(0)).collect()
}
