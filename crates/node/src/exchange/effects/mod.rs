//! What a message does here, in the transaction that stores it.

pub(crate) mod alert;
mod list;
mod recall;
mod referral;
pub(crate) mod rfi;
pub(crate) mod transfer;

use model::Id;
use seal::exchange::{Eid, Message, Payload, Refusal};

use super::keys::Own;
use crate::db::Tx;
use crate::error::Result;

pub(crate) use recall::erase;
pub(crate) use referral::answered;

/// A message that came: checked, opened and read.
pub(crate) struct Inbound<'a> {
    /// The member of this node that it is for.
    pub(crate) own: &'a Own,
    pub(crate) eid: Eid,
    pub(crate) payload: &'a Payload,
    pub(crate) message: &'a Message,
}

/// Carries out a message; answers the matter that it is about from now on. A refusal leaves nothing behind.
pub(crate) async fn apply(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    if recall::before(tx, inbound).await? {
        return Ok(Ok(None));
    }
    match inbound.message {
        Message::ReferralOffer(offer) => referral::offered(tx, inbound, offer).await,
        Message::ReferralDecision(decision) => referral::decided(tx, inbound, decision).await,
        Message::ReferralOutcome(outcome) => referral::ended(tx, inbound, outcome).await,
        Message::TransferOffer(offer) => transfer::offered(tx, inbound, offer).await,
        Message::TransferDecision(said) => transfer::decided(tx, inbound, said).await,
        Message::TransferCase(case) => transfer::came(tx, inbound, case).await,
        Message::RfiAsk(ask) => rfi::asked(tx, inbound, ask).await,
        Message::RfiAnswer(said) => rfi::answered(tx, inbound, said).await,
        Message::Alert(alert) => alert::came(tx, inbound, alert).await,
        Message::AlertAck(ack) => alert::acknowledged(tx, inbound, ack).await,
        Message::Opinion(opinion) => alert::judged(tx, inbound, opinion).await,
        Message::ListPart(part) => list::part(tx, inbound, part).await,
        Message::Recall(recall) => recall::recalled(tx, inbound, recall).await,
        // Kinds that this node does not carry out yet are not accepted rather than put aside.
        _ => Ok(Err(Refusal::KindNotAccepted)),
    }
}

/// Kinds that this node carries out, for its entry in the directory.
pub const TAKEN: &[&str] = &[
    "referral.offer",
    "referral.decision",
    "referral.outcome",
    "transfer.offer",
    "transfer.decision",
    "transfer.case",
    "rfi.ask",
    "rfi.answer",
    "alert",
    "alert.ack",
    "opinion",
    "list.part",
    "recall",
];
