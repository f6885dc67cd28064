//! Notices that were held for the police: a hold has an end, and then the notice goes out.

use crate::db::Tx;
use crate::error::Result;
use crate::harm::notices;

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    notices::hold_ended(tx).await
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    notices::end_holds(tx, super::BATCH).await
}
