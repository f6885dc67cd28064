//! Conditions that a declaration cannot say. Each refusal has a code that the web floor words.

use model::{Id, KindMeta, ProblemCode, Record, Shape, Step, Value};

use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};

/// No text may carry a picture, whatever the field.
pub(crate) fn texts(meta: &KindMeta, record: &Record) -> Result<()> {
    for (field, value) in meta.fields.iter().zip(record.values()) {
        let free = matches!(field.shape, Shape::Line(_) | Shape::Narrative(_));
        if free && value.text().is_some_and(|text| formats::refuse_picture_text(text).is_err()) {
            return Err(Error::field(field.name, ProblemCode::Picture));
        }
    }
    Ok(())
}

/// A part may be added while its root is open; to a closed one only follow-ups (domain model, section 6.12).
pub(crate) fn may_add(root: &MatterFacts, part: &KindMeta) -> Result<()> {
    match root.state.as_str() {
        "transferred" | "duplicate" => Err(Error::Refused("matter-closed")),
        "closed" if part.slug != "follow-up" => Err(Error::Refused("matter-closed")),
        _ => Ok(()),
    }
}

/// Fields change while the record and its root are open; an approved or closed record is frozen.
pub(crate) fn may_edit(facts: &MatterFacts, meta: &KindMeta) -> Result<()> {
    let closed = |state: &str| meta.lifecycle.state(state).is_some_and(|s| s.phase == model::Phase::Closed);
    if closed(&facts.state) { Err(Error::Refused("matter-closed")) } else { Ok(()) }
}

/// What must hold before a step.
pub(crate) async fn step(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    let meta = facts.kind;
    let text = |name| record.get(meta, name).and_then(Value::text).unwrap_or_default();
    match (meta.slug, step.action) {
        ("report", "triage") => match text("triage_outcome") {
            "screened_out" if text("screening_reason").is_empty() => {
                Err(Error::field("screening_reason", ProblemCode::Missing))
            }
            // A case comes from opening or joining one, so that the report always points at it.
            "opened_as_case" | "joined_to_case" => Err(Error::Refused("open-case-instead")),
            _ => Ok(()),
        },
        ("case", "close") => no_open_parts(tx, facts.id).await,
        ("case", "contact") if text("risk_level").is_empty() => Err(Error::Refused("risk-first")),
        ("case", "plan") => has_goal(tx, facts.id).await,
        ("assessment", "approve") => not_own_work(tx, actor, facts.id).await,
        ("care-arrangement" | "tracing-request", _) => {
            super::care::step(tx, actor, facts, step, record).await
        }
        ("follow-up", "record") => {
            let unseen = record.get(meta, "seen_child") == Some(&Value::Bool(Some(false)));
            if unseen && text("not_seen_reason").is_empty() {
                return Err(Error::field("not_seen_reason", ProblemCode::Missing));
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Services, goals and assessments must have an outcome before a case is closed; an open legal track goes on beside it.
async fn no_open_parts(tx: &mut Tx, case: Id) -> Result<()> {
    let open = tx
        .row(
            "select count(*) from matter
             where root_id = $1 and id <> $1 and phase <> 'closed' and kind in ('service', 'plan-goal', 'assessment')",
            &[case.into()],
        )
        .await?
        .map_or(Ok(0), |row| row.int(0))?;
    if open > 0 { Err(Error::Refused("open-parts")) } else { Ok(()) }
}

async fn has_goal(tx: &mut Tx, case: Id) -> Result<()> {
    let goal = tx
        .row("select id from matter where root_id = $1 and kind = 'plan-goal' limit 1", &[case.into()])
        .await?;
    if goal.is_some() { Ok(()) } else { Err(Error::Refused("plan-needs-goal")) }
}

/// Nobody approves what they submitted themselves (domain model, section 9.1).
async fn not_own_work(tx: &mut Tx, actor: &Actor, assessment: Id) -> Result<()> {
    let submitted = tx
        .row(
            "select account from journal where subject = $1 and act = 'submit-assessment' order by at desc, id desc limit 1",
            &[assessment.into()],
        )
        .await?
        .map(|row| row.id_opt(0))
        .transpose()?
        .flatten();
    if submitted.is_some() && submitted == actor.account() { Err(Error::Refused("own-work")) } else { Ok(()) }
}
