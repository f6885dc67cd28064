//! A question to another member and its answer, here and there. Where both live on this node nothing has to travel.

use model::time::Zone;
use model::{Id, Kind, Record, Timestamp, Value, kinds};
use seal::exchange::message::{AnswerKind, Recall, RecallScope, RfiAnswer, RfiAsk};
use seal::exchange::{Marking, Message, Refusal, Text};

use super::{Inbound, Judged, lay_before};
use crate::access::{MatterFacts, load};
use crate::acts::moves;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, InThread, Outgoing};
use crate::exchange::peers;
use crate::exchange::shared::{self, About, Shared};
use crate::store::matter::{Touch, end_of, touch};
use crate::store::{fields, notification};

const ASKED: &model::KindMeta = kinds::Rfi::META;
const CAME: &model::KindMeta = kinds::IncomingRfi::META;

/// What the question told; it goes when the asker takes it back.
const TOLD: [&str; 3] = ["question", "subject", "known"];

/// Sends a question that was opened here, or lays it before a neighbour on this node.
pub(crate) async fn ask(
    tx: &mut Tx,
    (rfi, organisation, post): (Id, Id, Id),
    to: Id,
    record: &Record,
) -> Result<()> {
    let text = |name: &str| record.told(ASKED, name);
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
    let member = peers::member_id(tx, to).await?;
    let sent = match peers::member_of(tx, to).await? {
        Some(_) => Some(queue(tx, (rfi, organisation, post), to, message.into(), urgent).await?),
        None => {
            let (from, asker) = (name(tx, organisation).await?, peers::member_id(tx, organisation).await?);
            let came = lay_question(tx, to, (from, urgent), &message).await?;
            let came = came.ok_or(Error::Refused("peer-not-active"))?;
            let mut there = Shared::begun(rfi, to, asker, None)?;
            there.matter = came;
            there.keep(tx, About::Request).await?;
            None
        }
    };
    Shared::begun(rfi, organisation, member, sent)?.keep(tx, About::Request).await
}

/// Questions are about protecting a child, whatever else the members do for each other.
async fn marking(tx: &mut Tx, organisation: Id) -> Result<Marking> {
    let mut marking = moves::marking(tx, organisation, None).await?;
    marking.purpose = seal::exchange::Code::try_from("protect_child").into_iter().collect();
    Ok(marking)
}

fn line(text: &str) -> Result<seal::exchange::Line> {
    Text::try_from(text).map_err(|_| Error::Refused("exchange-text-refused"))
}

async fn queue(
    tx: &mut Tx,
    (rfi, organisation, post): (Id, Id, Id),
    to: Id,
    message: Message,
    urgent: bool,
) -> Result<InThread> {
    let out = Outgoing {
        organisation,
        post,
        to: &[to],
        message,
        marking: marking(tx, organisation).await?,
        thread: None,
        in_reply_to: None,
        derived_from: Vec::new(),
        matter: Some(rfi),
        subject: Some(rfi),
        urgent: urgent.then_some("urgent"),
    };
    outbox::queue(tx, out).await
}

async fn name(tx: &mut Tx, organisation: Id) -> Result<String> {
    let row = tx.row("select name from organisation where id = $1", &[organisation.into()]).await?;
    row.ok_or(Error::NotFound)?.text(0)
}

/// A question reaches whoever receives for an organisation; nothing where nobody does.
async fn lay_question(
    tx: &mut Tx,
    organisation: Id,
    (from, urgent): (String, bool),
    ask: &RfiAsk,
) -> Result<Option<Id>> {
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
    lay_before(tx, organisation, CAME, (&record, urgent)).await
}

/// A question that came.
pub(super) async fn asked(tx: &mut Tx, inbound: &Inbound<'_>, ask: &RfiAsk) -> Result<Judged> {
    if let Some(known) = inbound.known(tx, About::Request, &ask.request_id).await? {
        return Ok(Ok(Some(known.matter)));
    }
    let (from, urgent) = (inbound.sender(tx).await?, inbound.payload.urgent.is_some());
    let Some(rfi) = lay_question(tx, inbound.own.organisation, (from, urgent), ask).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    inbound.begins(rfi, &ask.request_id).keep(tx, About::Request).await?;
    Ok(Ok(Some(rfi)))
}

/// An answer that came. It changes nothing when nobody waits for it any more.
pub(super) async fn answered(tx: &mut Tx, inbound: &Inbound<'_>, said: &RfiAnswer) -> Result<Judged> {
    let Some(known) = inbound.known(tx, About::Request, &said.request_id).await? else {
        return Ok(Err(Refusal::Schema));
    };
    take(tx, known.matter, said).await?;
    Ok(Ok(Some(known.matter)))
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
    let text = |name: &str| record.told(CAME, name);
    let (true, Some(other)) = (action == "answer", shared::of_matter(tx, facts.id).await?) else {
        return Ok(());
    };
    let content = text("answer_text").map(|text| {
        Text::<32_768>::try_from(text.replace("\r\n", "\n").replace('\r', "\n"))
            .map_err(|_| Error::Refused("exchange-text-refused"))
    });
    let said = RfiAnswer {
        request_id: other.number.clone(),
        answer: match text("answer").as_deref() {
            Some("full") => AnswerKind::Full,
            Some("partial") => AnswerKind::Partial,
            _ => AnswerKind::NothingHeld,
        },
        reason: None,
        content: content.transpose()?,
    };
    match &other.sent {
        Some(_) => {
            let marking = marking(tx, other.organisation).await?;
            other.answer(tx, facts, said.into(), (marking, None)).await
        }
        None => {
            let asker: Id = other.number.parse().map_err(|_| Error::Sealed)?;
            take(tx, asker, &said).await
        }
    }
}

/// The asker takes a question back.
pub(crate) async fn withdrawn(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let Some(other) = shared::of_matter(tx, facts.id).await? else { return Ok(()) };
    let Some(sent) = &other.sent else {
        for came in shared::beside(tx, facts.id).await? {
            stop(tx, came).await?;
        }
        return Ok(());
    };
    let recall = Recall {
        eid: sent.eid,
        scope: RecallScope::Withdraw,
        reason: moves::long("withdrawn")?,
        replacement: None,
    };
    let marking = marking(tx, other.organisation).await?;
    other.answer(tx, facts, recall.into(), (marking, Some("recall"))).await
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
