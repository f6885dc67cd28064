//! Telephone numbers as people write them, in the international form (ITU-T E.164).

use std::fmt;

/// Country code of Indonesia.
const INDONESIA: &str = "62";

/// A telephone number: country code and national number. `Debug` shows none of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(u64);

/// Why a text is no telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneProblem {
    /// Something other than digits and the usual signs between them.
    NotDigits,
    /// Too few digits for any telephone.
    TooShort,
    /// More than the 15 digits of E.164.
    TooLong,
    /// A number abroad without "+" or "00" before the country code.
    CountryUnknown,
}

impl fmt::Display for PhoneProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDigits => "write the telephone number in digits only",
            Self::TooShort => "digits are missing from the telephone number: ask for it again",
            Self::TooLong => "the telephone number has too many digits: ask for it again",
            Self::CountryUnknown => {
                "write the telephone number with 0 (Indonesia) or + and the country code in front"
            }
        })
    }
}

impl std::error::Error for PhoneProblem {}

impl Phone {
    /// Reads `0812…`, `812…`, `62812…`, `+62 812…`, `+62 (0) 812…`, `0062 812…`, and `+` or `00` with another country.
    ///
    /// # Errors
    /// [`PhoneProblem`] says what is wrong; the number itself is not repeated.
    pub fn parse(text: &str) -> Result<Self, PhoneProblem> {
        let digits = international(text)?;
        if digits.len() < 8 {
            return Err(PhoneProblem::TooShort);
        }
        if digits.len() > 15 {
            return Err(PhoneProblem::TooLong);
        }
        digits.parse().map(Self).map_err(|_| PhoneProblem::NotDigits)
    }

    /// Country code and national number as one number.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }

    /// The E.164 form, with "+".
    #[must_use]
    pub fn e164(self) -> String {
        format!("+{}", self.0)
    }

    pub(crate) fn from_number(number: u64) -> Option<Self> {
        (10_000_000..1_000_000_000_000_000).contains(&number).then_some(Self(number))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

/// The international digits of a number of which only the beginning has been written.
pub(crate) fn phone_prefix(text: &str) -> Option<String> {
    international(text).ok().filter(|digits| digits.len() <= 15)
}

/// Country code and national digits, however many have been written so far.
fn international(text: &str) -> Result<String, PhoneProblem> {
    let text = text.trim();
    let plus = text.starts_with('+');
    let digits: String =
        text.chars().filter(|c| !matches!(c, '+' | ' ' | '-' | '.' | '(' | ')' | '/')).collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PhoneProblem::NotDigits);
    }
    if plus {
        return abroad(&digits);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return abroad(rest);
    }
    if let Some(rest) = digits.strip_prefix('0') {
        return Ok(format!("{INDONESIA}{rest}"));
    }
    if digits.starts_with(INDONESIA) {
        return abroad(&digits);
    }
    if digits.starts_with('8') && (9..=12).contains(&digits.len()) {
        return Ok(format!("{INDONESIA}{digits}"));
    }
    Err(if digits.len() < 8 { PhoneProblem::TooShort } else { PhoneProblem::CountryUnknown })
}

/// Digits behind "+" or "00". The zero of "+62 (0) 812" belongs to the domestic form and goes.
fn abroad(digits: &str) -> Result<String, PhoneProblem> {
    if digits.is_empty() {
        return Err(PhoneProblem::TooShort);
    }
    if digits.starts_with('0') {
        return Err(PhoneProblem::CountryUnknown);
    }
    match digits.strip_prefix("620") {
        Some(rest) if rest.starts_with(|c: char| c != '0') => Ok(format!("{INDONESIA}{rest}")),
        _ => Ok(digits.to_owned()),
    }
}
