//! Ready tables: what ministries and donors ask for again and again.

use std::collections::BTreeMap;

use model::{Date, Id};

use super::cross::{self, Coded, age_band, month};
use super::{CaseFact, Entity, Facts, Figure, PartFact};

/// Cases that were registered in the period, closed in it, and open in it.
pub(super) type Of<'f> = (&'f [&'f CaseFact], &'f [&'f CaseFact], &'f [&'f CaseFact]);

/// Every figure of this area.
pub(super) fn count(
    facts: &Facts,
    (new, closed, during): Of<'_>,
    within: &dyn Fn(Option<Date>) -> bool,
) -> Vec<Figure> {
    let children = |id, each: Vec<(Id, Coded, Vec<Coded>)>| {
        cross::table(id, Entity::Children, "children", each.into_iter())
    };
    let cases = new
        .iter()
        .map(|case| (case.child, ("region", case.region.clone()), vec![("month", month(case.registered))]));
    let closures = closed.iter().map(|case| {
        let and = vec![("region", case.region.clone()), ("month", month(case.closed))];
        (case.child, ("closure-reason", case.closure_reason.clone()), and)
    });
    let concerns = new.iter().flat_map(|case| {
        let none = case.concerns.is_empty().then_some(None);
        let codes = case.concerns.iter().cloned().map(Some).chain(none);
        codes.map(|code| (case.child, ("protection-concern", code), who(case, case.registered)))
    });
    let sources = new
        .iter()
        .map(|case| (case.child, ("identification-source", case.source.clone()), who(case, case.registered)));
    let workflow = during
        .iter()
        .map(|case| (case.child, ("workflow", case.workflow.clone()), who(case, case.registered)));
    vec![
        children("table_cases", cases.collect()),
        children("table_closures", closures.collect()),
        children("table_concerns", concerns.collect()),
        children("table_sources", sources.collect()),
        children("table_workflow", workflow.collect()),
        children(
            "table_services",
            parts(facts, ("service", "delivered", "service-type"), within, |part| Some(part.code.clone())),
        ),
        children(
            "table_follow_ups",
            parts(facts, ("follow-up", "done", "followup-type"), within, |part| Some(part.code.clone())),
        ),
        // Of the visits that followed a service: which.
        children(
            "table_followed",
            parts(facts, ("follow-up", "done", "service-type"), within, |part| {
                let followed = part.code.as_deref() == Some("for_service") || part.about.is_some();
                followed.then(|| part.about.clone())
            }),
        ),
        moves(facts, within),
    ]
}

/// Age at an event, and sex.
fn who(case: &CaseFact, on: Option<Date>) -> Vec<Coded> {
    vec![("age-band", age_band(case, on)), ("sex", case.sex.clone())]
}

/// Children by what they were given in the period. Where `code` answers nothing the part is left out.
fn parts(
    facts: &Facts,
    (kind, state, list): (&str, &str, &'static str),
    within: &dyn Fn(Option<Date>) -> bool,
    code: impl Fn(&PartFact) -> Option<Option<String>>,
) -> Vec<(Id, Coded, Vec<Coded>)> {
    let cases: BTreeMap<Id, &CaseFact> = facts.cases.iter().map(|case| (case.case, case)).collect();
    let given = |part: &&PartFact| part.kind == kind && part.state == state && within(part.done);
    let each = facts.parts.iter().filter(given).filter_map(|part| {
        let case = cases.get(&part.case)?;
        Some((case.child, (list, code(part)?), who(case, part.done)))
    });
    each.collect()
}

/// Referrals and transfers by sending and receiving unit; the first line counts each once.
fn moves(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Figure {
    let offered = facts.moves.iter().filter(|one| within(Some(one.offered)));
    let each = offered.map(|one| {
        let (from, to) = one.units.clone();
        (one.offer, ("unit", Some(from)), vec![("unit", Some(to))])
    });
    cross::table("table_moves", Entity::Referrals, "moves", each)
}
