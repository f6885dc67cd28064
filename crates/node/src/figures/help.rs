//! Who was served, and what became of referrals and of sharing.

use std::collections::{BTreeMap, BTreeSet};

use model::stage_limits::median;
use model::{Date, Id};

use super::count::whole;
use super::{CaseFact, Entity, Facts, Figure, Line, MoveFact, cross};

const AGES: [&str; 4] = ["age-0-11", "age-12-17", "age-18", "unknown"];

/// Every figure of this area.
pub(super) fn count(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Vec<Figure> {
    let served = served(facts, within);
    let moves: Vec<&MoveFact> = facts.moves.iter().filter(|one| within(Some(one.offered))).collect();
    let referrals: Vec<&MoveFact> = moves.iter().copied().filter(|one| one.referral).collect();
    vec![
        by_sex(&served),
        by_age(&served),
        by_disability(facts, &served),
        average(facts, &referrals),
        success(&referrals),
        sharing(&moves),
    ]
}

/// Each child who was served in the period, with the day of the first service: at which the child's age is taken.
fn served<'f>(
    facts: &'f Facts,
    within: &dyn Fn(Option<Date>) -> bool,
) -> BTreeMap<Id, (&'f CaseFact, Option<Date>)> {
    let cases: BTreeMap<Id, &CaseFact> = facts.cases.iter().map(|case| (case.case, case)).collect();
    let given =
        |part: &&super::PartFact| part.kind == "service" && part.state == "delivered" && within(part.done);
    let mut served: BTreeMap<Id, (&CaseFact, Option<Date>)> = BTreeMap::new();
    for part in facts.parts.iter().filter(given) {
        let Some(case) = cases.get(&part.case) else { continue };
        let kept = served.entry(case.child).or_insert((case, part.done));
        if part.done < kept.1 {
            *kept = (case, part.done);
        }
    }
    served
}

fn by_sex(served: &BTreeMap<Id, (&CaseFact, Option<Date>)>) -> Figure {
    let all = whole(served.len());
    let mut sexes: BTreeMap<&str, i64> = BTreeMap::new();
    for (case, _) in served.values() {
        *sexes.entry(case.sex.as_deref().unwrap_or("unknown")).or_default() += 1;
    }
    let lines = sexes.into_iter().map(|(sex, count)| coded(sex, "sex", count).of(all)).collect();
    Figure { id: "services_by_sex", counts: Entity::Children, lines }
}

/// By the age at the first service of the period: a child who had a birthday in between is still one child.
fn by_age(served: &BTreeMap<Id, (&CaseFact, Option<Date>)>) -> Figure {
    let all = whole(served.len());
    let mut ages: BTreeMap<&str, i64> = BTreeMap::new();
    for (case, on) in served.values() {
        let age = case.born.zip(*on).map(|(born, on)| i64::from(on.year()) - born);
        let bin = match age {
            Some(0..=11) => "age-0-11",
            Some(12..=17) => "age-12-17",
            Some(18..=120) => "age-18",
            _ => "unknown",
        };
        *ages.entry(bin).or_default() += 1;
    }
    let line = |bin: &'static str| Line::new(bin, ages.get(bin).copied().unwrap_or_default()).of(all);
    Figure { id: "services_by_age", counts: Entity::Children, lines: AGES.map(line).to_vec() }
}

/// By what the record says of a disability. Nobody asked, or nobody wrote it down, is not known: it is not none.
fn by_disability(facts: &Facts, served: &BTreeMap<Id, (&CaseFact, Option<Date>)>) -> Figure {
    let all = whole(served.len());
    // A child with difficulties in two domains is in both lines.
    let each = served.keys().flat_map(|child| {
        let said = facts.disability.get(child).into_iter().flatten();
        let mut lines: Vec<_> = said.map(|(list, code)| (*child, (*list, Some(code.clone())))).collect();
        if lines.is_empty() {
            lines.push((*child, ("disability", None)));
        }
        lines
    });
    let by = cross::by("services_by_disability", each);
    Figure { lines: by.lines.into_iter().map(|line| line.of(all)).collect(), ..by }
}

fn coded(code: &str, list: &'static str, count: i64) -> Line {
    let line = Line::new(code, count);
    if code == "unknown" { line } else { line.coded(list) }
}

/// Referrals for each child who has a plan.
fn average(facts: &Facts, referrals: &[&MoveFact]) -> Figure {
    let child = super::plans::children(facts);
    let planned: BTreeSet<Id> = facts
        .plans
        .iter()
        .filter(|plan| !plan.safety)
        .filter_map(|plan| child.get(&plan.case))
        .copied()
        .collect();
    let mut each: BTreeMap<Id, i64> = planned.iter().map(|child| (*child, 0)).collect();
    for one in referrals {
        if let Some(count) = each.get_mut(&one.child) {
            *count += 1;
        }
    }
    let all = each.values().sum();
    let lines = vec![
        Line::new("referrals", all),
        Line::new("with-plan", whole(planned.len())),
        Line::measured("median-referrals", median(each.into_values().collect())).of(whole(planned.len())),
    ];
    Figure { id: "average_referrals", counts: Entity::Referrals, lines }
}

fn success(referrals: &[&MoveFact]) -> Figure {
    let count = |these: &[&MoveFact], which: fn(&MoveFact) -> bool| {
        whole(these.iter().filter(|one| which(one)).count())
    };
    let delivered = count(referrals, |one| one.delivered);
    let mut lines = vec![
        Line::new("delivered-of-offered", delivered).of(whole(referrals.len())),
        Line::new("delivered-of-accepted", delivered).of(count(referrals, |one| one.accepted)),
        Line::measured("median-answer", median(referrals.iter().filter_map(|one| one.answered).collect()))
            .of(count(referrals, |one| one.answered.is_some())),
    ];
    let mut sexes: BTreeMap<&str, Vec<&MoveFact>> = BTreeMap::new();
    let mut types: BTreeMap<&str, Vec<&MoveFact>> = BTreeMap::new();
    for one in referrals {
        sexes.entry(one.sex.as_deref().unwrap_or("unknown")).or_default().push(one);
        // One that asks for two services stands in two lines; the totals above count it once.
        for service in &one.services {
            types.entry(service).or_default().push(one);
        }
    }
    let line = |code: &str, list, these: &Vec<&MoveFact>| {
        coded(code, list, count(these, |one| one.delivered)).of(whole(these.len()))
    };
    lines.extend(sexes.iter().map(|(sex, these)| line(sex, "sex", these)));
    lines.extend(types.iter().map(|(kind, these)| line(kind, "service-type", these)));
    Figure { id: "referral_success", counts: Entity::Referrals, lines }
}

/// Children of whom something was shared outside the organisation, and on what it rests.
fn sharing(moves: &[&MoveFact]) -> Figure {
    let mut bases: BTreeMap<&str, BTreeSet<Id>> = BTreeMap::new();
    for one in moves.iter().filter(|one| one.outside) {
        bases.entry(one.basis.as_str()).or_default().insert(one.child);
    }
    let all: BTreeSet<Id> = bases.values().flatten().copied().collect();
    let mut lines = vec![Line::new("children", whole(all.len()))];
    let each = |(basis, children): (&str, BTreeSet<Id>)| {
        coded(basis, "share-basis", whole(children.len())).of(whole(all.len()))
    };
    lines.extend(bases.into_iter().map(each));
    Figure { id: "consent_health", counts: Entity::Children, lines }
}
