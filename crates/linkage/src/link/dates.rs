//! Days as numbers, and what an age says about a birth.

use super::record::Birth;
use crate::normalise::BirthDate;

/// Days from 1 January 1900 to a day of the calendar, or 0 before that.
fn days(year: u32, month: u32, day: u32) -> u16 {
    let (shifted_year, shifted_month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap = shifted_year / 4 - shifted_year / 100 + shifted_year / 400;
    let number = 365 * shifted_year + leap + (153 * shifted_month + 2) / 5 + day;
    // 693,902 is 1 January 1900 in the count that begins with 1 March of the year 0.
    u16::try_from(number.saturating_sub(693_902)).unwrap_or(u16::MAX)
}

/// Reads a day. The two forms of nearly every list are read without setting memory aside.
pub(crate) fn read(text: &str) -> Option<BirthDate> {
    let bytes = text.get(..10).unwrap_or(text).as_bytes();
    let number = |part: &[u8]| {
        part.iter().try_fold(0_u16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u16::from(b - b'0')))
    };
    let (year, month, day) = match *bytes {
        [a, b, c, d, b'-', e, f, b'-', g, h] => (number(&[a, b, c, d])?, number(&[e, f])?, number(&[g, h])?),
        [g, h, b'/' | b'-', e, f, b'/' | b'-', a, b, c, d] => {
            (number(&[a, b, c, d])?, number(&[e, f])?, number(&[g, h])?)
        }
        _ => return BirthDate::parse(text),
    };
    BirthDate::ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// Packs a date of birth; a whole year is possible when only the year is known or 1 January stands for it.
pub(crate) fn birth(date: BirthDate) -> Birth {
    let (year, month, day) = (u32::from(date.year()), date.month().unwrap_or(0), date.day().unwrap_or(0));
    let (month, day) = (u32::from(month), u32::from(day));
    let packed = year * 10_000 + month * 100 + day;
    let (first, last) = match (month, day) {
        (0, _) | (1, 1) => (days(year, 1, 1), days(year, 12, 31)),
        (_, 0) => (days(year, month, 1), days(year, month, 31)),
        _ => (days(year, month, day), days(year, month, day)),
    };
    Birth { date: packed, first, last }
}

/// The births that this many whole years on the day of an event leave possible.
pub(crate) fn of_age(age: u32, event: BirthDate) -> Option<Birth> {
    let (month, day) = (u32::from(event.month()?), u32::from(event.day().unwrap_or(15)));
    let year = u32::from(event.year()).checked_sub(age)?;
    let last = days(year, month, day);
    let first = days(year.checked_sub(1)?, month, day).saturating_add(1);
    (first > 1).then_some(Birth { date: 0, first, last })
}

/// Days on which both births are possible: 0 when they overlap, else the days between.
pub(crate) fn gap(a: Birth, b: Birth) -> u16 {
    a.first.saturating_sub(b.last).max(b.first.saturating_sub(a.last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1900() {
        assert_eq!(
            [days(1900, 1, 1), days(1900, 1, 31), days(1900, 3, 1), days(2000, 1, 1)],
            [0, 30, 59, 36_524]
        );
        assert_eq!(days(2024, 3, 1) - days(2024, 2, 28), 2);
    }

    #[test]
    fn ages_leave_a_year_of_births() {
        let event = read("2024-06-15").expect("a day");
        let young = of_age(10, event).expect("a span");
        assert_eq!(gap(young, birth(read("2014-06-15").expect("a day"))), 0);
        assert_eq!(gap(young, birth(read("16/06/2014").expect("a day"))), 1);
        assert_eq!(gap(young, birth(read("2013-06-15").expect("a day"))), 1);
    }
}
