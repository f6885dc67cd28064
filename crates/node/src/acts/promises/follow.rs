//! What follows by itself in the network's memory: who entered what, when a commitment last moved, what became of a
//! recommendation and since when it has been repeated.

use model::time::Zone;
use model::{Id, KindMeta, Record, Step, Value, kinds};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::Result;

/// Kinds of the network's memory of which it counts who entered them: somebody else reviews them or puts them out.
pub(crate) const KINDS: [&str; 11] = [
    "recommendation",
    "commitment",
    "state-act",
    "legal-gap",
    "capability-assessment",
    "service-listing",
    "practice-note",
    "policy-draft",
    "course",
    "campaign",
    "country-statement",
];

/// What the node itself writes into a record about to be opened.
pub(crate) fn prepare(tx: &Tx, meta: &'static KindMeta, record: &mut Record) {
    if meta.slug == "commitment" {
        let target = record.get(meta, "target_on").cloned();
        if let Some(target) = target {
            record.set(meta, "first_target", target);
        }
        record.set(meta, "moved_on", Value::from(tx.now.date(Zone::Wib).to_string()));
    }
    if meta.slug == "recommendation" {
        record.set(meta, "progress", Value::from("no_commitment"));
        if record.lacks(meta, "support") {
            record.set(meta, "support", Value::from("pending"));
        }
    }
}

/// What follows from opening a root of this area, by somebody.
pub(crate) async fn opened(
    tx: &mut Tx,
    (meta, id, organisation): (&'static KindMeta, Id, Id),
    record: &Record,
    (account, row_key): (Option<Id>, Option<String>),
) -> Result<()> {
    if !KINDS.contains(&meta.slug) {
        return Ok(());
    }
    tx.run(
        "insert into entry_origin (id, organisation_id, account_id, row_key) values ($1, $2, $3, $4)",
        &[id.into(), organisation.into(), account.into(), row_key.into()],
    )
    .await?;
    match meta.slug {
        "commitment" => write_lead(tx, meta, id, record).await,
        "recommendation" => write_first_year(tx, id).await,
        _ => Ok(()),
    }
}

/// Who entered a record, or changed it last.
pub(crate) async fn entered_by(tx: &mut Tx, id: Id) -> Result<Option<Id>> {
    let row = tx.row("select account_id from entry_origin where id = $1", &[id.into()]).await?;
    row.map_or(Ok(None), |row| row.id_opt(0))
}

/// What follows from a change of fields, by somebody. Whoever rewrites an entry does not review it either.
pub(crate) async fn edited(tx: &mut Tx, facts: &MatterFacts, new: &Record, by: Option<Id>) -> Result<()> {
    if !KINDS.contains(&facts.kind.slug) {
        return Ok(());
    }
    tx.run("update entry_origin set account_id = $2 where id = $1", &[facts.id.into(), by.into()]).await?;
    match facts.kind.slug {
        "commitment" => {
            tx.run("delete from commitment_lead where id = $1", &[facts.id.into()]).await?;
            write_lead(tx, facts.kind, facts.id, new).await
        }
        "recommendation" => write_first_year(tx, facts.id).await,
        "service-listing" => super::public_copy::listing(tx, facts, new).await,
        _ => Ok(()),
    }
}

/// What follows from a step.
pub(crate) async fn after(tx: &mut Tx, facts: &MatterFacts, step: &Step, record: &Record) -> Result<()> {
    match (facts.kind.slug, step.action) {
        ("commitment", action) => {
            // Saying that nothing moves, or that it will be later, is no movement.
            if !["stall", "amend"].contains(&action) {
                moved(tx, facts.root).await?;
            }
            for recommendation in answered_by(tx, facts.id).await? {
                write_progress(tx, recommendation).await?;
            }
            Ok(())
        }
        ("milestone", "finish") => moved(tx, facts.root).await,
        // Whoever answers a comment has read it: comment and answer are public together.
        ("civil-comment", "answer") => super::public_copy::comment(tx, facts, record).await,
        ("service-listing", _) => super::public_copy::listing_moved(tx, facts, step, record).await,
        _ => super::companies::after(tx, facts, step, record).await,
    }
}

/// What follows from a report on a commitment.
pub(crate) async fn reported(
    tx: &mut Tx,
    root: &MatterFacts,
    part: &'static KindMeta,
    record: &Record,
) -> Result<()> {
    let status = record.text(part, "status").to_owned();
    let column = match part.slug {
        "self-report" => "update k_commitment set self_status = $2 where id = $1",
        "independent-review" => "update k_commitment set independent_status = $2 where id = $1",
        _ => return Ok(()),
    };
    tx.run(column, &[root.id.into(), status.into()]).await?;
    moved(tx, root.id).await
}

async fn moved(tx: &mut Tx, commitment: Id) -> Result<()> {
    let today = tx.now.date(Zone::Wib).to_string();
    tx.run("update k_commitment set moved_on = $2 where id = $1", &[commitment.into(), today.into()]).await?;
    Ok(())
}

async fn write_lead(tx: &mut Tx, meta: &KindMeta, id: Id, record: &Record) -> Result<()> {
    let lead = record.text(meta, "lead").to_owned();
    tx.run("insert into commitment_lead (id, lead) values ($1, $2)", &[id.into(), lead.into()]).await?;
    Ok(())
}

/// Recommendations that a commitment answers.
pub(crate) async fn answered_by(tx: &mut Tx, commitment: Id) -> Result<Vec<Id>> {
    tx.rows(
        "select m.id from tie t join matter m on m.id = t.from_id
         where t.to_id = $1 and m.kind = 'recommendation' order by m.id",
        &[commitment.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// Computes what became of a recommendation from the commitments that answer it.
pub(crate) async fn write_progress(tx: &mut Tx, recommendation: Id) -> Result<()> {
    let rows = tx
        .rows(
            "select m.state from tie t join matter m on m.id = t.to_id
             where t.from_id = $1 and m.kind = 'commitment' order by m.id",
            &[recommendation.into()],
        )
        .await?;
    let states = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?;
    let states: Vec<&str> = states.iter().map(String::as_str).collect();
    tx.run(
        "update k_recommendation set progress = $2 where id = $1",
        &[recommendation.into(), kinds::Recommendation::progress_of(&states).into()],
    )
    .await?;
    Ok(())
}

/// Recommendations at most in one chain of repetitions.
const LONGEST: usize = 50;

/// Since when a recommendation has been repeated: the year of the first in its chain. A chain that runs in a circle ends where
/// it began.
async fn write_first_year(tx: &mut Tx, id: Id) -> Result<()> {
    let (mut at, mut first, mut seen) = (id, None::<i64>, Vec::new());
    while seen.len() < LONGEST && !seen.contains(&at) {
        seen.push(at);
        let row = tx
            .row("select issued_on, repeats, first_year from k_recommendation where id = $1", &[at.into()])
            .await?;
        let Some(row) = row else { break };
        let year = row.text(0)?.get(..4).and_then(|year| year.parse().ok());
        first = first.into_iter().chain(year).min();
        match row.id_opt(1)? {
            Some(earlier) => at = earlier,
            None => break,
        }
    }
    tx.run("update k_recommendation set first_year = $2 where id = $1", &[id.into(), first.into()]).await?;
    Ok(())
}
