//! Words for what is done to children, and a check of titles and public texts. It marks and never blocks; what stands in quotation marks
//! is an official title and is left alone. Case notes are not checked: what a child said is written as it was said.

use std::ops::Range;
use std::sync::LazyLock;

use crate::Lang;

/// What to think of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Say something else.
    Avoid,
    /// Use with care.
    Attention,
    /// Say this.
    Preferred,
}

impl Class {
    /// Its code in labels.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Avoid => "avoid",
            Self::Attention => "attention",
            Self::Preferred => "preferred",
        }
    }
}

/// A word of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its language.
    pub lang: Lang,
    /// What to think of it.
    pub class: Class,
    /// The word, in lower case.
    pub term: &'static str,
    /// What to say instead.
    pub instead: &'static str,
    /// Why, in one line of ours.
    pub note: &'static str,
}

/// A word that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// Which.
    pub term: &'static Term,
}

const TEXT: &str = include_str!("../data/terms/terms.tsv");

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).filter_map(parse).collect()
});

fn parse(line: &'static str) -> Option<Term> {
    let mut cells = line.split('\t');
    let lang = if cells.next()? == "en" { Lang::En } else { Lang::Id };
    let class = match cells.next()? {
        "avoid" => Class::Avoid,
        "attention" => Class::Attention,
        _ => Class::Preferred,
    };
    Some(Term { lang, class, term: cells.next()?, instead: cells.next()?, note: cells.next()? })
}

/// The glossary.
#[must_use]
pub fn all() -> &'static [Term] {
    &TERMS
}

/// Marks words to avoid and words to use with care, in either language, the longest where several fit. What is quoted is exempt.
#[must_use]
pub fn check(text: &str) -> Vec<Mark> {
    // Folded letter by letter, so that places in the folded text are places in the text.
    let folded: String =
        text.chars().map(|c| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c }).collect();
    let quoted = quotes(&folded);
    let mut marks: Vec<Mark> = Vec::new();
    for term in all().iter().filter(|term| term.class != Class::Preferred) {
        for (from, _) in folded.match_indices(term.term) {
            let at = from..from + term.term.len();
            let free = !quoted.iter().any(|quote| quote.start <= at.start && at.end <= quote.end);
            if free && is_word(&folded, &at) {
                marks.push(Mark { at, term });
            }
        }
    }
    marks.sort_by_key(|mark| (mark.at.start, std::cmp::Reverse(mark.at.end)));
    let mut kept: Vec<Mark> = Vec::new();
    for mark in marks {
        if kept.last().is_none_or(|last| last.at.end <= mark.at.start) {
            kept.push(mark);
        }
    }
    kept
}

/// Whether nothing of a word goes on before or after; an English plural is the word, too.
fn is_word(text: &str, at: &Range<usize>) -> bool {
    let before = text.get(..at.start).and_then(|head| head.chars().next_back());
    let after = text.get(at.end..).unwrap_or_default();
    let after = after.strip_prefix('s').unwrap_or(after);
    !before.is_some_and(char::is_alphanumeric) && !after.chars().next().is_some_and(char::is_alphanumeric)
}

/// What stands in quotation marks, straight or curved.
fn quotes(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut open) = (Vec::new(), None);
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('"' | '”' | '»', Some(from)) => {
                found.push(from..at);
                open = None;
            }
            ('"' | '“' | '«', None) => open = Some(at),
            _ => {}
        }
    }
    found
}
