//! Periods of observations: a year, a quarter, a month, as SDMX writes them.

use model::Date;

/// How often an indicator is observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frequency {
    /// `2026`
    Year,
    /// `2026-Q1`
    Quarter,
    /// `2026-03`
    Month,
}

/// Years that are understood.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2100;

impl Frequency {
    /// The frequency with this code of list `indicator-frequency`.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        match code {
            "year" => Some(Self::Year),
            "quarter" => Some(Self::Quarter),
            "month" => Some(Self::Month),
            _ => None,
        }
    }

    const fn in_a_year(self) -> i32 {
        match self {
            Self::Year => 1,
            Self::Quarter => 4,
            Self::Month => 12,
        }
    }

    /// How many periods of a shorter kind one of these is made of.
    pub(crate) fn holds(self, shorter: Self) -> Option<i32> {
        let many = shorter.in_a_year() / self.in_a_year();
        (many > 1).then_some(many)
    }

    /// The number of a period, counted so that neighbours differ by one. `None` for anything that is not a period of this frequency.
    pub(crate) fn number(self, period: &str) -> Option<i32> {
        let (year, rest) = period.split_at_checked(4)?;
        let year: i32 = year.parse().ok().filter(|year| YEARS.contains(year))?;
        let part = match (self, rest.strip_prefix('-')) {
            (Self::Year, None) if rest.is_empty() => 1,
            (Self::Quarter, Some(rest)) => whole(rest.strip_prefix('Q')?, 1)?,
            (Self::Month, Some(rest)) => whole(rest.strip_prefix('M').unwrap_or(rest), 2)?,
            _ => return None,
        };
        (1..=self.in_a_year()).contains(&part).then(|| year * self.in_a_year() + part - 1)
    }

    /// The period with a number, as it is kept.
    pub(crate) fn name(self, number: i32) -> String {
        let (year, part) = (number.div_euclid(self.in_a_year()), number.rem_euclid(self.in_a_year()) + 1);
        match self {
            Self::Year => format!("{year:04}"),
            Self::Quarter => format!("{year:04}-Q{part}"),
            Self::Month => format!("{year:04}-{part:02}"),
        }
    }

    /// A period as it is kept, however it was written.
    pub(crate) fn read(self, written: &str) -> Option<String> {
        self.number(written.trim()).map(|number| self.name(number))
    }

    /// The number of the period that a day lies in.
    pub(crate) fn of(self, day: Date) -> i32 {
        let part = match self {
            Self::Year => 0,
            Self::Quarter => (i32::from(day.month()) - 1) / 3,
            Self::Month => i32::from(day.month()) - 1,
        };
        i32::from(day.year()) * self.in_a_year() + part
    }

    /// The year of a period.
    pub(crate) fn year(self, number: i32) -> i32 {
        number.div_euclid(self.in_a_year())
    }
}

fn whole(text: &str, digits: usize) -> Option<i32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_numbered_and_named() {
        assert_eq!(Frequency::Month.read(" 2026-M03 "), Some("2026-03".to_owned()));
        assert_eq!(
            Frequency::Month.number("2026-01").unwrap() - Frequency::Month.number("2025-12").unwrap(),
            1
        );
        for (frequency, wrong) in [
            (Frequency::Year, "2026-01"),
            (Frequency::Year, "1949"),
            (Frequency::Quarter, "2026-Q5"),
            (Frequency::Quarter, "2026-Q0"),
            (Frequency::Month, "2026-13"),
            (Frequency::Month, "2026-3"),
            (Frequency::Month, "2026-+3"),
            (Frequency::Year, "é26"),
        ] {
            assert_eq!(frequency.number(wrong), None, "{wrong}");
        }
        for frequency in [Frequency::Year, Frequency::Quarter, Frequency::Month] {
            let number = frequency.of(Date::constant(2026, 11, 22));
            assert_eq!(frequency.number(&frequency.name(number)), Some(number));
            assert_eq!(frequency.year(number), 2026);
        }
    }
}
