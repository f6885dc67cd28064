//! Incidents, by when they were first reported and where they happened.

use model::{Date, Id};

use super::count::{DELAY, spread, whole};
use super::cross::{self, Coded};
use super::{Entity, Facts, Figure, IncidentFact, Line};

/// Every figure of this area.
pub(super) fn count(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Vec<Figure> {
    let told: Vec<&IncidentFact> = facts.incidents.iter().filter(|incident| within(incident.told)).collect();
    let known = told.iter().filter(|one| matches!((one.on, one.told), (Some(on), Some(told)) if on <= told));
    let ends = |incident: &&IncidentFact| (incident.on, incident.told);
    let mut of_known = spread("reporting_delay_known", Entity::Incidents, known.map(ends), DELAY, "d91");
    of_known.lines.retain(|line| !["unknown", "invalid"].contains(&line.what.as_str()));
    vec![
        number(&told),
        spread("reporting_delay", Entity::Incidents, told.iter().map(ends), DELAY, "d91"),
        of_known,
        violence(&told),
    ]
}

/// By the place of the incident, which is not always where the child is now.
fn number(told: &[&IncidentFact]) -> Figure {
    let each = |one: &&IncidentFact| -> (Id, Coded) { (one.incident, ("region", one.region.clone())) };
    let by = cross::by("number_of_incidents", told.iter().map(each));
    let lines = [Line::new("incidents", whole(told.len()))].into_iter().chain(by.lines).collect();
    Figure { counts: Entity::Incidents, lines, ..by }
}

fn violence(told: &[&IncidentFact]) -> Figure {
    let each =
        |one: &&IncidentFact| -> (Id, Coded) { (one.incident, ("violence-type", one.violence.clone())) };
    Figure { counts: Entity::Incidents, ..cross::by("table_violence", told.iter().map(each)) }
}
