//! How far the law went for children, and whether it goes faster for those whom the media see.

use std::collections::BTreeSet;

use model::stage_limits::median;
use model::{Date, Id};

use super::count::whole;
use super::{Entity, Facts, Figure, Line, TrackFact};

/// States of a legal track in their order; to have been in a later one is to have passed the earlier ones.
const ORDER: [&str; 12] = [
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
];

/// Every figure of this area.
pub(super) fn count(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Vec<Figure> {
    vec![path(facts, within), gap(facts)]
}

fn reached(track: &TrackFact, state: &str) -> bool {
    let at = |state: &str| ORDER.iter().position(|known| *known == state);
    let wanted = at(state);
    track.stays.iter().any(|(state, ..)| at(state) >= wanted && at(state).is_some())
}

/// Children whose matter was reported to the police in the period, by how far it came.
fn path(facts: &Facts, within: &dyn Fn(Option<Date>) -> bool) -> Figure {
    let child = super::plans::children(facts);
    let cohort: Vec<&TrackFact> = facts.tracks.iter().filter(|track| within(track.reported)).collect();
    let children = |which: &dyn Fn(&TrackFact) -> bool| {
        let found: BTreeSet<&Id> =
            cohort.iter().filter(|track| which(track)).filter_map(|track| child.get(&track.case)).collect();
        whole(found.len())
    };
    let all = children(&|_| true);
    let stage = |what: &'static str, state: &'static str| {
        Line::new(what, children(&|track| reached(track, state))).of(all)
    };
    let lines = vec![
        Line::new("told", all),
        stage("investigated", "investigation"),
        stage("prosecuted", "prosecution"),
        stage("tried", "trial"),
        stage("judged", "verdict"),
        stage("executed", "execution"),
        Line::new("ordered", children(&|track| track.ordered)).of(all),
        Line::new("paid", children(&|track| track.paid)).of(all),
    ];
    Figure { id: "legal_path", counts: Entity::Children, lines }
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
