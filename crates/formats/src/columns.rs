//! Which column is which field, told by its name.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A field of ours and the names other people give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSynonyms<'a> {
    /// Our slug; counts as a synonym too.
    pub field: &'a str,
    /// Other names, in any spelling; they are normalised before comparing.
    pub synonyms: &'a [&'a str],
    /// Whether a table without it cannot be imported.
    pub required: bool,
}

/// How sure a proposed match is, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The same name after [`normalise`], or after leaving out what stands in brackets.
    Exact,
    /// The same words in another order, usual abbreviations spelled out.
    SameWords,
    /// One letter differs, is missing, is too many, or two are swapped.
    OneEdit,
}

/// A proposal for one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// Column from 0.
    pub column: usize,
    /// Slug of the field.
    pub field: String,
    /// How sure.
    pub confidence: Confidence,
}

/// Several columns that all look like one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competition {
    /// Slug of the field.
    pub field: String,
    /// The columns from 0, the proposed one first.
    pub columns: Vec<usize>,
}

/// What is proposed for a header; a person confirms it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// One proposal per field at most, in column order.
    pub columns: Vec<MappedColumn>,
    /// Named columns without a field, losers of a competition included.
    pub unmapped: Vec<usize>,
    /// Required fields that no column gives.
    pub missing: Vec<String>,
    /// Fields that more than one column could give.
    pub competing: Vec<Competition>,
}

impl Mapping {
    /// The column of a field, from 0.
    #[must_use]
    pub fn column_of(&self, field: &str) -> Option<usize> {
        self.columns.iter().find(|mapped| mapped.field == field).map(|mapped| mapped.column)
    }
}

/// Lower case, accents dropped, every run of other signs one space: `Tgl._Lahir` becomes `tgl lahir`.
#[must_use]
pub fn normalise(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .map(|character| if character.is_alphanumeric() { character } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Proposes a field for each column. The surer match wins a field, the one further left on a draw.
#[must_use]
pub fn propose_mapping(fields: &[FieldSynonyms<'_>], header: &[String]) -> Mapping {
    let names = KnownNames::of(fields);
    let mut claims: BTreeMap<String, Vec<(Confidence, usize)>> = BTreeMap::new();
    for (column, name) in header.iter().enumerate() {
        if let Some((field, confidence)) = names.find(name) {
            claims.entry(field).or_default().push((confidence, column));
        }
    }
    let mut mapping = Mapping::default();
    for (field, mut claimed) in claims {
        claimed.sort_unstable();
        if claimed.len() > 1 {
            let columns = claimed.iter().map(|(_, column)| *column).collect();
            mapping.competing.push(Competition { field: field.clone(), columns });
        }
        if let Some((confidence, column)) = claimed.first().copied() {
            mapping.columns.push(MappedColumn { column, field, confidence });
        }
    }
    mapping.columns.sort_by_key(|mapped| mapped.column);
    let taken: BTreeSet<usize> = mapping.columns.iter().map(|mapped| mapped.column).collect();
    mapping.unmapped = (0..header.len())
        .filter(|column| {
            !taken.contains(column) && header.get(*column).is_some_and(|name| !name.trim().is_empty())
        })
        .collect();
    mapping.missing = fields
        .iter()
        .filter(|field| field.required && mapping.column_of(field.field).is_none())
        .map(|field| field.field.to_owned())
        .collect();
    mapping
}

/// All names of all fields, normalised once.
pub struct KnownNames {
    exact: BTreeMap<String, String>,
    words: BTreeMap<BTreeSet<String>, String>,
}

impl KnownNames {
    /// Prepares the names of some fields.
    #[must_use]
    pub fn of(fields: &[FieldSynonyms<'_>]) -> Self {
        let mut names = Self { exact: BTreeMap::new(), words: BTreeMap::new() };
        for field in fields {
            for name in std::iter::once(&field.field).chain(field.synonyms) {
                let name = normalise(name);
                names.words.entry(word_set(&name)).or_insert_with(|| field.field.to_owned());
                names.exact.entry(name).or_insert_with(|| field.field.to_owned());
            }
        }
        names
    }

    /// Whether a heading names one of the fields, misspellings not counted: how a header row is told from data.
    #[must_use]
    pub fn knows(&self, heading: &str) -> bool {
        self.find(heading).is_some_and(|(_, confidence)| confidence < Confidence::OneEdit)
    }

    fn find(&self, name: &str) -> Option<(String, Confidence)> {
        let full = normalise(name);
        let bare = normalise(&without_brackets(name));
        let spellings = [full.as_str(), bare.as_str()];
        let spellings = || spellings.iter().filter(|spelling| !spelling.is_empty());
        let exact = spellings().find_map(|spelling| self.exact.get(*spelling));
        if let Some(field) = exact {
            return Some((field.clone(), Confidence::Exact));
        }
        let words = spellings().find_map(|spelling| self.words.get(&word_set(spelling)));
        if let Some(field) = words {
            return Some((field.clone(), Confidence::SameWords));
        }
        let near = spellings().find_map(|spelling| self.one_edit(spelling));
        near.map(|field| (field, Confidence::OneEdit))
    }

    /// Short names are too easily one letter from another, and two candidate fields are no answer.
    fn one_edit(&self, name: &str) -> Option<String> {
        let length = name.chars().count();
        if !(5..=64).contains(&length) {
            return None;
        }
        let near: BTreeSet<&String> = self
            .exact
            .iter()
            .filter(|(known, _)| known.chars().count() >= 5 && strsim::osa_distance(known, name) <= 1)
            .map(|(_, field)| field)
            .collect();
        (near.len() == 1).then(|| near.first().map(|field| (*field).clone())).flatten()
    }
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0usize;
    name.chars()
        .filter(|character| match character {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

fn word_set(name: &str) -> BTreeSet<String> {
    name.split(' ').map(spelled_out).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Usual abbreviations of headings, and words that say nothing.
fn spelled_out(word: &str) -> &str {
    match word {
        "tgl" | "tg" | "tggl" => "tanggal",
        "no" | "nmr" | "nomer" => "nomor",
        "kab" => "kabupaten",
        "prov" | "prop" | "propinsi" => "provinsi",
        "jns" => "jenis",
        "nm" => "nama",
        "telp" | "tlp" | "tel" => "telepon",
        "ttg" | "yang" | "dari" | "di" | "the" | "of" => "",
        other => other,
    }
}
