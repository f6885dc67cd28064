//! One row for each cell: what CSV and workbooks hold.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::output::Wording;
use crate::publish::{Published, Shown};
use crate::table::Layout;

/// A header and rows of the same width.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Column names.
    pub header: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

const COUNT: &str = "count";
const STATUS: &str = "status";
const WITHHELD: &str = "withheld";

/// For each table and cell: number of the table, code and name of each category (`_T` is the total), the count, and
/// whether it is `shown`, `withheld`, `incomplete` or `no-data`. What is not shown has an empty count.
///
/// # Errors
/// Whatever is wrong with a request.
pub fn tidy(published: &Published, wording: &Wording<'_>) -> Result<Rows> {
    let dimensions = published.layout().dimensions();
    let mut header = vec!["table".to_owned()];
    header.extend(dimensions.iter().map(|dimension| dimension.name().to_owned()));
    header.extend(dimensions.iter().map(|dimension| format!("{}_label", dimension.name())));
    header.extend([COUNT, STATUS, "counted"].map(str::to_owned));
    let mut rows = Vec::new();
    for (at, request) in published.requests().iter().enumerate() {
        for cell in published.cells_of(request)? {
            let codes = published.layout().codes(cell);
            let (count, status) = match published.shown(cell) {
                Shown::NotAsked => continue,
                Shown::NoData => (String::new(), "no-data"),
                Shown::Withheld => (String::new(), WITHHELD),
                Shown::Count(count) if published.is_incomplete(cell) => (count.to_string(), "incomplete"),
                Shown::Count(count) => (count.to_string(), "shown"),
            };
            let mut row = vec![(at + 1).to_string()];
            row.extend(codes.iter().map(|code| (*code).to_owned()));
            let names = dimensions.iter().zip(&codes);
            row.extend(names.map(|(dimension, code)| (wording.category)(dimension.name(), code)));
            row.extend([count, status.to_owned(), wording.counted.to_owned()]);
            rows.push(row);
        }
    }
    Ok(Rows { header, rows })
}

/// Reads back, from rows as [`tidy`] writes them, which cells of a layout were withheld. Cells that the rows do not
/// name, or that the layout does not have, were not published; the former count as withheld.
#[must_use]
pub fn withheld_cells(layout: &Layout, header: &[String], rows: &[Vec<String>]) -> Vec<bool> {
    let place: BTreeMap<&str, usize> =
        header.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut withheld = vec![true; layout.len()];
    for row in rows {
        let text = |name: &str| place.get(name).and_then(|at| row.get(*at)).map_or("", |text| text.trim());
        let codes: Vec<&str> = layout.dimensions().iter().map(|dimension| text(dimension.name())).collect();
        let Ok(cell) = layout.find(&codes) else { continue };
        if let Some(place) = withheld.get_mut(cell) {
            *place = text(STATUS) == WITHHELD;
        }
    }
    withheld
}
