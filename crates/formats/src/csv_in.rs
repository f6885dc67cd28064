//! Separated text: encodings, separators, and rows numbered as a spreadsheet would number them.

use std::io::Cursor;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::FormatError;
use crate::limits::Limits;
use crate::table::{Cell, Row};

/// Decodes UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252; `None` when the bytes are no text.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        String::from_utf8(rest.to_vec()).ok()?
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        UTF_16LE.decode_without_bom_handling_and_without_replacement(rest)?.into_owned()
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        UTF_16BE.decode_without_bom_handling_and_without_replacement(rest)?.into_owned()
    } else {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        }
    };
    // Old programs end a text with one SUB.
    let text = match text.strip_suffix('\u{1a}') {
        Some(shorter) => shorter.to_owned(),
        None => text,
    };
    text.chars().all(is_text).then_some(text)
}

fn is_text(character: char) -> bool {
    !character.is_control() || matches!(character, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}')
}

/// The separator of a text: the candidate that splits the first lines most evenly, quotes respected.
pub(crate) fn detect_separator(text: &str) -> u8 {
    let mut best = (b',', 0usize);
    for candidate in [b';', b'\t', b'|', b','] {
        let score = evenness(text, candidate);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// Separators per record times the number of records that agree, over the first lines.
fn evenness(text: &str, separator: u8) -> usize {
    let mut counts = Vec::new();
    let (mut quoted, mut count) = (false, 0usize);
    for byte in text.bytes().take(64 << 10) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                counts.push(count);
                count = 0;
                if counts.len() == 20 {
                    break;
                }
            }
            _ if byte == separator && !quoted => count += 1,
            _ => {}
        }
    }
    counts.push(count);
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| counts.iter().filter(|other| *other == count).count() * (100 + count.min(&100)))
        .max()
        .unwrap_or(0)
}

/// Streams the rows of a decoded text.
pub(crate) struct CsvRows {
    reader: csv::Reader<Cursor<String>>,
    record: csv::StringRecord,
    row: u32,
    /// Physical line on which the next record can begin, from 1.
    line: u64,
    limits: Limits,
}

impl CsvRows {
    pub(crate) fn new(text: String, tabbed: bool, limits: Limits) -> Self {
        let (declared, mut body) = declared_separator(text);
        let separator = declared.unwrap_or_else(|| if tabbed { b'\t' } else { detect_separator(&body) });
        // A closing line break on every text keeps the line arithmetic of `next_row` free of a special case.
        if !body.ends_with('\n') {
            body.push('\n');
        }
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(Cursor::new(body));
        Self { reader, record: csv::StringRecord::new(), row: 0, line: 1, limits }
    }

    /// The next row that has any text; empty rows are skipped but counted.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row>, FormatError> {
        loop {
            let broken = FormatError::Broken { row: self.row.saturating_add(1) };
            if !self.reader.read_record(&mut self.record).map_err(|_| broken)? {
                return Ok(None);
            }
            self.count_row();
            if self.row > self.limits.rows.saturating_add(crate::header::SEARCHED_ROWS) {
                return Err(FormatError::TooManyRows { limit: self.limits.rows });
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                let cells = self.record.iter().map(Cell::from_text).collect();
                return Ok(Some(Row { number: self.row, cells }));
            }
        }
    }

    /// The reader passes over blank lines in silence; a spreadsheet shows them as rows, so they are counted here.
    fn count_row(&mut self) {
        let inner: usize = self.record.iter().map(|cell| cell.matches('\n').count()).sum();
        let end = self.reader.position().line();
        let start = end.saturating_sub(1).saturating_sub(inner as u64);
        let blank = start.saturating_sub(self.line);
        self.row = self.row.saturating_add(u32::try_from(blank).unwrap_or(u32::MAX)).saturating_add(1);
        self.line = end;
    }
}

/// Excel's own first line `sep=;` is an instruction, not a row.
fn declared_separator(text: String) -> (Option<u8>, String) {
    let first = text.lines().next().unwrap_or_default();
    let declared = match first.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator @ (b',' | b';' | b'\t' | b'|')]) => Some(*separator),
        _ => None,
    };
    match declared {
        Some(separator) => {
            (Some(separator), text.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default())
        }
        None => (None, text),
    }
}
