//! Data requests whose day has come: what was given ends, and what was approved and never given ends too.

use model::kinds::DataRequest;
use model::time::Zone;
use model::{Id, Kind, Phase};

use super::BATCH;
use crate::access::load;
use crate::db::Tx;
use crate::error::Result;
use crate::store::matter::{Touch, touch};
use crate::store::notification;

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!ended(tx, 1).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let ended = ended(tx, BATCH).await?;
    for id in &ended {
        let facts = load::matter(tx, *id, true).await?;
        let state = Some(("expired", Phase::Closed.code()));
        touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
        notification::tell(tx, facts.custodian, "data-request-ended", Some(*id)).await?;
    }
    Ok(ended.len())
}

async fn ended(tx: &mut Tx, most: i64) -> Result<Vec<Id>> {
    let today = tx.now.date(Zone::Wib).to_string();
    tx.rows(
        "select m.id from matter m join k_data_request k on k.id = m.id
         where m.kind = $1 and m.state in ('approved', 'prepared', 'released') and k.ends_on < $2
         order by m.id limit $3",
        &[DataRequest::META.slug.into(), today.into(), most.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}
