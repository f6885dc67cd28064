//! Conditions that a declaration cannot say. Each refusal has a code that the web floor words.

use model::{Id, KindMeta, ProblemCode, Record, Shape, Step, Value};

use super::slugs;
use crate::access::{Actor, MatterFacts};
use crate::carried::carries;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{approval, closure, conference, vetting as store_vetting};

/// No text may carry a picture, whatever the field.
pub(crate) fn texts(meta: &KindMeta, record: &Record) -> Result<()> {
    for (field, value) in meta.fields.iter().zip(record.values()) {
        let free = matches!(field.shape, Shape::Line(_) | Shape::Narrative(_));
        if free && value.text().is_some_and(carries) {
            return Err(Error::field(field.name, ProblemCode::Picture));
        }
    }
    Ok(())
}

/// What goes on beside a closed case: looking after the child, and the law (domain model, section 6.12).
const LIVES_ON: [&str; 8] = [
    "follow-up",
    "measure",
    "feedback",
    "flag",
    "legal-process",
    "hearing",
    "protection-request",
    "restitution-claim",
];

/// A part may be added while its root is open; to a closed one only what lives on.
pub(crate) fn may_add(root: &MatterFacts, part: &KindMeta) -> Result<()> {
    crate::monitoring::may_add(root)?;
    match root.state.as_str() {
        "transferred" | "duplicate" => Err(Error::Refused("matter-closed")),
        "closed" if !LIVES_ON.contains(&part.slug) => Err(Error::Refused("matter-closed")),
        _ => super::learning::rules::may_add(root, part),
    }
}

/// Fields change while the record and its root are open; an approved or closed record is frozen.
pub(crate) fn may_edit(facts: &MatterFacts, meta: &KindMeta) -> Result<()> {
    if model::kinds::BY_OWN_ACT.contains(&meta.slug) {
        // What was said, and what was offered, is not changed afterwards: a new word or a new offer takes its place.
        return Err(Error::Refused("said-once"));
    }
    crate::monitoring::may_edit(facts)?;
    let closed = |state: &str| meta.lifecycle.state(state).is_some_and(|s| s.phase == model::Phase::Closed);
    match (meta.slug, facts.state.as_str()) {
        // What was told to others is not changed here alone: it is recalled, and told anew.
        ("network-alert", _) => Err(Error::Refused("said-once")),
        // Once offered, the brief is what the successor was told.
        ("handover", state) if state != "handover_due" => Err(Error::Refused("wrong-state")),
        ("approval", _) => Err(Error::Refused("wrong-state")),
        (_, state) if closed(state) => Err(Error::Refused("matter-closed")),
        _ => super::learning::rules::may_edit(facts),
    }
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
    super::moves::before(tx, actor, facts, step, record).await?;
    super::promises::rules::step(tx, actor, facts, step, record).await?;
    super::learning::rules::step(tx, actor, facts, step, record).await?;
    crate::harm::before(tx, actor, facts, step, record).await?;
    crate::monitoring::before(tx, actor, facts, step).await?;
    let text = |name| record.text(meta, name);
    match (meta.slug, step.action) {
        ("report", "triage") => match text("triage_outcome") {
            "screened_out" if text("screening_reason").is_empty() => {
                Err(Error::field("screening_reason", ProblemCode::Missing))
            }
            "referred_out" if text("referred_to").is_empty() => {
                Err(Error::field("referred_to", ProblemCode::Missing))
            }
            // A case comes from opening or joining one, so that the report always points at it.
            "opened_as_case" | "joined_to_case" => Err(Error::Refused("open-case-instead")),
            _ => Ok(()),
        },
        ("case", "close") => {
            may_close(tx, facts.id, text("closure_reason")).await?;
            approval::needed(tx, actor, facts, record, "closure").await
        }
        ("access-review", "uphold" | "clear") => not_own_look(tx, actor, facts).await,
        ("identity-request", "grant" | "refuse") => super::intake::identity::not_own(tx, actor, facts).await,
        ("retention-review", "confirm_erasure") => super::rights::is_erased(tx, record).await,
        ("subject-request", "carry_out") => super::rights::may_carry_out(tx, facts.id, record).await,
        ("document", "issue") => super::letters::may_go(tx, facts, record).await,
        ("document", "keep") if text("direction") != "incoming" => Err(Error::Refused("not-received")),
        ("case", "contact") if text("risk_level").is_empty() => Err(Error::Refused("risk-first")),
        ("case-plan", "submit") => has_goal(tx, facts.root).await,
        // Who laid a release out does not approve it.
        ("publication", "approve") => not_own_release(tx, actor, facts).await,
        ("data-request", _) => super::research::before(tx, actor, facts, step, record).await,
        ("assessment" | "case-plan", "approve") => not_own_work(tx, actor, facts, "submit").await,
        ("conference", action) => {
            if action == "approve" {
                not_own_work(tx, actor, facts, "minute").await?;
            }
            conference::before(tx, actor, facts, action).await
        }
        ("restitution-claim", "cover") if text("claim_kind") != "restitution" => {
            Err(Error::Refused("fund-covers-restitution"))
        }
        ("security-check", "close") => no_open_findings(tx, facts.id).await,
        ("security-finding", "confirm") => not_own_work(tx, actor, facts, "mend").await,
        ("vetting", action) => {
            vetting(tx, actor, facts.id, action, (text("result"), text("valid_until"))).await
        }
        ("grave-violation-return", "confirm" | "reject" | "correct") => {
            verified_as_said(step, text("verification"))
        }
        ("care-arrangement" | "tracing-request", _) => {
            super::care::step(tx, actor, facts, step, record).await
        }
        // Another person than the asker, in another post.
        ("match-query", "approve" | "decline") => {
            if actor.holdings_at(facts.now).any(|holding| holding.post == facts.custodian) {
                return Err(Error::Refused("own-work"));
            }
            not_own_act(tx, actor, facts, "ask-match").await
        }
        ("incoming-rfi", "answer") if text("answer") != "nothing_held" && text("answer_text").is_empty() => {
            Err(Error::Refused("answer-without-words"))
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

/// The checklist of closure must be empty (domain model, section 6.12). Where nobody is left to be asked, feedback is not.
async fn may_close(tx: &mut Tx, case: Id, reason: &str) -> Result<()> {
    for item in closure::checklist(tx, case).await?.iter().filter(|item| item.missing > 0) {
        match item.code {
            "feedback" if closure::NOBODY_TO_ASK.contains(&reason) => {}
            // Asked by what follows, with the risk as this very step leaves it.
            "approval" => {}
            "moves" => return Err(Error::Refused("move-open")),
            "assessments" | "goals" | "services" => return Err(Error::Refused("open-parts")),
            _ => return Err(Error::Refused("closure-incomplete")),
        }
    }
    Ok(())
}

/// A check ends when everything that it found is mended and looked at, or accepted.
async fn no_open_findings(tx: &mut Tx, check: Id) -> Result<()> {
    let open = tx
        .row(
            "select id from matter where root_id = $1 and kind = 'security-finding' and state in ('found', 'mended')
             order by id limit 1",
            &[check.into()],
        )
        .await?;
    if open.is_none() { Ok(()) } else { Err(Error::Refused("findings-open")) }
}

/// A plan is made of goals: one that is open or was met.
async fn has_goal(tx: &mut Tx, case: Id) -> Result<()> {
    let goal = tx
        .row(
            "select id from matter where root_id = $1 and kind = 'plan-goal' and state <> 'not_applicable' order by id limit 1",
            &[case.into()],
        )
        .await?;
    if goal.is_some() { Ok(()) } else { Err(Error::Refused("plan-needs-goal")) }
}

/// Nobody decides about themselves; and what is found not suitable, or is over already, does not clear anybody.
async fn vetting(
    tx: &mut Tx,
    actor: &Actor,
    id: Id,
    action: &str,
    (result, until): (&str, &str),
) -> Result<()> {
    if actor.account().is_some() && store_vetting::about(tx, id).await? == actor.account() {
        return Err(Error::Refused("own-work"));
    }
    if action == "clear" && result == "not_suitable" {
        return Err(Error::Refused("staff-not-suitable"));
    }
    let today = tx.now.date(model::time::Zone::Wib).to_string();
    if action == "clear" && until < today.as_str() {
        return Err(Error::field("valid_until", ProblemCode::OutOfRange));
    }
    Ok(())
}

/// A return cannot say that it was verified and that it was not.
fn verified_as_said(step: &Step, verification: &str) -> Result<()> {
    let verified = verification == "verified";
    match step.action {
        "confirm" if !verified => Err(Error::Refused("verification-differs")),
        "reject" if verified => Err(Error::Refused("verification-differs")),
        _ => Ok(()),
    }
}

/// Who laid a release out does not approve it.
async fn not_own_release(tx: &mut Tx, actor: &Actor, facts: &MatterFacts) -> Result<()> {
    let by = tx
        .row(
            "select account from journal where subject = $1 and act = 'keep-release' order by at, id limit 1",
            &[facts.id.into()],
        )
        .await?
        .map(|row| row.id_opt(0))
        .transpose()?
        .flatten();
    if by.is_some() && by == actor.account() {
        return Err(Error::Refused("own-work"));
    }
    // What was laid out after it, of other lists, was perhaps not compared with it.
    let later = tx
        .row(
            "select o.id from release_table t join release_table o on o.organisation_id = t.organisation_id and o.period = t.period
               join matter m on m.id = o.id
             where t.id = $1 and o.run_id <> t.run_id and o.laid_out_at > t.laid_out_at and m.state not in ('draft', 'withdrawn')
             order by o.id limit 1",
            &[facts.id.into()],
        )
        .await?;
    if later.is_some() { Err(Error::Refused("release-outdated")) } else { Ok(()) }
}

/// Nobody approves what they submitted themselves (domain model, section 9.1).
pub(crate) async fn not_own_work(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    verb: &'static str,
) -> Result<()> {
    not_own_act(tx, actor, facts, slugs::slug(verb, facts.kind.slug)).await
}

/// Whoever looked does not judge the look, through whatever post.
async fn not_own_look(tx: &mut Tx, actor: &Actor, facts: &MatterFacts) -> Result<()> {
    let row = tx.row("select account_id from access_review where id = $1", &[facts.id.into()]).await?;
    let looker = row.map(|row| row.id(0)).transpose()?;
    if looker.is_some() && looker == actor.account() { Err(Error::Refused("own-work")) } else { Ok(()) }
}

/// Who did an act last on a matter does not go on with it.
pub(crate) async fn not_own_act(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    act: &'static str,
) -> Result<()> {
    let submitted = tx
        .row(
            "select account from journal where subject = $1 and act = $2 order by at desc, id desc limit 1",
            &[facts.id.into(), act.into()],
        )
        .await?
        .map(|row| row.id_opt(0))
        .transpose()?
        .flatten();
    if submitted.is_some() && submitted == actor.account() { Err(Error::Refused("own-work")) } else { Ok(()) }
}
