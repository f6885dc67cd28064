//! Code lists: what a coded field may say, with labels in both languages and mappings to other people's lists.
//!
//! The lists lie as one text file each in `data/codes` and are compiled in, so that a node can show every label
//! without a database and a reader can correct a word without knowing Rust. A stored value is always the code, with
//! the id and the version of its list; the label is looked up when it is shown. A code that came from elsewhere and is
//! not in the list is kept and shown as it is ([`label_or_code`]).

mod embedded;
mod lang;
mod matching;
mod parse;

use std::sync::LazyLock;

pub use lang::Lang;
pub use parse::Fault;

/// One value of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What is stored and exchanged.
    pub code: &'static str,
    /// Indonesian label.
    pub id_label: &'static str,
    /// English label.
    pub en_label: &'static str,
    /// Mappings and marks as `(key, value)`, in the order of the file; a value may hold several, parted by commas.
    pub extra: Vec<(&'static str, &'static str)>,
}

impl Code {
    /// The label in one language.
    #[must_use]
    pub fn label(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id_label,
            Lang::En => self.en_label,
        }
    }

    /// The value of a mapping or mark as written, for example `extra("primero")`.
    #[must_use]
    pub fn extra(&self, key: &str) -> Option<&'static str> {
        self.extra.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
    }

    /// The single values of a mapping: `perpres=e,g` gives `e` and `g`. Nothing when the key is absent.
    pub fn targets(&self, key: &str) -> impl Iterator<Item = &'static str> {
        self.extra(key).unwrap_or_default().split(',').map(str::trim).filter(|target| !target.is_empty())
    }

    /// True for a code that is understood when it arrives but no longer offered for choice.
    #[must_use]
    pub fn former(&self) -> bool {
        self.extra("former") == Some("true")
    }
}

/// A list of codes with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// Name of the list, for example `protection-concern`.
    pub id: &'static str,
    /// Version that goes with every stored code.
    pub version: &'static str,
    /// Paper, law or standard the codes come from.
    pub source: &'static str,
    /// Terms under which the list is shipped.
    pub licence: &'static str,
    /// False while the owner of the list has not confirmed it; a page that shows such a list says so.
    pub confirmed: bool,
    /// True where the labels are a law's or a standard's own words: shown only beside a display label of ours.
    pub official_wording: bool,
    /// Which of our lists a mapping key points into, as `(key, list id)`.
    pub maps: Vec<(&'static str, &'static str)>,
    /// The codes in the order in which they are offered.
    pub codes: Vec<Code>,
}

impl CodeList {
    /// The value with exactly this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|c| c.code == code)
    }

    /// The label of a code, or nothing when the list does not have it.
    #[must_use]
    pub fn label(&self, code: &str, lang: Lang) -> Option<&'static str> {
        self.get(code).map(|c| c.label(lang))
    }

    /// The values a form offers, former ones left out.
    pub fn offered(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(|c| !c.former())
    }

    /// The values that map to `target` under `key`, for example all that count as SIMFONI `pengaduan`.
    pub fn mapped_to<'a>(&'a self, key: &'a str, target: &'a str) -> impl Iterator<Item = &'a Code> {
        self.codes.iter().filter(move |c| c.targets(key).any(|t| t == target))
    }

    /// Reads a cell of an imported file: a code, a label in either language, or the id another system uses.
    ///
    /// Case, spaces and punctuation do not count. When a foreign id stands for several of our codes and none of them is
    /// marked as its reading (`accepts=`), the answer is nothing: a human chooses, the import does not guess.
    #[must_use]
    pub fn from_label_or_code(&self, text: &str) -> Option<&Code> {
        matching::find(self, text)
    }
}

static LISTS: LazyLock<(Vec<CodeList>, Vec<Fault>)> = LazyLock::new(|| {
    let mut faults = Vec::new();
    let lists = embedded::FILES.iter().map(|text| parse::parse(text, &mut faults)).collect();
    (lists, faults)
});

/// Every list, ordered by id.
#[must_use]
pub fn all() -> &'static [CodeList] {
    &LISTS.0
}

/// The list with this id.
#[must_use]
pub fn list(id: &str) -> Option<&'static CodeList> {
    let lists = all();
    let at = lists.binary_search_by(|l| l.id.cmp(id)).ok()?;
    lists.get(at)
}

/// The label of a code, or the code itself where list or code is unknown: what came from elsewhere stays readable.
#[must_use]
pub fn label_or_code<'a>(list_id: &str, code: &'a str, lang: Lang) -> &'a str {
    list(list_id).and_then(|l| l.label(code, lang)).unwrap_or(code)
}

/// Lines of the shipped lists that could not be read. They are left out of the lists; a test keeps this empty.
#[must_use]
pub fn faults() -> &'static [Fault] {
    &LISTS.1
}
