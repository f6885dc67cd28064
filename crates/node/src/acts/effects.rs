//! What follows by itself from a step: the next follow-up, the schedule after closure, the computed workflow.

use model::kinds::FollowUp;
use model::time::Span;
use model::{Date, Draft, Id, Kind, Record, Step, Value};

use super::open::open_part;
use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Months after closure at which a child is looked for again (domain model, section 6.12).
const AFTER_CLOSURE: [i32; 4] = [1, 3, 6, 12];

/// Days between visits by risk level (domain model, section 6.2).
const fn rhythm(risk: &str) -> i32 {
    match risk.as_bytes() {
        b"high" => 7,
        b"medium" => 14,
        _ => 30,
    }
}

/// Carries out what a step brings with it. The trace stays that of the step.
pub(super) async fn after(tx: &mut Tx, facts: &MatterFacts, step: &Step, record: &Record) -> Result<()> {
    let trace = tx.trace.clone();
    let meta = facts.kind;
    let text = |name| record.get(meta, name).and_then(Value::text).map(str::to_owned);
    match (meta.slug, step.action) {
        ("case", "contact") => {
            let days = rhythm(&text("risk_level").unwrap_or_default());
            let from = date(text("first_contact_on"))?;
            follow_up(tx, facts, "in_care", later(from, Span::new().days(days))?, false).await?;
        }
        ("case", "close") => {
            let from = date(text("closure_date"))?;
            for months in AFTER_CLOSURE {
                let due = later(from, Span::new().months(months))?;
                follow_up(tx, facts, "after_reunification", due, true).await?;
            }
        }
        ("case", "reopen") => cancel_after_closure(tx, facts.id).await?,
        ("follow-up", "record") => {
            if let Some(next) = text("next_followup") {
                let root = crate::access::load::matter(tx, facts.root, false).await?;
                let kind = text("followup_type").unwrap_or_else(|| "in_care".to_owned());
                let after_closure = record.get(meta, "after_closure") == Some(&Value::Bool(Some(true)));
                follow_up(tx, &root, &kind, date(Some(next))?, after_closure).await?;
            }
        }
        _ => {}
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

async fn follow_up(
    tx: &mut Tx,
    root: &MatterFacts,
    kind: &str,
    due: Date,
    after_closure: bool,
) -> Result<()> {
    let draft = Draft::default()
        .with("followup_type", kind)
        .with("needed_by", due.to_string())
        .with("after_closure", after_closure.to_string());
    let record = draft.parse(FollowUp::META, tx.now.date(Default::default())).map_err(Error::Invalid)?;
    open_part(tx, FollowUp::META, root, &record).await?;
    Ok(())
}

/// A reopened case has its ordinary rhythm again.
async fn cancel_after_closure(tx: &mut Tx, case: Id) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update matter set state = 'cancelled', phase = 'closed', state_since = $2, closed_at = $2, changed_at = $2,
           version = version + 1
         where root_id = $1 and kind = 'follow-up' and state = 'due'
           and id in (select id from k_follow_up where after_closure)",
        &[case.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Computes a case's workflow anew after it or a part of it changed (domain model, section 6.2). Never typed.
pub(crate) async fn part_changed(tx: &mut Tx, root: Id) -> Result<()> {
    let row = tx
        .row(
            "select m.state, k.assessment_requested_on, k.date_case_plan, k.reopened_reason, k.workflow
             from k_case k join matter m on m.id = k.id where k.id = $1",
            &[root.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    let services = tx
        .rows(
            "select m.phase, s.response_type from matter m join k_service s on s.id = m.id
             where m.root_id = $1 and m.kind = 'service' order by m.id desc",
            &[root.into()],
        )
        .await?;
    let mut open_response = None;
    for service in &services {
        if service.text(0)? != "closed" {
            open_response = Some(service.text_opt(1)?.unwrap_or_else(|| "service_provision".to_owned()));
            break;
        }
    }
    let workflow = if row.text(0)? == "closed" {
        "closed".to_owned()
    } else if let Some(response) = open_response {
        response
    } else if !services.is_empty() {
        "services_implemented".to_owned()
    } else if row.text_opt(2)?.is_some() {
        "case_plan".to_owned()
    } else if row.text_opt(1)?.is_some() {
        "assessment".to_owned()
    } else if row.bytes_opt(3)?.is_some() {
        "reopened".to_owned()
    } else {
        "new".to_owned()
    };
    if row.text_opt(4)?.as_deref() != Some(workflow.as_str()) {
        tx.run("update k_case set workflow = $2 where id = $1", &[root.into(), workflow.into()]).await?;
    }
    Ok(())
}
