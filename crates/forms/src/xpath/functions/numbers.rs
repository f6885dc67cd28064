//! Numbers and chance.

use super::super::fault::Fault;
use super::super::value::{Value, text_number};
use super::{Answer, Call};

pub(super) fn call(call: &Call<'_>) -> Answer {
    let number = |number: f64| -> Answer { Ok(Some(Value::Number(number))) };
    let one = |work: fn(f64) -> f64| -> Answer { Ok(Some(Value::Number(work(call.number(0)?)))) };
    match call.name {
        "number" => number(text_or_number(call)?),
        "int" => one(f64::trunc),
        "abs" => one(f64::abs),
        "floor" => one(f64::floor),
        "ceiling" => one(f64::ceil),
        "round" => number(rounded(call)?),
        "pow" => number(call.number(0)?.powf(call.number(1)?)),
        "sqrt" => one(f64::sqrt),
        "exp" => one(f64::exp),
        "exp10" => one(|power| 10_f64.powf(power)),
        "log" => one(f64::ln),
        "log10" => one(f64::log10),
        "sin" => one(f64::sin),
        "cos" => one(f64::cos),
        "tan" => one(f64::tan),
        "asin" => one(f64::asin),
        "acos" => one(f64::acos),
        "atan" => one(f64::atan),
        "atan2" => number(call.number(0)?.atan2(call.number(1)?)),
        "pi" => number(std::f64::consts::PI),
        "random" => number(call.env.lookups.random()),
        "min" | "max" => number(extreme(call)?),
        "sum" => {
            let mut sum = 0.0;
            for node in call.nodes(0)? {
                // A row that was left empty adds nothing.
                let text = call.env.forest.string_value(node);
                if !text.trim().is_empty() {
                    sum += text_number(&text, call.env.offset());
                }
            }
            number(sum)
        }
        "checklist" => checklist(call),
        "weighted-checklist" => weighted(call),
        _ => Ok(None),
    }
}

fn text_or_number(call: &Call<'_>) -> Result<f64, Fault> {
    if call.has(0) {
        return call.number(0);
    }
    Ok(text_number(&call.text_or_here()?, call.env.offset()))
}

/// With a second argument, to so many decimals; halves go up, as in XPath.
fn rounded(call: &Call<'_>) -> Result<f64, Fault> {
    let value = call.number(0)?;
    let places = if call.has(1) { call.number(1)?.clamp(-15.0, 15.0) } else { 0.0 };
    if !value.is_finite() {
        return Ok(value);
    }
    let power = 10_f64.powf(places.trunc());
    Ok((value * power + 0.5).floor() / power)
}

fn extreme(call: &Call<'_>) -> Result<f64, Fault> {
    let mut found = f64::NAN;
    for text in call.texts_from(0)? {
        if text.trim().is_empty() {
            continue;
        }
        let next = text_number(&text, call.env.offset());
        found = if call.name == "min" { found.min(next) } else { found.max(next) };
    }
    Ok(found)
}

/// Whether between so many and so many answers say yes; a negative bound is none.
fn checklist(call: &Call<'_>) -> Answer {
    let yes = call.texts_from(2)?.iter().filter(|text| is_yes(text)).count();
    #[allow(clippy::cast_precision_loss, reason = "far fewer answers than a double counts")]
    within(call, yes as f64)
}

fn weighted(call: &Call<'_>) -> Answer {
    let mut weight = 0.0;
    for index in (2..call.arguments.len()).step_by(2) {
        if is_yes(&call.text(index)?) {
            weight += call.number(index + 1)?;
        }
    }
    within(call, weight)
}

fn within(call: &Call<'_>, number: f64) -> Answer {
    let (least, most) = (call.number(0)?, call.number(1)?);
    Ok(Some(Value::Truth((least < 0.0 || number >= least) && (most < 0.0 || number <= most))))
}

fn is_yes(text: &str) -> bool {
    matches!(text.trim(), "1" | "true" | "yes" | "ya")
}
