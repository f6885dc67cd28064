//! What follows by itself from opening a part and from a step: risk and plan flow to the case, visits are kept in rhythm, a
//! closed case is looked after, a reopened one remembers its closure.

mod assessment;
mod closure;
mod concern;
mod hearing;
mod law;
mod outreach;
mod plan;
mod visits;

use model::time::{Span, Zone};
use model::{Date, Id, KindMeta, Record, Step};

use super::intake::identity;
use super::{letters, moves, promises};
use crate::access::{self, Actor, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::harm;
use crate::store::{clocks, custody, family, field_log, notification};

/// What the node itself writes into a part about to be opened.
pub(super) async fn prepare(
    tx: &mut Tx,
    root: &MatterFacts,
    meta: &'static KindMeta,
    record: &mut Record,
) -> Result<()> {
    match meta.slug {
        "case-plan" => plan::number(tx, root, record).await,
        "legal-process" => super::linked::about(tx, root, record).await,
        _ => harm::prepare(tx, root, meta, record).await,
    }
}

/// What follows from opening a part, by somebody for a post. The trace stays that of the opening.
pub(super) async fn opened(
    tx: &mut Tx,
    root: &MatterFacts,
    (meta, id): (&'static KindMeta, Id),
    record: &Record,
    post: Option<Id>,
) -> Result<()> {
    let trace = tx.trace.clone();
    match meta.slug {
        "identity-request" => identity::asked(tx, root, id, post).await?,
        "concern" => concern::tell_case(tx, root.id).await?,
        "assessment" => assessment::requested(tx, root.id, record).await?,
        "self-report" | "independent-review" => promises::follow::reported(tx, root, meta, record).await?,
        _ => harm::opened(tx, root, meta, record).await?,
    }
    tx.trace = trace;
    Ok(())
}

/// What follows from opening a root matter. The trace stays that of the opening.
pub(super) async fn opened_root(
    tx: &mut Tx,
    (meta, id): (&'static KindMeta, Id),
    record: &Record,
) -> Result<()> {
    let trace = tx.trace.clone();
    if meta.slug == "community" {
        outreach::begins(tx, id, record).await?;
    }
    if meta.slug == "network-alert" {
        crate::exchange::effects::alert::issue(tx, id, record).await?;
    }
    promises::companies::opened_root(tx, (meta, id), record).await?;
    harm::opened_root(tx, (meta, id), record).await?;
    tx.trace = trace;
    Ok(())
}

/// What follows from a change of fields: a higher risk brings the next visit forward. A high one is lowered by an assessment that a second
/// pair of eyes has approved, and by nothing else: visits, hand-over and closing all rest on it.
pub(super) async fn edited(tx: &mut Tx, facts: &MatterFacts, old: &Record, new: &Record) -> Result<()> {
    let risk = |record: &Record| record.told(facts.kind, "risk_level");
    if facts.kind.slug == "case" && risk(old).as_deref() == Some("high") && risk(new) != risk(old) {
        return Err(Error::Refused("risk-by-assessment"));
    }
    if facts.kind.slug == "case" && facts.state == "open" && risk(old) != risk(new) {
        let trace = tx.trace.clone();
        let from = today(tx);
        visits::keep_rhythm(tx, facts, from).await?;
        tx.trace = trace;
    }
    Ok(())
}

/// Carries out what a step brings with it. The trace stays that of the step.
pub(super) async fn after(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    let trace = tx.trace.clone();
    moves::after(tx, facts, step).await?;
    promises::follow::after(tx, facts, step, record).await?;
    super::learning::rules::after(tx, facts, step, record).await?;
    crate::monitoring::after(tx, actor, facts, step, record).await?;
    match (facts.kind.slug, step.action) {
        ("case", "contact") => {
            let from = date(record.told(facts.kind, "first_contact_on"))?;
            clocks::child_met(tx, facts.id).await?;
            visits::keep_rhythm(tx, facts, from).await?;
        }
        ("case", "close") => closure::look_after(tx, facts, record).await?,
        ("identity-request", _) => identity::answered(tx, facts, step).await?,
        ("document", "issue") => letters::number(tx, facts).await?,
        ("subject-request", "carry_out" | "close") => {
            if step.action == "carry_out" {
                crate::acts::rights::withdraw(tx, facts, record).await?;
            }
            clocks::meet(tx, facts.id, "subject_answer").await?;
        }
        ("breach", "carry_out") => {
            clocks::meet(tx, facts.id, "breach_notice").await?;
        }
        ("case", "reopen") => {
            closure::set_aside(tx, actor, facts, record).await?;
            if let Some(id) = family::of_case(tx, facts.id).await? {
                family::open_again(tx, id).await?;
            }
        }
        ("incoming-referral", action) => {
            crate::exchange::effects::answered(tx, facts, action, record).await?;
        }
        ("incoming-transfer", action) => {
            crate::exchange::effects::transfer::stepped(tx, facts, action, record).await?;
        }
        ("incoming-rfi", action) => {
            crate::exchange::effects::rfi::stepped(tx, facts, action, record).await?;
        }
        ("incoming-alert", action) => {
            crate::exchange::effects::alert::stepped(tx, facts, action, record).await?;
        }
        ("network-alert", "recall") => {
            crate::exchange::effects::alert::recalled(tx, facts, record).await?;
        }
        ("vetting", "bar") => {
            for lead in custody::leads(tx, facts.organisation).await? {
                notification::tell(tx, lead, "staff-vetting-barred", Some(facts.id)).await?;
            }
        }
        ("match-query", "approve") => {
            crate::exchange::matching::asker::approved(tx, facts, record).await?;
        }
        ("match-hit", action) => crate::exchange::matching::holder::stepped(tx, facts, action).await?,
        ("rfi", "withdraw") => crate::exchange::effects::rfi::withdrawn(tx, facts).await?,
        ("follow-up", "record") => visits::recorded(tx, facts, record).await?,
        ("outreach-round", "make") => outreach::visited(tx, facts, record).await?,
        ("follow-up", "miss" | "cancel") => visits::missed(tx, facts, record).await?,
        ("assessment", "approve") => assessment::approved(tx, facts, record).await?,
        ("case-plan", "submit") => plan::submitted(tx, facts, record).await?,
        ("case-plan", "approve") => plan::approved(tx, facts).await?,
        ("concern", _) => concern::tell_case(tx, facts.root).await?,
        ("hearing", "record" | "postpone") => hearing::next(tx, facts, record).await?,
        ("legal-process", "execute") => law::served(tx, facts, record).await?,
        ("data-request", _) => super::research::after(tx, facts, step, record).await?,
        ("service", "deliver" | "decline" | "abandon") => {
            crate::store::places::release(tx, facts.id).await?;
        }
        _ => harm::after(tx, actor, facts, step, record).await?,
    }
    tx.trace = trace;
    Ok(())
}

fn date(text: Option<String>) -> Result<Date> {
    text.and_then(|text| text.parse().ok()).ok_or_else(|| Error::Storage("a date is missing".into()))
}

fn later(date: Date, span: Span) -> Result<Date> {
    date.checked_add(span).map_err(|_| Error::Storage("a date out of range".into()))
}

fn today(tx: &Tx) -> Date {
    tx.now.date(Zone::default())
}

/// The root as it stands now, held against others: effects change it without its own form.
async fn root(tx: &mut Tx, facts: &MatterFacts) -> Result<MatterFacts> {
    access::load::matter(tx, facts.root, true).await
}

/// Says that an effect wrote these fields of a case, so that a form that somebody has open does not overwrite them unseen.
async fn touched(tx: &mut Tx, case: Id, fields: &[&'static str]) -> Result<()> {
    field_log::note(tx, "case", case, fields).await?;
    let now = tx.now;
    tx.run_one(
        "update matter set version = version + 1, changed_at = $2 where id = $1",
        &[case.into(), now.into()],
    )
    .await
}
