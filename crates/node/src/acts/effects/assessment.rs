//! Assessments: being asked for one moves the case on, an approved one sets its risk and ends the validity of earlier ones.

use model::kinds::Assessment;
use model::{Id, Kind, Record};

use super::{root, today, touched, visits};
use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::Result;

/// An assessment was opened: the case knows since when one was asked for, and by when it is due.
pub(super) async fn requested(tx: &mut Tx, case: Id, record: &Record) -> Result<()> {
    let on = record.told(Assessment::META, "requested_on").unwrap_or_else(|| today(tx).to_string());
    let due = record.told(Assessment::META, "due");
    tx.run(
        "update k_case set assessment_requested_on = coalesce(assessment_requested_on, $2),
           assessment_due_date = coalesce(assessment_due_date, $3)
         where id = $1",
        &[case.into(), on.into(), due.into()],
    )
    .await?;
    crate::acts::workflow::part_changed(tx, case).await
}

/// The risk that an approved assessment found is the risk of the case from now on, and visits follow it.
pub(super) async fn approved(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    supersede(tx, facts).await?;
    let Some(risk) = record.told(Assessment::META, "risk_level") else { return Ok(()) };
    let case = root(tx, facts).await?;
    let urgent = tx
        .row("select urgent_protection_concern, risk_level from k_case where id = $1", &[case.id.into()])
        .await?;
    let (urgent, before) = match &urgent {
        Some(row) => (row.flag_opt(0)? == Some(true), row.text_opt(1)?),
        None => (false, None),
    };
    if before.as_deref() != Some(risk.as_str()) {
        let priority = match risk.as_str() {
            _ if urgent => "urgent",
            "high" => "high",
            "low" => "low",
            _ => "normal",
        };
        tx.run_one("update k_case set risk_level = $2 where id = $1", &[case.id.into(), risk.into()]).await?;
        tx.run_one("update matter set priority = $2 where id = $1", &[case.id.into(), priority.into()])
            .await?;
        touched(tx, case.id, &["risk_level"]).await?;
    }
    if case.state == "open" {
        let from = today(tx);
        visits::keep_rhythm(tx, &case, from).await?;
    }
    Ok(())
}

/// Earlier approved assessments of the same kind point at the one that took their place; they stay as they are.
async fn supersede(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    tx.run(
        "update k_assessment set superseded_by = $1
         where superseded_by is null and id <> $1
           and assessment_kind = (select n.assessment_kind from k_assessment n where n.id = $1)
           and id in (select m.id from matter m where m.root_id = $2 and m.kind = 'assessment' and m.state = 'approved')",
        &[facts.id.into(), facts.root.into()],
    )
    .await?;
    Ok(())
}
