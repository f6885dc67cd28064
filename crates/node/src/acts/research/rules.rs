//! Conditions of the steps of a data request that a declaration cannot say, and what follows from them.

use model::{ProblemCode, Record, Step, Value};

use crate::access::{Actor, MatterFacts};
use crate::acts::guards;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::counting::runs;
use crate::store::notification;
use crate::store::research;

/// What must hold before a step: somebody else than who assessed decides, with an ethics approval that has a number; what is
/// handed out without a seat is a published release.
pub(crate) async fn before(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    let text = |name: &str| record.get(facts.kind, name).and_then(Value::text).unwrap_or_default();
    let desk = ["table_builder", "synthetic_records"].contains(&text("access"));
    let needs = |names: &[&'static str]| {
        let empty = |name: &&&'static str| text(name).is_empty();
        names.iter().find(empty).map_or(Ok(()), |name| Err(Error::field(name, ProblemCode::Missing)))
    };
    match step.action {
        "approve" => {
            guards::not_own_work(tx, actor, facts, "assess").await?;
            // Whoever asked does not decide either, whatever else they hold.
            guards::not_own_act(tx, actor, facts, "request-data").await?;
            if !desk {
                return Ok(());
            }
            if research::seat(tx, facts.id).await?.is_none() {
                return Err(Error::Refused("no-seat"));
            }
            if text("ethics") != "given" {
                return Err(Error::Refused("ethics-first"));
            }
            needs(&["ethics_body", "ethics_number", "variables", "period_from", "period_to", "legal_basis"])?;
            if record.get(facts.kind, "allotment").is_none_or(Value::is_missing) {
                return Err(Error::field("allotment", ProblemCode::Missing));
            }
            match research::budget(tx, facts.organisation).await? {
                Some(_) => Ok(()),
                None => Err(Error::Refused("no-budget")),
            }
        }
        "prepare" if desk => match runs::newest(tx, facts.organisation).await? {
            Some(_) => Ok(()),
            None => Err(Error::Refused("no-linkage-yet")),
        },
        "prepare" => needs(&["publication"]),
        _ => Ok(()),
    }
}

/// An approved seat has its share; a prepared one its run, locked.
pub(crate) async fn after(tx: &mut Tx, facts: &MatterFacts, step: &Step, record: &Record) -> Result<()> {
    let Some(seat) = research::seat(tx, facts.id).await? else { return Ok(()) };
    match step.action {
        "approve" => {
            let percent = match record.get(facts.kind, "allotment") {
                Some(Value::Int(Some(percent))) => *percent,
                _ => 0,
            };
            let granted = research::budget(tx, facts.organisation).await?.map_or(0, |budget| budget.granted);
            research::allot(tx, facts.id, granted / 100 * percent).await?;
        }
        "prepare" => {
            if let Some(run) = runs::newest(tx, facts.organisation).await? {
                research::lock(tx, facts.id, run.id).await?;
            }
            notification::tell(tx, seat.post, "desk-open", Some(facts.id)).await?;
        }
        "refuse" => notification::tell(tx, seat.post, "data-refused", Some(facts.id)).await?,
        _ => {}
    }
    Ok(())
}
