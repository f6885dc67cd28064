//! Workbooks, through `calamine`. Cells are taken one by one: the library's ready-made range would set aside memory
//! for the whole rectangle between the first and the last cell, which a hostile file can make as large as it likes.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};

use crate::error::FormatError;
use crate::limits::Limits;
use crate::picture_text::refuse_picture_text;
use crate::table::{Cell, CellFlag, Row};
use crate::write::restore;

/// From here on a spreadsheet number has more than 15 digits, and Excel has replaced the rest by zeros.
const FIFTEEN_DIGITS: f64 = 1e15;
/// One past 9999-12-31 as an Excel serial day.
const LAST_SERIAL: f64 = 2_958_466.0;

/// Reads the rows of one sheet. The guard has measured the workbook before, so it fits in memory.
pub(crate) fn read_rows(bytes: &[u8], sheet: Option<&str>, limits: &Limits) -> Result<Vec<Row>, FormatError> {
    // The library asserts some relations between parts that a crafted workbook can break; that must not end the
    // work of everybody else on the node.
    catch_unwind(AssertUnwindSafe(|| read_sheet(bytes, sheet, limits)))
        .unwrap_or(Err(FormatError::Broken { row: 0 }))
}

fn read_sheet(bytes: &[u8], sheet: Option<&str>, limits: &Limits) -> Result<Vec<Row>, FormatError> {
    let broken = |row| FormatError::Broken { row };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken(0))?;
    let name = choose_sheet(&workbook, sheet)?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|_| broken(0))?;
    let mut rows = Vec::new();
    let mut current = Row { number: 0, cells: Vec::new() };
    loop {
        let next = cells.next_cell().map_err(|_| broken(current.number.saturating_add(1)))?;
        let Some(found) = next else { break };
        let (row, column) = found.get_position();
        let cell = cell_of(found.get_value());
        if cell == Cell::default() {
            continue;
        }
        refuse_picture_text(&cell.text)?;
        let number = row.saturating_add(1);
        if number != current.number {
            finish(&mut rows, &mut current, number, limits)?;
        }
        place(&mut current, column, cell, limits)?;
    }
    finish(&mut rows, &mut current, u32::MAX, limits)?;
    rows.sort_by_key(|row| row.number);
    Ok(rows)
}

/// The names of the visible sheets, in the workbook's order.
pub(crate) fn sheet_names(bytes: Cursor<&[u8]>) -> Result<Vec<String>, FormatError> {
    catch_unwind(AssertUnwindSafe(|| {
        let workbook = Xlsx::new(bytes).map_err(|_| FormatError::Broken { row: 0 })?;
        let shown = workbook.sheets_metadata().iter().filter(|sheet| is_shown(sheet));
        Ok(shown.map(|sheet| sheet.name.clone()).collect())
    }))
    .unwrap_or(Err(FormatError::Broken { row: 0 }))
}

fn is_shown(sheet: &calamine::Sheet) -> bool {
    sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
}

fn choose_sheet(workbook: &Xlsx<Cursor<&[u8]>>, wanted: Option<&str>) -> Result<String, FormatError> {
    workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| is_shown(sheet))
        .find(|sheet| wanted.is_none_or(|name| sheet.name == name))
        .map(|sheet| sheet.name.clone())
        .ok_or(FormatError::NoSuchSheet)
}

fn finish(rows: &mut Vec<Row>, current: &mut Row, next: u32, limits: &Limits) -> Result<(), FormatError> {
    let done = std::mem::replace(current, Row { number: next, cells: Vec::new() });
    if done.cells.iter().any(|cell| !cell.text.trim().is_empty() || cell.flag.is_some()) {
        rows.push(done);
    }
    if rows.len() > limits.rows as usize + crate::header::SEARCHED_ROWS as usize {
        return Err(FormatError::TooManyRows { limit: limits.rows });
    }
    Ok(())
}

fn place(row: &mut Row, column: u32, cell: Cell, limits: &Limits) -> Result<(), FormatError> {
    if column >= limits.columns {
        return Err(FormatError::TooManyColumns { row: row.number, limit: limits.columns });
    }
    let column = column as usize;
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::default());
    }
    if let Some(slot) = row.cells.get_mut(column) {
        *slot = cell;
    }
    Ok(())
}

fn cell_of(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::Empty => Cell::default(),
        DataRef::String(text) => plain(text.clone()),
        DataRef::SharedString(text) => plain((*text).to_owned()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => plain(text.clone()),
        DataRef::Bool(value) => plain(value.to_string()),
        DataRef::Int(value) => {
            let lost = value.unsigned_abs() >= 1_000_000_000_000_000;
            Cell { text: value.to_string(), flag: lost.then_some(CellFlag::PrecisionLost) }
        }
        DataRef::Float(value) => number(*value),
        DataRef::DateTime(value) => moment(value),
        DataRef::Error(_) => Cell { text: String::new(), flag: Some(CellFlag::SpreadsheetError) },
    }
}

fn plain(text: String) -> Cell {
    Cell { text: restore(&text).to_owned(), flag: None }
}

fn number(value: f64) -> Cell {
    let lost = value.abs() >= FIFTEEN_DIGITS;
    Cell { text: format!("{value}"), flag: lost.then_some(CellFlag::PrecisionLost) }
}

/// Days as `yyyy-mm-dd`, with ` hh:mm:ss` only when a time of day is there; times alone as `hh:mm:ss`.
fn moment(value: &ExcelDateTime) -> Cell {
    let serial = value.as_f64();
    if value.is_duration() || !(0.0..LAST_SERIAL).contains(&serial) {
        return number(serial);
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    if serial < 1.0 {
        return plain(clock);
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    plain(if clock == "00:00:00" { date } else { format!("{date} {clock}") })
}
