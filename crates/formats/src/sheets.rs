//! Whole workbooks: every visible sheet, row by row, without looking for a header. For files whose sheets have fixed names, such as
//! XLSForms. Everything passes the guard first.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::csv_in::{self, CsvRows};
use crate::error::FormatError;
use crate::guard::{Claim, FileKind, admit};
use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalKind};
use crate::table::Row;
use crate::xlsx_in;

/// Most sheets of a workbook that are read.
const SHEETS: usize = 30;

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name as written; empty for separated text.
    pub name: String,
    /// Rows with at least one filled cell.
    pub rows: Vec<Row>,
}

/// Reads every visible sheet of a workbook; separated text is one sheet without a name.
///
/// # Errors
/// [`FormatError`] when the guard refuses or a limit is exceeded; the limit of rows holds for each sheet.
pub fn open_sheets(bytes: &[u8], claim: &Claim<'_>, limits: &Limits) -> Result<Vec<Sheet>, FormatError> {
    match admit(bytes, claim, limits)? {
        FileKind::Xlsx => {
            let names = xlsx_in::sheet_names(Cursor::new(bytes))?;
            let sheet = |name: String| {
                let rows = xlsx_in::read_rows(bytes, Some(&name), limits)?;
                Ok(Sheet { name, rows })
            };
            names.into_iter().take(SHEETS).map(sheet).collect()
        }
        kind @ (FileKind::Csv | FileKind::Tsv | FileKind::Txt) => {
            let text = csv_in::decode(bytes).ok_or(Refusal::new(RefusalKind::NotText, "control_bytes"))?;
            let mut source = CsvRows::new(text, kind == FileKind::Tsv, *limits);
            let mut rows = Vec::new();
            while let Some(row) = source.next_row()? {
                if row.cells.len() > limits.columns as usize {
                    return Err(FormatError::TooManyColumns { row: row.number, limit: limits.columns });
                }
                rows.push(row);
            }
            Ok(vec![Sheet { name: String::new(), rows }])
        }
    }
}

/// Writes a workbook of several sheets of texts, the first row of each in bold. The same sheets always give the same bytes, and every
/// cell is a text, so that none acts as a formula.
///
/// # Errors
/// [`FormatError::Write`] when a sheet name or a cell is not allowed or `out` fails.
pub fn write_sheets<W: Write>(mut out: W, sheets: &[(&str, &[Vec<String>])]) -> Result<(), FormatError> {
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|_| FormatError::Write)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).map_err(|_| FormatError::Write)?;
        sheet.set_freeze_panes(1, 0).map_err(|_| FormatError::Write)?;
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let row = u32::try_from(row).map_err(|_| FormatError::Write)?;
                let column = u16::try_from(column).map_err(|_| FormatError::Write)?;
                let format = if row == 0 { &bold } else { &text };
                sheet.write_string_with_format(row, column, cell, format).map_err(|_| FormatError::Write)?;
            }
        }
    }
    let bytes = workbook.save_to_buffer().map_err(|_| FormatError::Write)?;
    out.write_all(&bytes).map_err(|_| FormatError::Write)
}
