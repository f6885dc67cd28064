//! Values in the words of a person's language.

use model::time::Zone;
use model::{Date, Field, KindMeta, Shape, Timestamp, Value, regions};
use node::Shown;

use crate::i18n::Words;

/// Whether a value is there to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum There {
    /// It is.
    Yes,
    /// Nothing was filled in.
    Empty,
    /// Not for this reader.
    Hidden,
    /// Erased for good.
    Erased,
}

/// A value as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The words; for anything but a visible value they say why there is none.
    pub text: String,
    /// Whether it is a visible value.
    pub there: There,
    /// Whether line breaks matter.
    pub long: bool,
    /// The record that it points to, below the base path.
    pub href: Option<String>,
    /// How it stands out, if it does.
    pub tone: Option<&'static str>,
}

impl Said {
    /// A plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), there: There::Yes, long: false, href: None, tone: None }
    }

    fn nothing(words: Words, there: There, key: &str) -> Self {
        Self { there, ..Self::text(words.t(key)) }
    }

    /// Whether nothing was filled in.
    pub fn blank(&self) -> bool {
        self.there == There::Empty
    }

    /// For the class of its cell.
    pub fn class(&self) -> &'static str {
        match self.there {
            There::Yes => "value",
            There::Empty => "value none",
            There::Hidden | There::Erased => "value withheld",
        }
    }
}

/// A field's value.
pub fn value(words: Words, field: &Field, shown: &Shown) -> Said {
    let value = match shown {
        Shown::Hidden => return Said::nothing(words, There::Hidden, "value-hidden"),
        Shown::Erased => return Said::nothing(words, There::Erased, "value-erased"),
        Shown::Value(value) if value.is_missing() => {
            return Said::nothing(words, There::Empty, "value-empty");
        }
        Shown::Value(value) => value,
    };
    let mut said = Said::text(plain(words, field, value));
    match field.shape {
        Shape::Narrative(_) => said.long = true,
        Shape::Link(kind) => said.href = Some(format!("/{kind}/{}", value.to_text())),
        Shape::Code("risk-level") => said.tone = Some(risk_tone(&value.to_text())),
        _ => {}
    }
    said
}

/// A field's value for a cell of a list, where there is little room: dates are short.
pub fn cell(words: Words, field: &Field, shown: &Shown) -> Said {
    let mut said = value(words, field, shown);
    if let (Shape::Date { .. }, There::Yes, Ok(day)) = (field.shape, said.there, shown.to_text().parse()) {
        said.text = short_date(words, day);
    }
    said
}

/// `Maret 2026`.
pub fn month(words: Words, day: Date) -> String {
    format!("{} {}", words.t(&format!("month-{}", day.month())), day.year())
}

/// `5 Mar 2026`; no month of either language is unclear by its first three letters.
pub fn short_date(words: Words, day: Date) -> String {
    let month: String = words.t(&format!("month-{}", day.month())).chars().take(3).collect();
    format!("{}\u{a0}{month}\u{a0}{}", day.day(), day.year())
}

/// A field's value as plain words: for cells, files and titles of links.
pub fn plain(words: Words, field: &Field, value: &Value) -> String {
    let text = value.to_text();
    match field.shape {
        _ if text.is_empty() => text,
        Shape::Code(list) => words.code(list, &text).to_owned(),
        Shape::Codes(list) => {
            text.split_whitespace().map(|code| words.code(list, code)).collect::<Vec<_>>().join("; ")
        }
        Shape::Date { .. } => text.parse().map_or(text, |day| date(words, day)),
        Shape::Instant => value.int().map_or(text, |millis| time(words, Timestamp::from_millis(millis))),
        Shape::YesNo => words.t(if text == "true" { "yes" } else { "no" }).into_owned(),
        Shape::Region => region(&text),
        Shape::Number { unit, .. } => with_unit(words, unit, value.int().unwrap_or_default()),
        Shape::Link(_) => words.t("link-open").into_owned(),
        Shape::Line(_) | Shape::Narrative(_) => text,
    }
}

/// A region with its province; an unknown code stays as it is.
pub fn region(code: &str) -> String {
    regions::full_label(code).unwrap_or_else(|| code.to_owned())
}

/// `5 Maret 2026`.
pub fn date(words: Words, day: Date) -> String {
    format!("{} {} {}", day.day(), words.t(&format!("month-{}", day.month())), day.year())
}

/// `5 Maret 2026, 14.07 WIB`.
pub fn time(words: Words, at: Timestamp) -> String {
    let zone = Zone::default();
    let minute = at.minute(zone);
    let clock = minute.split_once(' ').map_or("", |(_, clock)| clock);
    let clock = if words.lang == model::Lang::Id { clock.replace(':', ".") } else { clock.to_owned() };
    format!("{}, {clock} {}", date(words, at.date(zone)), zone.abbreviation())
}

/// `Kamis, 5 Maret 2026`, by the clock of this node's first zone.
pub fn weekday_date(words: Words, at: Timestamp) -> String {
    let day = at.date(Zone::default());
    format!("{}, {}", weekday(words, day), date(words, day))
}

fn weekday(words: Words, day: Date) -> std::borrow::Cow<'static, str> {
    words.t(&format!("weekday-{}", day.weekday().to_monday_one_offset()))
}

/// `Sen 9 Mar`; no day of the week of either language is unclear by its first three letters.
pub fn weekday_short(words: Words, day: Date) -> String {
    let three = |text: &str| text.chars().take(3).collect::<String>();
    let month = words.t(&format!("month-{}", day.month()));
    format!("{} {}\u{a0}{}", three(&weekday(words, day)), day.day(), three(&month))
}

/// How long ago, in the unit that matters: minutes, hours, days, then the date.
pub fn ago(words: Words, at: Timestamp, now: Timestamp) -> String {
    let minutes = now.millis().saturating_sub(at.millis()).max(0) / 60_000;
    let zone = Zone::default();
    let days = at.date(zone).until(now.date(zone)).map_or(0, |span| i64::from(span.get_days()));
    match (minutes, days) {
        (0, _) => words.t("ago-now").into_owned(),
        (1..60, _) => words.count("ago-minutes", minutes).into_owned(),
        (60..1_440, _) => words.count("ago-hours", minutes / 60).into_owned(),
        (_, days @ ..=30) => words.count("ago-days", days.max(1)).into_owned(),
        _ => short_date(words, at.date(zone)),
    }
}

/// When something is due, beside a heading that already says whether it is late: how late, today, or which day.
pub fn due_soon(words: Words, due: Timestamp, now: Timestamp) -> Badge {
    let zone = Zone::default();
    let day = due.date(zone);
    let days = now.date(zone).until(day).map_or(0, |span| i64::from(span.get_days()));
    match days {
        days if days < 0 => Badge { text: words.count("soon-late", -days).into_owned(), tone: "late" },
        0 if due < now => Badge { text: words.t("soon-late-today").into_owned(), tone: "late" },
        0 => Badge { text: words.t("soon-today").into_owned(), tone: "soon" },
        1 => Badge { text: words.t("soon-tomorrow").into_owned(), tone: "soon" },
        2..=7 => Badge { text: weekday_short(words, day), tone: "plain" },
        _ => Badge { text: short_date(words, day), tone: "plain" },
    }
}

fn with_unit(words: Words, unit: &str, number: i64) -> String {
    match unit {
        // A year is a name, not an amount.
        "unit-year" => number.to_string(),
        _ => words.count(unit, number).into_owned(),
    }
}

/// Digits in groups of three: with points in Indonesian, commas in English.
pub fn grouped(words: Words, number: i64) -> String {
    let mark = if words.lang == model::Lang::Id { '.' } else { ',' };
    let digits = number.unsigned_abs().to_string();
    let mut out = if number < 0 { "-".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A number with a decimal point, as people of the language write it: digits in groups, and in Indonesian a comma.
pub fn decimal(words: Words, number: String) -> String {
    let (whole, rest) = number.split_once('.').unwrap_or((&number, ""));
    let (sign, digits) = whole.split_at(whole.find(|c: char| c.is_ascii_digit()).unwrap_or(whole.len()));
    let Ok(digits) = digits.parse() else { return number };
    let mark = if words.lang == model::Lang::Id { ',' } else { '.' };
    let whole = format!("{sign}{}", grouped(words, digits));
    if rest.is_empty() { whole } else { format!("{whole}{mark}{rest}") }
}

/// A mark with a text: shape and words say it, colour only repeats it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// The words.
    pub text: String,
    /// Class that gives shape and colour.
    pub tone: &'static str,
}

/// The badge of a state.
pub fn state(words: Words, meta: &KindMeta, state: &str, phase: &str) -> Badge {
    let tone = match phase {
        "closed" => "closed",
        "waiting" => "waiting",
        _ => "open",
    };
    Badge { text: words.code(meta.state_list, state).to_owned(), tone }
}

/// The badge of a priority, where it stands out.
pub fn priority(words: Words, code: &str) -> Option<Badge> {
    let tone = match code {
        "urgent" => "urgent",
        "high" => "high",
        _ => return None,
    };
    Some(Badge { text: words.code("priority", code).to_owned(), tone })
}

fn risk_tone(code: &str) -> &'static str {
    match code {
        "high" => "urgent",
        "medium" => "high",
        _ => "low",
    }
}

/// When something is due, seen from now: overdue since, today, in so many days.
pub fn due(words: Words, due: Timestamp, now: Timestamp, phase: &str) -> Badge {
    let zone = Zone::default();
    let day = due.date(zone);
    let days = now.date(zone).until(day).map_or(0, |span| i64::from(span.get_days()));
    if phase == "closed" {
        return Badge { text: short_date(words, day), tone: "plain" };
    }
    let (key, n, tone) = match days {
        _ if due < now && days == 0 => ("due-late-today", 0, "late"),
        days if days < 0 => ("due-late", -days, "late"),
        0 => ("due-today", 0, "soon"),
        1 => ("due-tomorrow", 1, "soon"),
        days if days <= 14 => ("due-in", days, "plain"),
        _ => return Badge { text: short_date(words, day), tone: "plain" },
    };
    Badge { text: words.count(key, n).into_owned(), tone }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Lang;

    #[test]
    fn numbers_are_grouped_as_people_write_them() {
        assert_eq!(grouped(Words::new(Lang::Id), 1_234_567), "1.234.567");
        assert_eq!(grouped(Words::new(Lang::En), -1_000), "-1,000");
        assert_eq!(grouped(Words::new(Lang::Id), 999), "999");
    }

    #[test]
    fn time_is_said_as_people_say_it() {
        let now = Timestamp::from_millis(1_772_700_000_000); // Thursday, 5 March 2026, 15.40 in Jakarta
        let (id, en) = (Words::new(Lang::Id), Words::new(Lang::En));
        let day = model::time::DAY;
        assert_eq!(weekday_date(id, now), "Kamis, 5 Maret 2026");
        assert_eq!(due_soon(id, now.plus(4 * day), now).text, "Sen 9\u{a0}Mar");
        assert_eq!(due_soon(en, now.plus(4 * day), now).text, "Mon 9\u{a0}Mar");
        assert_eq!(due_soon(id, now.plus(-3 * day), now).text, "Terlambat 3 hari");
        assert_eq!(due_soon(en, now.plus(-day), now).text, "1 day late");
        assert_eq!(due_soon(id, now.plus(60_000), now).text, "Hari ini");
        assert_eq!(due_soon(id, now.plus(-60_000), now).tone, "late");
        assert_eq!(ago(id, now.plus(-5 * 60_000), now), "5 menit yang lalu");
        assert_eq!(ago(en, now.plus(-3 * model::time::HOUR), now), "3 hours ago");
        assert_eq!(ago(en, now.plus(-day), now), "1 day ago");
        assert_eq!(ago(id, now.plus(-40 * day), now), "24\u{a0}Jan\u{a0}2026");
    }

    #[test]
    fn due_dates_are_seen_from_today() {
        let now = Timestamp::from_millis(1_772_700_000_000);
        let words = Words::new(Lang::Id);
        let day = model::time::DAY;
        assert_eq!(due(words, now.plus(-3 * day), now, "open").tone, "late");
        assert!(due(words, now.plus(-3 * day), now, "open").text.contains('3'));
        assert_eq!(due(words, now.plus(-60_000), now, "open").tone, "late");
        assert_eq!(due(words, now.plus(60_000), now, "open").tone, "soon");
        assert_eq!(due(words, now.plus(-3 * day), now, "closed").tone, "plain");
    }
}
