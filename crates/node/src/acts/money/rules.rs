//! What a declaration cannot say of programmes and money (domain model, section 10.7). Pure.

use model::{Date, KindMeta, ProblemCode, Record};
use statistics::money::Amount;

use crate::error::{Error, Result};

/// Longest time of a line of a budget, in days between its first and its last (IATI rule 7.5.3).
const YEAR: i32 = 365;

/// Whether a record of this area may stand as it is; other kinds may.
pub(crate) fn check(meta: &KindMeta, record: &Record) -> Result<()> {
    match meta.slug {
        "programme" => {
            in_order(meta, record, ("planned_start", "planned_end"), i32::MAX)?;
            in_order(meta, record, ("actual_start", "actual_end"), i32::MAX)
        }
        "pledge" => amount(meta, record, false),
        "budget-line" => {
            amount(meta, record, false)?;
            in_order(meta, record, ("starts_on", "ends_on"), YEAR)
        }
        "transaction" => amount(meta, record, true),
        _ => Ok(()),
    }
}

/// An amount is a number; one below zero takes an earlier entry back and names it.
fn amount(meta: &KindMeta, record: &Record, corrections: bool) -> Result<()> {
    let Some(amount) = Amount::parse(record.text(meta, "amount")) else {
        return Err(Error::field("amount", ProblemCode::NotANumber));
    };
    if amount.is_negative() && !corrections {
        return Err(Error::field("amount", ProblemCode::OutOfRange));
    }
    if amount.is_negative() && record.text(meta, "corrects").trim().is_empty() {
        return Err(Error::field("corrects", ProblemCode::Missing));
    }
    Ok(())
}

/// One day is not before another one, nor more than so many days before it.
fn in_order(
    meta: &KindMeta,
    record: &Record,
    (first, then): (&'static str, &'static str),
    longest: i32,
) -> Result<()> {
    let day = |name| record.text(meta, name).parse::<Date>().ok();
    let (Some(one), Some(other)) = (day(first), day(then)) else { return Ok(()) };
    let days = one.until(other).map_or(i32::MAX, |span| span.get_days());
    if other < one || days > longest {
        return Err(Error::field(then, ProblemCode::DateOutOfRange));
    }
    Ok(())
}
