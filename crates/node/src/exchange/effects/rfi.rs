//! A question to another member and its answer, here and there. Where both live on this node nothing has to travel.

use model::time::Zone;
use model::{Id, Kind, Record, Timestamp, Value, kinds};
use seal::exchange::message::{AnswerKind, Recall, RecallScope, RfiAnswer, RfiAsk};
use seal::exchange::{Marking, Message, Refusal, Text, Uuid};

use super::Inbound;
use super::referral::sender;
use crate::access::{MatterFacts, load};
use crate::acts::{moves, open_for_node};
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, Outgoing};
use crate::exchange::{keys, peers};
use crate::store::matter::{Touch, end_of, touch};
use crate::store::{duty, fields, notification};

const ASKED: &model::KindMeta = kinds::Rfi::META;
const CAME: &model::KindMeta = kinds::IncomingRfi::META;

/// What the question told; it goes when the asker takes it back.
const TOLD: [&str; 3] = ["question", "subject", "known"];

/// The other side of a question.
struct Other {
    rfi: Id,
    shared: Uuid,
    member: String,
    organisation: Id,
    /// Thread and envelope; nothing on the same node.
    sent: Option<(String, String)>,
}

const OTHER: &str =
    "select rfi_id, shared_id, member_id, organisation_id, thread_id, ask_eid from exchange_rfi";

fn read(row: &Row) -> Result<Other> {
    Ok(Other {
        rfi: row.id(0)?,
        shared: Uuid::try_from(row.text(1)?).map_err(|_| Error::Sealed)?,
        member: row.text(2)?,
        organisation: row.id(3)?,
        sent: row.text_opt(4)?.zip(row.text_opt(5)?),
    })
}

async fn of_matter(tx: &mut Tx, id: Id) -> Result<Option<Other>> {
    let mut sql = crate::db::Sql::from(OTHER);
    sql.push(" where rfi_id = $1");
    tx.row(sql, &[id.into()]).await?.as_ref().map(read).transpose()
}

async fn known(tx: &mut Tx, organisation: Id, member: &str, shared: &Uuid) -> Result<Option<Other>> {
    let mut sql = crate::db::Sql::from(OTHER);
    sql.push(" where organisation_id = $1 and member_id = $2 and shared_id = $3");
    let row = tx.row(sql, &[organisation.into(), member.into(), (**shared).into()]).await?;
    row.as_ref().map(read).transpose()
}

async fn remember(tx: &mut Tx, other: &Other) -> Result<()> {
    let (thread, eid) = other.sent.clone().unzip();
    tx.run(
        "insert into exchange_rfi (rfi_id, shared_id, member_id, organisation_id, thread_id, ask_eid)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            other.rfi.into(),
            (*other.shared).into(),
            other.member.as_str().into(),
            other.organisation.into(),
            thread.into(),
            eid.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Sends a question that was opened here, or lays it before a neighbour on this node.
pub(crate) async fn ask(
    tx: &mut Tx,
    (rfi, organisation, post): (Id, Id, Id),
    to: Id,
    record: &Record,
) -> Result<()> {
    let text = |name: &str| record.get(ASKED, name).map(Value::to_text).filter(|text| !text.is_empty());
    let day =
        text("needed_by").and_then(|day| day.parse().ok()).ok_or(Error::Refused("exchange-text-refused"))?;
    let urgent = text("urgent").as_deref() == Some("true");
    let message = RfiAsk {
        request_id: outbox::uuid(rfi)?,
        question: moves::long(&text("question").unwrap_or_default())?,
        subject: text("subject").map(|text| line(&text)).transpose()?,
        needed_by: end_of(day).millis(),
        known: text("known").map(|text| moves::long(&text)).transpose()?,
    };
    let (shared, mut sent) = (message.request_id.clone(), None);
    let member = match peers::member_of(tx, to).await? {
        Some(member) => {
            let queued = queue(tx, (rfi, organisation, post), to, message.into(), None, urgent).await?;
            sent = Some(((*queued.thread).to_owned(), queued.eid.to_string()));
            member.as_str().to_owned()
        }
        None => {
            let (member, from) = (member_id(tx, to).await?, name(tx, organisation).await?);
            let came = lay_before(tx, to, (from, urgent), &message).await?;
            let came = came.ok_or(Error::Refused("peer-not-active"))?;
            let asker = member_id(tx, organisation).await?;
            let (shared, sent) = (shared.clone(), None);
            remember(tx, &Other { rfi: came, shared, member: asker, organisation: to, sent }).await?;
            member
        }
    };
    remember(tx, &Other { rfi, shared, member, organisation, sent }).await
}

fn line(text: &str) -> Result<seal::exchange::Line> {
    Text::try_from(text).map_err(|_| Error::Refused("exchange-text-refused"))
}

async fn queue(
    tx: &mut Tx,
    (rfi, organisation, post): (Id, Id, Id),
    to: Id,
    message: Message,
    replies: Option<(&str, &str)>,
    urgent: bool,
) -> Result<outbox::Queued> {
    let mut marking: Marking = moves::marking(tx, organisation, None).await?;
    marking.purpose = seal::exchange::Code::try_from("protect_child").into_iter().collect();
    let urgent = match message {
        Message::Recall(_) => Some("recall"),
        _ => urgent.then_some("urgent"),
    };
    let out = Outgoing {
        organisation,
        post,
        to: &[to],
        message,
        marking,
        thread: replies.and_then(|(thread, _)| Uuid::try_from(thread).ok()),
        in_reply_to: replies.map(|(_, eid)| outbox::eid(eid)).transpose()?,
        derived_from: Vec::new(),
        matter: Some(rfi),
        subject: Some(rfi),
        urgent,
    };
    outbox::queue(tx, out).await
}

async fn member_id(tx: &mut Tx, organisation: Id) -> Result<String> {
    let row = tx.row("select member_id from organisation where id = $1", &[organisation.into()]).await?;
    row.ok_or(Error::NotFound)?.text(0)
}

async fn name(tx: &mut Tx, organisation: Id) -> Result<String> {
    let row = tx.row("select name from organisation where id = $1", &[organisation.into()]).await?;
    row.ok_or(Error::NotFound)?.text(0)
}

/// A question reaches whoever receives for an organisation; nothing where nobody does.
async fn lay_before(
    tx: &mut Tx,
    organisation: Id,
    (from, urgent): (String, bool),
    ask: &RfiAsk,
) -> Result<Option<Id>> {
    let Some(receiver) = duty::receiver(tx, Some(organisation)).await? else { return Ok(None) };
    // A date that no calendar has does not make the question go away.
    let most = tx.now.plus(366 * model::time::DAY).millis();
    let by = Timestamp::from_millis(ask.needed_by.clamp(tx.now.millis(), most));
    let mut record = Record::empty(CAME);
    record.set(CAME, "from_member", Value::from(from));
    record.set(CAME, "needed_by", Value::from(by.date(Zone::default()).to_string()));
    record.set(CAME, "urgent", Value::from(urgent));
    record.set(CAME, "question", Value::from(&*ask.question));
    record.set(CAME, "subject", Value::from(ask.subject.as_deref().map(str::to_owned)));
    record.set(CAME, "known", Value::from(ask.known.as_deref().map(str::to_owned)));
    let id = open_for_node(tx, CAME, (receiver.organisation, receiver.post), None, &record).await?;
    if urgent {
        tx.run_one("update matter set priority = 'urgent' where id = $1", &[id.into()]).await?;
    }
    notification::tell(tx, receiver.post, "incoming-rfi", Some(id)).await?;
    Ok(Some(id))
}

/// A question that came.
pub(super) async fn asked(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    ask: &RfiAsk,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    let (organisation, member) = (inbound.own.organisation, inbound.payload.from.as_str());
    if let Some(known) = known(tx, organisation, member, &ask.request_id).await? {
        return Ok(Ok(Some(known.rfi)));
    }
    let from = sender(tx, inbound).await?;
    let Some(rfi) = lay_before(tx, organisation, (from, inbound.payload.urgent.is_some()), ask).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    let sent = Some(((*inbound.payload.thread).to_owned(), inbound.eid.to_string()));
    let (member, shared) = (member.to_owned(), ask.request_id.clone());
    remember(tx, &Other { rfi, shared, member, organisation, sent }).await?;
    Ok(Ok(Some(rfi)))
}

/// An answer that came. It changes nothing when nobody waits for it any more.
pub(super) async fn answered(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    said: &RfiAnswer,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    let (organisation, member) = (inbound.own.organisation, inbound.payload.from.as_str());
    let Some(known) = known(tx, organisation, member, &said.request_id).await? else {
        return Ok(Err(Refusal::Schema));
    };
    take(tx, known.rfi, said).await?;
    Ok(Ok(Some(known.rfi)))
}

/// An answer reaches the question. A refusal that somebody sends all the same leaves the question as silence would.
async fn take(tx: &mut Tx, rfi: Id, said: &RfiAnswer) -> Result<()> {
    let facts = load::matter(tx, rfi, true).await?;
    if facts.kind.slug != ASKED.slug || facts.state != "asked" || said.answer == AnswerKind::Refused {
        return Ok(());
    }
    let mut record = Record::empty(ASKED);
    record.set(ASKED, "answer", Value::from(said.answer.code()));
    record.set(ASKED, "answered_on", Value::from(tx.now.date(Zone::default()).to_string()));
    record.set(ASKED, "answer_text", Value::from(said.content.as_deref().map(str::to_owned)));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, ASKED, rfi, &key, &record, &["answer", "answered_on", "answer_text"]).await?;
    let state = Some(("answered", model::Phase::Open.code()));
    touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
    notification::tell(tx, facts.custodian, "rfi-answered", Some(rfi)).await
}

/// What follows from a step on a question that came: an answer goes back, a refusal stays.
pub(crate) async fn stepped(tx: &mut Tx, facts: &MatterFacts, action: &str, record: &Record) -> Result<()> {
    let text = |name: &str| record.get(CAME, name).map(Value::to_text).filter(|text| !text.is_empty());
    let (true, Some(other)) = (action == "answer", of_matter(tx, facts.id).await?) else { return Ok(()) };
    let content = text("answer_text").map(|text| {
        Text::<32_768>::try_from(text.replace("\r\n", "\n").replace('\r', "\n"))
            .map_err(|_| Error::Refused("exchange-text-refused"))
    });
    let said = RfiAnswer {
        request_id: other.shared.clone(),
        answer: match text("answer").as_deref() {
            Some("full") => AnswerKind::Full,
            Some("partial") => AnswerKind::Partial,
            _ => AnswerKind::NothingHeld,
        },
        reason: None,
        content: content.transpose()?,
    };
    match &other.sent {
        Some((thread, eid)) => {
            let to = peers::organisation_of(tx, &keys::member(&other.member)?).await?;
            let to = to.ok_or(Error::Refused("peer-not-active"))?;
            let from = (facts.id, other.organisation, facts.custodian);
            queue(tx, from, to, said.into(), Some((thread, eid)), false).await.map(drop)
        }
        None => {
            let asker: Id = other.shared.parse().map_err(|_| Error::Sealed)?;
            take(tx, asker, &said).await
        }
    }
}

/// The asker takes a question back.
pub(crate) async fn withdrawn(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let Some(other) = of_matter(tx, facts.id).await? else { return Ok(()) };
    let Some((thread, eid)) = &other.sent else {
        let row = tx
            .row(
                "select rfi_id from exchange_rfi where shared_id = $1 and rfi_id <> $1 order by rfi_id limit 1",
                &[facts.id.into()],
            )
            .await?;
        return match row {
            Some(row) => stop(tx, row.id(0)?).await,
            None => Ok(()),
        };
    };
    let recall = Recall {
        eid: outbox::eid(eid)?,
        scope: RecallScope::Withdraw,
        reason: moves::long("withdrawn")?,
        replacement: None,
    };
    let to = peers::organisation_of(tx, &keys::member(&other.member)?).await?;
    let to = to.ok_or(Error::Refused("peer-not-active"))?;
    let from = (facts.id, other.organisation, facts.custodian);
    queue(tx, from, to, recall.into(), Some((thread, eid)), true).await.map(drop)
}

/// A question that came was taken back: what it told goes.
pub(super) async fn stop(tx: &mut Tx, rfi: Id) -> Result<()> {
    let facts = load::matter(tx, rfi, true).await?;
    if facts.kind.slug != CAME.slug || facts.state != "received" {
        return Ok(());
    }
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, CAME, rfi, &key, &Record::empty(CAME), &TOLD).await?;
    let state = Some(("withdrawn", model::Phase::Closed.code()));
    touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
    notification::tell(tx, facts.custodian, "incoming-rfi-withdrawn", Some(rfi)).await
}
