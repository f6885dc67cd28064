//! Instants and civil dates. An instant is milliseconds UTC; what a person reads is a civil date in Indonesia's zones.

use std::fmt;

use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

pub use jiff::Span;
pub use jiff::civil::Date;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// One hour in milliseconds.
pub const HOUR: i64 = 3_600_000;
/// One day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// Indonesia's three zones; none has daylight saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Zone {
    /// Waktu Indonesia Barat, UTC+7.
    #[default]
    Wib,
    /// Waktu Indonesia Tengah, UTC+8; also the Philippines.
    Wita,
    /// Waktu Indonesia Timur, UTC+9.
    Wit,
}

impl Zone {
    /// Hours ahead of UTC.
    pub const fn hours(self) -> i8 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// The zone's short name as people write it.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    fn tz(self) -> TimeZone {
        TimeZone::fixed(Offset::constant(self.hours()))
    }
}

impl Timestamp {
    /// The instant with these milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This much later (or earlier when negative), saturating.
    #[must_use]
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// The start of its minute: precise enough for what is kept about people who want to stay unknown.
    #[must_use]
    pub const fn whole_minute(self) -> Self {
        Self(self.0 - self.0.rem_euclid(60_000))
    }

    /// The civil date at this instant in a zone.
    pub fn date(self, zone: Zone) -> Date {
        self.zoned(zone).date()
    }

    /// `2026-03-05 14:07`, in a zone.
    pub fn minute(self, zone: Zone) -> String {
        self.zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// Midnight at the start of a civil date in a zone.
    pub fn start_of(date: Date, zone: Zone) -> Self {
        date.to_zoned(zone.tz()).map_or(Self(0), |z| Self(z.timestamp().as_millisecond()))
    }

    fn zoned(self, zone: Zone) -> jiff::Zoned {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone.tz())
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, as used by the API and the journal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        write!(f, "{at:.3}")
    }
}

/// Completed years between a birth date and a day; `None` when the birth lies after that day.
pub fn age_on(birth: Date, day: Date) -> Option<i64> {
    if birth > day {
        return None;
    }
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    Some(i64::from(day.year()) - i64::from(birth.year()) - i64::from(!had_birthday))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates_follow_the_zone() {
        let at = Timestamp::from_millis(1_767_200_400_000); // 2025-12-31T17:00:00Z
        assert_eq!(at.date(Zone::Wib).to_string(), "2026-01-01");
        assert_eq!(at.plus(-1).date(Zone::Wib).to_string(), "2025-12-31");
        assert_eq!(at.plus(-1).date(Zone::Wit).to_string(), "2026-01-01");
        assert_eq!(at.to_string(), "2025-12-31T17:00:00.000Z");
        assert_eq!(Timestamp::start_of(at.date(Zone::Wib), Zone::Wib), at);
    }

    #[test]
    fn ages() {
        let d = |y, m, day| jiff::civil::date(y, m, day);
        assert_eq!(age_on(d(2010, 5, 20), d(2026, 5, 19)), Some(15));
        assert_eq!(age_on(d(2010, 5, 20), d(2026, 5, 20)), Some(16));
        assert_eq!(age_on(d(2027, 1, 1), d(2026, 1, 1)), None);
    }
}
