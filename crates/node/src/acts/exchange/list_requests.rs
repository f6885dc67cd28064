//! `list-requests`: the desk of questions, asked and received, with their clocks.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Sql, Tx};
use crate::error::Result;

/// Rows of each list.
const MOST: i64 = 100;

/// Lists the questions of the own post, or of the organisation for whoever watches over it.
pub struct ListRequests;

/// Questions, the open ones first and the most urgent clock before the others.
#[derive(Debug, Clone, Serialize)]
pub struct Requests {
    /// What others ask of us.
    pub received: Vec<RequestRow>,
    /// What we asked.
    pub asked: Vec<RequestRow>,
}

/// One question, without its words.
#[derive(Debug, Clone, Serialize)]
pub struct RequestRow {
    /// The question.
    pub id: Id,
    /// Its readable number.
    pub code: String,
    /// Name of the organisation on the other side.
    pub other: String,
    /// Its state.
    pub state: String,
    /// Its phase.
    pub phase: String,
    /// Until when an answer helps.
    pub due_at: Option<Timestamp>,
    /// Its priority.
    pub priority: String,
    /// When it was asked or came.
    pub opened_at: Timestamp,
    /// How much of an answer was given.
    pub answer: Option<String>,
    /// How far the question has come, by the receipts of the other side.
    pub delivery: Option<(String, Option<String>, Option<Timestamp>)>,
}

#[async_trait::async_trait]
impl Act for ListRequests {
    type Facts = Timestamp;
    type Output = Requests;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-requests"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "rfi", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Requests> {
        let organisation = permit.organisation()?;
        let own = matches!(permit.rule().name, "own" | "grants");
        let post = permit.rule().post.filter(|_| own);
        let mut received = rows(tx, "k_incoming_rfi", (organisation, post)).await?;
        let mut asked = rows(tx, "k_rfi", (organisation, post)).await?;
        let ids: Vec<Id> = received.iter().chain(&asked).map(|row| row.id).collect();
        let closed = access::load::closed_to(tx, permit.actor(), &ids).await?;
        received.retain(|row| !closed.contains(&row.id));
        asked.retain(|row| !closed.contains(&row.id));
        tx.trace.kind = Some("rfi");
        tx.trace.listed = received.iter().chain(&asked).map(|row| row.id).collect();
        Ok(Requests { received, asked })
    }
}

async fn rows(
    tx: &mut Tx,
    table: &'static str,
    (organisation, post): (Id, Option<Id>),
) -> Result<Vec<RequestRow>> {
    let mut sql = Sql::from(
        "select m.id, m.code, coalesce(o.name, x.member_id), m.state, m.phase, m.due_at, m.priority, m.opened_at, k.answer,
           b.state, b.receipt_state, b.receipt_at, case when m.phase = 'closed' then 1 else 0 end as ended
         from matter m join exchange_shared x on x.matter_id = m.id join ",
    );
    sql.push(table).push(
        " k on k.id = m.id left join organisation o on o.member_id = x.member_id
           left join exchange_outbox b on b.eid = x.eid
         where m.organisation_id = $1",
    );
    let mut params = vec![organisation.into(), MOST.into()];
    if let Some(post) = post {
        sql.push(" and m.custodian_post = $3");
        params.push(post.into());
    }
    sql.push(" order by ended, m.due_at, m.id limit $2");
    tx.rows(sql, &params)
        .await?
        .iter()
        .map(|row| {
            let delivery = match row.text_opt(9)? {
                Some(state) => Some((state, row.text_opt(10)?, row.time_opt(11)?)),
                None => None,
            };
            Ok(RequestRow {
                id: row.id(0)?,
                code: row.text(1)?,
                other: row.text(2)?,
                state: row.text(3)?,
                phase: row.text(4)?,
                due_at: row.time_opt(5)?,
                priority: row.text(6)?,
                opened_at: row.time(7)?,
                answer: row.text_opt(8)?,
                delivery,
            })
        })
        .collect()
}
