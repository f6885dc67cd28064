//! What a financial-intelligence unit tells an institution about a report of it. It goes from one financial duty to the other: nobody beside them
//! learns on either side that there is a report. Given it is once the institution's receipt has come, and on its way until then.

use model::kinds::TransactionReport;
use model::{Id, Kind, KindMeta, ProblemCode, Record, Value};
use seal::exchange::message::TransactionFeedback;
use seal::exchange::{MemberId, Text};

use super::{basis, sharing};
use crate::access::{MatterFacts, load};
use crate::acts::{moves, open_for_node};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, Outgoing};
use crate::exchange::{indicators, peers};
use crate::store::matter::{Touch, touch};
use crate::store::{duty, fields, notification};

const META: &KindMeta = TransactionReport::META;

/// What such a message is called on the wire. Who may not know of reports does not see it among what was exchanged.
pub(crate) const QUIET: &str = "transaction.feedback";

/// Whether a member is one that gives feedback.
pub(crate) fn gives(member: &MemberId) -> bool {
    member.class() == "FIU"
}

/// Whether feedback is given on a report of this direction: on what came, never on what goes out, whose feedback is received.
pub(crate) fn offered(direction: &str) -> bool {
    direction != "to_fiu"
}

/// What must hold before feedback is given. Where the institution is no member it goes by letter, and is written down.
pub(super) fn before(record: &Record) -> Result<()> {
    let said = |name: &str| record.to_text(META, name);
    if !offered(&said("direction")) {
        return Err(Error::Refused("feedback-on-own-report"));
    }
    if said("institution_member").is_empty() {
        return Ok(());
    }
    basis::must_fit(&said("feedback_basis"), basis::Item::Transaction).map_err(|error| match error {
        Error::Invalid(problems) => {
            let code = problems.into_iter().next().map_or(ProblemCode::Missing, |problem| problem.code);
            Error::field("feedback_basis", code)
        }
        other => other,
    })?;
    if said("own_reference").is_empty() {
        return Err(Error::Refused("feedback-needs-reference"));
    }
    if indicators::holds_address(&said("feedback_given")) {
        return Err(Error::Refused("address-in-words"));
    }
    Ok(())
}

/// Feedback was given: it goes to the institution, here or on another node.
pub(super) async fn given(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let said = |name: &str| record.to_text(META, name);
    let member = said("institution_member");
    if member.is_empty() {
        return Ok(());
    }
    let row = tx
        .row(
            "select id, name from organisation where member_id = $1 and membership_state = 'active'",
            &[member.as_str().into()],
        )
        .await?;
    let unknown = || Error::field("institution_member", ProblemCode::UnknownCode);
    let to = row.ok_or_else(unknown)?.id(0)?;
    if to == facts.organisation {
        return Err(unknown());
    }
    if !gives(&peers::member_id(tx, facts.organisation).await?) {
        return Err(Error::Refused("feedback-by-fiu"));
    }
    let line = |text: String| Text::try_from(text).map_err(|_| Error::Refused("exchange-text-refused"));
    let fiu = said("fiu_reference");
    let message = TransactionFeedback {
        reference: line(said("own_reference"))?,
        fiu_reference: (!fiu.is_empty()).then(|| line(fiu)).transpose()?,
        feedback: moves::long(&said("feedback_given"))?,
    };
    if peers::member_of(tx, to).await?.is_some() {
        return send(tx, facts, to, (message, &said("feedback_basis"))).await;
    }
    let from = tx.row("select name from organisation where id = $1", &[facts.organisation.into()]).await?;
    let from = from.ok_or(Error::NotFound)?.text(0)?;
    take(tx, to, &from, &message).await?.map(drop).ok_or(Error::Refused("no-such-post"))
}

async fn send(
    tx: &mut Tx,
    facts: &MatterFacts,
    to: Id,
    (message, basis): (TransactionFeedback, &str),
) -> Result<()> {
    let out = Outgoing {
        organisation: facts.organisation,
        post: facts.custodian,
        to: &[to],
        message: message.into(),
        marking: sharing::marking(tx, facts.organisation, Some(basis)).await?,
        thread: None,
        in_reply_to: None,
        derived_from: Vec::new(),
        matter: Some(facts.id),
        subject: Some(facts.id),
        urgent: None,
    };
    outbox::queue(tx, out).await?;
    become_state(tx, facts.id, "feedback_sent").await
}

async fn become_state(tx: &mut Tx, id: Id, state: &'static str) -> Result<()> {
    let facts = load::matter(tx, id, true).await?;
    let state = META.lifecycle.state(state).ok_or(Error::Refused("wrong-state"))?;
    touch(tx, &facts, Touch { state: Some((state.name, state.phase.code())), ..Touch::default() }).await
}

/// The institution's receipt has come: only now the feedback counts as given.
pub(crate) async fn arrived(tx: &mut Tx, eid: &str) -> Result<()> {
    let row = tx
        .row("select subject_id from exchange_sent where eid = $1 and kind = $2", &[eid.into(), QUIET.into()])
        .await?;
    let Some(report) = row.map(|row| row.id_opt(0)).transpose()?.flatten() else { return Ok(()) };
    let facts = load::matter(tx, report, true).await?;
    if !matches!(facts.state.as_str(), "feedback_sent" | "feedback_failed") {
        return Ok(());
    }
    become_state(tx, report, "feedback_given").await?;
    notification::tell(tx, facts.custodian, "feedback-arrived", Some(report)).await
}

/// Nobody took it: that stays open where it was given, and is told nowhere else.
pub(crate) async fn failed(tx: &mut Tx, report: Id) -> Result<()> {
    let facts = load::matter(tx, report, true).await?;
    if facts.state != "feedback_sent" {
        return Ok(());
    }
    become_state(tx, report, "feedback_failed").await?;
    notification::tell(tx, facts.custodian, "feedback-failed", Some(report)).await
}

/// Feedback reaches the report that it names, or begins a record of the financial duty where that report was made elsewhere. Nothing where
/// nobody holds that duty: it is laid before nobody else.
pub(crate) async fn take(
    tx: &mut Tx,
    organisation: Id,
    from: &str,
    said: &TransactionFeedback,
) -> Result<Option<Id>> {
    let row = tx
        .row(
            "select id from matter where organisation_id = $1 and kind = $2 and code = $3",
            &[organisation.into(), META.slug.into(), (*said.reference).into()],
        )
        .await?;
    let report = match row {
        Some(row) => row.id(0)?,
        None => match begin(tx, organisation, from, said).await? {
            Some(report) => report,
            None => return Ok(None),
        },
    };
    let facts = load::matter(tx, report, true).await?;
    let known = fields::load(tx, META, report, facts.key).await?.into_inner().reveal_all()?.to_record();
    let before = known.to_text(META, "feedback");
    let all = if before.is_empty() {
        said.feedback.to_string()
    } else {
        format!("{before}\n\n{}", &*said.feedback)
    };
    let mut record = Record::empty(META);
    record.set(META, "feedback", Value::from(all));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, report, &key, &record, &["feedback"]).await?;
    let waits = META.lifecycle.steps_from(&facts.state).any(|step| step.action == "note_feedback");
    if waits || facts.state == "noticed" {
        become_state(tx, report, "feedback_received").await?;
    }
    notification::tell(tx, facts.custodian, "transaction-feedback", Some(report)).await?;
    Ok(Some(report))
}

/// A record of a report that was made outside this house.
async fn begin(tx: &mut Tx, organisation: Id, from: &str, said: &TransactionFeedback) -> Result<Option<Id>> {
    let post = duty::of_role(tx, Some(organisation), &["compliance-officer", "fiu-analyst"]).await?;
    let Some(post) = post else { return Ok(None) };
    let mut record = Record::empty(META);
    record.set(META, "direction", Value::from("to_fiu"));
    record.set(META, "report_code", Value::from("STR"));
    record.set(META, "institution", Value::from(from.chars().take(160).collect::<String>()));
    record.set(META, "own_reference", Value::from(said.reference.chars().take(80).collect::<String>()));
    let fiu = said.fiu_reference.as_deref().map(|text| text.chars().take(80).collect::<String>());
    record.set(META, "fiu_reference", Value::from(fiu));
    open_for_node(tx, META, (organisation, post), None, &record).await.map(Some)
}
