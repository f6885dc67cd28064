//! After closure a child is looked for again; a reopened case keeps its closure in a log of its own.

use model::kinds::Case;
use model::time::Span;
use model::{Kind, Record};
use seal::Place;

use super::{date, later, today, visits};
use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::Result;
use crate::store::reopened;

/// Months after closure at which a child is looked for again (domain model, section 6.12).
const AFTER_CLOSURE: [i32; 4] = [1, 3, 6, 12];

/// Schedules the visits after closure in place of those that were due. Nobody looks for a child who died, or for one whose
/// case is another one.
pub(super) async fn look_after(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    visits::cancel(tx, facts.id, false).await?;
    let reason = record.told(Case::META, "closure_reason").unwrap_or_default();
    if ["death_of_child", "duplicate"].contains(&reason.as_str()) {
        return Ok(());
    }
    let from = date(record.told(Case::META, "closure_date"))?;
    for months in AFTER_CLOSURE {
        let due = later(from, Span::new().months(months))?;
        visits::schedule(tx, facts, "after_reunification", due, true).await?;
    }
    Ok(())
}

/// Puts the closure into the log of reopenings and gives the case its ordinary rhythm again.
pub(super) async fn set_aside(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    record: &Record,
) -> Result<()> {
    let meta = Case::META;
    let key = tx.key_for_writing(facts.key).await?;
    let (id, now) = (tx.new_id(), tx.now);
    let row = id.to_string();
    let sealed = |tx: &mut Tx, column: &'static str, from: &str| {
        record.told(meta, from).filter(|text| !text.is_empty()).map(|text| {
            let place = Place { table: reopened::TABLE, row: &row, column };
            tx.seal(&key, place, &text)
        })
    };
    let note = sealed(tx, "closure_note", "closure_note");
    let reason = sealed(tx, "reason", "reopened_reason");
    let post = actor.holdings_at(now).find(|held| held.organisation == facts.organisation);
    tx.run(
        "insert into reopened_log (id, case_id, at, post_id, account_id, closure_reason, closure_date, last_contact_on,
           closure_note, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            id.into(),
            facts.id.into(),
            now.into(),
            post.map(|held| held.post).into(),
            actor.account().into(),
            record.told(meta, "closure_reason").into(),
            record.told(meta, "closure_date").into(),
            record.told(meta, "last_contact_on").into(),
            model::Value::Bytes(note),
            model::Value::Bytes(reason),
        ],
    )
    .await?;
    tx.run_one(
        "update k_case set closure_reason = null, closure_date = null, last_contact_on = null, closure_note = null
         where id = $1",
        &[facts.id.into()],
    )
    .await?;
    visits::cancel(tx, facts.id, true).await?;
    // The state that the step led to, not the one that the facts saw: an open case is visited.
    let from = today(tx);
    visits::keep_rhythm(tx, facts, from).await
}
