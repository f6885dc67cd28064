//! What a receiver writes into a case that was referred is told to whoever has the case.

use model::Id;

use crate::access::{MatterFacts, Rule};
use crate::db::Tx;
use crate::error::Result;
use crate::store::notification;

/// Tells the custodian of a case that the receiver of a move wrote into a part of it; nothing when one's own people did.
pub(crate) async fn recorded(tx: &mut Tx, rule: &Rule, facts: &MatterFacts, part: Id) -> Result<()> {
    let by_move = facts.grants.iter().any(|grant| Some(grant.post) == rule.post && grant.source.is_some());
    if rule.name != "grant" || !by_move {
        return Ok(());
    }
    notification::tell(tx, facts.root_custodian, "part-recorded", Some(part)).await
}
