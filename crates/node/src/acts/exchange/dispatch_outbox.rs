//! `dispatch-outbox`: takes what is due out of the outbox, once it stands there that it is being sent.

use model::Id;
use seal::exchange::{Directory, Hash, MemberId};

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Sql, Tx, dialect};
use crate::error::{Error, Result};
use crate::exchange::{bytes, directory, keys, retry};

/// Most items in one act.
const BATCH: i64 = 200;

/// Takes what is due.
pub struct DispatchOutbox {
    /// Items whose attempt failed since the last time: they are tried again later.
    pub missed: Vec<Id>,
    /// Further receipts that arrived.
    pub told: Vec<Id>,
}

/// One item to send.
#[derive(Debug, Clone)]
pub struct Dispatched {
    /// The row of the outbox, or of a further receipt.
    pub id: Id,
    /// Whom to send to.
    pub member: MemberId,
    /// `host:port` of its node.
    pub endpoint: String,
    /// SHA-256 of the certificates that it may show.
    pub tls: Vec<Hash>,
    /// A delivery, or a receipt.
    pub bytes: Vec<u8>,
    /// Whether it is a receipt.
    pub receipt: bool,
}

#[async_trait::async_trait]
impl Act for DispatchOutbox {
    type Facts = ();
    type Output = Vec<Dispatched>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "dispatch-outbox"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<Dispatched>> {
        let directory = directory::required(tx).await?;
        for id in &permit.act().missed {
            missed(tx, *id, &directory).await?;
        }
        let now = tx.now;
        for id in &permit.act().told {
            tx.run("update exchange_notice set told_at = $2 where id = $1", &[(*id).into(), now.into()])
                .await?;
        }
        set_aside(tx, &directory).await?;
        let mut items = envelopes(tx, &directory).await?;
        items.extend(notices(tx, &directory).await?);
        tx.trace.kind = Some("node");
        tx.trace.detail.to = Some(items.len().to_string());
        Ok(items)
    }
}

async fn missed(tx: &mut Tx, id: Id, directory: &Directory) -> Result<()> {
    let row = tx
        .row("select attempts from exchange_outbox where id = $1 and state = 'sending'", &[id.into()])
        .await?;
    let Some(row) = row else { return Ok(()) };
    let (next, now) = (retry::next(tx, row.int(0)?, &directory.policy), tx.now);
    tx.run_one(
        "update exchange_outbox set state = 'waiting_retry', next_at = $2, changed_at = $3 where id = $1",
        &[id.into(), next.into(), now.into()],
    )
    .await
}

/// Puts off what is for members without an address: it waits to be fetched, and must not take the places of what can be
/// carried now.
async fn set_aside(tx: &mut Tx, directory: &Directory) -> Result<()> {
    let (now, later) = (tx.now, tx.now.plus(directory.policy.retry_to));
    let rows = tx
        .rows(
            "select distinct to_member from exchange_outbox
             where state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry') and next_at <= $1
               and pulled_at is null
             union select distinct to_member from exchange_notice where told_at is null and next_at <= $1
             order by 1",
            &[now.into()],
        )
        .await?;
    for row in &rows {
        let member = row.text(0)?;
        if address(directory, &keys::member(&member)?).is_some() {
            continue;
        }
        let about = [member.as_str().into(), later.into(), now.into()];
        tx.run(
            "update exchange_outbox set next_at = $2 where to_member = $1
               and state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry') and next_at <= $3
               and pulled_at is null",
            &about,
        )
        .await?;
        tx.run(
            "update exchange_notice set next_at = $2 where to_member = $1 and told_at is null and next_at <= $3",
            &about,
        )
        .await?;
    }
    Ok(())
}

const DUE: &str = "select o.id, o.to_member, o.eid, o.attempts from exchange_outbox o join exchange_sent s on s.eid = o.eid
     where o.state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry') and o.next_at <= $1 and s.expires_at > $1
       and o.pulled_at is null
     order by s.urgent desc, o.next_at, o.id limit $2";

/// Further receipts that are due.
const NOTICES: &str = "select id, to_member, document, attempts from exchange_notice
     where told_at is null and next_at <= $1 and attempts < 20 order by next_at, id limit $2";

/// What is due and no other process takes at this moment; each is sent by one process alone.
fn mine(tx: &Tx, due: &'static str) -> Sql {
    let mut sql = Sql::from(due);
    sql.push(dialect::take_rows(tx.engine()));
    sql
}

async fn envelopes(tx: &mut Tx, directory: &Directory) -> Result<Vec<Dispatched>> {
    let now = tx.now;
    let due = mine(tx, DUE);
    let rows = tx.rows(due, &[now.into(), BATCH.into()]).await?;
    let (mut going, mut eids) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for row in &rows {
        let (id, member, eid) = (row.id(0)?, keys::member(&row.text(1)?)?, row.text(2)?);
        let Some((endpoint, tls)) = address(directory, &member) else { continue };
        eids.push(eid.clone());
        going.push((id, member, (endpoint, tls), eid));
    }
    sending(tx, &going.iter().map(|(id, ..)| *id).collect::<Vec<_>>()).await?;
    let bytes = bytes::deliveries(tx, &eids).await?;
    let items = going.into_iter().map(|(id, member, (endpoint, tls), eid)| {
        let bytes = bytes.get(&eid).cloned().ok_or(Error::Sealed)?;
        Ok(Dispatched { id, member, endpoint, tls, bytes, receipt: false })
    });
    items.collect()
}

/// These are being sent: it stands there before anything leaves.
async fn sending(tx: &mut Tx, ids: &[Id]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let now = tx.now;
    let mut params = vec![now.plus(retry::LEASE).into(), now.into()];
    params.extend(bytes::padded(ids.iter().map(|id| model::Value::from(*id)).collect()));
    let mut sql = Sql::from(
        "update exchange_outbox set state = 'sending', attempts = attempts + 1, next_at = $1, changed_at = $2
         where id in (",
    );
    sql.params(3, params.len()).push(")");
    let touched = tx.run(sql, &params).await?;
    if touched == ids.len() as u64 { Ok(()) } else { Err(Error::Conflict) }
}

/// The bytes of an envelope that was sent from here.
pub(crate) async fn delivery(tx: &mut Tx, eid: &str) -> Result<Vec<u8>> {
    let signed = bytes::load(tx, &bytes::signed(eid)).await?.ok_or(Error::Sealed)?;
    let sealed = bytes::load(tx, &bytes::sealed(eid)).await?.ok_or(Error::Sealed)?;
    Ok(seal::exchange::Delivery::join(&signed, &sealed))
}

fn address(directory: &Directory, member: &MemberId) -> Option<(String, Vec<Hash>)> {
    let listed = directory.member(member)?;
    Some((String::from(listed.endpoint.clone()?), listed.tls.clone()))
}

/// Receipts that were not an answer to a call. They are told until they are told; nothing depends on them.
async fn notices(tx: &mut Tx, directory: &Directory) -> Result<Vec<Dispatched>> {
    let now = tx.now;
    let due = mine(tx, NOTICES);
    let rows = tx.rows(due, &[now.into(), BATCH.into()]).await?;
    let mut items = Vec::new();
    for row in &rows {
        let (id, member) = (row.id(0)?, keys::member(&row.text(1)?)?);
        let next = retry::next(tx, row.int(3)?, &directory.policy);
        tx.run_one(
            "update exchange_notice set attempts = attempts + 1, next_at = $2 where id = $1",
            &[id.into(), next.into()],
        )
        .await?;
        if let Some((endpoint, tls)) = address(directory, &member) {
            items.push(Dispatched {
                id,
                member,
                endpoint,
                tls,
                bytes: row.text(2)?.into_bytes(),
                receipt: true,
            });
        }
    }
    Ok(items)
}
