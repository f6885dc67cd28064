//! Clocks of matters: what must happen within which time. They run from receipt, whoever has the matter, and nothing starts
//! them again (domain model, sections 1.2 and 6.1). How long each is, is data: table `clock_rule`.

use std::collections::HashMap;

use model::{Id, Timestamp, Value};
use serde::Serialize;

use crate::db::{Row, Sql, Tx};
use crate::error::Result;

/// The country whose clocks and retention times this node follows (ISO 3166-1).
pub(crate) const COUNTRY: &str = "ID";

/// One clock of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatterClock {
    /// Its name: `acknowledge`, `mandatory_report`, …
    pub clock: String,
    /// Runs from.
    pub started_at: Timestamp,
    /// Runs out at.
    pub due_at: Timestamp,
    /// `legal` or `target`.
    pub due_kind: String,
    /// Satisfied at; after `due_at` it was satisfied late.
    pub met_at: Option<Timestamp>,
    /// Without object since: the report led to nothing that this clock is about.
    pub void_at: Option<Timestamp>,
}

impl MatterClock {
    /// Whether it still runs or has run out unsatisfied.
    pub fn is_open(&self) -> bool {
        self.met_at.is_none() && self.void_at.is_none()
    }
}

/// One rule: how long a clock is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockRule {
    /// Its name.
    pub clock: String,
    /// The kind of matter that it belongs to.
    pub kind: String,
    /// Minutes.
    pub minutes: i64,
    /// Minutes when a child is in danger.
    pub urgent_minutes: i64,
    /// `legal` or `target`.
    pub due_kind: String,
    /// Code of where it comes from.
    pub basis: String,
    /// Whether somebody competent has confirmed it for the country.
    pub confirmed: bool,
}

/// Every rule of the country.
pub(crate) async fn rules(tx: &mut Tx) -> Result<Vec<ClockRule>> {
    tx.rows(
        "select clock, kind, minutes, urgent_minutes, due_kind, basis, confirmed from clock_rule
         where country = $1 order by kind, minutes, clock",
        &[COUNTRY.into()],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// Those of one kind: most kinds have none, and every matter that is opened asks.
async fn rules_of(tx: &mut Tx, kind: &str) -> Result<Vec<ClockRule>> {
    tx.rows(
        "select clock, kind, minutes, urgent_minutes, due_kind, basis, confirmed from clock_rule
         where country = $1 and kind = $2 order by minutes, clock",
        &[COUNTRY.into(), kind.into()],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

fn read(row: &Row) -> Result<ClockRule> {
    Ok(ClockRule {
        clock: row.text(0)?,
        kind: row.text(1)?,
        minutes: row.int(2)?,
        urgent_minutes: row.int(3)?,
        due_kind: row.text(4)?,
        basis: row.text(5)?,
        confirmed: row.flag(6)?,
    })
}

/// Starts the clocks of a new matter.
pub(crate) async fn start(tx: &mut Tx, kind: &str, matter: Id, urgent: bool, from: Timestamp) -> Result<()> {
    let mut sql =
        Sql::from("insert into matter_clock (matter_id, started_at, told, clock, due_at, due_kind) values ");
    let mut params: Vec<Value> = vec![matter.into(), from.into()];
    for rule in rules_of(tx, kind).await? {
        let minutes = if urgent { rule.urgent_minutes } else { rule.minutes };
        sql.push(if params.len() > 2 { ", ($1, $2, 0, " } else { "($1, $2, 0, " });
        params.extend([rule.clock.into(), from.plus(minutes * 60_000).into(), rule.due_kind.into()]);
        sql.params(params.len() - 2, params.len()).push(")");
    }
    if params.len() > 2 {
        tx.run(sql, &params).await?;
    }
    Ok(())
}

/// A child turns out to be in danger: clocks become as short as they would have been, still counted from receipt.
pub(crate) async fn tighten(tx: &mut Tx, kind: &str, matter: Id) -> Result<()> {
    for rule in rules(tx).await?.into_iter().filter(|rule| rule.kind == kind) {
        let length = rule.urgent_minutes * 60_000;
        tx.run(
            "update matter_clock set due_at = started_at + $3
             where matter_id = $1 and clock = $2 and met_at is null and void_at is null and due_at > started_at + $3",
            &[matter.into(), rule.clock.into(), length.into()],
        )
        .await?;
    }
    Ok(())
}

/// Satisfies a clock; one that is settled stays as it is. Answers whether it was open.
pub(crate) async fn meet(tx: &mut Tx, matter: Id, clock: &str) -> Result<bool> {
    let now = tx.now;
    let touched = tx
        .run(
            "update matter_clock set met_at = $3
             where matter_id = $1 and clock = $2 and met_at is null and void_at is null",
            &[matter.into(), clock.into(), now.into()],
        )
        .await?;
    Ok(touched == 1)
}

async fn void(tx: &mut Tx, matter: Id, clock: &str) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update matter_clock set void_at = $3
         where matter_id = $1 and clock = $2 and met_at is null and void_at is null",
        &[matter.into(), clock.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Every open clock of a matter loses its object: it was merged into another.
pub(crate) async fn void_all(tx: &mut Tx, matter: Id) -> Result<()> {
    for clock in of(tx, matter).await?.into_iter().filter(MatterClock::is_open) {
        void(tx, matter, &clock.clock).await?;
    }
    Ok(())
}

/// Clocks that lost their object at an instant run again, from where they always ran.
pub(crate) async fn revive(tx: &mut Tx, matter: Id, voided: Timestamp) -> Result<()> {
    tx.run(
        "update matter_clock set void_at = null where matter_id = $1 and void_at = $2",
        &[matter.into(), voided.into()],
    )
    .await?;
    Ok(())
}

/// The clocks of a matter, the first to run out first.
pub(crate) async fn of(tx: &mut Tx, matter: Id) -> Result<Vec<MatterClock>> {
    Ok(of_all(tx, &[matter]).await?.remove(&matter).unwrap_or_default())
}

/// The clocks of several matters, read together.
pub(crate) async fn of_all(tx: &mut Tx, matters: &[Id]) -> Result<HashMap<Id, Vec<MatterClock>>> {
    let mut clocks: HashMap<Id, Vec<MatterClock>> = HashMap::new();
    let sql = "select matter_id, clock, started_at, due_at, due_kind, met_at, void_at from matter_clock
               where matter_id";
    for row in &tx.rows_of(sql, matters, " order by due_at, clock, matter_id").await? {
        clocks.entry(row.id(0)?).or_default().push(MatterClock {
            clock: row.text(1)?,
            started_at: row.time(2)?,
            due_at: row.time(3)?,
            due_kind: row.text(4)?,
            met_at: row.time_opt(5)?,
            void_at: row.time_opt(6)?,
        });
    }
    Ok(clocks)
}

/// What a report's step does to its clocks.
pub(crate) async fn report_moved(tx: &mut Tx, report: Id, state: &str, outcome: &str) -> Result<()> {
    if state == "received" {
        return Ok(());
    }
    meet(tx, report, "acknowledge").await?;
    if state == "acknowledged" {
        return Ok(());
    }
    meet(tx, report, "assign").await?;
    match outcome {
        "opened_as_case" | "joined_to_case" => {}
        "referred_out" | "notice_issued" => void(tx, report, "first_contact").await?,
        "advice_given" | "update_recorded" | "screened_out" | "spam_or_wrong_number" => {
            void(tx, report, "first_contact").await?;
            void(tx, report, "mandatory_report").await?;
        }
        _ => {}
    }
    Ok(())
}

/// Somebody met the child of a case: the clocks of the reports that led there are satisfied.
pub(crate) async fn child_met(tx: &mut Tx, case: Id) -> Result<()> {
    let rows = tx.rows("select id from k_report where joined_case = $1 order by id", &[case.into()]).await?;
    for row in &rows {
        meet(tx, row.id(0)?, "first_contact").await?;
    }
    Ok(())
}
