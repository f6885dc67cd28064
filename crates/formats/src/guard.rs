//! The content guard: what may come in at all.

use crate::csv_in;
use crate::limits::Limits;
use crate::package;
use crate::picture_text::refuse_picture_text;
use crate::refusal::{Refusal, RefusalKind};
use crate::sniff::{contains_ignore_case, sniff};

/// What the sender says about the bytes. Never trusted, but a claim that disagrees with the bytes is refused.
#[derive(Debug, Clone, Copy, Default)]
pub struct Claim<'a> {
    /// File name as sent; only its ending is looked at.
    pub name: Option<&'a str>,
    /// Media type as sent; browsers are often wrong, so only forbidden families are heeded.
    pub media_type: Option<&'a str>,
}

impl<'a> Claim<'a> {
    /// A claim by file name alone.
    #[must_use]
    pub fn named(name: &'a str) -> Self {
        Self { name: Some(name), media_type: None }
    }

    /// Whether the name is that of a table or a document whose text is read.
    pub(crate) fn is_document(&self) -> bool {
        let read = ["csv", "tsv", "tab", "txt", "xlsx", "docx", "pdf"];
        self.ending().is_some_and(|ending| read.contains(&&*ending))
    }

    fn ending(&self) -> Option<String> {
        let name = self.name?.rsplit(['/', '\\']).next()?;
        name.rsplit_once('.').map(|(_, ending)| ending.trim().to_ascii_lowercase())
    }
}

/// The kinds that are let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Separated by commas, semicolons or bars.
    Csv,
    /// Separated by tabs.
    Tsv,
    /// Plain text.
    Txt,
    /// A workbook of Office Open XML.
    Xlsx,
}

/// Lets a file in or refuses it whole.
///
/// # Errors
/// A [`Refusal`] with the first reason found; there is no partial acceptance.
pub fn admit(bytes: &[u8], claim: &Claim<'_>, limits: &Limits) -> Result<FileKind, Refusal> {
    let claimed = claimed_kind(claim)?;
    if bytes.len() as u64 > limits.bytes {
        return Err(Refusal::new(RefusalKind::TooLarge, "bytes"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        package::inspect(bytes, limits)?;
        return match claimed {
            None | Some(FileKind::Xlsx) => Ok(FileKind::Xlsx),
            Some(_) => Err(Refusal::new(RefusalKind::ClaimMismatch, "xlsx_named_text")),
        };
    }
    if let Some(magic) = sniff(bytes) {
        return Err(if magic.code == "ole" { compound_file(bytes) } else { magic.refusal() });
    }
    admit_text(bytes)?;
    match claimed {
        Some(FileKind::Xlsx) => Err(Refusal::new(RefusalKind::ClaimMismatch, "text_named_xlsx")),
        Some(kind) => Ok(kind),
        None => Ok(FileKind::Txt),
    }
}

fn admit_text(bytes: &[u8]) -> Result<(), Refusal> {
    let text = csv_in::decode(bytes).ok_or(Refusal::new(RefusalKind::NotText, "control_bytes"))?;
    let start = text.trim_start().as_bytes();
    let head = start.get(..start.len().min(256)).unwrap_or_default();
    if head.starts_with(b"<")
        && (contains_ignore_case(head, b"<html") || contains_ignore_case(head, b"<table"))
    {
        return Err(Refusal::new(RefusalKind::UnknownKind, "html"));
    }
    refuse_picture_text(&text)
}

/// Compound files are old Office documents, or the envelope Office puts around an encrypted workbook.
fn compound_file(bytes: &[u8]) -> Refusal {
    let encrypted: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
        Refusal::new(RefusalKind::Encrypted, "encrypted_workbook")
    } else {
        Refusal::new(RefusalKind::Document, "compound_file")
    }
}

pub(crate) fn claimed_kind(claim: &Claim<'_>) -> Result<Option<FileKind>, Refusal> {
    refuse_media_type(claim.media_type.unwrap_or_default())?;
    let Some(ending) = claim.ending() else { return Ok(None) };
    let refused = |kind| Err(Refusal::new(kind, "claimed_name"));
    match ending.as_str() {
        "csv" => Ok(Some(FileKind::Csv)),
        "tsv" | "tab" => Ok(Some(FileKind::Tsv)),
        "txt" => Ok(Some(FileKind::Txt)),
        "xlsx" => Ok(Some(FileKind::Xlsx)),
        "xlsm" | "xlsb" | "xltm" | "xlam" | "docm" => refused(RefusalKind::Macro),
        "png" | "jpg" | "jpeg" | "gif" | "bmp" | "tif" | "tiff" | "webp" | "heic" | "heif" | "avif"
        | "ico" | "svg" | "psd" | "emf" | "wmf" => refused(RefusalKind::Picture),
        "mp4" | "mov" | "avi" | "mkv" | "webm" | "flv" | "3gp" | "mpg" | "mpeg" | "wmv" => {
            refused(RefusalKind::Video)
        }
        "mp3" | "ogg" | "wav" | "m4a" | "aac" | "amr" | "opus" | "flac" => refused(RefusalKind::Audio),
        "zip" | "rar" | "7z" | "gz" | "tar" | "tgz" | "xz" | "bz2" => refused(RefusalKind::Archive),
        "pdf" | "docx" | "doc" | "xls" | "rtf" | "odt" | "ods" | "ppt" | "pptx" => {
            refused(RefusalKind::Document)
        }
        _ => refused(RefusalKind::UnknownKind),
    }
}

fn refuse_media_type(media_type: &str) -> Result<(), Refusal> {
    let media_type = media_type.trim().to_ascii_lowercase();
    let kind = match media_type.split(['/', ';']).next() {
        Some("image") => RefusalKind::Picture,
        Some("video") => RefusalKind::Video,
        Some("audio") => RefusalKind::Audio,
        _ if media_type.contains("macroenabled") => RefusalKind::Macro,
        _ => return Ok(()),
    };
    Err(Refusal::new(kind, "claimed_media_type"))
}
