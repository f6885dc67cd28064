//! Why a file or a text was refused. No words for people on the screen live here: pages have their own, in the
//! reader's language, chosen by [`RefusalKind::code`] and [`Refusal::detail_code`].

use std::fmt;

/// The families of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// A raster or vector picture, on its own or inside.
    Picture,
    /// A moving picture.
    Video,
    /// A sound recording.
    Audio,
    /// A file carried inside another (OLE, ActiveX, package).
    EmbeddedObject,
    /// Program code: macros, signed or not.
    Macro,
    /// A part that cannot be inspected because it is encrypted.
    Encrypted,
    /// An archive, or an archive inside a workbook.
    Archive,
    /// A document of a kind that is not read yet (PDF, DOCX, old XLS).
    Document,
    /// Bytes that are not text in any encoding we read.
    NotText,
    /// A kind or a part we do not know; unknown is refused, never guessed.
    UnknownKind,
    /// The name or media type says one thing, the bytes another.
    ClaimMismatch,
    /// Bytes outside every declared part.
    HiddenData,
    /// Larger than a limit; the detail names the limit.
    TooLarge,
    /// Cut short or damaged.
    Damaged,
}

impl RefusalKind {
    /// Whether it may be abuse material itself, so that the sender must be told which hotline takes such reports, and how.
    #[must_use]
    pub fn wants_routing(self) -> bool {
        matches!(
            self,
            Self::Picture
                | Self::Video
                | Self::Audio
                | Self::EmbeddedObject
                | Self::Archive
                | Self::HiddenData
        )
    }

    /// A fixed lower-case code for screens, journal and API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::EmbeddedObject => "embedded_object",
            Self::Macro => "macro",
            Self::Encrypted => "encrypted",
            Self::Archive => "archive",
            Self::Document => "document",
            Self::NotText => "not_text",
            Self::UnknownKind => "unknown_kind",
            Self::ClaimMismatch => "claim_mismatch",
            Self::HiddenData => "hidden_data",
            Self::TooLarge => "too_large",
            Self::Damaged => "damaged",
        }
    }
}

/// A refusal. It never carries a byte of what was refused, nor the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// The family.
    pub kind: RefusalKind,
    /// What exactly was met, as a fixed code (`png`, `xlsx_media`, `data_uri`, `zip_entries`, …).
    pub detail_code: &'static str,
}

impl Refusal {
    pub(crate) const fn new(kind: RefusalKind, detail_code: &'static str) -> Self {
        Self { kind, detail_code }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.kind {
            RefusalKind::Picture => "the file holds a picture; remove it and send text only",
            RefusalKind::Video => "the file holds a video; no video is ever taken",
            RefusalKind::Audio => "the file holds a sound recording; send text only",
            RefusalKind::EmbeddedObject => {
                "another file is embedded inside; remove it and send the table only"
            }
            RefusalKind::Macro => "the file holds macros; save it as a workbook without macros (.xlsx)",
            RefusalKind::Encrypted => "a part is encrypted; remove the password and send it again",
            RefusalKind::Archive => "this is or holds an archive; send the table itself",
            RefusalKind::Document => "this kind of document is not read; save the table as CSV or XLSX",
            RefusalKind::NotText => "these bytes are not text; save the table as CSV (UTF-8) or XLSX",
            RefusalKind::UnknownKind => {
                "a part of unknown kind was met; save the table as CSV or a plain XLSX"
            }
            RefusalKind::ClaimMismatch => {
                "the name and the content disagree; save the table again as CSV or XLSX"
            }
            RefusalKind::HiddenData => {
                "bytes lie outside every part of the file; save it again from a spreadsheet"
            }
            RefusalKind::TooLarge => "a limit is exceeded; split the table and send the pieces",
            RefusalKind::Damaged => "the file is damaged or cut short; save and send it again",
        };
        write!(f, "{words} ({}: {})", self.kind.code(), self.detail_code)
    }
}

impl std::error::Error for Refusal {}
