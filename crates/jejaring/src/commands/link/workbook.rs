//! Lists in workbooks. A sheet has at most a million rows, so it is read whole.

use std::fs;
use std::path::Path;

use formats::{Claim, Limits, ReadOptions, open_table_with};
use linkage::link::{Column, Intake};

use super::columns::Wanted;
use super::reading::{Part, Read};
use crate::failure::{Failure, Result};

/// Opens the first sheet of a workbook as wide and as long as Excel allows.
pub(super) fn open(path: &Path) -> Result<formats::TableReader> {
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let limits = Limits { bytes: 1 << 30, expanded_bytes: 8 << 30, rows: 1_048_576, ..Limits::default() };
    let known = |heading: &str| Column::of_heading(heading).is_some();
    let options = ReadOptions { known_name: Some(&known), limits, ..ReadOptions::default() };
    let name = path.to_string_lossy();
    open_table_with(&bytes, &Claim::named(&name), &options)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// Reads a workbook. Gives where the next list goes on.
pub(super) fn read(
    path: &Path,
    wanted: &Wanted,
    mut intake: Intake,
    read: &mut Read,
    (number, row): (usize, u32),
) -> Result<(usize, u32)> {
    let table = open(path)?;
    let name = path.display().to_string();
    let layout = wanted.layout(&table.header().names.clone(), &name)?;
    let mut part = Part { number, ..Part::default() };
    let mut at = row;
    for found in table {
        let found = found.map_err(|error| Failure::new(format!("{name}: {error}")))?;
        // A sheet has no cells to the right of its last filled one.
        let cells: Vec<&str> = (0..layout.width).map(|column| found.text(column)).collect();
        part.take(&mut intake, &layout, at, &cells, &name);
        at += 1;
    }
    read.intakes.push(intake);
    read.parts.push(part);
    read.layouts.push(layout);
    Ok((number + 1, at))
}
