//! Tables going out: the same rows always give the same bytes, and no cell can act as a formula.

use std::borrow::Cow;
use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::error::FormatError;
use crate::table::column_letters;

/// Excel's ceiling of one cell, in characters.
const CELL_CHARS: usize = 32_767;

/// How the cells of a column are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColumnForm {
    /// Plain numbers of up to 15 digits become numbers in a workbook, everything else text.
    #[default]
    Auto,
    /// Always text: NIK, telephone numbers, codes with leading zeros.
    Text,
}

/// Choices of separated text.
#[derive(Debug, Clone, Copy)]
pub struct CsvOptions {
    /// One byte between cells; spreadsheets set to Indonesian open `;` without asking.
    pub separator: u8,
    /// Whether to begin with the UTF-8 mark, without which Excel misreads accented letters.
    pub mark: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { separator: b',', mark: false }
    }
}

/// Choices of a workbook.
#[derive(Debug, Clone, Copy)]
pub struct XlsxOptions<'a> {
    /// Sheet name, at most 31 characters.
    pub sheet: &'a str,
    /// Form of each column; missing ones are [`ColumnForm::Auto`].
    pub columns: &'a [ColumnForm],
    /// Lines under the table, after an empty row: notes and sources, which travel with the figures.
    pub below: &'a [String],
}

impl Default for XlsxOptions<'_> {
    fn default() -> Self {
        Self { sheet: "data", columns: &[], below: &[] }
    }
}

/// Puts an apostrophe before a text a spreadsheet would run as a formula: one that begins with `=`, `+`, `-`, `@`,
/// tab or a line break, unless it is a plain number. [`restore`] takes exactly that apostrophe away again.
#[must_use]
pub fn neutralise(text: &str) -> Cow<'_, str> {
    let inner = text.trim_start_matches('\'');
    let quoted = inner.len() < text.len();
    if inner.starts_with(is_trigger) && (quoted || !is_plain_number(text)) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The opposite of [`neutralise`]; any other text is returned as it is.
#[must_use]
pub fn restore(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(is_trigger) => rest,
        _ => text,
    }
}

fn is_trigger(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n')
}

/// Digits with at most one decimal sign and a leading minus; no leading zeros, no plus, at most 15 digits.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    all_digits(whole) && all_digits(fraction) && !leading_zero && whole.len() + fraction.len() <= 15
}

/// Separated text after RFC 4180, written row by row: for tables that do not fit in memory.
pub struct CsvWriter<W: Write> {
    writer: csv::Writer<W>,
    width: usize,
    rows: usize,
}

impl<W: Write> CsvWriter<W> {
    /// Begins with the header.
    ///
    /// # Errors
    /// [`FormatError::Write`] when `out` fails.
    pub fn new(mut out: W, header: &[&str], options: CsvOptions) -> Result<Self, FormatError> {
        if options.mark {
            out.write_all(b"\xef\xbb\xbf").map_err(|_| FormatError::Write)?;
        }
        let mut writer = csv::WriterBuilder::new()
            .delimiter(options.separator)
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(out);
        record(&mut writer, header.iter().copied())?;
        Ok(Self { writer, width: header.len(), rows: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`FormatError::RaggedRow`] when it is not as wide as the header, [`FormatError::Write`] when `out` fails.
    pub fn row(&mut self, row: &[String]) -> Result<(), FormatError> {
        let row = checked_width(row, self.width, self.rows)?;
        self.rows += 1;
        record(&mut self.writer, row.iter().map(String::as_str))
    }

    /// Writes what is still waiting and gives back where it was written to.
    ///
    /// # Errors
    /// [`FormatError::Write`] when `out` fails.
    pub fn finish(self) -> Result<W, FormatError> {
        self.writer.into_inner().map_err(|_| FormatError::Write)
    }
}

fn record<'a, W: Write>(
    writer: &mut csv::Writer<W>,
    cells: impl Iterator<Item = &'a str>,
) -> Result<(), FormatError> {
    writer.write_record(cells.map(|cell| neutralise(cell).into_owned())).map_err(|_| FormatError::Write)
}

/// Writes separated text after RFC 4180.
///
/// # Errors
/// As [`CsvWriter`].
pub fn write_csv<W: Write>(
    out: W,
    header: &[&str],
    rows: impl IntoIterator<Item = impl AsRef<[String]>>,
    options: CsvOptions,
) -> Result<(), FormatError> {
    let mut writer = CsvWriter::new(out, header, options)?;
    for row in rows {
        writer.row(row.as_ref())?;
    }
    writer.finish().map(|_| ())
}

/// Writes a workbook of one sheet with a frozen header.
///
/// # Errors
/// [`FormatError::RaggedRow`], [`FormatError::CellTooLong`] over Excel's ceiling, [`FormatError::TooManyRows`] over
/// 1,048,576 rows, [`FormatError::Write`] when the sheet name is not allowed or `out` fails.
pub fn write_xlsx<W: Write>(
    mut out: W,
    header: &[&str],
    rows: impl IntoIterator<Item = impl AsRef<[String]>>,
    options: XlsxOptions<'_>,
) -> Result<(), FormatError> {
    let mut workbook = Workbook::new();
    // The library would stamp the hour of writing; equal rows must give equal bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|_| FormatError::Write)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = workbook.add_worksheet();
    sheet.set_name(options.sheet).map_err(|_| FormatError::Write)?;
    sheet.set_freeze_panes(1, 0).map_err(|_| FormatError::Write)?;
    let formats = Formats { text: Format::new().set_num_format("@"), bold: Format::new().set_bold() };
    for (column, name) in header.iter().enumerate() {
        write_text(sheet, 0, column, name, &formats.bold)?;
    }
    let mut used = 1;
    for (index, row) in rows.into_iter().enumerate() {
        used += 1;
        for (column, cell) in checked_width(row.as_ref(), header.len(), index)?.iter().enumerate() {
            let form = options.columns.get(column).copied().unwrap_or_default();
            write_cell(sheet, index + 1, column, cell, form, &formats)?;
        }
    }
    for (index, line) in options.below.iter().enumerate() {
        write_cell(sheet, used + 1 + index, 0, line, ColumnForm::Text, &formats)?;
    }
    let bytes = workbook.save_to_buffer().map_err(|_| FormatError::Write)?;
    out.write_all(&bytes).map_err(|_| FormatError::Write)
}

struct Formats {
    text: Format,
    bold: Format,
}

fn write_cell(
    sheet: &mut Worksheet,
    row: usize,
    column: usize,
    cell: &str,
    form: ColumnForm,
    formats: &Formats,
) -> Result<(), FormatError> {
    if cell.is_empty() {
        return Ok(());
    }
    // A long run of digits is a name, not a quantity. Only numbers that come back letter by letter are written as numbers.
    let number = (form == ColumnForm::Auto && is_plain_number(cell))
        .then(|| cell.parse::<f64>().ok())
        .flatten()
        .filter(|number| number.to_string() == cell);
    match number {
        Some(number) => {
            let (row_at, column_at) = position(row, column)?;
            let written = sheet.write_number(row_at, column_at, number);
            written.map(|_| ()).map_err(|error| refused(&error, row, column))
        }
        None => write_text(sheet, row, column, cell, &formats.text),
    }
}

fn write_text(
    sheet: &mut Worksheet,
    row: usize,
    column: usize,
    text: &str,
    format: &Format,
) -> Result<(), FormatError> {
    let (row_at, column_at) = position(row, column)?;
    let written = sheet.write_string_with_format(row_at, column_at, neutralise(text).as_ref(), format);
    written.map(|_| ()).map_err(|error| refused(&error, row, column))
}

fn position(row: usize, column: usize) -> Result<(u32, u16), FormatError> {
    let row_at = u32::try_from(row).map_err(|_| FormatError::TooManyRows { limit: 1_048_576 })?;
    let column_at =
        u16::try_from(column).map_err(|_| FormatError::TooManyColumns { row: row_at, limit: 16_384 })?;
    Ok((row_at, column_at))
}

fn refused(error: &XlsxError, row: usize, column: usize) -> FormatError {
    let row = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(1);
    match error {
        XlsxError::MaxStringLengthExceeded => {
            FormatError::CellTooLong { row, column: column_letters(column), limit: CELL_CHARS }
        }
        XlsxError::RowColumnLimitError => FormatError::TooManyRows { limit: 1_048_576 },
        _ => FormatError::Write,
    }
}

fn checked_width(row: &[String], expected: usize, index: usize) -> Result<&[String], FormatError> {
    if row.len() == expected {
        Ok(row)
    } else {
        Err(FormatError::RaggedRow { row: index + 1, found: row.len(), expected })
    }
}
