//! `list-sent-lists`: lists that went to the data centres of others, and what their receipts prove.

use model::{Id, Timestamp};
use seal::exchange::MemberStatus;
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::exchange::{directory, keys};

/// Most lists that are shown.
const MOST: i64 = 100;

/// Looks at the lists that the organisation sent.
#[derive(Debug, Clone, Copy)]
pub struct ListSentLists;

/// What was sent, and who else takes lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentLists {
    /// Lists, newest first.
    pub lists: Vec<SentListRow>,
    /// Members on other nodes that take lists: name on the wire and for people.
    pub receivers: Vec<(String, String)>,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentListRow {
    /// Its number, which both sides know.
    pub id: Id,
    /// The member that counts, on the wire.
    pub to: String,
    /// Its name for people.
    pub name: String,
    /// A code of list `counted-entity`.
    pub entity: String,
    /// First and last day of its period.
    pub period: (String, String),
    /// Whether it went as keyed encodings.
    pub encoded: bool,
    /// Rows.
    pub rows: i64,
    /// Parts, and how many of them the receiver has signed for.
    pub parts: (i64, i64),
    /// Parts that were refused or came too late.
    pub lost: i64,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When the receiver signed that it took the whole list into account.
    pub decided_at: Option<Timestamp>,
    /// The envelope of the part that says so, or of the first part.
    pub eid: String,
}

#[async_trait::async_trait]
impl Act for ListSentLists {
    type Facts = Timestamp;
    type Output = SentLists;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-sent-lists"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "send", "list-delivery", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<SentLists> {
        let organisation = permit.organisation()?;
        tx.trace.kind = Some("list-delivery");
        let rows = tx
            .rows(
                "select l.id, l.to_member, coalesce(o.name, l.to_member), l.entity, l.period_from, l.period_to, l.encoded,
                   l.rows_sent, l.parts, l.sent_at,
                   sum(case when b.state = 'delivered' then 1 else 0 end),
                   sum(case when b.state in ('failed', 'expired') then 1 else 0 end),
                   max(case when b.receipt_state = 'decided' then b.receipt_at end),
                   max(case when b.receipt_state = 'decided' then b.eid end), min(b.eid)
                 from sent_list l
                   join exchange_sent s on s.thread_id = l.thread_id and s.organisation_id = l.organisation_id
                     and s.kind = 'list.part'
                   join exchange_outbox b on b.eid = s.eid
                   left join organisation o on o.member_id = l.to_member
                 where l.organisation_id = $1
                 group by l.id, l.to_member, o.name, l.entity, l.period_from, l.period_to, l.encoded, l.rows_sent, l.parts,
                   l.sent_at
                 order by l.sent_at desc, l.id desc limit $2",
                &[organisation.into(), MOST.into()],
            )
            .await?;
        let lists = rows
            .iter()
            .map(|row| {
                let (decided, first) = (row.text_opt(13)?, row.text(14)?);
                Ok(SentListRow {
                    id: row.id(0)?,
                    to: row.text(1)?,
                    name: row.text(2)?,
                    entity: row.text(3)?,
                    period: (row.text(4)?, row.text(5)?),
                    encoded: row.text_opt(6)?.is_some(),
                    rows: row.int(7)?,
                    parts: (row.int(8)?, row.int(10)?),
                    lost: row.int(11)?,
                    sent_at: row.time(9)?,
                    decided_at: row.time_opt(12)?,
                    eid: decided.unwrap_or(first),
                })
            })
            .collect::<Result<_>>()?;
        Ok(SentLists { lists, receivers: receivers(tx).await? })
    }
}

async fn receivers(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let (own, now) = (keys::own(tx).await?, tx.now.millis());
    let Some(directory) = directory::newest(tx).await? else { return Ok(Vec::new()) };
    let mut found: Vec<(String, String)> = directory
        .members
        .iter()
        .filter(|one| one.status == MemberStatus::Active && one.takes("list.part"))
        .filter(|one| !directory.member_revoked(&one.id, now) && own.iter().all(|own| own.member != one.id))
        .map(|one| (one.id.to_string(), one.name.to_string()))
        .collect();
    found.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    Ok(found)
}
