//! Instants as the exchange formats write them (RFC 3339, UTC). A clock is nowhere in it.

/// `2026-03-04T05:06:07.089Z` of milliseconds since 1970.
#[must_use]
pub fn instant(millis: i64) -> String {
    let (day, of_day) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let (hour, minute) = (of_day / 3_600_000, of_day / 60_000 % 60);
    let (second, thousandths) = (of_day / 1_000 % 60, of_day % 1_000);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{thousandths:03}Z", date(day))
}

/// `2026-03-04` of days since 1970 (Gregorian; years begin in March, so that the leap day is the last).
fn date(day: i64) -> String {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let of_era_year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * of_era_year + of_era_year / 4 - of_era_year / 100);
    let month = (5 * of_year + 2) / 153;
    let (of_month, month) =
        (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = of_era_year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{of_month:02}")
}

/// Whether a text is an instant with `Z`: the one form that STIX and CASE exports of ours use.
#[must_use]
pub fn is_instant(text: &str) -> bool {
    text.ends_with('Z') && crate::xsd::moment("dateTime", text).is_some()
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn instants_are_written_as_calendars_have_them() {
        assert_eq!(instant(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(instant(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(instant(1_772_600_767_089), "2026-03-04T05:06:07.089Z");
        assert_eq!(instant(-1), "1969-12-31T23:59:59.999Z");
    }
}
