//! CASE 1.4 / UCO 1.4 as JSON-LD, for police and national central bureaus: what is investigated, on which authority, what was done, with
//! hashes and at most one reported address. Ontologies: <https://caseontology.org>, <https://unifiedcyberontology.org>.

mod graph;
mod read;
mod write;

pub use read::{CaseMaterial, Tally, read_case};
pub use write::write_case;

/// Form of an investigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvestigationForm {
    /// A case.
    Case,
    /// An incident.
    Incident,
    /// A suspicion.
    SuspiciousActivity,
}

/// Kinds of hash that UCO names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseHash {
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl CaseHash {
    /// Every kind, with what UCO calls it and how many digits it has.
    const ALL: [(Self, &str, usize); 3] =
        [(Self::Md5, "MD5", 32), (Self::Sha1, "SHA1", 40), (Self::Sha256, "SHA256", 64)];

    /// What UCO calls it.
    fn method(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    /// Hexadecimal digits of its values.
    fn digits(self) -> usize {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or(0, |(.., digits)| *digits)
    }

    fn of_method(method: &str) -> Option<Self> {
        let plain = method.replace('-', "");
        Self::ALL.iter().find(|(_, name, _)| plain.eq_ignore_ascii_case(name)).map(|(kind, ..)| *kind)
    }
}

/// What is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseExport {
    /// 128 bits of the caller's, from which all ids are made; the same bits give the same document.
    pub id: [u8; 16],
    /// What it is about.
    pub investigation: Investigation,
    /// The organisation that hands it over.
    pub from: String,
    /// Hashes of files: names of numbers, never files.
    pub hashes: Vec<(CaseHash, String)>,
    /// The reported address, as it is; for HOT, LEA and NCB only, one for each document.
    pub address: Option<String>,
    /// What was done, oldest first.
    pub actions: Vec<Action>,
    /// TLP 2.0 word and handling text.
    pub marking: String,
}

/// What is investigated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Investigation {
    /// Number or title without names.
    pub name: String,
    /// Form.
    pub form: InvestigationForm,
    /// What it looks for.
    pub focus: Vec<String>,
    /// Legal basis: kind and number of the authorisation.
    pub authorization: Option<(String, String)>,
}

/// Something that was done, with where its results are held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What.
    pub name: String,
    /// When, milliseconds since 1970.
    pub start: i64,
    /// Until when.
    pub end: Option<i64>,
    /// Exhibit number of what came of it.
    pub exhibit: Option<String>,
}

/// Why nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaseProblem {
    /// A hash of another length than its kind has.
    #[error("the hash is not as long as its kind, or holds other signs than hexadecimal digits")]
    NoHash,
    /// A text that is empty, too long or carries a picture.
    #[error("a text is missing, too long, or holds something other than text")]
    Text,
}

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseRefusal {
    /// Something in it is content, not words about content: a file written out, or a field for one.
    #[error(
        "the document carries a file: report the matter to the competent hotline, and ask for hashes instead"
    )]
    Carries,
    /// It is not understood.
    #[error("{0}")]
    Wrong(crate::finding::Finding),
}

impl From<crate::finding::Finding> for CaseRefusal {
    fn from(finding: crate::finding::Finding) -> Self {
        Self::Wrong(finding)
    }
}
