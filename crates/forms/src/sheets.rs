//! The sheets of a form as text: what is read once from a file and may be kept.

use formats::{Claim, FormatError, Limits, open_sheets, refuse_picture_text, write_sheets};
use serde::{Deserialize, Serialize};

use crate::xml::{self, XmlFault, XmlLimits};

/// The sheets of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbook {
    /// In the file's order.
    pub sheets: Vec<Sheet>,
    /// Tables given beside the form, each under the name of its file, their columns in the first row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Sheet>,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Name as written.
    pub name: String,
    /// Rows with at least one filled cell.
    pub rows: Vec<Line>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// Trimmed texts from column A on.
    pub cells: Vec<String>,
}

/// Ceilings of a form: far above any that a person can fill, low enough for a small server.
const LIMITS: Limits = Limits {
    bytes: 4 << 20,
    zip_entries: 100,
    expanded_bytes: 32 << 20,
    expansion_ratio: 200,
    depth: 6,
    rows: 20_000,
    columns: 200,
    cell_chars: 32_767,
};

/// Cells of all tables beside a form together: every submission is judged with them in memory.
const CELLS: usize = 200_000;

/// Sheets of a form by their fixed names.
const SHEETS: [&str; 6] = ["survey", "choices", "settings", "entities", "external_choices", "osm"];

impl Workbook {
    /// Reads an XLSX file, or a CSV file in which the first column names the sheets and the rows of each follow its name.
    ///
    /// # Errors
    /// [`FormatError`] when the guard refuses the file (pictures, macros, embedded files) or it cannot be read.
    pub fn open(bytes: &[u8], name: &str) -> Result<Self, FormatError> {
        let mut sheets: Vec<Sheet> =
            open_sheets(bytes, &Claim::named(name), &LIMITS)?.into_iter().map(Sheet::of).collect();
        if let [only] = sheets.as_mut_slice()
            && only.name.is_empty()
        {
            return Ok(Self { sheets: part(std::mem::take(only)), files: Vec::new() });
        }
        Ok(Self { sheets, files: Vec::new() })
    }

    /// Takes a table beside the form along: CSV, or XML as ODK has it (`root`, and an `item` for each row). Only its text is kept; one of
    /// the same name that was there goes.
    ///
    /// # Errors
    /// [`FormatError`] when it is refused (pictures, media, anything but a table of text) or cannot be read.
    pub fn attach(&mut self, name: &str, bytes: &[u8]) -> Result<(), FormatError> {
        let sheet = if name.ends_with(".xml") { of_xml(bytes)? } else { of_csv(bytes)? };
        self.files.retain(|known| known.name != name);
        self.files.push(Sheet { name: name.to_owned(), ..sheet });
        let cells: usize = self.files.iter().flat_map(|sheet| &sheet.rows).map(|line| line.cells.len()).sum();
        if cells > CELLS { Err(FormatError::TooManyRows { limit: LIMITS.rows }) } else { Ok(()) }
    }

    /// Reads a form kept as one CSV for each sheet: pairs of sheet name and content.
    ///
    /// # Errors
    /// [`FormatError`] when one of them is refused or cannot be read.
    pub fn of_csv(parts: &[(&str, &[u8])]) -> Result<Self, FormatError> {
        let mut sheets = Vec::new();
        for (name, bytes) in parts {
            for sheet in open_sheets(bytes, &Claim::named("sheet.csv"), &LIMITS)? {
                sheets.push(Sheet { name: (*name).to_owned(), ..Sheet::of(sheet) });
            }
        }
        Ok(Self { sheets, files: Vec::new() })
    }

    /// The sheet of a name, whatever its case.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    }

    /// Writes the sheets as XLSX; the same sheets always give the same bytes.
    ///
    /// # Errors
    /// [`FormatError::Write`] when a name or cell is not allowed in a workbook.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, FormatError> {
        let texts: Vec<(&str, Vec<Vec<String>>)> = self
            .sheets
            .iter()
            .map(|sheet| (sheet.name.as_str(), sheet.rows.iter().map(|line| line.cells.clone()).collect()))
            .collect();
        let borrowed: Vec<(&str, &[Vec<String>])> =
            texts.iter().map(|(name, rows)| (*name, rows.as_slice())).collect();
        let mut bytes = Vec::new();
        write_sheets(&mut bytes, &borrowed)?;
        Ok(bytes)
    }
}

impl Sheet {
    fn of(sheet: formats::Sheet) -> Self {
        let line = |row: formats::Row| Line {
            number: row.number,
            cells: row.cells.into_iter().map(|cell| straighten(cell.text.trim())).collect(),
        };
        Self { name: sheet.name, rows: sheet.rows.into_iter().map(line).collect() }
    }
}

impl Line {
    /// The text of a column, empty when the row is shorter.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// A table of text, cells as they are: what stands in a file must be what a device finds in it.
fn of_csv(bytes: &[u8]) -> Result<Sheet, FormatError> {
    let sheet = open_sheets(bytes, &Claim::named("table.csv"), &LIMITS)?.into_iter().next();
    let sheet = sheet.ok_or(FormatError::NoHeader)?;
    let mut rows = Vec::with_capacity(sheet.rows.len());
    for row in sheet.rows {
        let cells: Vec<String> = row.cells.into_iter().map(|cell| cell.text.trim().to_owned()).collect();
        cells.iter().try_for_each(|cell| refuse_picture_text(cell))?;
        rows.push(Line { number: row.number, cells });
    }
    Ok(Sheet { name: String::new(), rows })
}

/// `root` with an `item` for each row, and in each an element for every cell; the first row names the columns.
fn of_xml(bytes: &[u8]) -> Result<Sheet, FormatError> {
    let broken = |row: usize| FormatError::Broken { row: u32::try_from(row).unwrap_or(u32::MAX) };
    refuse_picture_text(&String::from_utf8_lossy(bytes))?;
    let limits = XmlLimits { bytes: 4 << 20, elements: CELLS, depth: 3, attributes: 0 };
    let root = xml::read(bytes, &limits).map_err(|fault| match fault {
        XmlFault::TooLarge => FormatError::TooManyRows { limit: LIMITS.rows },
        _ => broken(0),
    })?;
    if root.local() != "root" {
        return Err(broken(1));
    }
    let mut columns: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (index, item) in root.elements().enumerate() {
        let mut cells = vec![String::new(); columns.len()];
        for cell in item.elements() {
            let at = columns.iter().position(|column| column == cell.local()).unwrap_or(columns.len());
            if at == columns.len() {
                columns.push(cell.local().to_owned());
                cells.push(String::new());
            }
            match cells.get_mut(at) {
                Some(slot) if slot.is_empty() => cell.text().trim().clone_into(slot),
                _ => return Err(broken(index + 1)),
            }
        }
        if item.local() != "item" || columns.len() > LIMITS.columns as usize {
            return Err(broken(index + 1));
        }
        rows.push(Line { number: u32::try_from(index + 2).unwrap_or(u32::MAX), cells });
    }
    if columns.is_empty() {
        return Err(FormatError::NoHeader);
    }
    rows.insert(0, Line { number: 1, cells: columns });
    Ok(Sheet { name: String::new(), rows })
}

/// Writing programs turn quotation marks into curly ones, which no expression knows. As the reference compiler does, all become straight.
fn straighten(text: &str) -> String {
    let straight = |letter| match letter {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        other => other,
    };
    text.chars().map(straight).collect()
}

/// Parts one table into sheets: a word in the first column begins one. A table that names no sheet is the survey itself.
fn part(table: Sheet) -> Vec<Sheet> {
    let known = |line: &Line| SHEETS.iter().any(|name| line.text(0).eq_ignore_ascii_case(name));
    if !table.rows.first().is_some_and(known) {
        return vec![Sheet { name: "survey".into(), ..table }];
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in table.rows {
        let begins = !line.text(0).is_empty();
        // The emptied cell stays, so that columns keep their letters.
        let cells = std::iter::once(String::new()).chain(line.cells.iter().skip(1).cloned());
        let rest = Line { number: line.number, cells: cells.collect() };
        if begins {
            sheets.push(Sheet { name: line.text(0).to_owned(), rows: Vec::new() });
        }
        if rest.cells.iter().any(|cell| !cell.is_empty())
            && let Some(sheet) = sheets.last_mut()
        {
            sheet.rows.push(rest);
        }
    }
    sheets
}
