//! What follows by itself from a step: the next follow-up, the schedule after closure.

use model::kinds::FollowUp;
use model::time::Span;
use model::{Date, Draft, Id, Kind, Record, Step, Value};

use super::open::open_part;
use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::stage;

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
    super::moves::after(tx, facts, step).await?;
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
    let rows = tx
        .rows(
            "select m.id from matter m join k_follow_up k on k.id = m.id
             where m.root_id = $1 and m.kind = 'follow-up' and m.state = 'due' and k.after_closure order by m.id",
            &[case.into()],
        )
        .await?;
    for row in &rows {
        let id = row.id(0)?;
        tx.run_one(
            "update matter set state = 'cancelled', phase = 'closed', state_since = $2, closed_at = $2,
               changed_at = $2, version = version + 1
             where id = $1",
            &[id.into(), now.into()],
        )
        .await?;
        stage::enter(tx, id, "cancelled", now).await?;
    }
    Ok(())
}
