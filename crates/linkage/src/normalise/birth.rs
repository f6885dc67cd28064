//! Dates of birth as far as they are known, and how two of them agree.

/// A date of birth: always a year, perhaps a month, perhaps a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate {
    year: u16,
    month: u8,
    day: u8,
}

/// How two dates of birth agree, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BirthAgreement {
    /// The same full date.
    Exact,
    /// Day and month changed places.
    Swapped,
    /// Two of day, month and year agree, or year and month of a date without day.
    OnePart,
    /// The same year; day or month unknown, or 1 January standing for unknown.
    SameYear,
    /// The same year, with another day and month.
    OtherDay,
    /// Years apart, 1 or 2.
    YearNear(u8),
    /// Nothing in common.
    Differs,
}

const MONTHS: &[(&str, u8)] = &[
    ("jan", 1),
    ("peb", 2),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("mei", 5),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("agu", 8),
    ("ags", 8),
    ("agt", 8),
    ("aug", 8),
    ("sep", 9),
    ("okt", 10),
    ("oct", 10),
    ("nov", 11),
    ("nop", 11),
    ("des", 12),
    ("dec", 12),
];

impl BirthDate {
    /// A full date; `None` if the calendar has no such day or the year is not within 1900–2199.
    #[must_use]
    pub fn ymd(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self { year, month, day };
        (year_ok(year) && day >= 1 && day <= days_in(year, month)).then_some(date)
    }

    /// A year and, if known, a month.
    #[must_use]
    pub fn year_month(year: u16, month: Option<u8>) -> Option<Self> {
        let month = month.unwrap_or(0);
        (year_ok(year) && month <= 12).then_some(Self { year, month, day: 0 })
    }

    /// Reads `2012-05-31`, `31-05-2012`, `31/5/2012`, `31.5.2012`, `31 Mei 2012`, `Mei 2012` or `2012`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let parts: Vec<&str> = lower.split(['-', '/', '.', ' ']).filter(|p| !p.is_empty()).collect();
        match parts.as_slice() {
            [year] if year.len() == 4 => Self::year_month(year.parse().ok()?, None),
            [month, year] if year.len() == 4 => Self::year_month(year.parse().ok()?, Some(month_of(month)?)),
            [year, month, day] if year.len() == 4 => {
                Self::ymd(year.parse().ok()?, month_of(month)?, day.parse().ok()?)
            }
            [day, month, year] if year.len() == 4 => {
                Self::ymd(year.parse().ok()?, month_of(month)?, day.parse().ok()?)
            }
            _ => None,
        }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1–12, if known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month, if known.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// Is the day known?
    #[must_use]
    pub fn is_full(self) -> bool {
        self.day > 0
    }

    /// Is it 1 January, which clerks write when only the year is known?
    #[must_use]
    pub fn is_default_day(self) -> bool {
        (self.month, self.day) == (1, 1)
    }

    /// The date with day and month changed places, if that is another day of the calendar.
    #[must_use]
    pub fn swapped(self) -> Option<Self> {
        if self.month == self.day { None } else { Self::ymd(self.year, self.day, self.month) }
    }

    /// How this date agrees with another.
    #[must_use]
    pub fn agreement(self, other: Self) -> BirthAgreement {
        if self.year == other.year { self.within_year(other) } else { self.across_years(other) }
    }

    fn within_year(self, other: Self) -> BirthAgreement {
        let vague = |d: Self| d.month == 0 || d.is_default_day();
        if vague(self) || vague(other) {
            return BirthAgreement::SameYear;
        }
        let same_month = self.month == other.month;
        if !self.is_full() || !other.is_full() {
            return if same_month { BirthAgreement::OnePart } else { BirthAgreement::OtherDay };
        }
        if same_month && self.day == other.day {
            BirthAgreement::Exact
        } else if (self.month, self.day) == (other.day, other.month) {
            BirthAgreement::Swapped
        } else if same_month || self.day == other.day {
            BirthAgreement::OnePart
        } else {
            BirthAgreement::OtherDay
        }
    }

    fn across_years(self, other: Self) -> BirthAgreement {
        let apart = self.year.abs_diff(other.year);
        let same_day = self.is_full() && (self.month, self.day) == (other.month, other.day);
        if same_day && !self.is_default_day() && apart <= 10 {
            return BirthAgreement::OnePart;
        }
        match apart {
            1 | 2 => BirthAgreement::YearNear(u8::try_from(apart).unwrap_or(2)),
            _ => BirthAgreement::Differs,
        }
    }

    /// `yyyymmdd` with zeros for what is unknown: sorts by date.
    pub(crate) fn number(self) -> u32 {
        u32::from(self.year) * 10_000 + u32::from(self.month) * 100 + u32::from(self.day)
    }

    pub(crate) fn from_number(number: u32) -> Option<Self> {
        let year = u16::try_from(number / 10_000).ok()?;
        let month = u8::try_from(number / 100 % 100).ok()?;
        match u8::try_from(number % 100).ok()? {
            0 => Self::year_month(year, Some(month)),
            day => Self::ymd(year, month, day),
        }
    }
}

fn year_ok(year: u16) -> bool {
    (1900..2200).contains(&year)
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

fn month_of(text: &str) -> Option<u8> {
    if let Ok(month) = text.parse::<u8>() {
        return (1..=12).contains(&month).then_some(month);
    }
    MONTHS.iter().find(|(name, _)| text.starts_with(name)).map(|(_, month)| *month)
}
