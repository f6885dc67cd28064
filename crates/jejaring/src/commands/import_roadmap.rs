//! `jejaring import --kind roadmap`: the matrix of a national or regional road map becomes commitments, with a result for each line.

use formats::{Claim, ReadOptions, open_table_with};
use node::acts::promises::{ImportRoadmap, RoadmapDone, RoadmapOutcome};
use node::import::roadmap::{NoRoadmap, Roadmap, RoadmapNote, knows};
use node::{Actor, Node};
use serde_json::json;

use crate::failure::{Failure, Result};
use crate::out::Out;

/// What is to be read, and how.
pub(super) struct Matrix<'m> {
    /// Name of the file, which tells its form.
    pub(super) name: &'m str,
    /// The file.
    pub(super) bytes: &'m [u8],
    /// Sheet of a workbook.
    pub(super) sheet: Option<&'m str>,
    /// Only say what would happen.
    pub(super) dry_run: bool,
}

/// Reads the matrix and takes it in: all lines or none.
pub(super) async fn run(node: &Node, actor: &Actor, matrix: Matrix<'_>, out: &mut Out) -> Result<()> {
    let options = ReadOptions { sheet: matrix.sheet, known_name: Some(&knows), ..ReadOptions::default() };
    let table = open_table_with(matrix.bytes, &Claim::named(matrix.name), &options)
        .map_err(|error| Failure::new(format!("{}: {error}", matrix.name)))?;
    let today = node.now().date(model::time::Zone::Wib);
    let roadmap = Roadmap::read(table, today).map_err(|why| Failure::new(unread(&why)))?;
    // Nothing is half imported: with one cell that cannot be read the table is only looked through.
    let dry_run = matrix.dry_run || !roadmap.notes.is_empty();
    let notes = roadmap.notes;
    let done = node.perform(actor, ImportRoadmap { rows: roadmap.rows, dry_run }).await?;
    report(out, &done, &notes, matrix.dry_run)
}

fn unread(why: &NoRoadmap) -> String {
    match why {
        NoRoadmap::Columns(missing) => format!(
            "columns are missing: {}; a road map has strategy, intervention, output, target and responsible institution",
            missing.join(", ")
        ),
        NoRoadmap::TooLong => "the table is too long: split it".to_owned(),
        NoRoadmap::Broken(error) => format!("the file cannot be read: {error}"),
    }
}

fn said(outcome: &RoadmapOutcome, kept: bool) -> String {
    match outcome {
        RoadmapOutcome::Created if kept => "taken in, to be reviewed by somebody else".to_owned(),
        RoadmapOutcome::Created => "would be taken in".to_owned(),
        RoadmapOutcome::Unchanged => "is there already".to_owned(),
        RoadmapOutcome::Refused(field, code) => {
            format!("{field}: {code:?}; correct the cell and import again")
        }
    }
}

fn report(out: &mut Out, done: &RoadmapDone, notes: &[RoadmapNote], dry_run: bool) -> Result<()> {
    for note in notes {
        out.say(format_args!(
            "row {}, column {} ({}): {}; correct the cell and import again",
            note.row,
            note.column,
            note.field,
            note.problem.code()
        ));
    }
    for (row, outcome) in &done.rows {
        out.say(format_args!("row {row}: {}", said(outcome, done.kept)));
    }
    let created = done.count(|outcome| *outcome == RoadmapOutcome::Created);
    let unchanged = done.count(|outcome| *outcome == RoadmapOutcome::Unchanged);
    let refused = done.count(|outcome| matches!(outcome, RoadmapOutcome::Refused(..)));
    let rows: Vec<_> = done
        .rows
        .iter()
        .map(|(row, outcome)| match outcome {
            RoadmapOutcome::Created => json!({ "row": row, "outcome": "created" }),
            RoadmapOutcome::Unchanged => json!({ "row": row, "outcome": "unchanged" }),
            RoadmapOutcome::Refused(field, code) => {
                json!({ "row": row, "outcome": "refused", "field": field, "problem": code })
            }
        })
        .collect();
    let cells: Vec<_> = notes
        .iter()
        .map(|note| {
            json!({ "row": note.row, "column": note.column, "field": note.field, "problem": note.problem.code() })
        })
        .collect();
    let object = json!({
        "kept": done.kept, "dry_run": dry_run, "created": created, "unchanged": unchanged,
        "refused": refused + notes.len(), "rows": rows, "notes": cells,
    });
    if !dry_run && !done.kept {
        return Err(Failure::new(format!(
            "nothing was taken in: {} cells cannot be used; correct them and import the table again",
            refused + notes.len()
        )));
    }
    out.finish(&object);
    Ok(())
}
