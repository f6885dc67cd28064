//! Children by month and region, and cells of tables.

use std::collections::{BTreeMap, BTreeSet};

use model::{Date, Id};

use super::count::whole;
use super::{CaseFact, Entity, Figure, Line};

/// A code with its list; nothing stands for what is not known.
pub(super) type Coded = (&'static str, Option<String>);

/// A month as `2026-03`.
pub(super) fn month(day: Option<Date>) -> Option<String> {
    day.and_then(|day| day.to_string().get(..7).map(str::to_owned))
}

/// The band of an age at an event, a code of list `age-band`.
pub(super) fn age_band(case: &CaseFact, on: Option<Date>) -> Option<String> {
    let band = match i64::from(on?.year()) - case.born? {
        0..=5 => "age_0_5",
        6..=11 => "age_6_11",
        12..=14 => "age_12_14",
        15..=17 => "age_15_17",
        18..=120 => "age_18",
        _ => return None,
    };
    Some(band.to_owned())
}

/// A line for a code, or for what is not known.
pub(super) fn line((list, code): Coded, value: i64) -> Line {
    match code {
        Some(code) => Line::new(code, value).coded(list),
        None => Line::new("unknown", value),
    }
}

/// Children by month: one with cases in two months is in both.
pub(super) fn by_month(
    id: &'static str,
    cases: &[&CaseFact],
    day: impl Fn(&CaseFact) -> Option<Date>,
) -> Figure {
    by(id, cases.iter().map(|case| (case.child, ("month", month(day(case))))))
}

/// Children by where they are.
pub(super) fn by_region(id: &'static str, cases: &[&CaseFact]) -> Figure {
    by(id, cases.iter().map(|case| (case.child, ("region", case.region.clone()))))
}

/// Whom is counted, by one code.
pub(super) fn by(id: &'static str, each: impl Iterator<Item = (Id, Coded)>) -> Figure {
    let mut found: BTreeMap<(bool, Coded), BTreeSet<Id>> = BTreeMap::new();
    for (who, (list, code)) in each {
        // What is not known comes last.
        found.entry((code.is_none(), (list, code))).or_default().insert(who);
    }
    let lines = found.into_iter().map(|((_, coded), children)| line(coded, whole(children.len())));
    Figure { id, counts: Entity::Children, lines: lines.collect() }
}

/// A table: first how many there are in all, then a cell for each set of codes that occurs. Cells may overlap, the first line
/// counts everybody once.
pub(super) fn table(
    id: &'static str,
    counts: Entity,
    total: &'static str,
    each: impl Iterator<Item = (Id, Coded, Vec<Coded>)>,
) -> Figure {
    let mut found: BTreeMap<(Coded, Vec<Coded>), BTreeSet<Id>> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for (who, what, and) in each {
        all.insert(who);
        found.entry((what, and)).or_default().insert(who);
    }
    let cell = |((what, and), who): ((Coded, Vec<Coded>), BTreeSet<Id>)| {
        let line = line(what, whole(who.len()));
        and.into_iter()
            .fold(line, |line, (list, code)| line.and(list, code.unwrap_or_else(|| "unknown".to_owned())))
    };
    let mut lines = vec![Line::new(total, whole(all.len()))];
    lines.extend(found.into_iter().map(cell));
    Figure { id, counts, lines }
}
