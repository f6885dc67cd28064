//! One answer by its type.

use super::answers::{AnswerValue, Point};
use super::words::AnswerCode;
use crate::form::{Form, Preload, Question};
use crate::xpath::{Moment, read_clock, split_zone};

type Read = Result<Option<AnswerValue>, AnswerCode>;

/// Reads an answer; an empty one is none.
pub(super) fn read(form: &Form, question: &Question, text: &str, computed: bool) -> Read {
    if text.is_empty() || matches!(question, Question::Note) {
        return Ok(None);
    }
    let value = match question {
        Question::Integer => whole(text)?,
        Question::Decimal => AnswerValue::Decimal(number(text)?),
        Question::Range(range) => {
            let value = number(text)?;
            let bounds = [&range.start, &range.end].map(|bound| bound.parse::<f64>().unwrap_or(value));
            let [low, high] = bounds;
            if value < low.min(high) || value > low.max(high) {
                return Err(AnswerCode::OutOfRange);
            }
            if range.decimal { AnswerValue::Decimal(value) } else { whole(text)? }
        }
        Question::SelectOne(list) => {
            known(form, list, text)?;
            AnswerValue::Choice(text.to_owned())
        }
        Question::SelectMultiple(list) | Question::Rank(list) => {
            let codes: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            codes.iter().try_for_each(|code| known(form, list, code))?;
            AnswerValue::Choices(codes)
        }
        Question::Date | Question::Preload(Preload::Today) => day(text)?,
        Question::Time => time(text)?,
        Question::DateTime | Question::Preload(Preload::Start | Preload::End) => instant(text)?,
        Question::Geopoint => AnswerValue::Point(point(text).ok_or(AnswerCode::NotAPlace)?),
        Question::Geotrace | Question::Geoshape => points(text)?,
        Question::Acknowledge if text == "OK" || text == "true" => AnswerValue::Acknowledged,
        Question::Acknowledge => return Err(AnswerCode::NotAnAnswer),
        _ if computed => computed_value(text),
        _ => AnswerValue::Text(text.to_owned()),
    };
    Ok(Some(value))
}

/// What was computed has no type of its own; it stays text.
fn computed_value(text: &str) -> AnswerValue {
    AnswerValue::Text(text.to_owned())
}

fn whole(text: &str) -> Result<AnswerValue, AnswerCode> {
    // Engines that know one kind of number write 5 as 5.0.
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let number: i64 = digits.parse().map_err(|_| AnswerCode::NotANumber)?;
    if (-999_999_999_999..=999_999_999_999).contains(&number) {
        Ok(AnswerValue::Integer(number))
    } else {
        Err(AnswerCode::OutOfRange)
    }
}

fn number(text: &str) -> Result<f64, AnswerCode> {
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'E' | b'e' | b'+'));
    let number: f64 = text.parse().map_err(|_| AnswerCode::NotANumber)?;
    if plain && number.is_finite() { Ok(number) } else { Err(AnswerCode::NotANumber) }
}

fn known(form: &Form, list: &str, code: &str) -> Result<(), AnswerCode> {
    let found = form.list(list).and_then(|list| list.get(code));
    found.map(|_| ()).ok_or(AnswerCode::UnknownChoice)
}

fn day(text: &str) -> Result<AnswerValue, AnswerCode> {
    let day = Moment::parse(text, 0).ok_or(AnswerCode::NotADate)?;
    if (1900..=2200).contains(&day.day().year()) {
        Ok(AnswerValue::Date(day.day()))
    } else {
        Err(AnswerCode::NotADate)
    }
}

fn time(text: &str) -> Result<AnswerValue, AnswerCode> {
    let clock = split_zone(text).map(|(clock, _)| clock).ok_or(AnswerCode::NotATime)?;
    read_clock(clock).map(AnswerValue::Time).ok_or(AnswerCode::NotATime)
}

fn instant(text: &str) -> Result<AnswerValue, AnswerCode> {
    // Without a zone of its own it cannot be placed in time; western Indonesia's is the quieter guess.
    let moment =
        Moment::parse_own(text).or_else(|| Moment::parse(text, 7 * 60)).ok_or(AnswerCode::NotADate)?;
    Ok(AnswerValue::Instant(moment.millis()))
}

fn point(text: &str) -> Option<Point> {
    let mut parts = text.split_whitespace().map(str::parse::<f64>);
    let latitude = parts.next()?.ok().filter(|degrees| (-90.0..=90.0).contains(degrees))?;
    let longitude = parts.next()?.ok().filter(|degrees| (-180.0..=180.0).contains(degrees))?;
    let altitude = parts.next().transpose().ok()?.filter(|metres| metres.is_finite());
    let accuracy = parts.next().transpose().ok()?.filter(|metres| metres.is_finite());
    parts.next().is_none().then_some(Point { latitude, longitude, altitude, accuracy })
}

fn points(text: &str) -> Result<AnswerValue, AnswerCode> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let points: Option<Vec<Point>> = parts.map(point).collect();
    points.filter(|points| points.len() >= 2).map(AnswerValue::Points).ok_or(AnswerCode::NotAPlace)
}
