//! Days and instants as forms write them, counted as ODK counts them: in days since 1 January 1970.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan as _};

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;

/// A day, or an instant as the clock on the wall shows it, with the offset of that clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    wall: DateTime,
    /// Minutes east of UTC.
    offset: i16,
    has_time: bool,
}

impl Moment {
    /// A day; the offset in minutes east of UTC is that of whoever looks at it.
    #[must_use]
    pub fn of_day(day: Date, offset: i16) -> Self {
        Self { wall: day.to_datetime(Time::midnight()), offset, has_time: false }
    }

    /// An instant in milliseconds since 1970 UTC, seen at an offset in minutes east of UTC.
    #[must_use]
    pub fn of_instant(millis: i64, offset: i16) -> Option<Self> {
        let local = SignedDuration::from_millis(millis.checked_add(i64::from(offset) * 60_000)?);
        let wall = epoch().checked_add(local).ok()?;
        Some(Self { wall, offset, has_time: true })
    }

    /// The instant in milliseconds since 1970 UTC.
    #[must_use]
    pub fn millis(&self) -> i64 {
        let since = self.wall.duration_since(epoch()).as_millis();
        i64::try_from(since).unwrap_or(i64::MAX).saturating_sub(i64::from(self.offset) * 60_000)
    }

    /// Minutes east of UTC.
    #[must_use]
    pub fn offset(&self) -> i16 {
        self.offset
    }

    /// The day on the wall.
    #[must_use]
    pub fn day(&self) -> Date {
        self.wall.date()
    }

    /// The clock on the wall.
    #[must_use]
    pub fn wall(&self) -> DateTime {
        self.wall
    }

    /// Whether it has a time of day.
    #[must_use]
    pub fn has_time(&self) -> bool {
        self.has_time
    }

    /// The same without time of day.
    #[must_use]
    pub fn date_only(&self) -> Self {
        Self::of_day(self.wall.date(), self.offset)
    }

    /// Days since 1970 on the wall, with the part of the day as a fraction.
    #[must_use]
    pub fn days(&self) -> f64 {
        let millis = self.wall.duration_since(epoch()).as_millis();
        // Nine thousand years of milliseconds lie within the whole numbers of a double.
        #[allow(clippy::cast_precision_loss, reason = "see above")]
        let millis = millis as f64;
        millis / DAY
    }

    /// The moment of so many days since 1970; whole days are days.
    #[must_use]
    pub fn from_days(days: f64, offset: i16) -> Option<Self> {
        if !days.is_finite() || days.abs() > 4_000_000.0 {
            return None;
        }
        let whole = days.floor();
        #[allow(clippy::cast_possible_truncation, reason = "bounded above")]
        let (day, millis) = (whole as i64, ((days - whole) * DAY).round() as i64);
        let wall = epoch().checked_add(day.days()).ok()?;
        let wall = wall.checked_add(SignedDuration::from_millis(millis)).ok()?;
        Some(Self { wall, offset, has_time: millis != 0 })
    }

    /// Reads `2026-03-05` or `2026-03-05T10:00:00.000+07:00`; an instant is seen at `offset`. Nothing else is a moment.
    #[must_use]
    pub fn parse(text: &str, offset: i16) -> Option<Self> {
        let text = text.trim();
        if let Some((day, time)) = text.split_once('T') {
            let (clock, zone) = split_zone(time)?;
            let wall = read_day(day)?.to_datetime(read_clock(clock)?);
            let Some(zone) = zone else { return Some(Self { wall, offset, has_time: true }) };
            let instant = Self { wall, offset: zone, has_time: true };
            return Self::of_instant(instant.millis(), offset);
        }
        read_day(text).map(|day| Self::of_day(day, offset))
    }

    /// Reads an instant at the offset that it names itself.
    #[must_use]
    pub fn parse_own(text: &str) -> Option<Self> {
        let (_, time) = text.trim().split_once('T')?;
        let (_, zone) = split_zone(time)?;
        Self::parse(text, zone?)
    }

    /// As ODK writes it.
    #[must_use]
    pub fn to_text(&self) -> String {
        if !self.has_time {
            return self.wall.date().to_string();
        }
        let (sign, minutes) = if self.offset < 0 { ('-', -self.offset) } else { ('+', self.offset) };
        let time = self.wall.time();
        format!(
            "{}T{:02}:{:02}:{:02}.{:03}{sign}{:02}:{:02}",
            self.wall.date(),
            time.hour(),
            time.minute(),
            time.second(),
            time.millisecond(),
            minutes / 60,
            minutes % 60,
        )
    }
}

fn epoch() -> DateTime {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
}

fn read_day(text: &str) -> Option<Date> {
    let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if plain { text.parse().ok() } else { None }
}

/// Reads `10:00`, `10:00:00` or `10:00:00.000`.
pub(crate) fn read_clock(text: &str) -> Option<Time> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    if !plain || text.len() < 5 {
        return None;
    }
    text.parse().ok()
}

/// Parts a time from its zone: `Z`, `+07`, `+07:00` or `+0700`, in minutes east of UTC.
pub(crate) fn split_zone(text: &str) -> Option<(&str, Option<i16>)> {
    if let Some(clock) = text.strip_suffix('Z') {
        return Some((clock, Some(0)));
    }
    let Some(at) = text.find(['+', '-']) else { return Some((text, None)) };
    let (clock, zone) = text.split_at_checked(at)?;
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let size = hours.parse::<i16>().ok()? * 60 + minutes.parse::<i16>().ok()?;
    if size > 15 * 60 {
        return None;
    }
    Some((clock, Some(if zone.starts_with('-') { -size } else { size })))
}
