//! What went wrong with a table and what to do about it, in words.

use formats::FormatError;
use node::import::{NoteKind, RowNote};

use crate::i18n::Words;

/// The label of a field of the table; a field of our record where the table has none.
pub(super) fn field(words: Words, name: &str) -> String {
    let known = words.maybe(&format!("import-field-{}", name.replace('_', "-")));
    let ours = || words.maybe(&format!("case-{name}")).or_else(|| words.maybe(&format!("person-{name}")));
    known.or_else(ours).map_or_else(|| name.to_owned(), |label| label.into_owned())
}

/// What is wrong, and its remedy.
pub(super) fn note(words: Words, note: &RowNote) -> (String, String) {
    let both = |key: &str| (words.t(key).into_owned(), words.t(&format!("{key}.remedy")).into_owned());
    match note.what {
        NoteKind::Cell(code) => both(&format!("import-problem-{}", code.code().replace('_', "-"))),
        NoteKind::Field(code) => {
            let name = crate::forms::problem_name(code);
            both(&format!("import-record-{name}"))
        }
        NoteKind::LikelyDuplicate => both("import-likely"),
        NoteKind::LeftAlone => both("import-left-alone"),
    }
}

/// Why a file cannot be read, and what to do.
pub(crate) fn file(words: Words, error: &FormatError) -> String {
    let n = |n: u32| n.to_string();
    match error {
        FormatError::Refused(refusal) => {
            let key = format!("import-refused-{}", refusal.kind.code().replace('_', "-"));
            words.t(&key).into_owned()
        }
        FormatError::NoHeader => words.t("import-file-no-header").into_owned(),
        FormatError::NoSuchSheet => words.t("import-file-no-sheet").into_owned(),
        FormatError::Broken { row } => words.with("import-file-broken", &[("row", &n(*row))]).into_owned(),
        FormatError::TooManyRows { limit } => {
            words.with("import-file-rows", &[("limit", &n(*limit))]).into_owned()
        }
        FormatError::TooManyColumns { row, limit } => {
            words.with("import-file-columns", &[("row", &n(*row)), ("limit", &n(*limit))]).into_owned()
        }
        FormatError::CellTooLong { row, column, limit } => {
            let texts = [("row", n(*row)), ("column", column.clone()), ("limit", limit.to_string())];
            let texts = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
            words.with("import-file-cell", &texts).into_owned()
        }
        FormatError::RaggedRow { .. } | FormatError::Write => words.t("import-file-no-header").into_owned(),
    }
}
