//! Whole numbers, ages and the NIK.

use super::{ProblemCode, meaningful, trusted};
use crate::table::Cell;

/// Reads a whole number with Indonesian (`1.234`), English (`1,234`) or spaced thousands; a fraction of zeros is
/// dropped (`12,00`).
///
/// # Errors
/// [`ProblemCode::Empty`], [`ProblemCode::NotANumber`], [`ProblemCode::NumberOutOfRange`] beyond 64 bits.
pub fn parse_integer(text: &str) -> Result<i64, ProblemCode> {
    let text = meaningful(text).ok_or(ProblemCode::Empty)?;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let plain = ungrouped(digits).ok_or(ProblemCode::NotANumber)?;
    format!("{sign}{plain}").parse().map_err(|_| ProblemCode::NumberOutOfRange)
}

fn ungrouped(text: &str) -> Option<String> {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits(text) {
        return Some(text.to_owned());
    }
    for group in ['.', ',', ' ', '\u{a0}'] {
        let decimal = if group == ',' { '.' } else { ',' };
        let (whole, fraction) = text.split_once(decimal).unwrap_or((text, "0"));
        if !all_digits(fraction) || fraction.bytes().any(|byte| byte != b'0') {
            continue;
        }
        let mut parts = whole.split(group);
        let first = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        let first_fits = all_digits(first) && (rest.is_empty() || first.len() <= 3);
        if first_fits && rest.iter().all(|part| part.len() == 3 && all_digits(part)) {
            return Some(format!("{first}{}", rest.concat()));
        }
    }
    None
}

/// An age in full years, or the band it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AgeBand {
    /// Youngest, in full years.
    pub low: u8,
    /// Oldest, in full years; equal to `low` when the age is known.
    pub high: u8,
}

/// Reads `14`, `14 tahun`, `14 th`, `8 bulan` (0 years), `14 tahun 3 bulan` or a band such as `13-17`.
///
/// # Errors
/// [`ProblemCode::Empty`], [`ProblemCode::NotAnAge`], [`ProblemCode::NumberOutOfRange`] over 120 years.
pub fn parse_age(text: &str) -> Result<AgeBand, ProblemCode> {
    let lower = meaningful(text).ok_or(ProblemCode::Empty)?.to_lowercase();
    let spaced =
        lower.replace(['-', '\u{2013}', '\u{2014}'], " - ").replace("s/d", " - ").replace("s.d.", " - ");
    let words: Vec<String> = spaced.split_whitespace().flat_map(digits_apart).collect();
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| *word != "usia" && *word != "umur").collect();
    let band = match words.as_slice() {
        [age] => exact(age)?,
        [age, unit] if is_year(unit) => exact(age)?,
        [age, unit] if is_month(unit) => months(age)?,
        [age, unit, months, also] if is_year(unit) && is_month(also) && number(months).is_some() => {
            exact(age)?
        }
        [low, "-", high] => band(low, high)?,
        [low, "-", high, unit] if is_year(unit) => band(low, high)?,
        _ => return Err(ProblemCode::NotAnAge),
    };
    if band.high > 120 { Err(ProblemCode::NumberOutOfRange) } else { Ok(band) }
}

/// `14th` is written as often as `14 th`.
fn digits_apart(word: &str) -> Vec<String> {
    let cut = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, unit) = word.split_at(cut);
    [digits, unit.trim_end_matches('.')]
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| (*part).to_owned())
        .collect()
}

fn number(word: &str) -> Option<u16> {
    word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

fn years(word: &str) -> Result<u8, ProblemCode> {
    let years = number(word).ok_or(ProblemCode::NotAnAge)?;
    u8::try_from(years).map_err(|_| ProblemCode::NumberOutOfRange)
}

fn exact(word: &str) -> Result<AgeBand, ProblemCode> {
    years(word).map(|age| AgeBand { low: age, high: age })
}

fn months(word: &str) -> Result<AgeBand, ProblemCode> {
    let whole = number(word).ok_or(ProblemCode::NotAnAge)? / 12;
    u8::try_from(whole).map(|age| AgeBand { low: age, high: age }).map_err(|_| ProblemCode::NumberOutOfRange)
}

fn band(low: &str, high: &str) -> Result<AgeBand, ProblemCode> {
    let (low, high) = (years(low)?, years(high)?);
    if low <= high { Ok(AgeBand { low, high }) } else { Err(ProblemCode::NotAnAge) }
}

fn is_year(word: &str) -> bool {
    matches!(word, "tahun" | "thn" | "th" | "year" | "years" | "yr" | "yrs" | "y" | "yo")
}

fn is_month(word: &str) -> bool {
    matches!(word, "bulan" | "bln" | "bl" | "month" | "months" | "mo")
}

/// Reads a NIK: sixteen digits, signs between them left out. A cell whose digits were lost is refused, not repaired.
///
/// # Errors
/// [`ProblemCode::PrecisionLost`], [`ProblemCode::SpreadsheetError`], [`ProblemCode::Empty`], [`ProblemCode::NotANik`].
pub fn parse_nik(cell: &Cell) -> Result<String, ProblemCode> {
    let text = meaningful(trusted(cell)?).ok_or(ProblemCode::Empty)?;
    let mut digits = String::with_capacity(16);
    for character in text.chars() {
        match character {
            '0'..='9' => digits.push(character),
            ' ' | '.' | '-' | '\'' | '\u{a0}' => {}
            _ => return Err(ProblemCode::NotANik),
        }
    }
    if digits.len() == 16 { Ok(digits) } else { Err(ProblemCode::NotANik) }
}
