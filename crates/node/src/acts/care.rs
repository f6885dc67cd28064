//! What a declaration cannot say of care arrangements and of the search for a family (domain model, sections 6.9 and 6.10).

use model::{Id, KindMeta, ProblemCode, Record, Step};

use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::guardian;

/// Types of care that are institutions: a date on which somebody looks again is never missing.
const INSTITUTIONS: [&str; 1] = ["residential_care"];
/// What says where a child lives and with whom: once an arrangement has begun it is history.
const HISTORY: [&str; 5] =
    ["care_arrangements_type", "caregiver", "name_caregiver", "relationship_caregiver", "placed_on"];

/// Whether a new record may stand as it is.
pub(super) fn open(meta: &KindMeta, record: &Record) -> Result<()> {
    if meta.slug == "care-arrangement" { has_review(meta, record) } else { Ok(()) }
}

/// Whether a record may be changed in this way.
pub(super) fn edit(facts: &MatterFacts, old: &Record, new: &Record) -> Result<()> {
    if facts.kind.slug != "care-arrangement" {
        return Ok(());
    }
    has_review(facts.kind, new)?;
    let begun = matches!(facts.state.as_str(), "active" | "under_review");
    let rewritten = old.changed(facts.kind, new).iter().any(|name| HISTORY.contains(name));
    if begun && rewritten { Err(Error::Refused("arrangement-has-begun")) } else { Ok(()) }
}

fn has_review(meta: &KindMeta, record: &Record) -> Result<()> {
    let institution = INSTITUTIONS.contains(&record.text(meta, "care_arrangements_type"));
    if institution && record.text(meta, "review_due").is_empty() {
        Err(Error::field("review_due", ProblemCode::Missing))
    } else {
        Ok(())
    }
}

/// What must hold before a step.
pub(super) async fn step(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    let meta = facts.kind;
    if meta.slug == "care-arrangement" && step.action != "finish" {
        has_review(meta, record)?;
    }
    match (meta.slug, step.action) {
        ("care-arrangement", "approve") => {
            not_own_proposal(tx, actor, facts.id).await?;
            not_with_a_suspect(tx, facts, record, "caregiver").await?;
            fit(meta, record)
        }
        ("care-arrangement", "confirm") => {
            not_with_a_suspect(tx, facts, record, "caregiver").await?;
            fit(meta, record)
        }
        ("care-arrangement", "begin") => {
            not_with_a_suspect(tx, facts, record, "caregiver").await?;
            not_at_home_of_a_suspect(tx, facts, record).await?;
            only_one(tx, facts).await
        }
        ("tracing-request", "verify") if record.text(meta, "matched").is_empty() => {
            Err(Error::Refused("match-first"))
        }
        ("tracing-request", "reunify") => {
            not_with_a_suspect(tx, facts, record, "matched").await?;
            if !record.is_yes(meta, "child_wants_reunion") {
                return Err(Error::Refused("child-does-not-wish"));
            }
            follow_ups_planned(tx, facts.root).await
        }
        _ => Ok(()),
    }
}

/// A child does not go to live with somebody who is said to have harmed them, or a brother or sister.
async fn not_with_a_suspect(tx: &mut Tx, facts: &MatterFacts, record: &Record, field: &str) -> Result<()> {
    let Some(who) = record.read::<Id>(facts.kind, field) else { return Ok(()) };
    if guardian::accused(tx, facts.root).await?.contains(&who) {
        Err(Error::Refused("lives-with-suspect"))
    } else {
        Ok(())
    }
}

/// Nor back to parents of whom one is a suspect, unless it is said with whom, and that is somebody else.
async fn not_at_home_of_a_suspect(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let parents = ["parent_s", "step_parent"].contains(&record.text(facts.kind, "care_arrangements_type"));
    let named = record.read::<Id>(facts.kind, "caregiver").is_some();
    if parents && !named && guardian::guardian_is_suspect(tx, facts.root).await? {
        Err(Error::Refused("lives-with-suspect"))
    } else {
        Ok(())
    }
}

/// A child is not placed with somebody who was found not suitable.
fn fit(meta: &KindMeta, record: &Record) -> Result<()> {
    if record.text(meta, "vetting_result") == "not_suitable" {
        Err(Error::Refused("caregiver-not-suitable"))
    } else {
        Ok(())
    }
}

/// Nobody approves an arrangement that they proposed themselves.
async fn not_own_proposal(tx: &mut Tx, actor: &Actor, id: Id) -> Result<()> {
    let proposed = tx
        .row(
            "select account from journal where subject = $1 and act = 'open-care-arrangement' order by at, id limit 1",
            &[id.into()],
        )
        .await?;
    let account = proposed.map(|row| row.id_opt(0)).transpose()?.flatten();
    if account.is_some() && account == actor.account() { Err(Error::Refused("own-work")) } else { Ok(()) }
}

/// A child lives in one place: the arrangement before is ended first, and stays as it was.
async fn only_one(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let other = tx
        .row(
            "select id from matter
             where root_id = $1 and kind = 'care-arrangement' and id <> $2 and state in ('active', 'under_review')
             order by id limit 1",
            &[facts.root.into(), facts.id.into()],
        )
        .await?;
    if other.is_some() { Err(Error::Refused("arrangement-before")) } else { Ok(()) }
}

/// A reunion has its visits planned before it happens.
async fn follow_ups_planned(tx: &mut Tx, case: Id) -> Result<()> {
    let planned = tx
        .row(
            "select m.id from matter m join k_follow_up k on k.id = m.id
             where m.root_id = $1 and m.kind = 'follow-up' and m.state = 'due'
               and k.followup_type = 'after_reunification' order by m.id limit 1",
            &[case.into()],
        )
        .await?;
    if planned.is_some() { Ok(()) } else { Err(Error::Refused("follow-ups-first")) }
}
