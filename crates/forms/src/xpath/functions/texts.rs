//! Texts, choices and truth.

use super::super::fault::Fault;
use super::super::value::Value;
use super::{Answer, Call};

pub(super) fn call(call: &Call<'_>) -> Answer {
    let text = |text: String| -> Answer { Ok(Some(Value::Text(call.env.grown(text)?))) };
    let truth = |truth: bool| -> Answer { Ok(Some(Value::Truth(truth))) };
    match call.name {
        "string" => text(call.text_or_here()?),
        "concat" => text(call.texts_from(0)?.concat()),
        "join" => text(call.texts_from(1)?.join(&call.text(0)?)),
        "starts-with" => truth(call.text(0)?.starts_with(&call.text(1)?)),
        "ends-with" => truth(call.text(0)?.ends_with(&call.text(1)?)),
        "contains" => truth(call.text(0)?.contains(&call.text(1)?)),
        "substring-before" => {
            text(call.text(0)?.split_once(&call.text(1)?).map_or(String::new(), |(before, _)| before.into()))
        }
        "substring-after" => {
            text(call.text(0)?.split_once(&call.text(1)?).map_or(String::new(), |(_, after)| after.into()))
        }
        "substring" => text(substring(call)?),
        "substr" => text(substr(call)?),
        "string-length" => Ok(Some(count(call.text_or_here()?.chars().count()))),
        "normalize-space" => text(call.text_or_here()?.split_whitespace().collect::<Vec<_>>().join(" ")),
        "translate" => text(translate(&call.text(0)?, &call.text(1)?, &call.text(2)?)),
        "regex" => truth(call.env.matches(&call.text(0)?, &call.text(1)?)?),
        "boolean" | "not" => truth(call.truth(0)? != (call.name == "not")),
        "true" | "false" => truth(call.name == "true"),
        "boolean-from-string" => truth(matches!(call.text(0)?.as_str(), "1" | "true")),
        "if" => call.value(if call.truth(0)? { 1 } else { 2 }).map(Some),
        "coalesce" => {
            let first = call.value(0)?;
            let empty = call.env.string(&first)?.is_empty();
            if empty { call.value(1).map(Some) } else { Ok(Some(first)) }
        }
        _ => choices(call),
    }
}

/// Functions about the spaces between chosen codes and about labels.
fn choices(call: &Call<'_>) -> Answer {
    Ok(Some(match call.name {
        "selected" | "is-selected" => {
            let wanted = call.text(1)?;
            Value::Truth(call.text(0)?.split_whitespace().any(|chosen| chosen == wanted.trim()))
        }
        "selected-at" => {
            let place = call.number(1)?;
            let chosen = call.text(0)?;
            let at = index(place);
            Value::text(at.and_then(|at| chosen.split_whitespace().nth(at)).unwrap_or_default())
        }
        "count-selected" => count(call.text(0)?.split_whitespace().count()),
        "jr:choice-name" => {
            let (value, path) = (call.text(0)?, call.text(1)?);
            let label = call.env.lookups.choice_name(path.trim(), &value);
            Value::Text(label.unwrap_or(value))
        }
        "pulldata" => {
            let cell =
                call.env.lookups.table_cell(&call.text(0)?, &call.text(1)?, &call.text(2)?, &call.text(3)?);
            Value::Text(cell.unwrap_or_default())
        }
        "property" => Value::Text(call.env.lookups.property(&call.text(0)?).unwrap_or_default()),
        // Without an argument a new identifier; with one a text of so many random digits and letters.
        "uuid" => {
            let whole = call.env.lookups.uuid();
            match call.has(0) {
                false => Value::Text(whole),
                true => {
                    let wanted = index(call.number(0)?).unwrap_or(0).min(32);
                    Value::Text(whole.chars().filter(|c| *c != '-').take(wanted).collect())
                }
            }
        }
        "is-null" => Value::Truth(call.text(0)?.is_empty()),
        _ => return Ok(None),
    }))
}

fn count(number: usize) -> Value {
    #[allow(clippy::cast_precision_loss, reason = "texts are far shorter than a double counts")]
    Value::Number(number as f64)
}

/// A whole number that is no less than zero, as an index.
pub(super) fn index(number: f64) -> Option<usize> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded here")]
    (number.is_finite() && (0.0..1e9).contains(&number)).then_some(number as usize)
}

/// XPath 1.0, section 4.2: characters count from 1, and both numbers are rounded.
fn substring(call: &Call<'_>) -> Result<String, Fault> {
    let text = call.text(0)?;
    let from = round(call.number(1)?);
    let to = if call.has(2) { from + round(call.number(2)?) } else { f64::INFINITY };
    #[allow(clippy::cast_precision_loss, reason = "texts are far shorter than a double counts")]
    let within = |place: usize| {
        let place = (place + 1) as f64;
        place >= from && place < to
    };
    Ok(text.chars().enumerate().filter(|(place, _)| within(*place)).map(|(_, letter)| letter).collect())
}

fn round(number: f64) -> f64 {
    (number + 0.5).floor()
}

/// ODK's own: characters count from 0, the end is left out, and negative numbers count from the end.
fn substr(call: &Call<'_>) -> Result<String, Fault> {
    let text = call.text(0)?;
    let length = text.chars().count();
    let place = |number: f64| {
        if number < 0.0 {
            length.saturating_sub(index(-number).unwrap_or(length))
        } else {
            index(number).unwrap_or(length)
        }
    };
    let from = place(call.number(1)?).min(length);
    let to = if call.has(2) { place(call.number(2)?).min(length) } else { length };
    Ok(text.chars().skip(from).take(to.saturating_sub(from)).collect())
}

fn translate(text: &str, from: &str, to: &str) -> String {
    let turned = |letter: char| match from.chars().position(|known| known == letter) {
        None => Some(letter),
        Some(at) => to.chars().nth(at),
    };
    text.chars().filter_map(turned).collect()
}
