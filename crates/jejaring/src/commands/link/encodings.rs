//! Columns of keyed filters in a list: `clk_name@0f3a…`, with digits that tell secret and schema apart.

use linkage::link::Column;

use crate::failure::{Failure, Result};

/// The heading of a filter.
pub(super) fn heading(column: Column, check: &str) -> String {
    format!("clk_{}@{check}", column.heading())
}

/// Places of filters, with the columns they stand for.
type Filters = Vec<(usize, Column)>;

/// The columns of filters among the headings of a list, and the digits they share.
pub(super) fn found(headings: &[String], file: &str) -> Result<(Filters, Option<String>)> {
    let (mut columns, mut checks) = (Vec::new(), Vec::new());
    for (place, heading) in headings.iter().enumerate() {
        let Some((name, check)) = heading.trim().strip_prefix("clk_").and_then(|rest| rest.split_once('@'))
        else {
            continue;
        };
        let column = Column::of_heading(name).ok_or_else(|| {
            Failure::new(format!("{file}: {heading} is no filter of a column that linkage knows"))
        })?;
        columns.push((place, column));
        checks.push(check.to_owned());
    }
    checks.dedup();
    match checks.as_slice() {
        [] => Ok((columns, None)),
        [check] => Ok((columns, Some(check.clone()))),
        _ => Err(Failure::new(format!("{file} mixes filters of several secrets or schemas: encode it anew"))),
    }
}

/// The words of a filter; all zeros for an empty cell. None when it is no filter of this width.
pub(super) fn read(cell: &str, words: usize) -> Option<Vec<u64>> {
    if cell.is_empty() {
        return Some(vec![0; words]);
    }
    // A cell that a spreadsheet would run as a formula was written with an apostrophe.
    let bytes = seal::from_base64(cell.strip_prefix('\'').unwrap_or(cell)).ok()?;
    let (eights, rest) = bytes.as_chunks::<8>();
    (rest.is_empty() && (words == 0 || words == eights.len()))
        .then(|| eights.iter().map(|eight| u64::from_le_bytes(*eight)).collect())
}
