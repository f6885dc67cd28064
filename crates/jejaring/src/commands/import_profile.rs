//! `jejaring import --kind profile`: a country profile, a workbook of several sheets read by a mapping file, with a result for each cell
//! that cannot be used.

use node::acts::promises::{ImportProfile, ProfileDone, ProfileOutcome};
use node::import::mapping::{BadMapping, KINDS, Mapping};
use node::import::profile::{NoProfile, Profile, ProfileNote};
use node::{Actor, Node};
use serde_json::json;

use crate::failure::{Failure, Result};
use crate::out::Out;

/// What is to be read, and how.
pub(super) struct Workbook<'w> {
    /// Name of the file, which tells its form.
    pub(super) name: &'w str,
    /// The file.
    pub(super) bytes: &'w [u8],
    /// Text of the mapping file.
    pub(super) mapping: &'w str,
    /// Only say what would happen.
    pub(super) dry_run: bool,
}

/// Reads the workbook and takes it in: all statements or none.
pub(super) async fn run(node: &Node, actor: &Actor, workbook: Workbook<'_>, out: &mut Out) -> Result<()> {
    let mapping = Mapping::read(workbook.mapping).map_err(|bad| Failure::new(unmapped(&bad)))?;
    let today = node.now().date(model::time::Zone::Wib);
    let profile = Profile::read(workbook.bytes, workbook.name, &mapping, today)
        .map_err(|why| Failure::new(unread(&why)))?;
    // Nothing is half imported: with one cell that cannot be used the workbook is only looked through.
    let dry_run = workbook.dry_run || !profile.notes.is_empty();
    let done = node.perform(actor, ImportProfile { rows: profile.rows, dry_run }).await?;
    report(out, &done, &profile.notes, workbook.dry_run)
}

fn unmapped(bad: &BadMapping) -> String {
    match bad {
        BadMapping::Unreadable(line) => {
            format!("the mapping cannot be read in line {line}: correct it as TOML")
        }
        BadMapping::NoSheet => "the mapping names no sheet: add a section [[sheet]]".to_owned(),
        BadMapping::Twice(sheet) => format!("the mapping names sheet {sheet} twice: join the two"),
        BadMapping::Kind(sheet, kind) => {
            format!("sheet {sheet}: kind {kind} cannot be imported; use one of {}", KINDS.join(", "))
        }
        BadMapping::Field(sheet, field) => {
            format!("sheet {sheet}: its kind has no field {field}; correct the mapping")
        }
        BadMapping::Lacks(sheet, fields) => format!(
            "sheet {sheet}: required fields are not mapped: {}; add a column, a fixed value or a common value at the top",
            fields.join(", ")
        ),
    }
}

fn unread(why: &NoProfile) -> String {
    match why {
        NoProfile::Broken(sheet, error) => format!("sheet {sheet}: {error}"),
        NoProfile::Columns(sheet, headings) => format!(
            "sheet {sheet}: these headings were not found: {}; make the headings of sheet and mapping the same",
            headings.join(", ")
        ),
        NoProfile::TooLong => "the workbook is too long: split it".to_owned(),
    }
}

const fn remedy(problem: model::ProblemCode) -> &'static str {
    match problem {
        model::ProblemCode::Missing => "fill the cell, or give a value for all rows in the mapping",
        model::ProblemCode::UnknownCode => "write a code or label of its list, or map the word under codes",
        model::ProblemCode::NotADate => "write a full date such as 2026-01-31",
        _ => "correct the cell and import again",
    }
}

fn said(outcome: &ProfileOutcome, kept: bool) -> String {
    match outcome {
        ProfileOutcome::Created if kept => "taken in as unreviewed".to_owned(),
        ProfileOutcome::Created => "would be taken in as unreviewed".to_owned(),
        ProfileOutcome::Unchanged => "is there already".to_owned(),
        ProfileOutcome::Refused(field, code) => format!("{field}: {code:?}; {}", remedy(*code)),
    }
}

fn report(out: &mut Out, done: &ProfileDone, notes: &[ProfileNote], dry_run: bool) -> Result<()> {
    for note in notes {
        let column = if note.column.is_empty() { String::new() } else { format!(", column {}", note.column) };
        let (problem, todo) = (note.problem, remedy(note.problem));
        out.say(format_args!(
            "sheet {}, row {}{column} ({}): {problem:?}; {todo}",
            note.sheet, note.row, note.field
        ));
    }
    for line in &done.lines {
        let what = said(&line.outcome, done.kept);
        out.say(format_args!("sheet {}, row {} ({}): {what}", line.sheet, line.row, line.kind));
    }
    let count = |what: fn(&ProfileOutcome) -> bool| done.count(what);
    let created = count(|outcome| *outcome == ProfileOutcome::Created);
    let unchanged = count(|outcome| *outcome == ProfileOutcome::Unchanged);
    let refused = count(|outcome| matches!(outcome, ProfileOutcome::Refused(..))) + notes.len();
    let cells: Vec<_> = notes
        .iter()
        .map(|note| {
            json!({
                "sheet": note.sheet, "row": note.row, "column": note.column, "kind": note.kind,
                "field": note.field, "problem": note.problem,
            })
        })
        .collect();
    let object = json!({
        "kept": done.kept, "dry_run": dry_run, "created": created, "unchanged": unchanged,
        "refused": refused, "notes": cells,
    });
    if !dry_run && !done.kept {
        return Err(Failure::new(format!(
            "nothing was taken in: {refused} cells cannot be used; correct them and import the workbook again"
        )));
    }
    out.finish(&object);
    Ok(())
}
