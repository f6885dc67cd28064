//! Listings of the directory that nobody has assured any more: first whoever keeps one is told and readers are warned, then it is
//! hidden.

use model::time::{Span, Zone};
use model::{Date, Id};

use super::BATCH;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::public::WARNED_FOR;
use crate::store::{notification, stage};

/// From a state to the next, when the assurance ended before a day.
const PASSED: &str = "select m.id, m.custodian_post from matter m join k_service_listing k on k.id = m.id
     where m.kind = 'service-listing' and m.state = $1 and k.assurance_due < $2 order by k.assurance_due, m.id limit 50";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!(warned(tx).await?.is_empty() && hidden(tx).await?.is_empty()))
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let (warned, hidden) = (warned(tx).await?, hidden(tx).await?);
    for (id, post) in &warned {
        reach(tx, *id, ("due_for_assurance", "open")).await?;
        notification::tell(tx, *post, "listing-unsure", Some(*id)).await?;
    }
    for (id, post) in &hidden {
        reach(tx, *id, ("unassured", "open")).await?;
        tx.run("delete from public_listing where id = $1", &[(*id).into()]).await?;
        notification::tell(tx, *post, "listing-hidden", Some(*id)).await?;
    }
    debug_assert!(i64::try_from(warned.len()).unwrap_or(i64::MAX) <= BATCH);
    Ok(warned.len() + hidden.len())
}

async fn warned(tx: &mut Tx) -> Result<Vec<(Id, Id)>> {
    let today = tx.now.date(Zone::Wib);
    passed(tx, "published", today).await
}

async fn hidden(tx: &mut Tx) -> Result<Vec<(Id, Id)>> {
    let today = tx.now.date(Zone::Wib);
    let day = today
        .checked_sub(Span::new().days(WARNED_FOR))
        .map_err(|_| Error::Storage("a day out of range".into()))?;
    passed(tx, "due_for_assurance", day).await
}

async fn passed(tx: &mut Tx, state: &str, before: Date) -> Result<Vec<(Id, Id)>> {
    let rows = tx.rows(PASSED, &[state.into(), before.to_string().into()]).await?;
    rows.iter().map(|row| Ok((row.id(0)?, row.id(1)?))).collect()
}

async fn reach(tx: &mut Tx, id: Id, (state, phase): (&'static str, &'static str)) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update matter set state = $2, phase = $3, state_since = $4, changed_at = $4, version = version + 1 where id = $1",
        &[id.into(), state.into(), phase.into(), now.into()],
    )
    .await?;
    stage::enter(tx, id, state, now).await
}
