//! The formulas.

use std::collections::{BTreeMap, BTreeSet};

use model::time::Span;
use model::{Date, Id};

use super::{
    CaseFact, Entity, Facts, Figure, Line, PartFact, cross, help, incidents, law, plans, simfoni, tables,
};

/// Days of the bins of a delay, each up to and including its last one.
pub(super) const DELAY: &[(i64, &str)] =
    &[(3, "d0-3"), (5, "d4-5"), (14, "d6-14"), (30, "d15-30"), (90, "d31-90")];
/// The same for the length of a case.
const LENGTH: &[(i64, &str)] = &[(30, "d0-30"), (90, "d31-90"), (180, "d91-180")];

/// Every figure for a period, both days in it.
pub(crate) fn count(facts: &Facts, from: Date, to: Date) -> Vec<Figure> {
    let within = &|date: Option<Date>| date.is_some_and(|date| from <= date && date <= to);
    let new: Vec<&CaseFact> = facts.cases.iter().filter(|case| within(case.registered)).collect();
    let closed: Vec<&CaseFact> =
        facts.cases.iter().filter(|case| !case.open && within(case.closed)).collect();
    let during: Vec<&CaseFact> = facts.cases.iter().filter(|case| was_open(case, from, to)).collect();
    let mut figures = vec![
        number_of_cases(&new),
        bins("time_to_first_contact", &new, |case| (case.reported, case.contact), DELAY, "d91"),
        assessment_status(&during, &facts.parts, to),
        case_load(facts, to),
        case_closures(&closed),
        closure_rate(facts, &closed, from, to),
        bins("time_from_case_open_to_close", &closed, |case| (case.registered, case.closed), LENGTH, "d181"),
        ratio(facts),
        followups(&during, &facts.parts, within),
        services(facts, within),
        goals(&facts.parts),
        handovers(facts),
        lasting(facts, from, to),
    ];
    figures.extend(help::count(facts, within));
    figures.extend(plans::count(facts, within));
    figures.extend(law::count(facts, within));
    figures.extend(incidents::count(facts, within));
    figures.push(cross::by_month("number_of_cases_by_month", &new, |case| case.registered));
    figures.push(cross::by_month("case_closures_by_month", &closed, |case| case.closed));
    figures.push(cross::by_region("case_closures_by_region", &closed));
    figures.extend(tables::count(facts, (&new, &closed, &during), within));
    figures.extend(simfoni::count(facts, &new, to, within));
    figures
}

fn was_open(case: &CaseFact, from: Date, to: Date) -> bool {
    case.registered.is_some_and(|day| day <= to) && (case.open || case.closed.is_none_or(|day| day >= from))
}

pub(super) fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn children<'c>(cases: impl IntoIterator<Item = &'c CaseFact>) -> i64 {
    whole(cases.into_iter().map(|case| case.child).collect::<BTreeSet<_>>().len())
}

fn number_of_cases(new: &[&CaseFact]) -> Figure {
    let mut regions: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    for case in new {
        let region = case.region.clone().unwrap_or_else(|| "unknown".to_owned());
        regions.entry(region).or_default().insert(case.child);
    }
    let mut lines =
        vec![Line::new("children", children(new.iter().copied())), Line::new("cases", whole(new.len()))];
    lines.extend(regions.into_iter().map(|(region, children)| {
        let line = Line::new(region.clone(), whole(children.len()));
        if region == "unknown" { line } else { line.coded("region") }
    }));
    Figure { id: "number_of_cases", counts: Entity::Children, lines }
}

/// Children by how long something took. A child with several cases is counted by its first one in the period.
fn bins(
    id: &'static str,
    cases: &[&CaseFact],
    ends: impl Fn(&CaseFact) -> (Option<Date>, Option<Date>),
    edges: &'static [(i64, &'static str)],
    last: &'static str,
) -> Figure {
    let mut first: BTreeMap<Id, &CaseFact> = BTreeMap::new();
    for case in cases {
        let kept = first.entry(case.child).or_insert(case);
        if (case.registered, case.case) < (kept.registered, kept.case) {
            *kept = case;
        }
    }
    let days = first.values().map(|case| ends(case));
    spread(id, Entity::Children, days, edges, last)
}

/// How long something took, in bins without gaps. What is not known and what cannot be have a bin each.
pub(super) fn spread(
    id: &'static str,
    counts: Entity,
    ends: impl Iterator<Item = (Option<Date>, Option<Date>)>,
    edges: &'static [(i64, &'static str)],
    last: &'static str,
) -> Figure {
    let mut found: BTreeMap<&str, i64> = BTreeMap::new();
    let mut all = 0;
    for ends in ends {
        let bin = match ends {
            (Some(begin), Some(end)) if end < begin => "invalid",
            (Some(begin), Some(end)) => {
                let days = i64::from((end - begin).get_days());
                edges.iter().find(|(edge, _)| days <= *edge).map_or(last, |(_, name)| name)
            }
            _ => "unknown",
        };
        *found.entry(bin).or_default() += 1;
        all += 1;
    }
    let names = edges.iter().map(|(_, name)| *name).chain([last, "unknown", "invalid"]);
    let lines = names.map(|name| Line::new(name, found.get(name).copied().unwrap_or(0)).of(all)).collect();
    Figure { id, counts, lines }
}

/// Of the cases that were open in the period, those with a whole assessment that was made by its end.
fn assessment_status(open: &[&CaseFact], parts: &[PartFact], to: Date) -> Figure {
    let assessed: BTreeSet<Id> = parts
        .iter()
        .filter(|part| part.kind == "assessment" && ["submitted", "approved"].contains(&part.state.as_str()))
        .filter(|part| part.done.is_none_or(|done| done <= to))
        .map(|part| part.case)
        .collect();
    let done = open.iter().filter(|case| assessed.contains(&case.case)).count();
    let line = Line::new("assessed", whole(done)).of(whole(open.len()));
    Figure { id: "assessment_status", counts: Entity::Cases, lines: vec![line] }
}

/// Open cases of each post at the end of a day. A post that answered for none but closed ones has none.
fn case_load(facts: &Facts, on: Date) -> Figure {
    let mut load: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for held in &facts.load {
        if held.from <= on && held.until.is_none_or(|until| until > on) {
            let cases = load.entry(held.post).or_default();
            if held.closed.is_none_or(|closed| closed > on) {
                cases.insert(held.case);
            }
        }
    }
    let posts = whole(load.len());
    let load: Vec<i64> = load.values().map(|cases| whole(cases.len())).collect();
    let bin = |low: i64, high: i64| whole(load.iter().filter(|n| (low..=high).contains(*n)).count());
    let lines = [("c0-9", 0, 9), ("c10-19", 10, 19), ("c20-29", 20, 29), ("c30", 30, i64::MAX)];
    let lines = lines.map(|(name, low, high)| Line::new(name, bin(low, high)).of(posts)).to_vec();
    Figure { id: "case_load", counts: Entity::Posts, lines }
}

fn case_closures(closed: &[&CaseFact]) -> Figure {
    let mut reasons: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    for case in closed {
        let reason = case.closure_reason.clone().unwrap_or_else(|| "unknown".to_owned());
        reasons.entry(reason).or_default().insert(case.child);
    }
    let mut lines = vec![Line::new("children", children(closed.iter().copied()))];
    lines.extend(reasons.into_iter().map(|(reason, children)| {
        let line = Line::new(reason.clone(), whole(children.len()));
        if reason == "unknown" { line } else { line.coded("closure-reason") }
    }));
    Figure { id: "case_closures", counts: Entity::Children, lines }
}

fn closure_rate(facts: &Facts, closed: &[&CaseFact], from: Date, to: Date) -> Figure {
    let at_start = |case: &&CaseFact| {
        case.registered.is_some_and(|day| day < from)
            && (case.open || case.closed.is_none_or(|day| day >= from))
    };
    let opened = |case: &&CaseFact| case.registered.is_some_and(|day| from <= day && day <= to);
    let all = facts.cases.iter().filter(|case| at_start(case) || opened(case)).count();
    let line = Line::new("closed", whole(closed.len())).of(whole(all));
    Figure { id: "case_closure_rate", counts: Entity::Cases, lines: vec![line] }
}

fn ratio(facts: &Facts) -> Figure {
    let of = |role: &str| facts.posts.get(role).copied().unwrap_or_default();
    let ((supervisors, _), (workers, vacant)) = (of("supervisor"), of("case-worker"));
    let lines = vec![
        Line::new("supervisors", supervisors),
        Line::new("workers", workers),
        Line::new("vacant", vacant).of(workers + vacant),
    ];
    Figure { id: "supervisor_to_caseworker_ratio", counts: Entity::Posts, lines }
}

fn followups(during: &[&CaseFact], parts: &[PartFact], within: impl Fn(Option<Date>) -> bool) -> Figure {
    let cases: BTreeSet<Id> = during.iter().map(|case| case.case).collect();
    let done =
        parts.iter().filter(|part| part.kind == "follow-up" && part.state == "done" && within(part.done));
    // A meeting is with the child.
    let done = done.filter(|part| !part.unseen).filter(|part| cases.contains(&part.case)).count();
    let line = Line::new("done", whole(done)).of(whole(cases.len()));
    Figure { id: "average_followup_meetings_per_case", counts: Entity::FollowUps, lines: vec![line] }
}

fn services(facts: &Facts, within: impl Fn(Option<Date>) -> bool) -> Figure {
    let child: BTreeMap<Id, Id> = facts.cases.iter().map(|case| (case.case, case.child)).collect();
    let mut pairs: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    let given = |part: &&PartFact| part.kind == "service" && part.state == "delivered" && within(part.done);
    for part in facts.parts.iter().filter(given) {
        let Some(child) = child.get(&part.case) else { continue };
        pairs.entry(part.code.clone().unwrap_or_else(|| "unknown".to_owned())).or_default().insert(*child);
    }
    let served: BTreeSet<Id> = pairs.values().flatten().copied().collect();
    let mut lines = vec![Line::new("children", whole(served.len()))];
    lines.extend(pairs.into_iter().map(|(kind, children)| {
        let line = Line::new(kind.clone(), whole(children.len()));
        if kind == "unknown" { line } else { line.coded("service-type") }
    }));
    Figure { id: "services_provided", counts: Entity::ChildServices, lines }
}

/// Goals met of those that apply. What is in progress is not met.
fn goals(parts: &[PartFact]) -> Figure {
    let mut domains: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.kind == "plan-goal" && part.state != "not_applicable") {
        let domain = domains.entry(part.code.clone().unwrap_or_else(|| "unknown".to_owned())).or_default();
        domain.1 += 1;
        domain.0 += i64::from(part.state == "met");
    }
    let lines = domains.into_iter().map(|(domain, (met, all))| {
        let line = Line::new(domain.clone(), met).of(all);
        if domain == "unknown" { line } else { line.coded("goal-domain") }
    });
    Figure { id: "goal_progress_per_need", counts: Entity::Goals, lines: lines.collect() }
}

fn handovers(facts: &Facts) -> Figure {
    let mut days: Vec<i64> = facts.handovers.iter().filter_map(|handover| handover.days).collect();
    days.sort_unstable();
    let median = days.get(days.len().saturating_sub(1) / 2).copied();
    let contested = facts.handovers.iter().filter(|handover| handover.contested).count();
    let lines = vec![
        Line::new("unheld", facts.unheld),
        Line { value: median, ..Line::new("median-days", 0) },
        Line::new("contested", whole(contested)).of(whole(facts.handovers.len())),
    ];
    Figure { id: "handover_health", counts: Entity::Handovers, lines }
}

/// Children whose case closed a year before a day of the period, and what was found when they were looked for at that time:
/// from eleven months after closure on. Not reached is its own line.
fn lasting(facts: &Facts, from: Date, to: Date) -> Figure {
    let due = |case: &CaseFact| {
        let year = Span::new().months(12);
        let at = case.closed.and_then(|closed| closed.checked_add(year).ok());
        !case.open && at.is_some_and(|at| from <= at && at <= to)
    };
    let (mut well, mut reached, mut all) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for case in facts.cases.iter().filter(|case| due(case)) {
        all.insert(case.child);
        let late = case.closed.and_then(|closed| closed.checked_add(Span::new().months(11)).ok());
        let found = facts.parts.iter().filter(|part| {
            part.case == case.case
                && part.kind == "follow-up"
                && part.state == "done"
                && part.after_closure
                && !part.unseen
                && part.done.is_some_and(|done| late.is_some_and(|late| done >= late))
        });
        for part in found {
            reached.insert(case.child);
            if part.safe.as_deref() == Some("true") && part.busy.as_deref() == Some("true") {
                well.insert(case.child);
            }
        }
    }
    let lines = vec![
        Line::new("lasting", whole(well.len())).of(whole(reached.len())),
        Line::new("not-reached", whole(all.len() - reached.len())).of(whole(all.len())),
    ];
    Figure { id: "lasting_recovery", counts: Entity::Children, lines }
}

#[cfg(test)]
#[path = "proofs.rs"]
mod proofs;

#[cfg(test)]
#[path = "proofs_more.rs"]
mod proofs_more;
