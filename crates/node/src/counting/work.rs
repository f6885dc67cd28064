//! The work of a run: from delivered rows to children. It takes seconds for a million rows, so it happens beside the database,
//! between the act that gathers and the act that keeps.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use linkage::link::{
    Apart, BIT, Column, Doubtful, Intake, Linked, Model, People, Policy, Raw, Settings, link,
};
use model::Id;
use serde_json::json;

use super::doubt::{Doubt, Scale};
use super::drawn::draw;
use super::encoded::Form;
use super::outcome::{Member, Outcome, Pair};
use super::partition::{Verdicts, decided, named};
use crate::error::{Error, Result};

/// A delivered row, opened.
pub(crate) struct Given {
    pub(crate) row: Id,
    pub(crate) agency: String,
    /// In the order of [`linkage::link::COLUMNS`].
    pub(crate) cells: [String; 15],
    /// How the encodings in its cells were made, where they are no words.
    pub(crate) form: Option<Arc<Form>>,
}

/// The run before this one.
#[derive(Default)]
pub(crate) struct Before {
    pub(crate) ordinal: i64,
    pub(crate) model: Option<String>,
    pub(crate) children: HashMap<Id, String>,
    /// Decisions that it obeyed.
    pub(crate) decisions: Vec<Id>,
}

/// A standing decision.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub(crate) id: Id,
    pub(crate) one: Id,
    pub(crate) other: Id,
    pub(crate) same: bool,
}

/// Everything that a run is made from. Only the act that gathers makes one.
pub struct Gathered {
    pub(crate) lists: Vec<(Id, i64)>,
    pub(crate) rows: Vec<Given>,
    pub(crate) before: Before,
    pub(crate) decisions: Vec<Decision>,
    /// Whether a model is learned from these rows although the run before has one.
    pub(crate) relearn: bool,
    /// The run that is repeated, with the hash of its result.
    pub(crate) again: Option<(Id, String)>,
}

impl std::fmt::Debug for Gathered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} rows of {} lists", self.rows.len(), self.lists.len())
    }
}

/// Threads at once: a node serves pages meanwhile.
const THREADS: usize = 2;
/// Doubts of less than this chance either way are none.
const DOUBT: f64 = 0.005;
/// Pairs within so many 1/1024 bit of even odds are for a person: chances from 5 to 95 %.
const NARROW: i32 = 4 * BIT + BIT / 4;
/// Pairs that a run gives to people, at most.
const PAIRS: usize = 2_000;

/// Links.
///
/// # Errors
/// [`Error::Refused`] when there is nothing to link or the kept model cannot be read.
pub(crate) fn work(gathered: &Gathered) -> Result<Outcome> {
    if gathered.rows.is_empty() {
        return Err(Error::Refused("no-accepted-lists"));
    }
    if !alike(&gathered.rows) {
        return Err(Error::Refused("lists-not-alike"));
    }
    let (people, settings) = (intake(&gathered.rows), settings(gathered)?);
    let learned = settings.model.is_none();
    let mut linked = link(&people, &settings, &mut |_| {});
    if learned {
        // A learned model is then used as every later run will use it: the same rows give the same children.
        let model = Some(linked.model);
        linked = link(&people, &Settings { model, ..settings }, &mut |_| {});
    }
    let mut base = vec![0; gathered.rows.len()];
    for (row, number) in linked.cluster_numbers(&people) {
        if let Some(place) = base.get_mut(row as usize) {
            *place = number;
        }
    }
    let rows: Vec<Id> = gathered.rows.iter().map(|given| given.row).collect();
    let places: HashMap<Id, usize> = rows.iter().enumerate().map(|(at, row)| (*row, at)).collect();
    let edges: Vec<(usize, usize, i32)> = linked.scored(&people).collect();
    let known = |decision: &&Decision| gathered.before.decisions.contains(&decision.id);
    let old = decided(&base, &edges, &verdicts(gathered.decisions.iter().filter(known), &places));
    let all = verdicts(gathered.decisions.iter(), &places);
    let clusters = decided(&base, &edges, &all);
    let ordinal = gathered.before.ordinal + 1;
    let (children, history) = named(&clusters, &rows, &gathered.before.children, ordinal);
    let by_model = linked.clusters.count();
    let of_model = doubts(&linked, &people, &rows);
    let scale = Scale::of(by_model, &of_model, &linked.estimate);
    let doubts = left(of_model, &clusters, &all, &places);
    let drawn = draw(&linked, &people, &edges, &all, (&rows, &clusters), THREADS);
    let count = count(&clusters);
    let row = |cluster: &usize| rows.get(*cluster).map(Id::to_string).unwrap_or_default();
    let members = rows.iter().zip(&children).zip(&old);
    let members = members.map(|((row_id, child), old)| Member {
        row: *row_id,
        child: child.clone(),
        undecided: row(old),
    });
    Ok(Outcome {
        ordinal,
        model: linked.model.to_toml(),
        learned,
        inputs_hash: inputs(gathered),
        compared: linked.compared,
        by_model,
        clusters: count,
        estimate: scale.estimate(count, &doubts),
        scale,
        members: members.collect(),
        history,
        pairs: pairs(&linked, &people, &rows, &gathered.decisions),
        doubts,
        drawn,
        decisions: gathered.decisions.iter().map(|decision| decision.id).collect(),
    })
}

/// Words and encodings, or encodings of several secrets, tell nothing of each other: children in both would count twice.
fn alike(rows: &[Given]) -> bool {
    let Some(first) = rows.first() else { return true };
    rows.iter().all(|given| match (&first.form, &given.form) {
        (None, None) => true,
        (Some(one), Some(other)) => one.alike(other),
        _ => false,
    })
}

fn intake(rows: &[Given]) -> People {
    let mut intake = Intake::new();
    for (at, given) in (0_u32..).zip(rows) {
        let id = given.row.to_string();
        if let Some(form) = &given.form {
            let _ = intake.take_encoded(&id, &given.agency, &form.filters(&given.cells), at);
            continue;
        }
        let mut raw = Raw { cells: given.cells.each_ref().map(String::as_str) };
        for (column, text) in [(Column::Id, id.as_str()), (Column::Agency, given.agency.as_str())] {
            if let Some(cell) = raw.cells.get_mut(column as usize) {
                *cell = text;
            }
        }
        // Rows that cannot be compared were set aside when their list came in.
        let _ = intake.take(&raw, at, &given.agency);
    }
    People::gather(vec![intake])
}

fn settings(gathered: &Gathered) -> Result<Settings> {
    let kept = gathered.before.model.as_deref().filter(|_| !gathered.relearn);
    let model = kept.map(Model::from_toml).transpose().map_err(|_| Error::Refused("model-unreadable"))?;
    Ok(Settings { threads: THREADS, model, policy: Policy::default() })
}

/// What went in, by the names of lists and rows; what a row says never changes.
fn inputs(gathered: &Gathered) -> String {
    let mut text = String::new();
    for (list, records) in &gathered.lists {
        text.push_str(&format!("{list} {records}\n"));
    }
    for given in &gathered.rows {
        text.push_str(&format!("{}\n", given.row));
    }
    seal::to_hex(&seal::sha256(text.as_bytes()))
}

fn verdicts<'a>(decisions: impl Iterator<Item = &'a Decision>, places: &HashMap<Id, usize>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for decision in decisions {
        // A row of a list that was withdrawn is not there; its decision waits.
        if let (Some(a), Some(b)) = (places.get(&decision.one), places.get(&decision.other)) {
            if decision.same { &mut verdicts.same } else { &mut verdicts.different }.push((*a, *b));
        }
    }
    verdicts
}

fn count(clusters: &[usize]) -> usize {
    clusters.iter().enumerate().filter(|(at, cluster)| at == *cluster).count()
}

fn doubts(linked: &Linked, people: &People, rows: &[Id]) -> Vec<Doubt> {
    let doubt = |Doubtful { rows: (a, b), joined, chance }: Doubtful| {
        let (one, other) = (*rows.get(a.min(b))?, *rows.get(a.max(b))?);
        let unsure = if joined { 1.0 - chance >= DOUBT } else { chance >= DOUBT };
        unsure.then_some(Doubt { one, other, joined, chance })
    };
    let mut doubts: Vec<Doubt> = linked.doubtful(people, THREADS).into_iter().filter_map(doubt).collect();
    doubts.sort_by_key(|doubt| (doubt.one, doubt.other));
    doubts.dedup_by_key(|doubt| (doubt.one, doubt.other));
    doubts
}

/// Doubts that no decision has settled. A join that decisions undid, or made, is no doubt any more.
fn left(
    doubts: Vec<Doubt>,
    clusters: &[usize],
    verdicts: &Verdicts,
    places: &HashMap<Id, usize>,
) -> Vec<Doubt> {
    let place = |row: &Id| places.get(row).copied().unwrap_or_default();
    let cluster = |at: usize| clusters.get(at).copied().unwrap_or(at);
    let both = |(a, b): (usize, usize)| (a.min(b), a.max(b));
    // A pair that is the same is sure by itself; of two that differ all that their clusters share is sure.
    let same: HashSet<(usize, usize)> = verdicts.same.iter().copied().map(both).collect();
    let different: HashSet<(usize, usize)> =
        verdicts.different.iter().map(|(a, b)| both((cluster(*a), cluster(*b)))).collect();
    let stands = |doubt: &Doubt| {
        let (a, b) = (place(&doubt.one), place(&doubt.other));
        let together = cluster(a) == cluster(b);
        let settled = if together {
            same.contains(&both((a, b)))
        } else {
            different.contains(&both((cluster(a), cluster(b))))
        };
        together == doubt.joined && !settled
    };
    doubts.into_iter().filter(stands).collect()
}

/// Pairs near even odds, and pairs that were kept apart against their score; most doubtful first.
fn pairs(linked: &Linked, people: &People, rows: &[Id], decisions: &[Decision]) -> Vec<Pair> {
    let place_of: HashMap<usize, usize> =
        people.rows().enumerate().map(|(place, row)| (row, place)).collect();
    let at: Vec<usize> = people.rows().collect();
    let mut found: HashMap<(usize, usize), (i32, &'static str, bool)> = HashMap::new();
    let narrow = |score: i32| score.abs() <= NARROW;
    for (a, b, score) in linked.between(people).filter(|(.., score)| narrow(*score)) {
        found.insert((a.min(b), a.max(b)), (score, "narrow", false));
    }
    for (a, b, score, _) in linked.joins(people).filter(|(_, _, score, _)| narrow(*score)) {
        found.insert((a.min(b), a.max(b)), (score, "narrow", true));
    }
    for review in &linked.clusters.review {
        let row = |place: u32| at.get(place as usize).copied().unwrap_or_default();
        let (a, b) = (row(review.pair.0), row(review.pair.1));
        let why = match review.why {
            Apart::Niks => "niks",
            Apart::Births => "births",
            Apart::Bridge => "bridge",
        };
        found.insert((a.min(b), a.max(b)), (review.score, why, false));
    }
    let mut pairs: Vec<Pair> = found
        .into_iter()
        .filter_map(|((a, b), (score, why, joined))| {
            let (x, y) = (*rows.get(a)?, *rows.get(b)?);
            let weighed = people.explain(&linked.model, *place_of.get(&a)?, *place_of.get(&b)?)?;
            let weights: Vec<_> =
                weighed.iter().map(|w| json!([w.field.key(), w.level, w.weight, w.household])).collect();
            let weights = serde_json::Value::Array(weights).to_string();
            Some(Pair { one: x.min(y), other: x.max(y), score, why, joined, weights })
        })
        .filter(|pair| !decisions.iter().any(|d| (d.one, d.other) == (pair.one, pair.other)))
        .collect();
    pairs.sort_by_key(|pair| (pair.score.abs(), pair.one, pair.other));
    pairs.truncate(PAIRS);
    pairs
}
