//! How long a matter stands in each state.

use model::{Date, Id, KindMeta, Record, Timestamp, Value};
use serde::Serialize;

use crate::db::Tx;
use crate::error::Result;

/// One stay in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// The state.
    pub state: String,
    /// Reached at; for a legal track the start of the day on which the stage began.
    pub from_at: Timestamp,
    /// Left at; nothing for the present state.
    pub to_at: Option<Timestamp>,
    /// Whole days in it, until it was left or until now.
    pub days: i64,
}

/// Ends the present stay of a matter and begins the next. A stay never begins before the one it follows.
pub(crate) async fn enter(tx: &mut Tx, matter: Id, state: &str, at: Timestamp) -> Result<()> {
    let last = tx
        .row(
            "select id, from_at from stage where matter_id = $1 and to_at is null order by from_at desc, id desc limit 1",
            &[matter.into()],
        )
        .await?;
    let mut from = at;
    if let Some(last) = last {
        from = from.max(last.time(1)?);
        tx.run_one("update stage set to_at = $2 where id = $1", &[last.id(0)?.into(), from.into()]).await?;
    }
    begin(tx, matter, state, from).await
}

/// Begins the first stay of a new matter.
pub(crate) async fn begin(tx: &mut Tx, matter: Id, state: &str, from: Timestamp) -> Result<()> {
    let id = tx.new_id();
    tx.run(
        "insert into stage (id, matter_id, state, from_at) values ($1, $2, $3, $4)",
        &[id.into(), matter.into(), state.into(), from.into()],
    )
    .await?;
    Ok(())
}

/// When the state that a record has just reached began, if the record says so; never later than now.
pub(crate) fn reached(meta: &KindMeta, record: &Record, now: Timestamp) -> Option<Timestamp> {
    dated(meta, record, "stage_on").map(|at| at.min(now))
}

/// Lets the first stage of a legal track begin on the day of the report to the police, not on that of typing it in.
pub(crate) async fn backdate(tx: &mut Tx, matter: Id, meta: &KindMeta, record: &Record) -> Result<()> {
    let Some(at) = dated(meta, record, "reported_on").map(|at| at.min(tx.now)) else { return Ok(()) };
    tx.run("update stage set from_at = $2 where matter_id = $1", &[matter.into(), at.into()]).await?;
    tx.run_one("update matter set state_since = $2 where id = $1", &[matter.into(), at.into()]).await
}

fn dated(meta: &KindMeta, record: &Record, field: &str) -> Option<Timestamp> {
    let date: Date = record.get(meta, field).and_then(Value::text)?.parse().ok()?;
    Some(Timestamp::start_of(date, model::time::Zone::Wib))
}

/// Every stay of a matter, first to last.
pub(crate) async fn history(tx: &mut Tx, matter: Id) -> Result<Vec<Stage>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select state, from_at, to_at from stage where matter_id = $1 order by from_at, id",
            &[matter.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (from_at, to_at) = (row.time(1)?, row.time_opt(2)?);
            let spent = to_at.unwrap_or(now).millis() - from_at.millis();
            Ok(Stage { state: row.text(0)?, from_at, to_at, days: spent / model::time::DAY })
        })
        .collect()
}

/// When a matter last left a state.
pub(crate) async fn left(tx: &mut Tx, matter: Id, state: &str) -> Result<Option<Timestamp>> {
    let row = tx
        .row(
            "select max(to_at) from stage where matter_id = $1 and state = $2",
            &[matter.into(), state.into()],
        )
        .await?;
    row.map_or(Ok(None), |row| row.time_opt(0))
}
