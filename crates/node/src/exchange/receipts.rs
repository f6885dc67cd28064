//! Receipts: our own about what came, and those of others about what we sent.

use model::{Id, Timestamp};
use seal::exchange::{Code, Dsse, Eid, MemberId, Receipt, ReceiptState, Refusal};

use super::{keys, retry, undelivered};
use crate::db::Tx;
use crate::error::Result;

/// A receipt of a member of this node.
pub(crate) async fn sign(
    tx: &mut Tx,
    own: &keys::Own,
    eid: Eid,
    (state, reason): (ReceiptState, Option<Refusal>),
    post: Option<Id>,
) -> Result<Dsse> {
    let key = keys::signing(tx, own.organisation).await?;
    let receipt = Receipt {
        eid,
        state,
        at: tx.now.millis(),
        by: own.member.clone(),
        post: post.and_then(|post| Code::try_from(post.to_string()).ok()),
        reason,
        leaf: None,
        log_index: None,
        checkpoint: None,
    };
    Ok(receipt.sign(&key))
}

/// Queues a further receipt, which goes out with the next batch.
pub(crate) async fn tell(tx: &mut Tx, to: &MemberId, receipt: &Dsse) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now);
    let document = String::from_utf8(receipt.to_bytes()).unwrap_or_default();
    tx.run(
        "insert into exchange_notice (id, to_member, document, next_at, attempts) values ($1, $2, $3, $4, 0)",
        &[id.into(), to.as_str().into(), document.into(), now.into()],
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
}

async fn waiting(tx: &mut Tx, eid: &str, member: &str) -> Result<Option<Waiting>> {
    let row = tx
        .row(
            "select o.id, o.state, o.attempts, s.expires_at, o.receipt_state from exchange_outbox o
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
    }))
}

/// Takes a receipt whose signature was checked. Answers whether it said something new.
pub(crate) async fn take(
    tx: &mut Tx,
    receipt: &Receipt,
    document: &Dsse,
    policy: &seal::exchange::Policy,
) -> Result<bool> {
    let (eid, by) = (receipt.eid.to_string(), receipt.by.as_str());
    let Some(waiting) = waiting(tx, &eid, by).await? else { return Ok(false) };
    if !keep(tx, receipt, document).await? {
        return Ok(false);
    }
    let known = ReceiptState::ALL.into_iter().find(|state| Some(state.code()) == waiting.receipt.as_deref());
    let passes = receipt.reason.is_some_and(Refusal::passes);
    let again = receipt.state == ReceiptState::Rejected && passes && waiting.expires > tx.now;
    if again {
        // It lies with the receiver's directory or clock: the receipt is kept, the envelope is tried again.
        let next = retry::next(tx, waiting.attempts, policy);
        set(tx, &waiting, ("waiting_retry", next), receipt.reason).await?;
        return Ok(true);
    }
    if known.is_some_and(|known| known >= receipt.state) {
        return Ok(false);
    }
    tx.run_one(
        "update exchange_outbox set receipt_state = $2, receipt_at = $3 where id = $1",
        &[waiting.id.into(), receipt.state.code().into(), receipt.at.into()],
    )
    .await?;
    let now = tx.now;
    if receipt.state.has_arrived() {
        set(tx, &waiting, ("delivered", now), None).await?;
    } else if receipt.state == ReceiptState::Rejected && waiting.state != "delivered" {
        set(tx, &waiting, ("failed", now), receipt.reason).await?;
        undelivered::raise(tx, &eid, by, receipt.reason.map_or("other", Refusal::code)).await?;
    }
    Ok(true)
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
