//! Dates as people write them. Day before month, as in Indonesia, unless the figures leave no choice.

use super::{ProblemCode, meaningful};

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatePrecision {
    /// Year, month and day.
    Day,
    /// Year and month.
    Month,
    /// Year alone.
    Year,
}

/// A date, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParsedDate {
    /// Year of the Gregorian calendar.
    pub year: i16,
    /// Month from 1, if known.
    pub month: Option<u8>,
    /// Day of the month from 1, if known; never without a month.
    pub day: Option<u8>,
    /// Whether another reading was possible (05/03 as 3 May, a year of two digits).
    pub ambiguous: bool,
}

impl ParsedDate {
    /// How much of it is known.
    #[must_use]
    pub fn precision(&self) -> DatePrecision {
        match (self.month, self.day) {
            (Some(_), Some(_)) => DatePrecision::Day,
            (Some(_), None) => DatePrecision::Month,
            _ => DatePrecision::Year,
        }
    }
}

/// What dates are to be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRules {
    /// Year in which the table is read; two-digit years up to it are of this century.
    pub this_year: i16,
    /// Earliest year believed.
    pub earliest: i16,
    /// Latest year believed.
    pub latest: i16,
    /// Month before day in figures, as in exports from the United States.
    pub month_first: bool,
}

impl DateRules {
    /// Rules for a table read in `this_year`: from 1900 to ten years ahead, day first.
    #[must_use]
    pub fn for_year(this_year: i16) -> Self {
        Self { this_year, earliest: 1900, latest: this_year.saturating_add(10), month_first: false }
    }
}

/// Reads `2024-03-05`, `05/03/2024`, `5 Maret 2024`, `5-Mar-24`, `Selasa, 5 Maret 2024`, `20240305`, an Excel serial
/// day, `03/2024`, `Maret 2024` or `2024`. A time of day after it is dropped.
///
/// # Errors
/// [`ProblemCode::Empty`], [`ProblemCode::NotADate`], [`ProblemCode::ImpossibleDate`] or
/// [`ProblemCode::YearOutOfRange`].
pub fn parse_date(text: &str, rules: &DateRules) -> Result<ParsedDate, ProblemCode> {
    let text = meaningful(text).ok_or(ProblemCode::Empty)?;
    if text.len() > 64 {
        return Err(ProblemCode::NotADate);
    }
    let lower = text.to_lowercase();
    if let Some(serial) = serial_day(&lower) {
        return checked(from_serial(serial), rules);
    }
    let parts = date_parts(&lower);
    let found = match parts.as_slice() {
        [one] => single(one),
        [a, b] => month_and_year(a, b, rules),
        [a, b, c] => full(a, b, c, rules),
        _ => None,
    };
    checked(found.ok_or(ProblemCode::NotADate)?, rules)
}

/// The words of a date: a weekday before and a time after it left out.
fn date_parts(lower: &str) -> Vec<&str> {
    let timeless = match lower.find(':') {
        Some(colon) => {
            let before = lower.get(..colon).unwrap_or_default();
            before.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['t', ' ', ','])
        }
        None => lower,
    };
    let separators = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',' | '\u{2013}');
    let mut parts: Vec<&str> = timeless.split(separators).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.first().is_some_and(|first| is_weekday(first)) {
        parts.remove(0);
    }
    parts
}

fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "senin"
            | "selasa"
            | "rabu"
            | "kamis"
            | "jumat"
            | "jum'at"
            | "sabtu"
            | "minggu"
            | "ahad"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "mon"
            | "tue"
            | "wed"
            | "thu"
            | "fri"
            | "sat"
            | "sun"
    )
}

fn figures(word: &str) -> Option<i16> {
    word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

fn small(word: &str) -> Option<u8> {
    figures(word).filter(|_| word.len() <= 2).and_then(|number| u8::try_from(number).ok())
}

fn long_year(word: &str) -> Option<i16> {
    figures(word).filter(|_| word.len() == 4)
}

/// A year of four or two digits, and whether the century had to be guessed.
fn year_of(word: &str, rules: &DateRules) -> Option<(i16, bool)> {
    if let Some(year) = long_year(word) {
        return Some((year, false));
    }
    let short = figures(word).filter(|_| word.len() == 2)?;
    let century = rules.this_year - rules.this_year.rem_euclid(100);
    let year = century.checked_add(short)?;
    Some((if year > rules.this_year { year - 100 } else { year }, true))
}

fn single(word: &str) -> Option<ParsedDate> {
    if let Some(year) = long_year(word) {
        return Some(ParsedDate { year, month: None, day: None, ambiguous: false });
    }
    if word.len() != 8 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, month, day) = (word.get(..4)?, word.get(4..6)?, word.get(6..)?);
    Some(ParsedDate { year: long_year(year)?, month: small(month), day: small(day), ambiguous: false })
}

fn month_and_year(a: &str, b: &str, rules: &DateRules) -> Option<ParsedDate> {
    let (month, year) = if long_year(a).is_some() { (b, a) } else { (a, b) };
    let (year, guessed) = year_of(year, rules)?;
    let named = month_name(month);
    // `03/24` could be a day of some year: without a name the year must be written out.
    let month = named.or_else(|| small(month).filter(|_| !guessed))?;
    Some(ParsedDate { year, month: Some(month), day: None, ambiguous: guessed })
}

fn full(a: &str, b: &str, c: &str, rules: &DateRules) -> Option<ParsedDate> {
    let dated = |(year, guessed), month, day| ParsedDate {
        year,
        month: Some(month),
        day: Some(day),
        ambiguous: guessed,
    };
    if let Some(year) = long_year(a) {
        let month = month_name(b).or_else(|| small(b))?;
        return Some(dated((year, false), month, small(c)?));
    }
    let year = year_of(c, rules)?;
    if let Some(month) = month_name(b) {
        return Some(dated(year, month, small(a)?));
    }
    if let Some(month) = month_name(a) {
        return Some(dated(year, month, small(b)?));
    }
    let (first, second) = (small(a)?, small(b)?);
    let (day, month) = if rules.month_first { (second, first) } else { (first, second) };
    if month > 12 && day <= 12 {
        return Some(dated(year, day, month));
    }
    let mut date = dated(year, month, day);
    date.ambiguous |= day <= 12 && day != month;
    Some(date)
}

fn month_name(word: &str) -> Option<u8> {
    let number = match word {
        "jan" | "januari" | "january" => 1,
        "feb" | "peb" | "februari" | "pebruari" | "february" => 2,
        "mar" | "mrt" | "maret" | "march" => 3,
        "apr" | "april" => 4,
        "mei" | "may" => 5,
        "jun" | "juni" | "june" => 6,
        "jul" | "juli" | "july" => 7,
        "agu" | "agt" | "ags" | "agust" | "agustus" | "aug" | "august" => 8,
        "sep" | "sept" | "september" => 9,
        "okt" | "oktober" | "oct" | "october" => 10,
        "nov" | "nop" | "november" | "nopember" => 11,
        "des" | "desember" | "dec" | "december" => 12,
        _ => return None,
    };
    Some(number)
}

/// Five digits, perhaps with a time of day behind the point: a day counted by Excel from 1900.
fn serial_day(text: &str) -> Option<u32> {
    let (days, time) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (days.len() == 5 && digits(days) && digits(time)).then(|| days.parse().ok()).flatten()
}

/// Calendar day of an Excel serial day past February 1900, by the civil-from-days method of Howard Hinnant
/// (<https://howardhinnant.github.io/date_algorithms.html>).
fn from_serial(serial: u32) -> ParsedDate {
    // Serial 25,569 is 1970-01-01; 719,468 days lie between 0000-03-01 and it.
    let days = i64::from(serial) - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    ParsedDate {
        year: i16::try_from(year).unwrap_or(i16::MAX),
        month: u8::try_from(month).ok(),
        day: u8::try_from(day).ok(),
        ambiguous: false,
    }
}

fn checked(date: ParsedDate, rules: &DateRules) -> Result<ParsedDate, ProblemCode> {
    let (month, day) = (date.month.unwrap_or(1), date.day.unwrap_or(1));
    if !(1..=12).contains(&month) || !(1..=days_in(date.year, month)).contains(&day) {
        return Err(ProblemCode::ImpossibleDate);
    }
    if !(rules.earliest..=rules.latest).contains(&date.year) {
        return Err(ProblemCode::YearOutOfRange);
    }
    Ok(date)
}

fn days_in(year: i16, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
