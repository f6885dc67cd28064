//! A return in the shape of SIMFONI PPA: victims, and of them those who were served. Its categories are those of a local template
//! and of press releases, until the ministry's dictionary is at hand; the mapping to them is ours.

use std::collections::{BTreeMap, BTreeSet};

use model::{Date, Id, codes};

use super::count::whole;
use super::cross::{self, Coded};
use super::{CaseFact, Entity, Facts, Figure, IncidentFact, Line};

/// Every figure of this area. A victim is a child whose case was registered in the period; served is who was given a service
/// by its end.
pub(super) fn count(
    facts: &Facts,
    new: &[&CaseFact],
    to: Date,
    within: &dyn Fn(Option<Date>) -> bool,
) -> Vec<Figure> {
    let child = super::plans::children(facts);
    let given = |part: &&super::PartFact| {
        part.kind == "service" && part.state == "delivered" && part.done.is_some_and(|done| done <= to)
    };
    let served: BTreeSet<Id> =
        facts.parts.iter().filter(given).filter_map(|part| child.get(&part.case)).copied().collect();
    let mut victims: BTreeMap<Id, &CaseFact> = BTreeMap::new();
    for case in new {
        victims.entry(case.child).or_insert(case);
    }
    let told: Vec<(Id, &IncidentFact)> = facts
        .incidents
        .iter()
        .filter_map(|one| Some((*child.get(&one.case)?, one)))
        .filter(|(child, _)| victims.contains_key(child))
        .collect();
    let table = |id, each: Vec<(Id, Line)>| returned(id, &victims, &served, each);
    let by = |id, list: &'static str, of: &dyn Fn(&IncidentFact) -> Vec<String>| {
        table(id, by_incident(&told, &victims, list, of))
    };
    vec![
        table("simfoni_sex", victims.values().map(|case| (case.child, sex(case))).collect()),
        table("simfoni_age", victims.values().map(|case| (case.child, Line::new(age(case), 0))).collect()),
        by("simfoni_form", "bentuk-kekerasan", &forms),
        by("simfoni_place", "tempat-kejadian", &|one| mapped("incident-location", one.place.as_deref())),
        by("simfoni_relation", "hubungan-pelaku", &|one| {
            mapped("perpetrator-relationship", one.relation.as_deref())
        }),
        services(facts, &child, within),
    ]
}

/// Victims in each line, and of them the served. The first line has everybody once.
fn returned(
    id: &'static str,
    victims: &BTreeMap<Id, &CaseFact>,
    served: &BTreeSet<Id>,
    each: Vec<(Id, Line)>,
) -> Figure {
    type Key = (String, Vec<(&'static str, String)>);
    let mut found: BTreeMap<Key, (Line, BTreeSet<Id>)> = BTreeMap::new();
    for (child, line) in each {
        let key = (line.what.clone(), line.and.clone());
        found.entry(key).or_insert_with(|| (line, BTreeSet::new())).1.insert(child);
    }
    let told = |line: Line, who: BTreeSet<Id>| {
        let value = whole(who.intersection(served).count());
        Line { value: Some(value), of: Some(whole(who.len())), ..line }
    };
    let mut lines = vec![told(Line::new("served", 0), victims.keys().copied().collect())];
    lines.extend(found.into_values().map(|(line, who)| told(line, who)));
    Figure { id, counts: Entity::Children, lines }
}

fn years(case: &CaseFact) -> Option<i64> {
    let years = i64::from(case.registered?.year()) - case.born?;
    (0..=120).contains(&years).then_some(years)
}

fn sex(case: &CaseFact) -> Line {
    let line = cross::line(("sex", case.sex.clone()), 0);
    match years(case) {
        Some(0..=17) => line.and("line", "minor"),
        Some(_) => line.and("line", "adult"),
        None => line.and("line", "unknown"),
    }
}

/// The return has age bands of its own.
fn age(case: &CaseFact) -> &'static str {
    match years(case) {
        Some(0..=5) => "u0-5",
        Some(6..=12) => "u6-12",
        Some(13..=17) => "u13-17",
        Some(18..=24) => "u18-24",
        Some(25..=44) => "u25-44",
        Some(45..=59) => "u45-59",
        Some(_) => "u60",
        None => "unknown",
    }
}

/// Each victim by the codes of their incidents; who has none of them is not known.
fn by_incident(
    told: &[(Id, &IncidentFact)],
    victims: &BTreeMap<Id, &CaseFact>,
    list: &'static str,
    of: &dyn Fn(&IncidentFact) -> Vec<String>,
) -> Vec<(Id, Line)> {
    let mut each = Vec::new();
    let mut known = BTreeSet::new();
    for (child, incident) in told {
        for code in of(incident) {
            known.insert(*child);
            each.push((*child, Line::new(code, 0).coded(list)));
        }
    }
    let rest = victims.keys().filter(|child| !known.contains(child));
    each.extend(rest.map(|child| (*child, Line::new("unknown", 0))));
    each
}

fn forms(incident: &IncidentFact) -> Vec<String> {
    let violence = mapped("violence-type", incident.violence.as_deref());
    let forms = incident.forms.iter().flat_map(|form| mapped("exploitation-form", Some(form)));
    violence.into_iter().chain(forms).collect()
}

/// What the ministry calls a code of ours. A code that has no name there is told as `lainnya`; an unknown one not at all.
fn mapped(list: &str, code: Option<&str>) -> Vec<String> {
    let Some(code) = code.filter(|code| !code.is_empty() && *code != "unknown") else { return Vec::new() };
    let known = codes::list(list).and_then(|list| list.get(code));
    let told = known.and_then(|code| code.extra("simfoni")).unwrap_or("lainnya");
    told.split(',').map(str::to_owned).collect()
}

/// Children by the kinds of service that they were given in the period.
fn services(facts: &Facts, child: &BTreeMap<Id, Id>, within: &dyn Fn(Option<Date>) -> bool) -> Figure {
    let given =
        |part: &&super::PartFact| part.kind == "service" && part.state == "delivered" && within(part.done);
    let each = facts.parts.iter().filter(given).filter_map(|part| {
        let code = part.code.as_deref()?;
        // What the ministry has no name for is not in its return.
        let told = codes::list("service-type")?.get(code)?.extra("simfoni")?;
        let coded: Coded = ("jenis-pelayanan", Some(told.to_owned()));
        Some((*child.get(&part.case)?, coded))
    });
    cross::by("simfoni_service", each)
}
