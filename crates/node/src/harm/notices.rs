//! Notices: police first where that was said, a clock for the first word and for each repetition, and an end that only the member
//! addressed can give. Of anybody else two looks a day apart say "observed gone" and nothing more.

use model::kinds::ContentNotice;
use model::time::{DAY, Zone};
use model::{Id, Kind, KindMeta, ProblemCode, Record, Step, Timestamp, Value};

use super::{answers, basis, content, hosts};
use crate::access::{Actor, Holding, MatterFacts, load};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::effects::notice as wire;
use crate::exchange::peers;
use crate::store::matter::{Touch, end_of, touch};
use crate::store::{fields, notification};

pub(crate) const META: &KindMeta = ContentNotice::META;

/// A notice is said again after this long (domain model, section 1.2).
const REPEATED: i64 = DAY;
/// Two looks that found nothing lie at least so far apart (domain model, section 1.3, rule 6).
pub(crate) const APART: i64 = DAY;

/// The member addressed, on this node or elsewhere.
async fn addressed(tx: &mut Tx, record: &Record) -> Result<Option<Id>> {
    let member = record.to_text(META, "member");
    if member.is_empty() {
        return Ok(None);
    }
    let row = tx
        .row(
            "select id from organisation where member_id = $1 and membership_state = 'active'",
            &[member.into()],
        )
        .await?;
    row.map(|row| row.id(0)).transpose()?.map(Some).ok_or(Error::field("member", ProblemCode::UnknownCode))
}

/// A report ends after every notice of it: what was asked for and not answered stays visibly open.
pub(super) async fn all_ended(tx: &mut Tx, report: Id) -> Result<()> {
    let open = tx
        .row(
            "select id from matter where root_id = $1 and kind = $2 and phase <> 'closed' order by id limit 1",
            &[report.into(), META.slug.into()],
        )
        .await?;
    if open.is_none() { Ok(()) } else { Err(Error::Refused("notices-open")) }
}

/// Says of a new notice whether its addressee is a member.
pub(super) async fn prepare(tx: &mut Tx, root: &MatterFacts, record: &mut Record) -> Result<()> {
    basis::must_fit(&record.to_text(META, "legal_basis"), basis::Item::Notice)?;
    let member = addressed(tx, record).await?;
    if member == Some(root.organisation) {
        return Err(Error::Refused("notice-to-oneself"));
    }
    record.set(META, "addressee_is_member", Value::from(member.is_some()));
    Ok(())
}

/// What must hold before a step.
pub(super) async fn before(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    match step.action {
        "send" if waits_for_police(tx.now, record) => Err(Error::Refused("police-first")),
        "send" => {
            basis::must_fit(&record.to_text(META, "legal_basis"), basis::Item::Notice)?;
            assessed(tx, facts).await?;
            hosts::must_be_confirmed(tx.now, record)
        }
        "remind" | "escalate" => hosts::must_be_confirmed(tx.now, record),
        "confirm_host" | "confirm_host_again" => hosts::before(tx.now, actor, record),
        "hold" => {
            let until: Option<model::Date> = record.read(META, "hold_until");
            match until {
                Some(until) if end_of(until) > tx.now => Ok(()),
                _ => Err(Error::field("hold_until", ProblemCode::DateOutOfRange)),
            }
        }
        // Whoever looked has the mandate to look.
        "check" if !actor.holdings_at(tx.now).any(Holding::checks_content) => {
            Err(Error::Refused("check-by-mandate"))
        }
        _ => Ok(()),
    }
}

/// Removal waits until the police answered or the hold has run out. A hold has an end; without one nothing was held.
fn waits_for_police(now: Timestamp, record: &Record) -> bool {
    let first = record.to_text(META, "police_first") == "true";
    let answered = !record.to_text(META, "release_note").is_empty();
    let until: Option<model::Date> = record.read(META, "hold_until");
    first && !answered && until.is_none_or(|until| end_of(until) >= now)
}

/// What was not classified is not notified.
async fn assessed(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let row = tx.row("select class_scheme from k_content_report where id = $1", &[facts.root.into()]).await?;
    let scheme = row.map(|row| row.text_opt(0)).transpose()?.flatten();
    if scheme.is_some() { Ok(()) } else { Err(Error::Refused("assess-first")) }
}

/// What follows from a step.
pub(super) async fn stepped(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    action: &str,
    record: &Record,
) -> Result<()> {
    match action {
        "send" | "remind" | "escalate" => sent(tx, facts, action, record).await,
        "check" => checked(tx, actor, facts, record).await,
        "confirm_host" | "confirm_host_again" => hosts::confirmed(tx, actor, facts, record).await,
        "relocate" => relocated(tx, facts, record).await,
        "dismiss" => end(tx, facts.id, "not_illegal").await,
        "appeal" => notification::tell(tx, facts.custodian, "notice-appealed", Some(facts.id)).await,
        "release" => due(tx, facts.id, Some(tx.now.plus(model::time::HOUR))).await,
        "hold" => {
            let until: Option<model::Date> = record.read(META, "hold_until");
            due(tx, facts.id, until.map(end_of)).await
        }
        _ => Ok(()),
    }
}

async fn due(tx: &mut Tx, id: Id, at: Option<Timestamp>) -> Result<()> {
    tx.run_one("update matter set due_at = $2, due_kind = 'target' where id = $1", &[id.into(), at.into()])
        .await
}

/// Writes fields that nobody types.
pub(super) async fn note(tx: &mut Tx, id: Id, said: &[(&'static str, Value)]) -> Result<()> {
    let facts = load::matter(tx, id, true).await?;
    let mut record = Record::empty(META);
    for (name, value) in said {
        record.set(META, name, value.clone());
    }
    let names: Vec<&'static str> = said.iter().map(|(name, _)| *name).collect();
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, id, &key, &record, &names).await
}

async fn sent(tx: &mut Tx, facts: &MatterFacts, action: &str, record: &Record) -> Result<()> {
    let now = tx.now;
    let counted = |name: &str| record.to_text(META, name).parse::<i64>().unwrap_or_default();
    let escalations = counted("escalations") + i64::from(action == "escalate");
    note(
        tx,
        facts.id,
        &[
            ("sent_on", Value::from(now.date(Zone::default()).to_string())),
            ("times_sent", Value::from(counted("times_sent") + 1)),
            ("escalations", Value::from(escalations)),
        ],
    )
    .await?;
    due(tx, facts.id, Some(now.plus(REPEATED))).await?;
    let row = tx
        .row(
            "select incoming_id, organisation_id from notice_delivery where notice_id = $1",
            &[facts.id.into()],
        )
        .await?;
    if let Some(row) = row {
        tx.run(
            "update notice_delivery set last_sent_at = $2 where notice_id = $1",
            &[facts.id.into(), now.into()],
        )
        .await?;
        return match (row.id_opt(0)?, row.id_opt(1)?) {
            (Some(incoming), _) => answers::remind(tx, incoming).await,
            (None, Some(to)) if peers::member_of(tx, to).await?.is_some() => {
                let said = (record, counted("times_sent") + 1);
                answers::reach(tx, facts, to, said).await.map(drop)
            }
            (None, _) => Ok(()),
        };
    }
    let organisation = addressed(tx, record).await?;
    let incoming = match organisation {
        Some(to) => answers::reach(tx, facts, to, (record, 1)).await?,
        None => None,
    };
    tx.run(
        "insert into notice_delivery (notice_id, contact_kind, organisation_id, incoming_id, first_sent_at, last_sent_at)
         values ($1, $2, $3, $4, $5, $5)",
        &[
            facts.id.into(),
            record.to_text(META, "contact_kind").into(),
            organisation.into(),
            incoming.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// A look by somebody with the mandate. Of a member addressed only their own word ends the notice.
async fn checked(tx: &mut Tx, actor: &Actor, facts: &MatterFacts, record: &Record) -> Result<()> {
    let now = tx.now;
    let result = record.to_text(META, "check_result");
    let by = actor.holdings_at(now).find(|holding| holding.checks_content());
    let by = by.ok_or(Error::Refused("check-by-mandate"))?;
    let id = tx.new_id();
    tx.run(
        "insert into content_check (id, notice_id, post_id, member_class, result, at) values ($1, $2, $3, $4, $5, $6)",
        &[
            id.into(),
            facts.id.into(),
            by.post.into(),
            by.class.as_str().into(),
            result.as_str().into(),
            now.into(),
        ],
    )
    .await?;
    due(tx, facts.id, Some(now.plus(REPEATED))).await?;
    if result != "gone" {
        return note(tx, facts.id, &[("times_gone", Value::from(0))]).await;
    }
    let gone = gone_since_seen(tx, facts.id).await?;
    let times = i64::try_from(gone.len()).unwrap_or(i64::MAX);
    note(tx, facts.id, &[("times_gone", Value::from(times))]).await?;
    let member = record.to_text(META, "addressee_is_member") == "true";
    let apart = gone.first().is_some_and(|first| now.millis() - first.millis() >= APART);
    if apart && !member {
        become_state(tx, facts.id, "observed_gone").await?;
        end(tx, facts.id, "observed_gone").await?;
    }
    Ok(())
}

/// Instants of the looks that found nothing since somebody last found it.
async fn gone_since_seen(tx: &mut Tx, notice: Id) -> Result<Vec<Timestamp>> {
    let rows = tx
        .rows("select result, at from content_check where notice_id = $1 order by at, id", &[notice.into()])
        .await?;
    let mut gone = Vec::new();
    for row in &rows {
        match row.text(0)?.as_str() {
            "gone" => gone.push(row.time(1)?),
            // Not looked at says nothing either way.
            "not_checked" => {}
            _ => gone.clear(),
        }
    }
    Ok(gone)
}

async fn relocated(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let report = content::moved(tx, facts.root, record.text(META, "new_address")).await?;
    note(tx, facts.id, &[("moved_to", Value::from(report))]).await?;
    notification::tell(tx, facts.custodian, "content-moved", Some(report)).await?;
    end(tx, facts.id, "moved").await
}

/// Puts a notice into a state that no step leads to.
pub(super) async fn become_state(tx: &mut Tx, id: Id, state: &'static str) -> Result<()> {
    let facts = load::matter(tx, id, true).await?;
    let state = META.lifecycle.state(state).ok_or(Error::Refused("wrong-state"))?;
    touch(tx, &facts, Touch { state: Some((state.name, state.phase.code())), ..Touch::default() }).await
}

/// A notice has come to an end; what was sent to a member is not waited for any more.
pub(super) async fn end(tx: &mut Tx, id: Id, result: &'static str) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update notice_delivery set ended_at = $2, result = $3 where notice_id = $1 and ended_at is null",
        &[id.into(), now.into(), result.into()],
    )
    .await?;
    let row = tx.row("select incoming_id from notice_delivery where notice_id = $1", &[id.into()]).await?;
    match row.map(|row| row.id_opt(0)).transpose()?.flatten() {
        Some(incoming) => answers::withdraw(tx, incoming).await,
        // Whoever answered knows that nobody waits.
        None if matches!(result, "removed" | "unavailable") => Ok(()),
        None => wire::withdrawn(tx, id).await,
    }
}

/// Notices whose hold has run out.
async fn held_too_long(tx: &mut Tx, most: i64) -> Result<Vec<Id>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select id from matter where kind = 'content-notice' and state = 'held_for_police' and due_at <= $1
             order by due_at, id limit $2",
            &[now.into(), most.into()],
        )
        .await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Whether a hold has run out.
pub(crate) async fn hold_ended(tx: &mut Tx) -> Result<bool> {
    Ok(!held_too_long(tx, 1).await?.is_empty())
}

/// Ends holds that have run out: the notice is to be sent within the hour.
pub(crate) async fn end_holds(tx: &mut Tx, most: i64) -> Result<usize> {
    let held = held_too_long(tx, most).await?;
    for id in &held {
        become_state(tx, *id, "drafted").await?;
        due(tx, *id, Some(tx.now.plus(model::time::HOUR))).await?;
        let facts = load::matter(tx, *id, false).await?;
        notification::tell(tx, facts.custodian, "hold-ended", Some(*id)).await?;
    }
    Ok(held.len())
}
