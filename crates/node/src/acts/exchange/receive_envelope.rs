//! `receive-envelope`: a message of another member is stored with its journal entry and its effect, in one transaction. Only
//! then does a receipt say that it is here.

use std::sync::Arc;

use model::Id;
use seal::exchange::{self, Checked, Delivery, Directory, Dsse, Hash, Message, ReceiptState, Refusal};

use super::by_peer;
use crate::access::{Actor, Decision, load};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::effects::{self, Inbound, Judged};
use crate::exchange::keys::{self, Own};
use crate::exchange::receipts::{self, Said};
use crate::exchange::{bytes, directory};
use crate::journal;

/// Receives one delivery for one member of this node.
pub struct ReceiveEnvelope {
    /// What came.
    pub delivery: Arc<Delivery>,
    /// For whom.
    pub member: exchange::MemberId,
    /// What the first look found.
    pub(crate) seen: Option<Box<Seen>>,
}

/// An envelope that passed every check a moment ago: signatures are not checked again while the directory is the same.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) directory: Arc<Directory>,
    pub(crate) checked: Checked,
    /// When (ms since 1970, UTC).
    pub(crate) at: i64,
}

/// For so long a first look holds (ms).
const FRESH: i64 = 5_000;

impl ReceiveEnvelope {
    /// Every check, unless it was made a moment ago against the very same directory.
    fn check(&self, directory: &Arc<Directory>, now: i64) -> std::result::Result<Checked, Refusal> {
        let fresh = |seen: &&Seen| {
            Arc::ptr_eq(&seen.directory, directory)
                && (0..FRESH).contains(&(now - seen.at))
                && seen.checked.payload.expires > now
        };
        match self.seen.as_deref().filter(fresh) {
            Some(seen) => Ok(seen.checked.clone()),
            None => exchange::check(&self.delivery, directory, &self.member, now),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Received {
    /// The receipt, to be sent back.
    pub receipt: Dsse,
    /// The matter that it is about.
    pub matter: Option<Id>,
    /// Whether it had come before.
    pub again: bool,
}

#[async_trait::async_trait]
impl Act for ReceiveEnvelope {
    type Facts = ();
    type Output = Received;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "receive-envelope"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_peer(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Received> {
        let act = permit.act();
        let own = keys::own(tx).await?.into_iter().find(|own| own.member == act.member);
        let own = own.ok_or(Error::Refused("no-such-member"))?;
        let directory = directory::required(tx).await?;
        let eid = act.delivery.eid();
        let checked = act.check(&directory, tx.now.millis());
        let used = match before(tx, &own, eid, checked.as_ref().ok()).await? {
            Before::Given(receipt) => return Ok(Received { receipt, matter: None, again: true }),
            Before::NumberUsed => true,
            Before::Nothing => false,
        };
        let checked = match checked {
            Ok(checked) if !used => checked,
            Ok(_) => return refused(tx, &own, eid, Refusal::Conflict).await,
            Err(refusal) => return refused(tx, &own, eid, refusal).await,
        };
        claim(tx, &own, &checked).await?;
        let done = match read(tx, &own, &act.delivery, &checked).await? {
            Ok(message) => {
                let inbound = Inbound { own: &own, eid, payload: &checked.payload, message: &message };
                effects::apply(tx, &inbound).await?
            }
            Err(refusal) => Err(refusal),
        };
        trace(tx, &checked, done).await?;
        let leaf = leaf(permit, tx).await?;
        store(tx, &own, &act.delivery, &checked, (done, leaf)).await
    }
}

/// What came before.
enum Before {
    /// The same envelope: this receipt was given.
    Given(Dsse),
    /// The sender used its number for something else.
    NumberUsed,
    Nothing,
}

async fn before(tx: &mut Tx, own: &Own, eid: exchange::Eid, checked: Option<&Checked>) -> Result<Before> {
    let eid = eid.to_string();
    // What is refused anyhow has no number.
    let (from, mid) =
        checked.map_or(("", ""), |checked| (checked.payload.from.as_str(), &*checked.payload.mid));
    let rows = tx
        .rows(
            "select eid, receipt from exchange_inbox where eid = $1 and organisation_id = $2
             union all
             select eid, receipt from exchange_inbox
             where organisation_id = $2 and from_member = $3 and mid = $4 and eid <> $1",
            &[eid.as_str().into(), own.organisation.into(), from.into(), mid.into()],
        )
        .await?;
    for row in &rows {
        if row.text(0)? == eid {
            let receipt = Dsse::parse(row.text(1)?.as_bytes()).map_err(|_| Error::Sealed)?;
            return Ok(Before::Given(receipt));
        }
    }
    Ok(if rows.is_empty() { Before::Nothing } else { Before::NumberUsed })
}

/// Opens the content and reads the message.
async fn read(
    tx: &mut Tx,
    own: &Own,
    delivery: &Delivery,
    checked: &Checked,
) -> Result<std::result::Result<Message, Refusal>> {
    let payload = &checked.payload;
    let wrapped = payload.seal.keys.iter().find(|key| key.to == own.member);
    let Some(kid) = wrapped.map(|key| key.kid.clone()) else { return Ok(Err(Refusal::NotAddressed)) };
    let Some(key) = keys::sealing(tx, own.organisation, &kid).await? else { return Ok(Err(Refusal::Schema)) };
    let Ok(opened) = payload.open(&own.member, &kid, &key, &delivery.sealed) else {
        return Ok(Err(Refusal::Schema));
    };
    Ok(Message::parse(&payload.kind, payload.kind_version, &opened.plain))
}

/// A refusal of which nothing is kept but the journal entry.
async fn refused(tx: &mut Tx, own: &Own, eid: exchange::Eid, refusal: Refusal) -> Result<Received> {
    let receipt = receipts::sign(tx, own, eid, Said::refused(refusal)).await?;
    tx.trace.kind = Some("node");
    tx.trace.detail.to = Some(refusal.code().to_owned());
    Ok(Received { receipt, matter: None, again: false })
}

/// Takes the envelope's place before anything is done. Whoever comes at the same moment with the same envelope waits here, and
/// then finds it done.
async fn claim(tx: &mut Tx, own: &Own, checked: &Checked) -> Result<()> {
    let (id, now, payload) = (tx.new_id(), tx.now, &checked.payload);
    let marking = serde_json::to_string(&payload.marking).map_err(|_| Error::Storage("marking".into()))?;
    let new = tx
        .run(
            "insert into exchange_inbox (id, eid, organisation_id, from_member, mid, kind, thread_id, seq, in_reply_to,
               state, marking, created_at, received_at, retain_until, receipt)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'taken', $10, $11, $12, $13, '')
             on conflict do nothing",
            &[
                id.into(),
                checked.eid.to_string().into(),
                own.organisation.into(),
                payload.from.as_str().into(),
                (*payload.mid).into(),
                (*payload.kind).into(),
                (*payload.thread).into(),
                i64::try_from(payload.seq).unwrap_or(i64::MAX).into(),
                payload.in_reply_to.map(|eid| eid.to_string()).into(),
                marking.into(),
                payload.created.into(),
                now.into(),
                payload.marking.retain_until.into(),
            ],
        )
        .await?;
    if new == 1 { Ok(()) } else { Err(Error::Transient) }
}

async fn store(
    tx: &mut Tx,
    own: &Own,
    delivery: &Delivery,
    checked: &Checked,
    (done, leaf): (Judged, Hash),
) -> Result<Received> {
    let said = match done {
        Ok(_) => Said::state(ReceiptState::Delivered),
        Err(refusal) => Said::refused(refusal),
    };
    let said = Said { leaf: Some(leaf), ..said };
    let receipt = receipts::give(tx, own, &checked.payload.from, checked.eid, said).await?;
    let (matter, eid) = (done.ok().flatten(), checked.eid.to_string());
    tx.run_one(
        "update exchange_inbox set matter_id = $3, state = $4, refusal = $5, receipt = $6
         where eid = $1 and organisation_id = $2",
        &[
            eid.as_str().into(),
            own.organisation.into(),
            matter.into(),
            if done.is_ok() { "taken" } else { "refused" }.into(),
            done.err().map(|refusal| refusal.code().to_owned()).into(),
            String::from_utf8(receipt.to_bytes()).unwrap_or_default().into(),
        ],
    )
    .await?;
    let envelope = delivery.envelope.to_bytes();
    if done.is_ok() {
        bytes::keep_envelope(tx, &eid, &envelope, &delivery.sealed).await?;
    } else {
        bytes::keep(tx, &bytes::signed(&eid), &envelope).await?;
    }
    Ok(Received { receipt, matter, again: false })
}

/// Makes the entry before the act ends: the receipt names its leaf, so that it cannot be left out of the journal later.
async fn leaf(permit: &Permit<'_, ReceiveEnvelope>, tx: &mut Tx) -> Result<Hash> {
    let (act, decision) = (permit.act().slug(), Decision::Allow(permit.rule().clone()));
    let trace = std::mem::take(&mut tx.trace);
    let entry = journal::prepare(tx, permit.id(), act, permit.actor(), &decision, trace).await?;
    let leaf = Hash(entry.leaf());
    tx.trace.prepared = Some(Box::new(entry));
    Ok(leaf)
}

/// The entry names the sender and the envelope, under the key of whom it is about.
async fn trace(tx: &mut Tx, checked: &Checked, done: Judged) -> Result<()> {
    let changes = std::mem::take(&mut tx.trace.detail.changes);
    tx.trace = journal::Trace { kind: Some("node"), ..Default::default() };
    if let Ok(Some(matter)) = done {
        let facts = load::matter(tx, matter, false).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(matter);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.changes = changes;
    }
    tx.trace.detail.from = Some(format!("{} {}", checked.payload.from, checked.payload.kind));
    tx.trace.detail.to = Some(match done {
        Ok(_) => checked.eid.to_string(),
        Err(refusal) => format!("{} {}", checked.eid, refusal.code()),
    });
    Ok(())
}
