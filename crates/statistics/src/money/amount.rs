//! Exact amounts.

use std::fmt;

/// Parts of one unit of a currency.
const PARTS: i128 = 10_000;

/// The largest amount, in parts: a thousand times the money of the world.
const MOST: i128 = 1_000_000_000_000_000_000 * PARTS;

/// An amount in ten-thousandths of a currency's unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i128);

impl Amount {
    /// Reads an amount as people and files write it: `1500000000`, `25000.50`, `25000,5`, `1.500.000`, `1,500,000.25`, `-12`. Of one
    /// separator with three digits behind it (`1.500`) it is taken that it groups.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let text = written.trim();
        let (sign, text) = text.strip_prefix(['-', '−']).map_or((1, text), |rest| (-1, rest.trim_start()));
        let decimal = match text.rsplit_once(['.', ',']) {
            Some((before, after)) if after.len() != 3 || mixed(before, text) => Some((before, after)),
            _ => None,
        };
        let (whole, part) = decimal.unwrap_or((text, ""));
        if part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit()) || !is_grouped(whole) {
            return None;
        }
        let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
        let padded: String = part.chars().chain("0000".chars()).take(4).collect();
        let parts = digits.parse::<i128>().ok()?.checked_mul(PARTS)?.checked_add(padded.parse().ok()?)?;
        (parts <= MOST).then_some(Self(sign * parts))
    }

    /// Reads a decimal number of a file (XML Schema): a point and no grouping. What lies beyond four places is rounded.
    #[must_use]
    pub fn of_decimal(text: &str) -> Option<Self> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + part.len() == 0 || !plain(whole) || !plain(part) {
            return None;
        }
        let five: String = part.chars().chain("00000".chars()).take(5).collect();
        let five = (five.parse::<i128>().ok()? + 5) / 10;
        let whole = if whole.is_empty() { 0 } else { whole.parse::<i128>().ok()? };
        let parts = whole.checked_mul(PARTS)?.checked_add(five)?;
        (parts <= MOST).then_some(Self(sign * parts))
    }

    /// In ten-thousandths.
    #[must_use]
    pub fn parts(self) -> i128 {
        self.0
    }

    /// From ten-thousandths.
    #[must_use]
    pub fn from_parts(parts: i128) -> Self {
        Self(parts.clamp(-MOST, MOST))
    }

    /// Whether it takes something back.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum of two amounts of one currency and one layer.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::from_parts(self.0.saturating_add(other.0))
    }

    /// Whole units, rounded to the nearest, halves away from zero.
    #[must_use]
    pub fn rounded(self) -> i128 {
        let half = if self.0 < 0 { -PARTS / 2 } else { PARTS / 2 };
        (self.0 + half) / PARTS
    }
}

/// Whether both separators stand in a text, or the last one only once and something else groups.
fn mixed(before: &str, text: &str) -> bool {
    let last = text.chars().rev().find(|sign| matches!(sign, '.' | ','));
    before.contains(['.', ',']) && last.is_some_and(|last| !before.contains(last))
}

/// Digits, with a separator before each three of them or with none.
fn is_grouped(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['.', ',', ' ', '\u{a0}']).collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let one_sign = ['.', ','].into_iter().filter(|sign| text.contains(*sign)).count() < 2;
    match groups.split_first() {
        Some((first, rest)) => {
            digits(first)
                && rest.iter().all(|group| digits(group) && group.len() == 3)
                && (rest.is_empty() || first.len() <= 3)
                && one_sign
        }
        None => false,
    }
}

/// As files write it: digits, a point and no more places than it needs.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / PARTS, self.0.abs() % PARTS);
        write!(f, "{sign}{whole}")?;
        if part > 0 {
            let part = format!("{part:04}");
            write!(f, ".{}", part.trim_end_matches('0'))?;
        }
        Ok(())
    }
}
