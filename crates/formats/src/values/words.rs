//! Words that stand for a code, in Indonesian and English.

use super::{ProblemCode, meaningful};
use crate::columns::normalise;

/// A short list of codes and the words people write for them, normalised.
pub type CodeList = [(&'static str, &'static [&'static str])];

/// Sex as our lists have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Neither of the two.
    Other,
}

impl Sex {
    /// The code of the list `sex`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Other => "other",
        }
    }
}

/// Words for a sex.
pub const SEX: &CodeList = &[
    (
        "male",
        &["l", "lk", "laki", "laki laki", "lelaki", "pria", "anak laki laki", "m", "male", "man", "boy"],
    ),
    ("female", &["p", "pr", "perempuan", "wanita", "anak perempuan", "f", "female", "woman", "girl"]),
    ("other", &["lainnya", "lain", "other", "interseks", "intersex"]),
];

/// Words for a level of risk.
pub const RISK_LEVEL: &CodeList = &[
    ("high", &["high", "tinggi", "berat", "risiko tinggi", "high risk"]),
    ("medium", &["medium", "sedang", "menengah", "risiko sedang", "medium risk"]),
    ("low", &["low", "rendah", "ringan", "risiko rendah", "low risk"]),
];

/// Words for the status of a case (codes after Primero).
pub const STATUS: &CodeList = &[
    (
        "open",
        &[
            "open",
            "terbuka",
            "buka",
            "aktif",
            "berjalan",
            "proses",
            "dalam proses",
            "dalam penanganan",
            "active",
        ],
    ),
    ("closed", &["closed", "tutup", "ditutup", "selesai", "terminasi"]),
    ("transferred", &["transferred", "dialihkan", "dilimpahkan", "pelimpahan", "transfer"]),
    ("duplicate", &["duplicate", "ganda", "duplikat"]),
    ("identified", &["identified", "teridentifikasi"]),
];

const YES: &[&str] = &["ya", "y", "iya", "ada", "yes", "true", "benar", "1", "v", "x", "✓", "✔", "√", "☑"];
const NO: &[&str] = &["tidak", "tdk", "t", "bukan", "no", "n", "false", "salah", "0", "☐"];

/// The code of a word in a list.
///
/// # Errors
/// [`ProblemCode::Empty`] or [`ProblemCode::NotInList`].
pub fn code_of(list: &CodeList, text: &str) -> Result<&'static str, ProblemCode> {
    let word = normalise(meaningful(text).ok_or(ProblemCode::Empty)?);
    let found = list.iter().find(|(code, words)| *code == word || words.contains(&word.as_str()));
    found.map(|(code, _)| *code).ok_or(ProblemCode::NotInList)
}

/// Reads a sex: L/P, laki-laki/perempuan, M/F, male/female and their like.
///
/// # Errors
/// [`ProblemCode::Empty`] or [`ProblemCode::NotASex`].
pub fn parse_sex(text: &str) -> Result<Sex, ProblemCode> {
    match code_of(SEX, text) {
        Ok("male") => Ok(Sex::Male),
        Ok("female") => Ok(Sex::Female),
        Ok(_) => Ok(Sex::Other),
        Err(ProblemCode::Empty) => Err(ProblemCode::Empty),
        Err(_) => Err(ProblemCode::NotASex),
    }
}

/// Reads yes or no: ya/tidak, true/false, 1/0, and a tick or cross for yes.
///
/// # Errors
/// [`ProblemCode::Empty`] or [`ProblemCode::NotYesNo`].
pub fn parse_yes_no(text: &str) -> Result<bool, ProblemCode> {
    let word = text.trim().to_lowercase();
    if YES.contains(&word.as_str()) {
        return Ok(true);
    }
    if NO.contains(&word.as_str()) {
        return Ok(false);
    }
    meaningful(text).map_or(Err(ProblemCode::Empty), |_| Err(ProblemCode::NotYesNo))
}

/// The values of a cell that holds several, parted by `;`, `,`, `|` or a line break; each once, in order.
#[must_use]
pub fn split_values(text: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in text.split([';', ',', '|', '\n', '\r']).filter_map(meaningful) {
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}
