//! `view-message`: who has seen one message that was sent from here, with what proves it.

use model::{Id, Timestamp};
use seal::evidence::Inclusion;
use seal::exchange::{Dsse, Eid, Receipt};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::feedback::QUIET;

/// Looks at one message that was sent from here.
pub struct ViewMessage {
    /// Its content address.
    pub eid: Eid,
}

impl ViewMessage {
    /// For a message by its content address as text.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is none.
    pub fn of(eid: &str) -> Result<Self> {
        eid.parse().map(|eid| Self { eid }).map_err(|_| Error::NotFound)
    }
}

/// A message and what became of it at each recipient.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// Kind on the wire.
    pub kind: String,
    /// When it was queued.
    pub sent_at: Timestamp,
    /// Until when it is tried.
    pub expires_at: Timestamp,
    /// What it is about, if the reader may open it: kind and id.
    pub matter: Option<(String, Id)>,
    /// Its recipients.
    pub recipients: Vec<Recipient>,
}

/// One recipient.
#[derive(Debug, Clone, Serialize)]
pub struct Recipient {
    /// Its name on the wire.
    pub member: String,
    /// Its name for people.
    pub name: String,
    /// State of the outbox.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it was refused.
    pub refusal: Option<String>,
    /// What it stated, oldest first.
    pub receipts: Vec<Statement>,
}

/// One signed statement.
#[derive(Debug, Clone, Serialize)]
pub struct Statement {
    /// `delivered`, `retrieved`, `decided`, `rejected` and their like.
    pub state: String,
    /// When, by the recipient's clock.
    pub at: Timestamp,
    /// Its entry in the recipient's journal, once witnesses have seen it.
    pub entry: Option<u64>,
}

#[async_trait::async_trait]
impl Act for ViewMessage {
    type Facts = Timestamp;
    type Output = Message;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-message"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "exchange", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Message> {
        let eid = permit.act().eid.to_string();
        let row = tx
            .row(
                "select s.kind, s.created_at, s.expires_at, s.post_id, m.kind, m.id from exchange_sent s
                   left join matter m on m.id = coalesce(s.subject_id, s.matter_id)
                 where s.eid = $1 and s.organisation_id = $2",
                &[eid.as_str().into(), permit.organisation()?.into()],
            )
            .await?
            .ok_or(Error::NotFound)?;
        let own = matches!(permit.rule().name, "own" | "grants");
        if own && permit.rule().post != Some(row.id(3)?) {
            return Err(Error::NotFound);
        }
        let mut matter = row.text_opt(4)?.zip(row.id_opt(5)?);
        let about: Vec<Id> = matter.iter().map(|(_, id)| *id).collect();
        let closed = access::load::closed_to(tx, permit.actor(), &about).await?;
        matter.take_if(|(_, id)| closed.contains(id));
        let kind = row.text(0)?;
        if kind == QUIET && matter.is_none() {
            return Err(Error::NotFound);
        }
        tx.trace.kind =
            matter.as_ref().and_then(|(kind, _)| model::kinds::by_slug(kind)).map(|meta| meta.slug);
        tx.trace.subject = matter.as_ref().map(|(_, id)| *id);
        tx.trace.detail.to = Some(eid.clone());
        Ok(Message {
            kind,
            sent_at: row.time(1)?,
            expires_at: row.time(2)?,
            matter,
            recipients: recipients(tx, &eid).await?,
        })
    }
}

async fn recipients(tx: &mut Tx, eid: &str) -> Result<Vec<Recipient>> {
    let rows = tx
        .rows(
            "select o.to_member, t.name, o.state, o.attempts, o.refusal from exchange_outbox o
               join organisation t on t.id = o.to_organisation where o.eid = $1 order by o.to_member",
            &[eid.into()],
        )
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let member = row.text(0)?;
        found.push(Recipient {
            receipts: statements(tx, eid, &member).await?,
            member,
            name: row.text(1)?,
            state: row.text(2)?,
            attempts: row.int(3)?,
            refusal: row.text_opt(4)?,
        });
    }
    Ok(found)
}

async fn statements(tx: &mut Tx, eid: &str, member: &str) -> Result<Vec<Statement>> {
    let rows = tx
        .rows(
            "select document, inclusion from exchange_receipt where eid = $1 and by_member = $2 order by at, id",
            &[eid.into(), member.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let document = Dsse::parse(row.text(0)?.as_bytes()).map_err(|_| Error::Sealed)?;
            let receipt = Receipt::peek(&document).map_err(|_| Error::Sealed)?;
            let place = row.text_opt(1)?.and_then(|text| serde_json::from_str::<Inclusion>(&text).ok());
            Ok(Statement {
                state: receipt.state.code().to_owned(),
                at: Timestamp::from_millis(receipt.at),
                entry: place.map(|place| place.index),
            })
        })
        .collect()
}
