//! A whole table, from its first row to its last: the one driver behind the page and the command line.
//!
//! Rows are read as they come and handed over in batches, so that a list of 100,000 needs no more memory than one of 200. What
//! has been taken in stays in when a run is stopped or fails; the same list again changes nothing that is there already.

use std::ops::ControlFlow;

use formats::values::{CellProblem, ProblemCode as CellCode};
use formats::{FormatError, Row};
use model::time::Zone;
use model::{Id, ProblemCode};

use super::{CaseRow, ColumnMap, read_row};
use crate::access::{Actor, Origin};
use crate::acts::{BATCH, ImportCases, RowOutcome, RowResult};
use crate::error::{Error, Result};
use crate::node::Node;

/// Choices of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions {
    /// The post that takes custody; the importer's own when `None`.
    pub post: Option<Id>,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Take in also what looks like a child who is known already.
    pub take_likely: bool,
}

/// What a run did so far.
#[derive(Debug, Default)]
pub struct Summary {
    /// Rows read.
    pub rows: u64,
    /// New cases.
    pub created: u64,
    /// Taken in before, and nothing changed.
    pub unchanged: u64,
    /// Taken in before, and brought up to date.
    pub updated: u64,
    /// Closed or out of reach: nothing was changed.
    pub left_alone: u64,
    /// Held back because a known child looks the same.
    pub likely: u64,
    /// Rows that cannot be taken in.
    pub invalid: u64,
    /// What somebody has to look at, in the order of the rows; never what stood in a cell.
    pub notes: Vec<RowNote>,
    /// How it ended.
    pub ended: Ended,
}

/// How a run ended.
#[derive(Debug, Default)]
pub enum Ended {
    /// It has not.
    #[default]
    NotYet,
    /// With the last row.
    Whole,
    /// Somebody stopped it.
    Stopped,
    /// The table cannot be read further.
    Broken(FormatError),
    /// The node said no.
    Failed(Error),
}

/// Something about a row that a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowNote {
    /// Row as the spreadsheet shows it.
    pub row: u32,
    /// Letters of the column, where one is to blame.
    pub column: Option<String>,
    /// The field, where one is to blame: of the table, or of our record where the column is not known.
    pub field: Option<String>,
    /// What it is.
    pub what: NoteKind,
}

/// What somebody has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// A cell cannot be read.
    Cell(CellCode),
    /// A field of ours does not take what was read.
    Field(ProblemCode),
    /// Held back: a known child looks the same.
    LikelyDuplicate,
    /// Taken in before; the case is closed or out of reach.
    LeftAlone,
}

impl From<CellProblem> for RowNote {
    fn from(problem: CellProblem) -> Self {
        Self {
            row: problem.row,
            column: Some(problem.column),
            field: Some(problem.field),
            what: NoteKind::Cell(problem.code),
        }
    }
}

impl Summary {
    fn take(&mut self, result: RowResult, map: &ColumnMap) {
        let about = |what| RowNote { row: result.row, column: None, field: None, what };
        match result.outcome {
            RowOutcome::Created => self.created += 1,
            RowOutcome::Unchanged => self.unchanged += 1,
            RowOutcome::Updated => self.updated += 1,
            RowOutcome::LeftAlone => {
                self.left_alone += 1;
                self.notes.push(about(NoteKind::LeftAlone));
            }
            RowOutcome::LikelyDuplicate => {
                self.likely += 1;
                self.notes.push(about(NoteKind::LikelyDuplicate));
            }
            RowOutcome::Invalid { problems } => {
                self.invalid += 1;
                let note = |problem: model::Problem| RowNote {
                    column: map.column(&problem.field).map(formats::column_letters),
                    field: Some(problem.field),
                    ..about(NoteKind::Field(problem.code))
                };
                self.notes.extend(problems.into_iter().map(note));
            }
        }
    }
}

/// Runs a table through. `progress` is told after every batch and may stop the run there.
///
/// Who acts is asked again before each batch, so that a right that was taken away ends the run.
pub async fn run_import(
    node: &Node,
    actor: &Actor,
    table: impl Iterator<Item = std::result::Result<Row, FormatError>> + Send,
    map: &ColumnMap,
    options: RunOptions,
    mut progress: impl FnMut(&Summary) -> ControlFlow<()> + Send,
) -> Summary {
    let mut summary = Summary::default();
    let today = node.now().date(Zone::default());
    let mut batch = Vec::with_capacity(BATCH);
    for row in table {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                summary.ended = Ended::Broken(error);
                break;
            }
        };
        summary.rows += 1;
        match read_row(&row, map, today) {
            Ok(case) => batch.push(case),
            Err(problems) => {
                summary.invalid += 1;
                summary.notes.extend(problems.into_iter().map(RowNote::from));
            }
        }
        if summary.rows % BATCH as u64 == 0 {
            if let Err(ended) = flush(node, actor, &mut batch, map, options, &mut summary).await {
                summary.ended = ended;
                break;
            }
            if progress(&summary).is_break() {
                summary.ended = Ended::Stopped;
                break;
            }
        }
    }
    if matches!(summary.ended, Ended::NotYet) {
        let last = flush(node, actor, &mut batch, map, options, &mut summary).await;
        summary.ended = last.err().unwrap_or(Ended::Whole);
    }
    // Rows of one batch are answered after the cells that could not be read.
    summary.notes.sort_by_key(|note| note.row);
    summary
}

async fn flush(
    node: &Node,
    actor: &Actor,
    batch: &mut Vec<CaseRow>,
    map: &ColumnMap,
    options: RunOptions,
    summary: &mut Summary,
) -> std::result::Result<(), Ended> {
    if batch.is_empty() {
        return Ok(());
    }
    let rows = std::mem::replace(batch, Vec::with_capacity(BATCH));
    let results = hand_over(node, actor, rows, options).await.map_err(Ended::Failed)?;
    for result in results {
        summary.take(result, map);
    }
    Ok(())
}

async fn hand_over(
    node: &Node,
    actor: &Actor,
    rows: Vec<CaseRow>,
    options: RunOptions,
) -> Result<Vec<RowResult>> {
    let actor = match actor.account() {
        Some(account) => node.actor(account, actor.lang(), Origin::Import).await?,
        None => actor.clone(),
    };
    let RunOptions { post, dry_run, take_likely } = options;
    node.perform(&actor, ImportCases { rows, post, dry_run, take_likely }).await
}
