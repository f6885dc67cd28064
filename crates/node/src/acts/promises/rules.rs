//! What a declaration cannot say of promises, gaps and listings (domain model, sections 10.1 to 10.5). Pure where it can be.

use model::{Date, KindMeta, ProblemCode, Record, Step, Value};

use super::follow;
use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};

fn date(meta: &KindMeta, record: &Record, name: &str) -> Option<Date> {
    record.text(meta, name).parse().ok()
}

/// Whether a record of this area may stand as it is; other kinds may.
pub(crate) fn check(meta: &KindMeta, record: &Record) -> Result<()> {
    match meta.slug {
        "commitment" => in_order(meta, record, "starts_on", "target_on"),
        "recommendation" => in_order(meta, record, "issued_on", "answer_by"),
        "legal-gap" => in_order(meta, record, "assessed_on", "review_by"),
        "consultation" => in_order(meta, record, "asked_on", "answer_by"),
        "state-act" => dated(meta, record),
        "company-venue" => venue(meta, record),
        "agreement" => in_order(meta, record, "valid_from", "valid_until"),
        "mandate" => in_order(meta, record, "from_on", "until_on"),
        "service-listing" => listing(meta, record),
        "course" | "course-question" | "campaign" | "campaign-measure" => {
            crate::acts::learning::rules::check(meta, record)
        }
        _ => {
            crate::acts::money::rules::check(meta, record)?;
            crate::monitoring::check(meta, record)
        }
    }
}

/// One day is not before another one; where one is missing there is nothing to compare.
fn in_order(meta: &KindMeta, record: &Record, first: &'static str, then: &'static str) -> Result<()> {
    match (date(meta, record, first), date(meta, record, then)) {
        (Some(one), Some(other)) if other < one => Err(Error::field(then, ProblemCode::DateOutOfRange)),
        _ => Ok(()),
    }
}

/// A day is there unless its precision says that it is not known.
fn dated(meta: &KindMeta, record: &Record) -> Result<()> {
    let known = record.text(meta, "precision") != "unknown";
    if known && date(meta, record, "acted_on").is_none() {
        return Err(Error::field("acted_on", ProblemCode::Missing));
    }
    Ok(())
}

/// Nobody trains more people than work there.
fn venue(meta: &KindMeta, record: &Record) -> Result<()> {
    let number = |name| record.get(meta, name).and_then(Value::int);
    match (number("staff"), number("trained")) {
        (Some(staff), Some(trained)) if trained > staff => {
            Err(Error::field("trained", ProblemCode::OutOfRange))
        }
        _ => in_order(meta, record, "visited_on", "next_visit"),
    }
}

/// Longest time for which somebody's word about a listing holds, in days.
const ASSURED_FOR: i32 = 366;

fn listing(meta: &KindMeta, record: &Record) -> Result<()> {
    let age = |name| record.get(meta, name).and_then(Value::int);
    if let (Some(from), Some(to)) = (age("minimum_age"), age("maximum_age"))
        && to < from
    {
        return Err(Error::field("maximum_age", ProblemCode::OutOfRange));
    }
    if let (Some(all), Some(free)) = (age("capacity"), age("available"))
        && free > all
    {
        return Err(Error::field("available", ProblemCode::OutOfRange));
    }
    for (name, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let written = record.text(meta, name);
        if !written.is_empty() && degrees(written, most).is_none() {
            return Err(Error::field(name, ProblemCode::OutOfRange));
        }
    }
    for name in ["opens", "closes"] {
        let written = record.text(meta, name);
        if !written.is_empty() && !is_clock(written) {
            return Err(Error::field(name, ProblemCode::NotANumber));
        }
    }
    let hidden = record.text(meta, "confidentiality") != "public";
    if hidden && record.text(meta, "confidentiality_reason").is_empty() {
        return Err(Error::field("confidentiality_reason", ProblemCode::Missing));
    }
    in_order(meta, record, "assured_on", "assurance_due")?;
    if let (Some(on), Some(due)) = (date(meta, record, "assured_on"), date(meta, record, "assurance_due")) {
        let days = on.until(due).map_or(i32::MAX, |span| span.get_days());
        if days > ASSURED_FOR {
            return Err(Error::field("assurance_due", ProblemCode::DateOutOfRange));
        }
    }
    Ok(())
}

/// Degrees within bounds, as written with a point or a comma.
pub(crate) fn degrees(written: &str, most: f64) -> Option<f64> {
    written
        .trim()
        .replace(',', ".")
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite() && value.abs() <= most)
}

/// `08:30`.
fn is_clock(written: &str) -> bool {
    let Some((hour, minute)) = written.split_once([':', '.']) else { return false };
    let within = |part: &str, most: u8| {
        part.len() == 2
            && part.chars().all(|c| c.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|n| n < most)
    };
    within(hour, 24) && within(minute, 60)
}

/// Whether a record may be changed in this way. A promised day is moved openly, by `amend-commitment`, never by an edit.
pub(crate) fn edit(facts: &MatterFacts, old: &Record, new: &Record) -> Result<()> {
    check(facts.kind, new)?;
    let names = old.changed(facts.kind, new);
    let promised = !["unreviewed", "proposed"].contains(&facts.state.as_str());
    if facts.kind.slug == "commitment" && promised && names.contains(&"target_on") {
        return Err(Error::Refused("target-is-promised"));
    }
    Ok(())
}

/// Parts that a commitment takes while it goes on.
pub(crate) fn may_add(root: &MatterFacts, part: &KindMeta) -> Result<()> {
    let over = !root.is_open() && root.kind.slug == "commitment";
    if over && ["milestone", "self-report"].contains(&part.slug) {
        return Err(Error::Refused("matter-closed"));
    }
    Ok(())
}

/// What must hold before a step.
pub(crate) async fn step(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    check(facts.kind, record)?;
    match (facts.kind.slug, step.action) {
        // Two pairs of eyes: whoever entered something does not review it.
        (
            "recommendation" | "commitment" | "state-act" | "legal-gap" | "practice-note"
            | "country-statement",
            "review",
        )
        | ("capability-assessment", "validate") => not_own_entry(tx, actor, facts).await,
        ("commitment", "adopt") => weights_are_whole(tx, facts).await,
        ("commitment", "complete") => milestones_are_over(tx, facts).await,
        ("commitment", "verify") => found_complete(tx, facts).await,
        ("policy-draft", "answer") => consultations_are_over(tx, facts).await,
        _ => super::companies::step(tx, actor, facts, step).await,
    }
}

async fn not_own_entry(tx: &mut Tx, actor: &Actor, facts: &MatterFacts) -> Result<()> {
    let by = follow::entered_by(tx, facts.id).await?;
    if by.is_some() && by == actor.account() { Err(Error::Refused("own-entry")) } else { Ok(()) }
}

/// Weights of milestones are all empty, or add up to a hundred.
async fn weights_are_whole(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let row = tx
        .row(
            "select count(k.weight), cast(coalesce(sum(k.weight), 0) as bigint) from matter m join k_milestone k on k.id = m.id
             where m.root_id = $1 and m.kind = 'milestone' and m.state <> 'dropped'",
            &[facts.id.into()],
        )
        .await?;
    let (weighed, sum) = match &row {
        Some(row) => (row.int(0)?, row.int(1)?),
        None => (0, 0),
    };
    if weighed > 0 && sum != 100 { Err(Error::Refused("weights-not-whole")) } else { Ok(()) }
}

async fn milestones_are_over(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let open = tx
        .row(
            "select id from matter where root_id = $1 and kind = 'milestone' and state = 'planned' order by id limit 1",
            &[facts.id.into()],
        )
        .await?;
    if open.is_some() { Err(Error::Refused("milestones-open")) } else { Ok(()) }
}

/// Verified is what somebody from outside found complete, after it was said to be.
async fn found_complete(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let row = tx.row("select independent_status from k_commitment where id = $1", &[facts.id.into()]).await?;
    let found = row.map(|row| row.text(0)).transpose()?.unwrap_or_default();
    if found == "complete" { Ok(()) } else { Err(Error::Refused("no-independent-review")) }
}

/// Everybody who was asked has answered or is shown as silent.
async fn consultations_are_over(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let open = tx
        .row(
            "select id from matter where root_id = $1 and kind = 'consultation' and phase <> 'closed' order by id limit 1",
            &[facts.id.into()],
        )
        .await?;
    if open.is_some() { Err(Error::Refused("consultations-open")) } else { Ok(()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn degrees_and_hours_are_those_of_the_earth() {
        assert_eq!(degrees("-6,2", 90.0), Some(-6.2));
        for wrong in ["91", "-90.01", "NaN", "inf", "selatan", ""] {
            assert_eq!(degrees(wrong, 90.0), None, "{wrong}");
        }
        assert!(is_clock("08:30") && is_clock("23.59"));
        for wrong in ["8:30", "24:00", "08:60", "0830", "ab:cd", "+1:00"] {
            assert!(!is_clock(wrong), "{wrong}");
        }
    }
}
