//! What is said about an answer that a form does not allow.

use model::Lang;

use super::fill::Filled;
use super::rules::{Found, path_with_rows};
use super::{AnswerProblem, tongue};
use crate::form::Form;

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerCode {
    /// Nothing there, and something must be.
    Missing,
    /// The form's constraint does not hold.
    Constraint,
    /// The list has no such choice.
    UnknownChoice,
    /// The choice is not offered after what was answered before.
    NotOffered,
    /// Not a number.
    NotANumber,
    /// Below or above the bounds.
    OutOfRange,
    /// Not a day or instant.
    NotADate,
    /// Not a time of day.
    NotATime,
    /// Not a place on earth.
    NotAPlace,
    /// Longer than allowed.
    TooLong,
    /// Something else than an answer stands there.
    NotAnAnswer,
    /// Answered twice where there is one answer.
    Twice,
    /// An element that the form does not have.
    UnknownField,
    /// A rule of the form cannot be evaluated.
    Rule,
}

impl AnswerCode {
    /// Every code.
    pub const ALL: [Self; 14] = [
        Self::Missing,
        Self::Constraint,
        Self::UnknownChoice,
        Self::NotOffered,
        Self::NotANumber,
        Self::OutOfRange,
        Self::NotADate,
        Self::NotATime,
        Self::NotAPlace,
        Self::TooLong,
        Self::NotAnAnswer,
        Self::Twice,
        Self::UnknownField,
        Self::Rule,
    ];

    /// A fixed code for journal and API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Constraint => "constraint",
            Self::UnknownChoice => "unknown-choice",
            Self::NotOffered => "not-offered",
            Self::NotANumber => "not-a-number",
            Self::OutOfRange => "out-of-range",
            Self::NotADate => "not-a-date",
            Self::NotATime => "not-a-time",
            Self::NotAPlace => "not-a-place",
            Self::TooLong => "too-long",
            Self::NotAnAnswer => "not-an-answer",
            Self::Twice => "twice",
            Self::UnknownField => "unknown-field",
            Self::Rule => "rule",
        }
    }

    /// What is said where the form itself says nothing.
    #[must_use]
    pub const fn words(self, lang: Lang) -> &'static str {
        let [id, en] = match self {
            Self::Missing => ["Pertanyaan ini harus dijawab.", "This question must be answered."],
            Self::Constraint => ["Jawaban ini tidak memenuhi syarat.", "This answer is not allowed."],
            Self::UnknownChoice => ["Pilihan ini tidak ada dalam daftar.", "This choice is not in the list."],
            Self::NotOffered => [
                "Pilihan ini tidak sesuai dengan jawaban sebelumnya.",
                "This choice does not go with what was answered before.",
            ],
            Self::NotANumber => ["Isi dengan angka.", "Give a number."],
            Self::OutOfRange => ["Angka ini di luar batas.", "This number is out of bounds."],
            Self::NotADate => ["Isi dengan tanggal.", "Give a date."],
            Self::NotATime => ["Isi dengan jam.", "Give a time of day."],
            Self::NotAPlace => ["Isi dengan lokasi.", "Give a location."],
            Self::TooLong => ["Jawaban ini terlalu panjang.", "This answer is too long."],
            Self::NotAnAnswer => ["Isian ini bukan jawaban.", "This is no answer."],
            Self::Twice => ["Pertanyaan ini dijawab dua kali.", "This question is answered twice."],
            Self::UnknownField => [
                "Isian memuat pertanyaan yang tidak ada pada formulir versi ini.",
                "There are answers to questions that this version of the form does not have.",
            ],
            Self::Rule => [
                "Aturan formulir tidak dapat dihitung. Beri tahu pembuat formulir.",
                "A rule of the form cannot be evaluated. Tell whoever made the form.",
            ],
        };
        match lang {
            Lang::Id => id,
            Lang::En => en,
        }
    }
}

/// The words about one answer: the form's own where it has some.
pub(super) fn problem(form: &Form, filled: &Filled, found: &Found, language: Option<&str>) -> AnswerProblem {
    let item = form.item(found.item);
    let own = item.and_then(|item| match found.code {
        AnswerCode::Missing => Some(&item.required_message),
        AnswerCode::Constraint => Some(&item.constraint_message),
        _ => None,
    });
    let message = match own.filter(|text| !text.is_empty()) {
        Some(text) => text.best(language).to_owned(),
        None => found.code.words(tongue(language)).to_owned(),
    };
    AnswerProblem { path: path_with_rows(form, filled, found.node), code: found.code, message }
}
