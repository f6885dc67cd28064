//! Consents that end: somebody is asked to renew them in time, and what rests on them ends with them.

use super::BATCH;
use crate::acts::moves::{expire_consents, expiring, recheck_void};
use crate::db::Tx;
use crate::error::Result;

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(expiring(tx, 1, true).await? + expire_consents(tx, 1, true).await? + recheck_void(tx, 1, true).await?
        > 0)
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let raised = expiring(tx, BATCH, false).await?;
    let ended = expire_consents(tx, BATCH, false).await?;
    Ok(raised + ended + recheck_void(tx, BATCH, false).await?)
}
