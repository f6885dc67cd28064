//! Feedback on a report about transactions, from a financial-intelligence unit on another node. It is laid before the financial duty and nobody
//! else; where nobody has that duty it is refused rather than shown to somebody who must not know.

use seal::exchange::Refusal;
use seal::exchange::message::TransactionFeedback;

use super::{Inbound, Judged};
use crate::db::Tx;
use crate::error::Result;
use crate::exchange::indicators;
use crate::harm::feedback;

/// Feedback that came.
pub(super) async fn came(tx: &mut Tx, inbound: &Inbound<'_>, said: &TransactionFeedback) -> Result<Judged> {
    if !feedback::gives(&inbound.payload.from) {
        return Ok(Err(Refusal::KindNotAccepted));
    }
    if indicators::holds_address(&said.feedback) {
        return Ok(Err(Refusal::Schema));
    }
    let from = inbound.sender(tx).await?;
    let taken = feedback::take(tx, inbound.own.organisation, &from, said).await?;
    Ok(taken.map(Some).ok_or(Refusal::KindNotAccepted))
}
