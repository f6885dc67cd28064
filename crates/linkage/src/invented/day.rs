//! Days of the calendar as numbers, without a clock.

/// A day as year, month and day of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
}

/// Days of an average year.
pub(super) const YEAR: f64 = 365.2425;

impl Day {
    /// From days after 1 January 1970, in the proleptic Gregorian calendar.
    pub(super) fn from_number(number: i64) -> Self {
        let shifted = number + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        Self { year: year_of_era + era * 400 + i64::from(month <= 2), month, day }
    }

    /// `yyyy-mm-dd`.
    pub(super) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// 1 January 2019 as a number: the first day of the invented reports.
pub(super) const FIRST: i64 = 17_897;
/// Days over which reports come in: six years.
pub(super) const SPAN: usize = 2_191;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_days_of_the_calendar() {
        assert_eq!(Day::from_number(0).iso(), "1970-01-01");
        assert_eq!(Day::from_number(FIRST).iso(), "2019-01-01");
        assert_eq!(Day::from_number(19_782).iso(), "2024-02-29");
    }
}
