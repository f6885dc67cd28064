//! Columns as the Counter-Trafficking Data Collaborative names them, so that what its users wrote for its data set runs on ours.
//!
//! Only names and the parting of lists into columns of 0 and 1 follow it; whose data it is, is said in the codebook.

use formats::normalise;
use statistics::table::Bins;

/// Bands of age of that data set.
const AGES: &str = "0-8,9-17,18-20,21-23,24-26,27-29,30-38,39-47,48+";

/// Its names for columns, and what ours may be called.
const NAMES: &[(&str, &[&str])] = &[
    (
        "yearOfRegistration",
        &["year", "tahun", "year of registration", "registration year", "tahun pendaftaran"],
    ),
    ("gender", &["gender", "sex", "jenis kelamin"]),
    ("ageBroad", &["age", "umur", "usia", "age band", "kelompok umur"]),
    ("citizenship", &["citizenship", "nationality", "kewarganegaraan"]),
    ("CountryOfExploitation", &["country of exploitation", "country", "negara eksploitasi", "negara"]),
    ("recruiterRelationship", &["recruiter relationship", "recruiter", "hubungan perekrut", "perekrut"]),
];

/// Columns that hold forms of exploitation.
const FORMS: &[&str] =
    &["form", "forms", "form of exploitation", "exploitation", "bentuk", "bentuk eksploitasi"];

/// Its columns of 0 and 1, and parts of words of ours that make them 1.
const FLAGS: &[(&str, &[&str])] = &[
    (
        "isForcedLabour",
        &[
            "labour", "labor", "scam", "fishing", "domestic", "begging", "debt", "illicit", "kerja",
            "mengemis",
        ],
    ),
    ("isSexualExploit", &["sexual", "seksual", "csam"]),
    ("isForcedMarriage", &["marriage", "perkawinan"]),
    ("isForcedMilitary", &["military", "armed", "terror", "militer"]),
    ("isOrganRemoval", &["organ"]),
    ("isSlaveryAndPractices", &["slavery", "servitude", "adoption", "sale", "perbudakan", "adopsi"]),
    ("isOtherExploit", &[]),
];

/// A column of the release: where it comes from and how.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) from: usize,
    pub(super) how: How,
}

#[derive(Debug, Clone)]
pub(super) enum How {
    /// As it is.
    Plain,
    /// By bins of whole numbers.
    Bins(Bins),
    /// 1 if the cell holds one of these parts of words; with none, if it holds a word that no other column takes.
    Flag(&'static [&'static str]),
}

impl How {
    /// The value of a cell.
    pub(super) fn value(&self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Bins(bins) => {
                text.trim().parse().ok().and_then(|number| bins.label(number)).unwrap_or_default()
            }
            Self::Flag(_) if text.trim().is_empty() => String::new(),
            Self::Flag(parts) => u8::from(words(text).any(|word| flags(&word, parts))).to_string(),
        }
    }

    /// The values that the column can have, where that is known without looking at anybody.
    pub(super) fn declared(&self) -> Option<Vec<String>> {
        match self {
            Self::Plain => None,
            Self::Bins(bins) => Some(bins.labels()),
            Self::Flag(_) => Some(vec!["0".to_owned(), "1".to_owned()]),
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split([';', ',', '|', ' ']).map(normalise).filter(|word| !word.is_empty())
}

fn flags(word: &str, parts: &[&str]) -> bool {
    if parts.is_empty() {
        return !FLAGS.iter().any(|(_, parts)| parts.iter().any(|part| word.contains(part)));
    }
    parts.iter().any(|part| word.contains(part))
}

/// The same columns under its names; forms of exploitation become columns of 0 and 1, and ages its bands.
pub(super) fn ctdc(columns: Vec<Made>) -> Vec<Made> {
    columns.into_iter().flat_map(one).collect()
}

fn one(made: Made) -> Vec<Made> {
    let wanted = normalise(&made.name);
    let is = |names: &[&str]| names.iter().any(|name| normalise(name) == wanted);
    if is(FORMS) {
        let flag = |(name, parts): &(&str, &'static [&'static str])| Made {
            name: (*name).to_owned(),
            from: made.from,
            how: How::Flag(parts),
        };
        return FLAGS.iter().map(flag).collect();
    }
    let Some((name, _)) = NAMES.iter().find(|(_, ours)| is(ours)) else { return vec![made] };
    let how = match (&made.how, Bins::parse(AGES)) {
        (How::Plain, Ok(bins)) if *name == "ageBroad" => How::Bins(bins),
        _ => made.how,
    };
    vec![Made { name: (*name).to_owned(), from: made.from, how }]
}
