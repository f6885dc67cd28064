//! Runs of the linkage.

use std::collections::HashMap;

use model::{Id, Timestamp, Value};
use serde::Serialize;

use super::insert_many;
use crate::counting::{Before, Doubt, Drawn, Estimate, Gathered, Outcome, Scale};
use crate::db::{Row, Sql, Tx};
use crate::error::{Error, Result};

/// A run as it was kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Id.
    pub id: Id,
    /// 1 for the first run of an organisation.
    pub ordinal: i64,
    /// The run before.
    pub earlier: Option<Id>,
    /// When it was done.
    pub at: Timestamp,
    /// Version of the program.
    pub code_version: String,
    /// The model, as text.
    #[serde(skip)]
    pub model: String,
    /// SHA-256 of the model.
    pub model_hash: String,
    /// Whether the model was learned in this run.
    pub learned: bool,
    /// Seed of draws; 0 while draws follow the ids of the rows.
    pub seed: i64,
    /// SHA-256 of the names of what went in.
    pub inputs_hash: String,
    /// SHA-256 of what came out.
    pub result_hash: String,
    /// Rows.
    pub records: i64,
    /// Pairs compared.
    pub compared: i64,
    /// Children as clusters, with decisions obeyed.
    pub clusters: i64,
    /// Clusters before any decision.
    pub by_model: i64,
    /// Children, with joins that may be wrong or missing weighed.
    pub estimate: Estimate,
    #[serde(skip)]
    pub(crate) scale: Scale,
}

const COLUMNS: &str = "id, ordinal, earlier_id, finished_at, code_version, model, model_hash, learned, seed, inputs_hash,
    result_hash, records, compared, clusters, by_model, estimate, low, high, wrong_scale, missing_scale, drift, model_error";

fn read(row: &Row) -> Result<Run> {
    let real = |at: usize| Ok::<_, Error>(row.real_opt(at)?.unwrap_or_default());
    Ok(Run {
        id: row.id(0)?,
        ordinal: row.int(1)?,
        earlier: row.id_opt(2)?,
        at: row.time(3)?,
        code_version: row.text(4)?,
        model: row.text(5)?,
        model_hash: row.text(6)?,
        learned: row.flag(7)?,
        seed: row.int(8)?,
        inputs_hash: row.text(9)?,
        result_hash: row.text(10)?,
        records: row.int(11)?,
        compared: row.int(12)?,
        clusters: row.int(13)?,
        by_model: row.int(14)?,
        estimate: Estimate { count: real(15)?, low: real(16)?, high: real(17)? },
        scale: Scale { wrong: real(18)?, missing: real(19)?, drift: real(20)?, model_error: real(21)? },
    })
}

/// All runs of an organisation, newest first.
pub(crate) async fn all(tx: &mut Tx, organisation: Id) -> Result<Vec<Run>> {
    let mut sql = Sql::from("select ");
    sql.push(COLUMNS).push(" from linkage_run where organisation_id = $1 order by ordinal desc, id desc");
    tx.rows(sql, &[organisation.into()]).await?.iter().map(read).collect()
}

/// The newest run.
pub(crate) async fn newest(tx: &mut Tx, organisation: Id) -> Result<Option<Run>> {
    Ok(all(tx, organisation).await?.into_iter().next())
}

/// One run of an organisation.
pub(crate) async fn get(tx: &mut Tx, organisation: Id, id: Id) -> Result<Run> {
    let mut sql = Sql::from("select ");
    sql.push(COLUMNS).push(" from linkage_run where organisation_id = $1 and id = $2 order by id");
    tx.row(sql, &[organisation.into(), id.into()]).await?.map(|row| read(&row)).ok_or(Error::NotFound)?
}

/// The lists that went into a run, with their rows.
pub(crate) async fn inputs(tx: &mut Tx, run: Id) -> Result<Vec<(Id, i64)>> {
    tx.rows("select list_id, records from linkage_input where run_id = $1 order by list_id", &[run.into()])
        .await?
        .iter()
        .map(|row| Ok((row.id(0)?, row.int(1)?)))
        .collect()
}

/// The child of every row of a run, and the cluster that it would be in with only the decisions known before.
pub(crate) async fn members(tx: &mut Tx, run: Id) -> Result<HashMap<Id, (String, String)>> {
    tx.rows(
        "select row_id, child, undecided from linkage_member where run_id = $1 order by row_id",
        &[run.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.id(0)?, (row.text(1)?, row.text(2)?))))
    .collect()
}

/// Joins that may be wrong or missing.
pub(crate) async fn doubts(tx: &mut Tx, run: Id) -> Result<Vec<Doubt>> {
    tx.rows(
        "select one_row, other_row, joined, chance from linkage_doubt where run_id = $1 order by one_row, other_row",
        &[run.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Doubt {
            one: row.id(0)?,
            other: row.id(1)?,
            joined: row.flag(2)?,
            chance: row.real_opt(3)?.unwrap_or_default(),
        })
    })
    .collect()
}

/// Clusterings that could as well be true, in their order.
pub(crate) async fn drawn(tx: &mut Tx, run: Id) -> Result<Vec<Drawn>> {
    let sql = "select number, moved, parts from linkage_drawn where run_id = $1 order by number, portion";
    let mut all: Vec<(i64, Drawn)> = Vec::new();
    for row in tx.rows(sql, &[run.into()]).await? {
        let number = row.int(0)?;
        if all.last().is_none_or(|(last, _)| *last != number) {
            all.push((number, Drawn { moved: row.real_opt(1)?.unwrap_or_default(), parts: Vec::new() }));
        }
        if let Some((_, drawn)) = all.last_mut() {
            drawn.take(&row.bytes(2)?);
        }
    }
    Ok(all.into_iter().map(|(_, drawn)| drawn).collect())
}

/// How often children were joined and split in a run.
pub(crate) async fn history(tx: &mut Tx, run: Id) -> Result<(i64, i64)> {
    let row = tx
        .row(
            "select coalesce(sum(case when what = 'join' then 1 else 0 end), 0),
               coalesce(sum(case when what = 'split' then 1 else 0 end), 0) from linkage_history where run_id = $1",
            &[run.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    Ok((row.int(0)?, row.int(1)?))
}

/// Decisions that a run obeyed.
pub(crate) async fn obeyed(tx: &mut Tx, run: Id) -> Result<Vec<Id>> {
    tx.rows("select decision_id from linkage_decision where run_id = $1 order by decision_id", &[run.into()])
        .await?
        .iter()
        .map(|row| row.id(0))
        .collect()
}

/// What a following run needs to know of a run.
pub(crate) async fn before(tx: &mut Tx, run: Option<&Run>) -> Result<Before> {
    let Some(run) = run else { return Ok(Before::default()) };
    let children = members(tx, run.id).await?.into_iter().map(|(row, (child, _))| (row, child)).collect();
    Ok(Before {
        ordinal: run.ordinal,
        model: Some(run.model.clone()),
        children,
        decisions: obeyed(tx, run.id).await?,
    })
}

/// Keeps a run.
pub(crate) async fn keep(
    tx: &mut Tx,
    (id, organisation): (Id, Id),
    (account, post): (Option<Id>, Option<Id>),
    earlier: Option<Id>,
    gathered: &Gathered,
    outcome: &Outcome,
) -> Result<()> {
    let now = tx.now;
    let int = |n: usize| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    let real = |n: f64| Value::Real(Some(n));
    let (estimate, scale) = (outcome.estimate, outcome.scale);
    let row = vec![
        id.into(),
        organisation.into(),
        outcome.ordinal.into(),
        earlier.into(),
        account.into(),
        post.into(),
        now.into(),
        env!("CARGO_PKG_VERSION").into(),
        outcome.model.as_str().into(),
        outcome.model_hash().into(),
        outcome.learned.into(),
        0.into(),
        outcome.inputs_hash.as_str().into(),
        outcome.hash().into(),
        int(gathered.rows.len()),
        i64::try_from(outcome.compared).unwrap_or(i64::MAX).into(),
        int(outcome.clusters),
        int(outcome.by_model),
        real(estimate.count),
        real(estimate.low),
        real(estimate.high),
        real(scale.wrong),
        real(scale.missing),
        real(scale.drift),
        real(scale.model_error),
    ];
    let head = "insert into linkage_run (id, organisation_id, ordinal, earlier_id, account_id, post_id, finished_at,
        code_version, model, model_hash, learned, seed, inputs_hash, result_hash, records, compared, clusters, by_model,
        estimate, low, high, wrong_scale, missing_scale, drift, model_error) values ";
    insert_many(tx, head, &[row]).await?;
    keep_members(tx, id, gathered, outcome).await?;
    keep_drawn(tx, id, outcome).await?;
    keep_pairs(tx, id, outcome).await
}

async fn keep_members(tx: &mut Tx, id: Id, gathered: &Gathered, outcome: &Outcome) -> Result<()> {
    let rows: Vec<Vec<Value>> =
        gathered.lists.iter().map(|(list, n)| vec![id.into(), (*list).into(), (*n).into()]).collect();
    insert_many(tx, "insert into linkage_input (run_id, list_id, records) values ", &rows).await?;
    let rows: Vec<Vec<Value>> = outcome
        .members
        .iter()
        .map(|m| vec![id.into(), m.row.into(), m.child.as_str().into(), m.undecided.as_str().into()])
        .collect();
    insert_many(tx, "insert into linkage_member (run_id, row_id, child, undecided) values ", &rows).await?;
    let rows: Vec<Vec<Value>> = outcome
        .history
        .iter()
        .map(|h| vec![id.into(), h.what.into(), h.child.as_str().into(), h.other.as_str().into()])
        .collect();
    insert_many(tx, "insert into linkage_history (run_id, what, child, other) values ", &rows).await?;
    let rows: Vec<Vec<Value>> =
        outcome.decisions.iter().map(|decision| vec![id.into(), (*decision).into()]).collect();
    insert_many(tx, "insert into linkage_decision (run_id, decision_id) values ", &rows).await
}

async fn keep_drawn(tx: &mut Tx, id: Id, outcome: &Outcome) -> Result<()> {
    for (number, drawn) in (0_i64..).zip(&outcome.drawn) {
        let row = |(portion, bytes): (i64, Vec<u8>)| {
            vec![
                id.into(),
                number.into(),
                portion.into(),
                Value::Real(Some(drawn.moved)),
                Value::Bytes(Some(bytes)),
            ]
        };
        let rows: Vec<Vec<Value>> = (0_i64..).zip(drawn.portions()).map(row).collect();
        let head = "insert into linkage_drawn (run_id, number, portion, moved, parts) values ";
        insert_many(tx, head, &rows).await?;
    }
    Ok(())
}

async fn keep_pairs(tx: &mut Tx, id: Id, outcome: &Outcome) -> Result<()> {
    let rows: Vec<Vec<Value>> = outcome
        .doubts
        .iter()
        .map(|d| vec![id.into(), d.one.into(), d.other.into(), d.joined.into(), Value::Real(Some(d.chance))])
        .collect();
    insert_many(tx, "insert into linkage_doubt (run_id, one_row, other_row, joined, chance) values ", &rows)
        .await?;
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(outcome.pairs.len());
    for (place, pair) in (1_i64..).zip(&outcome.pairs) {
        rows.push(vec![
            tx.new_id().into(),
            id.into(),
            pair.one.into(),
            pair.other.into(),
            place.into(),
            i64::from(pair.score).into(),
            pair.why.into(),
            pair.joined.into(),
            pair.weights.as_str().into(),
        ]);
    }
    let head = "insert into review_pair (id, run_id, one_row, other_row, place, score, why, joined, weights) values ";
    insert_many(tx, head, &rows).await
}
