//! Plans that are complete, what children think of the help, and how they fare.

use std::collections::{BTreeMap, BTreeSet};

use model::kinds::{Change, Satisfaction};
use model::{Date, Id};

use super::count::whole;
use super::{Entity, Facts, Figure, Line, MeasureFact, OpinionFact, PlanFact};

/// Every figure of this area.
pub(super) fn count(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Vec<Figure> {
    vec![
        completed("completed_case_safety_plans", facts, |plan| plan.safety, |plan| plan.complete),
        completed("completed_case_action_plans", facts, |plan| !plan.safety, |plan| plan.complete),
        completed(
            "completed_supervisor_approved_case_action_plans",
            facts,
            |plan| !plan.safety,
            |plan| plan.approved,
        ),
        satisfaction(facts, within),
        changed(facts, within, "improved_wellbeing", "improved", Change::improved_wellbeing),
        changed(facts, within, "less_impacted", "lighter", Change::less_impacted),
    ]
}

/// The child of each counted case.
pub(super) fn children(facts: &Facts) -> BTreeMap<Id, Id> {
    facts.cases.iter().map(|case| (case.case, case.child)).collect()
}

/// Children with an open case who need a plan, and those of them who have it complete. A safety plan is needed where one says
/// so; a case plan from the first contact on.
fn completed(
    id: &'static str,
    facts: &Facts,
    of: impl Fn(&PlanFact) -> bool,
    done: impl Fn(&PlanFact) -> bool,
) -> Figure {
    let safety = id == "completed_case_safety_plans";
    let plans: Vec<&PlanFact> = facts.plans.iter().filter(|plan| of(plan) && plan.needed).collect();
    let open = facts.cases.iter().filter(|case| case.open);
    let needing = open.filter(|case| {
        if safety { plans.iter().any(|plan| plan.case == case.case) } else { case.contact.is_some() }
    });
    let (mut need, mut lack) = (BTreeSet::new(), BTreeSet::new());
    for case in needing {
        need.insert(case.child);
        if !plans.iter().any(|plan| plan.case == case.case && done(plan)) {
            lack.insert(case.child);
        }
    }
    let line = Line::new("complete", whole(need.len() - lack.len())).of(whole(need.len()));
    Figure { id, counts: Entity::Children, lines: vec![line] }
}

/// By the last answered form of each child in the period. Forms with too few answers count for neither side.
fn satisfaction(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Figure {
    let child = children(facts);
    let mut last: BTreeMap<Id, &OpinionFact> = BTreeMap::new();
    for said in facts.opinions.iter().filter(|said| within(said.on)) {
        let Some(child) = child.get(&said.case) else { continue };
        let kept = last.entry(*child).or_insert(said);
        let better = (said.said != Satisfaction::Incomplete, said.on);
        if better >= (kept.said != Satisfaction::Incomplete, kept.on) {
            *kept = said;
        }
    }
    let of = |side: Satisfaction| whole(last.values().filter(|said| said.said == side).count());
    let (yes, no) = (of(Satisfaction::Satisfied), of(Satisfaction::Unsatisfied));
    let lines = vec![
        Line::new("satisfied", yes).of(yes + no),
        Line::new("incomplete", of(Satisfaction::Incomplete)).of(whole(last.len())),
    ];
    Figure { id: "client_satisfaction_rate", counts: Entity::Children, lines }
}

/// Children whose first and latest measure are both known, the latest in the period.
fn changed(
    facts: &Facts,
    within: &dyn Fn(Option<Date>) -> bool,
    id: &'static str,
    line: &'static str,
    better: fn(&Change) -> Option<bool>,
) -> Figure {
    let child = children(facts);
    let mut taken: BTreeMap<Id, Vec<&MeasureFact>> = BTreeMap::new();
    for one in &facts.measures {
        if let Some(child) = child.get(&one.case) {
            taken.entry(*child).or_default().push(one);
        }
    }
    let (mut well, mut both) = (0, 0);
    for measures in taken.values_mut() {
        measures.sort_by_key(|one| one.on);
        if !within(measures.last().map(|one| one.on)) {
            continue;
        }
        let scores: Vec<i64> = measures.iter().filter_map(|one| one.wellbeing).collect();
        let severity: Vec<&str> = measures.iter().filter_map(|one| one.severity.as_deref()).collect();
        if let Some(better) = better(&Change::of(&scores, &severity)) {
            both += 1;
            well += i64::from(better);
        }
    }
    Figure { id, counts: Entity::Children, lines: vec![Line::new(line, well).of(both)] }
}
