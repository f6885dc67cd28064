//! Finding the row that names the columns under titles, logos of words and blank lines.

use std::collections::VecDeque;

use crate::table::{Header, Row};

/// Rows looked at from the top.
pub(crate) const SEARCHED_ROWS: u32 = 30;

/// Takes the header out of the first rows, and with it everything above.
///
/// The header is the first row with two known names; failing that, the first with two filled cells; failing that,
/// the first filled row (a list of one column).
pub(crate) fn take_header(rows: &mut VecDeque<Row>, known: Option<&dyn Fn(&str) -> bool>) -> Option<Header> {
    let by_name = known.and_then(|known| rows.iter().position(|row| matching(row, known) >= 2));
    let by_width = || rows.iter().position(|row| matching(row, &|_| true) >= 2);
    let at = by_name.or_else(by_width).or(if rows.is_empty() { None } else { Some(0) })?;
    let row = rows.drain(..=at).next_back()?;
    let mut names: Vec<String> = row.cells.into_iter().map(|cell| one_line(&cell.text)).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    Some(Header { row: row.number, names })
}

fn matching(row: &Row, known: &dyn Fn(&str) -> bool) -> usize {
    row.cells.iter().filter(|cell| !cell.text.trim().is_empty() && known(cell.text.trim())).count()
}

/// Column names are often broken over two lines inside their cell.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
