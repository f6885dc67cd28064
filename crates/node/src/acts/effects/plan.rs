//! Versions of the case plan: numbered by the node, the last approved one is in force.

use model::kinds::CasePlan;
use model::{Kind, Record, Value};

use super::touched;
use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::Result;
use crate::store::stage;

/// Gives a new version its number.
pub(super) async fn number(tx: &mut Tx, root: &MatterFacts, record: &mut Record) -> Result<()> {
    let before = tx
        .row(
            "select coalesce(max(p.version), 0) from k_case_plan p join matter m on m.id = p.id where m.root_id = $1",
            &[root.id.into()],
        )
        .await?
        .map_or(Ok(0), |row| row.int(0))?;
    record.set(CasePlan::META, "version", Value::Int(Some(before + 1)));
    Ok(())
}

/// A plan that was submitted dates the plan of the case.
pub(super) async fn submitted(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let on = record.told(CasePlan::META, "date_case_plan");
    let review = record.told(CasePlan::META, "review_due");
    tx.run_one(
        "update k_case set date_case_plan = $2, case_plan_due_date = coalesce($3, case_plan_due_date) where id = $1",
        &[facts.root.into(), on.into(), review.into()],
    )
    .await?;
    touched(tx, facts.root, &["date_case_plan", "case_plan_due_date"]).await?;
    crate::acts::workflow::part_changed(tx, facts.root).await
}

/// Only one version is in force.
pub(super) async fn approved(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select id from matter where root_id = $1 and kind = 'case-plan' and state = 'approved' and id <> $2 order by id",
            &[facts.root.into(), facts.id.into()],
        )
        .await?;
    for row in &rows {
        let id = row.id(0)?;
        tx.run_one(
            "update matter set state = 'superseded', state_since = $2, changed_at = $2, version = version + 1 where id = $1",
            &[id.into(), now.into()],
        )
        .await?;
        stage::enter(tx, id, "superseded", now).await?;
    }
    Ok(())
}
