//! Alerts whose time is over end by themselves, where they were issued and where they came.

use model::kinds::{IncomingAlert, NetworkAlert};
use model::time::Zone;
use model::{Id, Kind, Phase};

use super::BATCH;
use crate::access::load;
use crate::db::Tx;
use crate::error::Result;
use crate::store::matter::{Touch, touch};

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!over(tx, 1).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let over = over(tx, BATCH).await?;
    for id in &over {
        let facts = load::matter(tx, *id, true).await?;
        let state = Some(("ended", Phase::Closed.code()));
        touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
    }
    Ok(over.len())
}

async fn over(tx: &mut Tx, most: i64) -> Result<Vec<Id>> {
    let today = tx.now.date(Zone::Wib).to_string();
    tx.rows(
        "select m.id from matter m left join k_network_alert n on n.id = m.id left join k_incoming_alert i on i.id = m.id
         where m.kind in ($1, $2) and m.phase = 'open' and coalesce(n.valid_until, i.valid_until) < $3
         order by m.id limit $4",
        &[NetworkAlert::META.slug.into(), IncomingAlert::META.slug.into(), today.into(), most.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}
