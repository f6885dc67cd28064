//! How much agreement on a word says.

use crate::normalise::Kind;

/// Most that one word can say, in bits.
const WORD_CAP: f32 = 10.0;
/// People the national prior counts for beside those in the index: a new office knows nobody, yet Siti is common.
const PRIOR_PEOPLE: f32 = 1_000.0;
/// Prior share of people who bear a word not named below.
const PRIOR_RARE: f32 = 0.001;

/// Words borne by many, with a rough share of people in per mille. Rough is enough: the index learns its own.
const COMMON: &[(&str, f32)] = &[
    ("abdul", 20.0),
    ("adi", 8.0),
    ("agus", 12.0),
    ("ahmad", 30.0),
    ("andi", 8.0),
    ("anak", 5.0),
    ("ayu", 12.0),
    ("dewi", 20.0),
    ("dwi", 12.0),
    ("eka", 8.0),
    ("fitri", 8.0),
    ("indah", 6.0),
    ("kurniawan", 8.0),
    ("lestari", 10.0),
    ("maria", 12.0),
    ("muhammad", 90.0),
    ("nur", 30.0),
    ("nurul", 12.0),
    ("pratama", 10.0),
    ("putra", 18.0),
    ("putri", 20.0),
    ("rahman", 8.0),
    ("rahmawati", 6.0),
    ("ratna", 5.0),
    ("rina", 5.0),
    ("rizki", 10.0),
    ("rizky", 8.0),
    ("saputra", 10.0),
    ("sari", 18.0),
    ("setiawan", 8.0),
    ("siti", 50.0),
    ("sri", 25.0),
    ("tri", 10.0),
    ("wahyu", 8.0),
    ("wati", 8.0),
    ("yanti", 5.0),
    ("yuni", 5.0),
];

/// Share of people in the country who bear a word, roughly.
pub(super) fn prior(word: &str) -> f32 {
    COMMON.iter().find(|(w, _)| *w == word).map_or(PRIOR_RARE, |(_, per_mille)| per_mille / 1_000.0)
}

/// Bits that agreement on a word says, if `bearers` of `people` in the index bear it and `prior` of the country.
pub(super) fn bits(prior: f32, kind: Kind, bearers: usize, people: usize) -> f32 {
    let seen = as_f32(bearers) + PRIOR_PEOPLE * prior;
    let of = as_f32(people) + PRIOR_PEOPLE;
    (of / seen).log2().clamp(0.5, WORD_CAP) * kind.factor()
}

/// Counts of people are far below the 2^24 up to which an `f32` is exact.
fn as_f32(count: usize) -> f32 {
    count as f32
}

/// Is the word so common before a given name (Muhammad, Siti) that it is not what a family calls the child?
pub(super) fn is_fore_word(word: &str) -> bool {
    matches!(word, "abdul" | "ahmad" | "maria" | "muhammad" | "nur" | "nurul" | "siti" | "sri")
}
