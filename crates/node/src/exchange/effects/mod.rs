//! What a message does here, in the transaction that stores it.

pub(crate) mod alert;
pub(crate) mod hashes;
mod list;
mod money;
pub(crate) mod notice;
mod recall;
mod referral;
pub(crate) mod rfi;
mod service;
pub(crate) mod transfer;

use model::time::Zone;
use model::{Draft, Id, KindMeta, Record, Timestamp};
use seal::exchange::{Eid, Message, Payload, Refusal, Uuid};

use super::keys::Own;
use super::matching::{asker, blind, guardian, holder};
use super::outbox::InThread;
use super::shared::{self, About, Shared};
use crate::acts::open_for_node;
use crate::db::Tx;
use crate::error::Result;
use crate::store::{duty, notification};

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

/// What became of a message: the matter that it is about from now on, or why it is refused.
pub(crate) type Judged = std::result::Result<Option<Id>, Refusal>;

impl Inbound<'_> {
    /// The matter that the sender calls by a number.
    async fn known(&self, tx: &mut Tx, about: About, number: &Uuid) -> Result<Option<Shared>> {
        shared::known(tx, (self.own.organisation, &self.payload.from), about, number).await
    }

    /// What this message begins, under the sender's number.
    fn begins(&self, matter: Id, number: &Uuid) -> Shared {
        Shared {
            matter,
            number: number.clone(),
            member: self.payload.from.clone(),
            organisation: self.own.organisation,
            sent: Some(InThread { eid: self.eid, thread: self.payload.thread.clone() }),
            others: self.payload.to.iter().filter(|one| **one != self.own.member).cloned().collect(),
        }
    }

    /// The name of the organisation that sends, as the directory has it, with its member id.
    pub(super) async fn sender(&self, tx: &mut Tx) -> Result<String> {
        let from = &self.payload.from;
        let row = tx
            .row(
                "select name from organisation where member_id in ($1, $2) order by member_id desc limit 1",
                &[from.as_str().into(), from.organisation().as_str().into()],
            )
            .await?;
        let name = row.map(|row| row.text(0)).transpose()?;
        Ok(name.map_or_else(|| from.to_string(), |name| format!("{name} ({from})")))
    }
}

/// Lays something that came before whoever receives for an organisation, and tells them; nothing where nobody does.
async fn lay_before(
    tx: &mut Tx,
    organisation: Id,
    meta: &'static KindMeta,
    (record, urgent): (&Record, bool),
) -> Result<Option<Id>> {
    let Some(receiver) = duty::receiver(tx, Some(organisation)).await? else { return Ok(None) };
    let id = open_for_node(tx, meta, (receiver.organisation, receiver.post), None, record).await?;
    if urgent {
        tx.run_one("update matter set priority = 'urgent' where id = $1", &[id.into()]).await?;
    }
    notification::tell(tx, receiver.post, meta.slug, Some(id)).await?;
    Ok(Some(id))
}

/// A record of what this node can read: a code of another country's list does not stop what a child needs.
fn readable(meta: &KindMeta, mut draft: Draft, now: Timestamp) -> Record {
    let (today, empty) = (now.date(Zone::default()), Record::empty(meta));
    draft.0.retain(|name, _| meta.field(name).is_some_and(|(_, field)| !field.computed));
    for _ in 0..2 {
        match draft.apply(meta, today, &[], &empty) {
            Ok(record) => return record,
            Err(problems) => {
                for problem in problems {
                    draft.0.remove(&problem.field);
                }
            }
        }
    }
    empty
}

/// Adds what a fact says to a field: a long text comes in several facts of one name.
fn gather(draft: &mut Draft, field: &str, value: &str) {
    let before = draft.0.get(field).cloned().unwrap_or_default();
    draft.set(field, format!("{before}{value}"));
}

/// Carries out a message; answers the matter that it is about from now on. A refusal leaves nothing behind.
pub(crate) async fn apply(tx: &mut Tx, inbound: &Inbound<'_>) -> Result<Judged> {
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
        Message::ServiceListing(listing) => service::listed(tx, inbound, listing).await,
        Message::Notice(notice) => notice::came(tx, inbound, notice).await,
        Message::NoticeAnswer(said) => notice::answered(tx, inbound, said).await,
        Message::HashDelta(delta) => hashes::changed(tx, inbound, delta).await,
        Message::HashWord(word) => hashes::said(tx, inbound, word).await,
        Message::HashAnswer(said) => hashes::answered(tx, inbound, said).await,
        Message::TransactionFeedback(said) => money::came(tx, inbound, said).await,
        Message::MatchEvaluate(ask) => guardian::asked(tx, inbound, ask).await,
        Message::MatchEvaluated(said) => blind::answered(tx, inbound, said).await,
        Message::MatchQuery(ask) => holder::came(tx, inbound, ask).await,
        Message::MatchContact(said) => asker::came(tx, inbound, said).await,
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
    "service.listing",
    "notice",
    "notice.answer",
    "hash.delta",
    "hash.word",
    "hash.answer",
    "transaction.feedback",
    "match.evaluate",
    "match.evaluated",
    "match.query",
    "match.contact",
    "recall",
];
