//! Dates and times as XSD writes them (ISO 8601), as numbers that can be compared.

/// Milliseconds since the year 0 of a day and a time of day; a text without a time zone counts as UTC. `None` when it is not
/// written as `kind` asks.
pub(crate) fn moment(kind: &str, text: &str) -> Option<i64> {
    let (text, zone) = without_zone(text)?;
    let millis = match kind {
        "dateTime" => {
            let (day, time) = text.split_once('T')?;
            days(day)? * 86_400_000 + time_of_day(time)?
        }
        "date" => days(text)? * 86_400_000,
        "time" => time_of_day(text)?,
        "gYear" => year(text)? * 366 * 86_400_000,
        "gYearMonth" => days(&format!("{text}-01"))? * 86_400_000,
        "gMonthDay" => days(&format!("2000-{}", text.strip_prefix("--")?))? * 86_400_000,
        "gMonth" => days(&format!("2000-{}-01", text.strip_prefix("--")?))? * 86_400_000,
        "gDay" => days(&format!("2000-01-{}", text.strip_prefix("---")?))? * 86_400_000,
        _ => return None,
    };
    Some(millis - zone * 60_000)
}

/// Splits off `Z` or `+07:00`; the offset in minutes.
fn without_zone(text: &str) -> Option<(&str, i64)> {
    if let Some(rest) = text.strip_suffix('Z') {
        return Some((rest, 0));
    }
    let Some((rest, zone)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) else {
        return Some((text, 0));
    };
    let sign = match zone.bytes().next() {
        Some(b'+') => 1,
        Some(b'-') if zone.as_bytes().get(3) == Some(&b':') => -1,
        _ => return Some((text, 0)),
    };
    let hours = zone.get(1..3).and_then(|d| digits(d, 2))?;
    let minutes =
        zone.get(4..6).and_then(|d| digits(d, 2)).filter(|_| zone.as_bytes().get(3) == Some(&b':'))?;
    (hours <= 14 && minutes < 60 && (hours < 14 || minutes == 0))
        .then_some((rest, sign * (hours * 60 + minutes)))
}

fn digits(text: &str, length: usize) -> Option<i64> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn year(text: &str) -> Option<i64> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let plausible = (4..=6).contains(&text.len()) && (text.len() == 4 || !text.starts_with('0'));
    let year = digits(text, text.len()).filter(|year| plausible && *year > 0)?;
    Some(sign * year)
}

/// Days since the year 0, after the Gregorian calendar.
fn days(text: &str) -> Option<i64> {
    let (before, day) = text.rsplit_once('-')?;
    let (years, month) = before.rsplit_once('-')?;
    let (year, month, day) = (year(years)?, digits(month, 2)?, digits(day, 2)?);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // Years begin in March, so that the leap day is the last.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day)
}

fn time_of_day(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = whole.split(':');
    let (hour, minute, second) =
        (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() || fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let millis = ((hour * 60 + minute) * 60 + second) * 1000 + digits(&thousandths, 3)?;
    let end_of_day = hour == 24 && millis == 86_400_000;
    ((hour < 24 || end_of_day) && minute < 60 && second < 60).then_some(millis)
}

/// Whether a text is a duration: `P1Y2M3DT4H5M6.7S`, at least one part.
pub(super) fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, times) = rest.split_once('T').map_or((rest, None), |(days, times)| (days, Some(times)));
    let day_part = in_order(days, "YMD", false);
    let time_part = times.is_none_or(|times| !times.is_empty() && in_order(times, "HMS", true));
    day_part && time_part && !(days.is_empty() && times.is_none())
}

fn in_order(text: &str, letters: &str, fraction: bool) -> bool {
    let (mut rest, mut left) = (text, letters);
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_alphabetic());
        let Some((number, behind)) = end.and_then(|at| rest.split_at_checked(at)) else { return false };
        let Some(letter) = behind.chars().next() else { return false };
        let Some((_, after)) = left.split_once(letter) else { return false };
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        let figures = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !figures(whole) || !figures(part) || (number.contains('.') && !(fraction && letter == 'S')) {
            return false;
        }
        left = after;
        rest = behind.get(1..).unwrap_or_default();
    }
    true
}

/// Milliseconds since 1970 of a `dateTime`.
pub(crate) fn epoch_millis(text: &str) -> Option<i64> {
    Some(moment("dateTime", text)? - moment("dateTime", "1970-01-01T00:00:00Z")?)
}
