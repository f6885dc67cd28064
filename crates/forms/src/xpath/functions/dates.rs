//! Days and times.

use jiff::civil::Weekday;

use super::super::moment::{Moment, read_clock, split_zone};
use super::super::value::Value;
use super::{Answer, Call};

pub(super) fn call(call: &Call<'_>) -> Answer {
    Ok(Some(match call.name {
        "today" => Value::When(call.env.now.date_only()),
        "now" => Value::When(call.env.now),
        "date" => match call.env.moment(&call.value(0)?)? {
            Some(moment) => Value::When(moment.date_only()),
            None => Value::text(""),
        },
        "date-time" => call.env.moment(&call.value(0)?)?.map_or(Value::text(""), Value::When),
        "decimal-date-time" => {
            Value::Number(call.env.moment(&call.value(0)?)?.map_or(f64::NAN, |moment| moment.days()))
        }
        "decimal-time" => Value::Number(part_of_day(&call.text(0)?)),
        "format-date" | "format-date-time" => {
            let pattern = call.text(1)?;
            let moment = call.env.moment(&call.value(0)?)?;
            Value::Text(moment.map(|moment| format(&moment, &pattern)).unwrap_or_default())
        }
        _ => return Ok(None),
    }))
}

/// The part of the day that a time `10:30:00.000+07:00` stands at, from 0 to 1.
fn part_of_day(text: &str) -> f64 {
    let Some((clock, _)) = split_zone(text.trim()) else { return f64::NAN };
    let Some(time) = read_clock(clock) else { return f64::NAN };
    let seconds =
        f64::from(time.hour()) * 3600.0 + f64::from(time.minute()) * 60.0 + f64::from(time.second());
    (seconds + f64::from(time.millisecond()) / 1000.0) / 86_400.0
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes a moment by ODK's letters: `%Y %y %m %n %b %d %e %H %h %M %S %3 %a %W`.
fn format(moment: &Moment, pattern: &str) -> String {
    let (day, time) = (moment.wall().date(), moment.wall().time());
    let mut text = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        let part = match letters.next() {
            Some('Y') => format!("{:04}", day.year()),
            Some('y') => format!("{:02}", day.year().rem_euclid(100)),
            Some('m') => format!("{:02}", day.month()),
            Some('n') => day.month().to_string(),
            Some('b') => usize::try_from(day.month() - 1)
                .ok()
                .and_then(|month| MONTHS.get(month))
                .map_or(String::new(), |month| (*month).to_owned()),
            Some('d') => format!("{:02}", day.day()),
            Some('e') => day.day().to_string(),
            Some('H') => format!("{:02}", time.hour()),
            Some('h') => time.hour().to_string(),
            Some('M') => format!("{:02}", time.minute()),
            Some('S') => format!("{:02}", time.second()),
            Some('3') => format!("{:03}", time.millisecond()),
            Some('a') => weekday(day.weekday()).to_owned(),
            Some('W') => day.iso_week_date().week().to_string(),
            Some('%') => "%".to_owned(),
            Some(other) => format!("%{other}"),
            None => "%".to_owned(),
        };
        text.push_str(&part);
    }
    text
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}
