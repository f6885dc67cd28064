//! SDMX-CSV 2.0, the separated text of SDMX 3.0: one observation a row.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::output::rows::Rows;
use crate::publish::{Published, Shown};

/// What an SDMX message says of the whole set.
#[derive(Debug, Clone, Copy)]
pub struct SdmxHead<'a> {
    /// Id of the data flow, such as `JEJARING:DF_CHILDREN(1.0)`.
    pub flow: &'a str,
    /// Period of the figures, such as `2026-Q1`.
    pub period: &'a str,
    /// Code of what is counted.
    pub counted: &'a str,
}

/// The observations. `OBS_STATUS` is `A` (normal), `Q` (missing, suppressed), `O` (missing) or `E` for a total that
/// lacks parts; `CONF_STATUS` is `F` (free) or `C` (confidential), never the codes that would tell cells withheld for
/// their own sake from those withheld for others.
///
/// # Errors
/// Whatever is wrong with a request.
pub fn sdmx(published: &Published, head: SdmxHead<'_>) -> Result<Rows> {
    let dimensions = published.layout().dimensions();
    let mut header: Vec<String> = ["STRUCTURE", "STRUCTURE_ID", "ACTION"].map(str::to_owned).to_vec();
    header.extend(dimensions.iter().map(|dimension| concept(dimension.name())));
    header.extend(
        ["COUNTED_ENTITY", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS"].map(str::to_owned),
    );
    let mut cells = BTreeSet::new();
    for request in published.requests() {
        cells.extend(published.cells_of(request)?);
    }
    let mut rows = Vec::new();
    for cell in cells {
        let (count, status, free) = match published.shown(cell) {
            Shown::NotAsked => continue,
            Shown::NoData => (String::new(), "O", "F"),
            Shown::Withheld => (String::new(), "Q", "C"),
            Shown::Count(count) if published.is_incomplete(cell) => (count.to_string(), "E", "F"),
            Shown::Count(count) => (count.to_string(), "A", "F"),
        };
        let mut row = vec!["dataflow".to_owned(), head.flow.to_owned(), "I".to_owned()];
        row.extend(published.layout().codes(cell).iter().map(|code| (*code).to_owned()));
        row.extend([head.counted, head.period, &count, status, free].map(str::to_owned));
        rows.push(row);
    }
    Ok(Rows { header, rows })
}

/// An SDMX concept id: capital letters, digits and underscores, a letter first.
fn concept(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
    let id: String = name.chars().map(plain).collect();
    if id.starts_with(|first: char| first.is_ascii_alphabetic()) { id } else { format!("D_{id}") }
}
