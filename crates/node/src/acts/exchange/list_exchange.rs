//! `list-exchange`: what was sent to members on other nodes and what came from them, with what their receipts prove.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Row, Sql, Tx};
use crate::error::Result;
use crate::harm::feedback::QUIET;

/// Rows of each list.
const MOST: i64 = 100;

/// Lists the newest messages of the own post, or of the organisation for whoever watches over it.
pub struct ListExchange;

/// What was sent and what came, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct Exchanged {
    /// What was sent.
    pub sent: Vec<SentRow>,
    /// What came.
    pub received: Vec<ReceivedRow>,
}

/// One message to one recipient.
#[derive(Debug, Clone, Serialize)]
pub struct SentRow {
    /// Content address of the envelope.
    pub eid: String,
    /// Kind on the wire.
    pub kind: String,
    /// Name of the recipient.
    pub to: String,
    /// State of the outbox.
    pub state: String,
    /// The highest receipt so far.
    pub receipt: Option<String>,
    /// When the recipient gave it, by its clock.
    pub receipt_at: Option<Timestamp>,
    /// Why it was refused.
    pub refusal: Option<String>,
    /// When it was queued.
    pub sent_at: Timestamp,
    /// Until when it is tried.
    pub expires_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// What it is about, if the reader may open it: kind and id.
    pub matter: Option<(String, Id)>,
}

/// One message that came.
#[derive(Debug, Clone, Serialize)]
pub struct ReceivedRow {
    /// Content address of the envelope.
    pub eid: String,
    /// Kind on the wire.
    pub kind: String,
    /// The sender.
    pub from: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Why it was refused, if it was.
    pub refusal: Option<String>,
    /// Whether its content was destroyed.
    pub erased: bool,
    /// What it is about, if the reader may open it: kind and id.
    pub matter: Option<(String, Id)>,
}

#[async_trait::async_trait]
impl Act for ListExchange {
    type Facts = Timestamp;
    type Output = Exchanged;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-exchange"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "exchange", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Exchanged> {
        let organisation = permit.organisation()?;
        let own = matches!(permit.rule().name, "own" | "grants");
        let post = permit.rule().post.filter(|_| own);
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(organisation);
        let (mut sent, mut received) =
            (sent(tx, organisation, post).await?, received(tx, organisation, post).await?);
        let matters = || sent.iter().map(|row| &row.matter).chain(received.iter().map(|row| &row.matter));
        let matters: Vec<Id> = matters().flatten().map(|(_, id)| *id).collect();
        let closed = access::load::closed_to(tx, permit.actor(), &matters).await?;
        let shut = |about: &mut Option<(String, Id)>| {
            about.take_if(|(_, id)| closed.contains(id));
        };
        sent.iter_mut().for_each(|row| shut(&mut row.matter));
        received.iter_mut().for_each(|row| shut(&mut row.matter));
        // That some messages exist is for those alone who may open what they are about.
        sent.retain(|row| row.kind != QUIET || row.matter.is_some());
        received.retain(|row| row.kind != QUIET || row.matter.is_some());
        Ok(Exchanged { sent, received })
    }
}

async fn sent(tx: &mut Tx, organisation: Id, post: Option<Id>) -> Result<Vec<SentRow>> {
    let mut sql = Sql::from(
        "select s.kind, t.name, o.state, o.receipt_state, o.receipt_at, o.refusal, s.created_at, s.expires_at, o.attempts,
           m.kind, m.id, s.eid
         from exchange_outbox o join exchange_sent s on s.eid = o.eid join organisation t on t.id = o.to_organisation
           left join matter m on m.id = coalesce(s.subject_id, s.matter_id)
         where s.organisation_id = $1",
    );
    let mut params = vec![organisation.into(), MOST.into()];
    if let Some(post) = post {
        sql.push(" and s.post_id = $3");
        params.push(post.into());
    }
    sql.push(" order by s.created_at desc, o.id desc limit $2");
    tx.rows(sql, &params)
        .await?
        .iter()
        .map(|row| {
            Ok(SentRow {
                eid: row.text(11)?,
                kind: row.text(0)?,
                to: row.text(1)?,
                state: row.text(2)?,
                receipt: row.text_opt(3)?,
                receipt_at: row.time_opt(4)?,
                refusal: row.text_opt(5)?,
                sent_at: row.time(6)?,
                expires_at: row.time(7)?,
                attempts: row.int(8)?,
                matter: about(row, 9)?,
            })
        })
        .collect()
}

async fn received(tx: &mut Tx, organisation: Id, post: Option<Id>) -> Result<Vec<ReceivedRow>> {
    let mut sql = Sql::from(
        "select i.kind, coalesce(f.name, i.from_member), i.received_at, i.refusal, i.erased_at, m.kind, m.id, i.eid
         from exchange_inbox i left join organisation f on f.member_id = i.from_member
           left join matter m on m.id = i.matter_id left join matter r on r.id = m.root_id
         where i.organisation_id = $1",
    );
    let mut params = vec![organisation.into(), MOST.into()];
    if let Some(post) = post {
        sql.push(" and coalesce(m.custodian_post, r.custodian_post) = $3");
        params.push(post.into());
    }
    sql.push(" order by i.received_at desc, i.id desc limit $2");
    tx.rows(sql, &params)
        .await?
        .iter()
        .map(|row| {
            Ok(ReceivedRow {
                eid: row.text(7)?,
                kind: row.text(0)?,
                from: row.text(1)?,
                received_at: row.time(2)?,
                refusal: row.text_opt(3)?,
                erased: row.time_opt(4)?.is_some(),
                matter: about(row, 5)?,
            })
        })
        .collect()
}

fn about(row: &Row, at: usize) -> Result<Option<(String, Id)>> {
    Ok(row.text_opt(at)?.zip(row.id_opt(at + 1)?))
}
