//! How far the law went for children, and whether it goes faster for those whom the media see.

use std::collections::{BTreeMap, BTreeSet};

use model::stage_limits::median;
use model::{Date, Id};

use super::count::whole;
use super::{Entity, Facts, Figure, IncidentFact, Line, TrackFact};

/// States of a legal track in their order; to have been in a later one is to have passed the earlier ones. A review may come
/// before or after the execution began, and stands apart ([`reached`]).
const ORDER: [&str; 13] = [
    "reported_to_police",
    "inquiry",
    "investigation",
    "file_at_prosecutor",
    "handed_over",
    "prosecution",
    "trial",
    "verdict",
    "appeal",
    "cassation",
    "final",
    "execution",
    "review",
];

/// Every figure of this area.
pub(super) fn count(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Vec<Figure> {
    vec![path(facts, within), stage_days(facts, within), gap(facts)]
}

fn reached(track: &TrackFact, state: &str) -> bool {
    let at = |state: &str| {
        // To be reviewed is to have been final.
        let state = if state == "review" { "final" } else { state };
        ORDER.iter().position(|known| *known == state)
    };
    let wanted = at(state);
    track.stays.iter().any(|(state, ..)| at(state) >= wanted && at(state).is_some())
}

/// The cohort of a period: incidents that were first reported to anybody in it, with the legal tracks about them. A track that
/// names no incident belongs to the only one of its case, and where there is none to the day on which the police were told.
struct Cohort<'f> {
    children: BTreeSet<Id>,
    tracks: Vec<&'f TrackFact>,
}

fn cohort<'f>(
    facts: &'f Facts,
    child: &BTreeMap<Id, Id>,
    within: &dyn Fn(Option<Date>) -> bool,
) -> Cohort<'f> {
    let mut told: BTreeMap<Id, Option<Date>> = BTreeMap::new();
    let mut of_case: BTreeMap<Id, Vec<&IncidentFact>> = BTreeMap::new();
    for incident in &facts.incidents {
        told.insert(incident.incident, incident.told);
        of_case.entry(incident.case).or_default().push(incident);
    }
    let day = |track: &TrackFact| match track.incident.and_then(|incident| told.get(&incident)) {
        Some(told) => *told,
        None => match of_case.get(&track.case).map(Vec::as_slice) {
            Some([only]) => only.told,
            _ => track.reported,
        },
    };
    let tracks: Vec<&TrackFact> = facts.tracks.iter().filter(|track| within(day(track))).collect();
    let incidents = facts.incidents.iter().filter(|incident| within(incident.told));
    let cases = incidents.map(|incident| incident.case).chain(tracks.iter().map(|track| track.case));
    Cohort { children: cases.filter_map(|case| child.get(&case)).copied().collect(), tracks }
}

/// Children of the cohort by how far the law came for them.
fn path(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Figure {
    let child = super::plans::children(facts);
    let cohort = cohort(facts, &child, within);
    let all = whole(cohort.children.len());
    let line = |what: &'static str, which: &dyn Fn(&TrackFact) -> bool| {
        let found: BTreeSet<&Id> = cohort
            .tracks
            .iter()
            .filter(|track| which(track))
            .filter_map(|track| child.get(&track.case))
            .collect();
        Line::new(what, whole(found.len())).of(all)
    };
    let stage = |what, state| line(what, &|track| reached(track, state));
    let lines = vec![
        Line::new("children", all),
        line("told", &|_| true),
        stage("investigated", "investigation"),
        stage("prosecuted", "prosecution"),
        stage("tried", "trial"),
        stage("judged", "verdict"),
        line("convicted", &|track| track.convicted && reached(track, "verdict")),
        stage("executed", "execution"),
        line("ordered", &|track| track.ordered),
        line("paid", &|track| track.paid),
    ];
    Figure { id: "legal_path", counts: Entity::Children, lines }
}

/// Median days that the tracks of the cohort stood in each stage before they left it, with the children behind the number.
fn stage_days(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Figure {
    let child = super::plans::children(facts);
    let cohort = cohort(facts, &child, within);
    let line = |stage: &'static str| {
        let (mut days, mut children) = (Vec::new(), BTreeSet::<&Id>::new());
        for track in &cohort.tracks {
            for (_, spent, _) in track.stays.iter().filter(|(state, _, left)| *left && state == stage) {
                days.push(*spent);
                children.extend(child.get(&track.case));
            }
        }
        Line::measured(stage, median(days)).coded("legal-stage").of(whole(children.len()))
    };
    Figure { id: "legal_stage_days", counts: Entity::Days, lines: ORDER.map(line).to_vec() }
}

/// Days that a stage took and steps that were taken, for children whom no medium mentions and for the others. Where nobody said
/// which it is, the child is in neither group.
fn gap(facts: &Facts) -> Figure {
    let mut lines = Vec::new();
    for (group, seen) in [("unseen", Some(false)), ("seen", Some(true)), ("unknown", None)] {
        let cases: BTreeSet<Id> =
            facts.cases.iter().filter(|case| case.prominent == seen).map(|case| case.case).collect();
        let tracks: Vec<&TrackFact> =
            facts.tracks.iter().filter(|track| cases.contains(&track.case)).collect();
        let child = super::plans::children(facts);
        let children: BTreeSet<&Id> = tracks.iter().filter_map(|track| child.get(&track.case)).collect();
        let children = whole(children.len());
        lines.push(Line::new(group, children));
        let (days, pace) = match seen {
            Some(false) => ("median-unseen", "steps-unseen"),
            Some(true) => ("median-seen", "steps-seen"),
            None => continue,
        };
        let stays = || tracks.iter().flat_map(|track| track.stays.iter());
        let left: Vec<i64> = stays().filter(|(_, _, left)| *left).map(|(_, days, _)| *days).collect();
        let (steps, spent) = (whole(left.len()), stays().map(|(_, days, _)| *days).sum::<i64>());
        lines.push(Line::measured(days, median(left)).of(children));
        lines.push(Line::measured(pace, (spent > 0).then(|| steps * 3_000 / spent)).of(children));
    }
    Figure { id: "attention_gap", counts: Entity::Children, lines }
}
