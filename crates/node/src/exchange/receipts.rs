//! Receipts: our own about what came, and those of others about what we sent.

use model::{Id, Timestamp};
use seal::evidence::Proven;
use seal::exchange::{Code, Dsse, Eid, Hash, MemberId, Receipt, ReceiptState, Refusal};

use super::{directory, keys, retry, undelivered};
use crate::db::Tx;
use crate::error::{Error, Result};

/// The message with which a case passes to its receiver.
const CASE: &str = "transfer.case";

/// What a receipt says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    pub(crate) state: ReceiptState,
    pub(crate) reason: Option<Refusal>,
    /// The post that opened or decided.
    pub(crate) post: Option<Id>,
    /// The leaf of the entry, where it is known before the act ends.
    pub(crate) leaf: Option<Hash>,
}

impl Said {
    /// A state, and nothing else.
    pub(crate) const fn state(state: ReceiptState) -> Self {
        Self { state, reason: None, post: None, leaf: None }
    }

    /// Refused.
    pub(crate) const fn refused(reason: Refusal) -> Self {
        Self { state: ReceiptState::Rejected, reason: Some(reason), post: None, leaf: None }
    }
}

/// A receipt of a member of this node.
pub(crate) async fn sign(tx: &mut Tx, own: &keys::Own, eid: Eid, said: Said) -> Result<Dsse> {
    let key = keys::signing(tx, own.organisation).await?;
    let receipt = Receipt {
        eid,
        state: said.state,
        at: tx.now.millis(),
        by: own.member.clone(),
        post: said.post.and_then(|post| Code::try_from(post.to_string()).ok()),
        reason: said.reason,
        leaf: said.leaf,
        log_index: None,
        checkpoint: None,
    };
    Ok(receipt.sign(&key))
}

/// Signs a receipt and keeps it: it is told once more when its place in the journal is proven.
pub(crate) async fn give(tx: &mut Tx, own: &keys::Own, to: &MemberId, eid: Eid, said: Said) -> Result<Dsse> {
    let receipt = sign(tx, own, eid, said).await?;
    let entry = tx.entry.ok_or(Error::Storage("a receipt outside an act".into()))?;
    let (id, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into exchange_given (id, eid, organisation_id, to_member, state, at, entry, document)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            id.into(),
            eid.to_string().into(),
            own.organisation.into(),
            to.as_str().into(),
            said.state.code().into(),
            now.into(),
            entry.into(),
            String::from_utf8(receipt.to_bytes()).unwrap_or_default().into(),
        ],
    )
    .await?;
    Ok(receipt)
}

/// Queues a further receipt, which goes out with the next batch.
pub(crate) async fn tell(tx: &mut Tx, to: &MemberId, receipt: &Dsse) -> Result<()> {
    queue(tx, to.as_str(), String::from_utf8(receipt.to_bytes()).unwrap_or_default()).await
}

/// Queues a receipt, alone or with its place, as it travels.
pub(crate) async fn queue(tx: &mut Tx, to: &str, document: String) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into exchange_notice (id, to_member, document, next_at, attempts) values ($1, $2, $3, $4, 0)",
        &[id.into(), to.into(), document.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// A row of the outbox that a receipt or the clock is about.
#[derive(Debug)]
struct Waiting {
    id: Id,
    state: String,
    attempts: i64,
    expires: Timestamp,
    receipt: Option<String>,
    kind: String,
}

async fn waiting(tx: &mut Tx, eid: &str, member: &str) -> Result<Option<Waiting>> {
    let row = tx
        .row(
            "select o.id, o.state, o.attempts, s.expires_at, o.receipt_state, s.kind from exchange_outbox o
               join exchange_sent s on s.eid = o.eid where o.eid = $1 and o.to_member = $2",
            &[eid.into(), member.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Waiting {
        id: row.id(0)?,
        state: row.text(1)?,
        attempts: row.int(2)?,
        expires: row.time(3)?,
        receipt: row.text_opt(4)?,
        kind: row.text(5)?,
    }))
}

/// Takes a receipt whose signature was checked. Answers whether it said something new.
pub(crate) async fn take(tx: &mut Tx, receipt: &Receipt, proven: &Proven) -> Result<bool> {
    let (eid, by) = (receipt.eid.to_string(), receipt.by.as_str());
    let Some(waiting) = waiting(tx, &eid, by).await? else { return Ok(false) };
    let new = keep(tx, receipt, &proven.receipt).await?;
    let placed = place(tx, receipt, proven).await?;
    if !new {
        return Ok(placed);
    }
    let known = ReceiptState::ALL.into_iter().find(|state| Some(state.code()) == waiting.receipt.as_deref());
    let passes = receipt.reason.is_some_and(Refusal::passes);
    let again = receipt.state == ReceiptState::Rejected && passes && waiting.expires > tx.now;
    if again {
        // It lies with the receiver's directory or clock: the receipt is kept, the envelope is tried again.
        let directory = directory::required(tx).await?;
        let next = retry::next(tx, waiting.attempts, &directory.policy);
        set(tx, &waiting, ("waiting_retry", next), receipt.reason).await?;
        return Ok(true);
    }
    if known.is_some_and(|known| known >= receipt.state) {
        return Ok(placed);
    }
    let now = tx.now;
    if receipt.state.has_arrived() {
        arrived(tx, &waiting, receipt).await?;
        match waiting.kind.as_str() {
            CASE => crate::acts::moves::handed_over(tx, &eid).await?,
            crate::harm::feedback::QUIET => crate::harm::feedback::arrived(tx, &eid).await?,
            _ => {}
        }
        return Ok(true);
    }
    tx.run_one(
        "update exchange_outbox set receipt_state = $2, receipt_at = $3 where id = $1",
        &[waiting.id.into(), receipt.state.code().into(), receipt.at.into()],
    )
    .await?;
    if receipt.state == ReceiptState::Rejected && waiting.state != "delivered" {
        set(tx, &waiting, ("failed", now), receipt.reason).await?;
        undelivered::raise(tx, &eid, by, receipt.reason.map_or("other", Refusal::code)).await?;
    }
    Ok(true)
}

/// The recipient has it: the row says so, and what the receipt said.
async fn arrived(tx: &mut Tx, waiting: &Waiting, receipt: &Receipt) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update exchange_outbox set receipt_state = $2, receipt_at = $3, state = 'delivered', next_at = $4, changed_at = $4,
           refusal = null where id = $1",
        &[waiting.id.into(), receipt.state.code().into(), receipt.at.into(), now.into()],
    )
    .await
}

/// Keeps the receipt as evidence; a refusal that passes may come several times and is kept once.
async fn keep(tx: &mut Tx, receipt: &Receipt, document: &Dsse) -> Result<bool> {
    let (id, now) = (tx.new_id(), tx.now);
    let text = String::from_utf8(document.to_bytes()).unwrap_or_default();
    let new = tx
        .run(
            "insert into exchange_receipt (id, eid, by_member, state, at, document, taken_at)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (eid, by_member, state) do nothing",
            &[
                id.into(),
                receipt.eid.to_string().into(),
                receipt.by.as_str().into(),
                receipt.state.code().into(),
                receipt.at.into(),
                text.into(),
                now.into(),
            ],
        )
        .await?;
    Ok(new == 1 || receipt.state == ReceiptState::Rejected)
}

/// Keeps the place of a receipt, if it is one that enough witnesses saw and the receipt says what it said before.
async fn place(tx: &mut Tx, receipt: &Receipt, proven: &Proven) -> Result<bool> {
    let Some(inclusion) = &proven.inclusion else { return Ok(false) };
    let directory = directory::required(tx).await?;
    let (witnesses, needed) = (directory.witness_keys(), usize::from(directory.policy.witnesses));
    if let Err(fault) = seal::evidence::place(&directory, (&witnesses, needed), receipt, inclusion) {
        tracing::warn!(%fault, member = %receipt.by, "the place of a receipt does not hold and is left aside");
        return Ok(false);
    }
    let key = [receipt.eid.to_string().into(), receipt.by.as_str().into(), receipt.state.code().into()];
    let row = tx
        .row("select document, inclusion from exchange_receipt where eid = $1 and by_member = $2 and state = $3", &key)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let before = Dsse::parse(row.text(0)?.as_bytes()).ok().and_then(|known| Receipt::peek(&known).ok());
    let same = before.is_some_and(|before| {
        (before.at, before.reason) == (receipt.at, receipt.reason)
            && before.leaf.is_none_or(|leaf| Some(leaf) == receipt.leaf)
    });
    if !same || row.text_opt(1)?.is_some() {
        return Ok(false);
    }
    let text = serde_json::to_string(inclusion).map_err(|_| Error::Storage("a place".into()))?;
    let [eid, by, state] = key;
    let document = String::from_utf8(proven.receipt.to_bytes()).unwrap_or_default();
    tx.run_one(
        "update exchange_receipt set document = $4, inclusion = $5 where eid = $1 and by_member = $2 and state = $3",
        &[eid, by, state, document.into(), text.into()],
    )
    .await?;
    Ok(true)
}

async fn set(
    tx: &mut Tx,
    waiting: &Waiting,
    (state, next): (&'static str, Timestamp),
    refusal: Option<Refusal>,
) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update exchange_outbox set state = $2, next_at = $3, changed_at = $4, refusal = $5 where id = $1",
        &[
            waiting.id.into(),
            state.into(),
            next.into(),
            now.into(),
            refusal.map(|r| r.code().to_owned()).into(),
        ],
    )
    .await
}
