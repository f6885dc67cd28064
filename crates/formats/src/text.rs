//! The text of a document, and nothing else of it. The file is read in memory; whoever calls keeps the text and lets the bytes go.

use crate::error::FormatError;
use crate::guard::{Claim, FileKind, admit};
use crate::limits::Limits;
use crate::picture_text::refuse_picture_text;
use crate::refusal::{Refusal, RefusalKind};
use crate::{csv_in, docx_in, pdf_in, xlsx_in};

/// Characters of text at most; a node keeps less.
const LONGEST: usize = 2_000_000;

/// The text of a TXT, CSV, XLSX or DOCX file or of the text layer of a PDF.
///
/// # Errors
/// [`FormatError::Refused`] when the file holds anything but text: a picture, a recording, an embedded file, a macro, an
/// encrypted part, or a part of unknown kind. There is no partial acceptance.
pub fn extract_text(bytes: &[u8], claim: &Claim<'_>, limits: &Limits) -> Result<String, FormatError> {
    if bytes.len() as u64 > limits.bytes {
        return Err(Refusal::new(RefusalKind::TooLarge, "bytes").into());
    }
    let text = match ending(claim).as_deref() {
        Some("docx") if bytes.starts_with(b"PK\x03\x04") => docx_in::read(bytes, limits)?,
        Some("pdf") if bytes.starts_with(b"%PDF-") => pdf_in::read(bytes, limits)?,
        Some("docx" | "pdf") => return Err(Refusal::new(RefusalKind::ClaimMismatch, "document_name").into()),
        _ => match admit(bytes, claim, limits)? {
            FileKind::Xlsx => table(bytes, limits)?,
            FileKind::Csv | FileKind::Tsv | FileKind::Txt => {
                csv_in::decode(bytes).ok_or(Refusal::new(RefusalKind::NotText, "control_bytes"))?
            }
        },
    };
    refuse_picture_text(&text)?;
    Ok(tidy(&text))
}

fn ending(claim: &Claim<'_>) -> Option<String> {
    let name = claim.name?.rsplit(['/', '\\']).next()?;
    name.rsplit_once('.').map(|(_, ending)| ending.trim().to_ascii_lowercase())
}

/// Rows of the first visible sheet, cells parted by tabs.
fn table(bytes: &[u8], limits: &Limits) -> Result<String, FormatError> {
    let rows = xlsx_in::read_rows(bytes, None, limits)?;
    let line = |row: &crate::table::Row| {
        row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t")
    };
    Ok(rows.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Lines without trailing blanks, at most one empty line in a row, no control characters.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut empty = 0;
    for line in text.lines() {
        let clean: String = line.chars().filter(|c| !c.is_control() || *c == '\t').collect();
        let line = clean.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty > 1 {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if out.len() > LONGEST {
            break;
        }
    }
    out.trim().to_owned()
}
