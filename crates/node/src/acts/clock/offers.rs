//! Moves that nobody answers in time: they expire, and the posts above both sides are told.

use super::BATCH;
use crate::acts::moves::{escalate, unanswered};
use crate::db::Tx;
use crate::error::Result;

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!unanswered(tx, 1).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let late = unanswered(tx, BATCH).await?;
    for offer in &late {
        escalate(tx, offer).await?;
    }
    Ok(late.len())
}
