//! Lists laid beside one another, once as the linkage has it and again as it might as well be; estimated or refused.

use std::collections::{BTreeMap, BTreeSet};

use model::Id;
use statistics::mse::analyse::methods;
use statistics::mse::bootstrap::{Resample, Settings};
use statistics::mse::carry::{Carried, carried_over, different};
use statistics::mse::{Overlaps, Plan, Refusal, Unfit, analyse, latent};

use super::drawn::Clusterings;
use super::fact::Slice;
use super::hidden::{Hidden, MadeWith};
use super::reconcile::Linked;
use super::strata::{Strata, Traits, too_few};

/// Lists beyond so many are taken as one, the smallest first: each further list doubles what has to be filled.
const MOST_LISTS: usize = 5;
/// Repetitions of the bootstrap.
const REPETITIONS: usize = 500;
/// Repetitions for all clusterings together, as a multiple of those of one table.
const TOGETHER: usize = 10;
const SEED: u64 = 1234;

/// What an estimate is made of. It cannot be shown.
pub struct Overlapped {
    pub(crate) run: Id,
    pub(crate) slice: Slice,
    pub(crate) inputs_hash: String,
    table: Result<Overlaps, &'static str>,
    /// Tables of the clusterings, those of one threshold together.
    groups: Vec<Vec<Overlaps>>,
    together: Vec<String>,
    strata: Strata,
}

/// A row that is counted: its number, the list of its agency, and its place among the facts.
pub(super) struct Counted {
    pub(super) number: u32,
    pub(super) source: usize,
    pub(super) at: usize,
}

/// Lays the lists of a slice beside one another.
pub(crate) fn overlapped(
    linked: &Linked<'_>,
    clusterings: &Clusterings,
    run: Id,
    slice: &Slice,
    inputs_hash: String,
) -> Overlapped {
    let traits = Traits::of(linked, clusterings, slice);
    let all: Vec<Counted> = counted(linked, clusterings).collect();
    let told = &clusterings.told;
    let holds = |row: &&Counted| {
        linked.facts.get(row.at).is_some_and(|fact| slice.holds(fact)) && traits.hold(slice, row.number, told)
    };
    let rows: Vec<&Counted> = all.iter().filter(holds).collect();
    let lists = Lists::of(&rows, told, linked.agencies);
    let few = !slice.is_whole() && too_few(&all, &rows, told);
    let table =
        if few { Err("too-few-to-tell") } else { lists.table(&rows, told).map_err(|no| code_of_unfit(&no)) };
    let mut groups: Vec<(f64, Vec<Overlaps>)> = Vec::new();
    for drawn in &clusterings.drawn {
        let Ok(table) = lists.table(&rows, &drawn.over(told)) else { continue };
        match groups.iter_mut().find(|(moved, _)| *moved == drawn.moved) {
            Some((_, tables)) => tables.push(table),
            None => groups.push((drawn.moved, vec![table])),
        }
    }
    let strata = Strata::of(linked, &traits, &rows, told, &lists);
    Overlapped {
        run,
        slice: slice.clone(),
        inputs_hash,
        table,
        groups: groups.into_iter().map(|(_, tables)| tables).collect(),
        together: lists.together,
        strata,
    }
}

fn counted<'a>(linked: &'a Linked<'_>, clusterings: &'a Clusterings) -> impl Iterator<Item = Counted> + 'a {
    linked.facts.iter().enumerate().filter_map(|(at, fact)| {
        let number = *clusterings.number.get(&fact.row)?;
        Some(Counted { number, source: fact.source, at })
    })
}

/// Which list each agency is.
pub(super) struct Lists {
    names: Vec<String>,
    of: BTreeMap<usize, u32>,
    together: Vec<String>,
}

impl Lists {
    fn of(rows: &[&Counted], told: &[u32], agencies: &[String]) -> Self {
        let mut children: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
        for row in rows {
            children.entry(row.source).or_default().extend(told.get(row.number as usize));
        }
        let mut order: Vec<(usize, usize)> =
            children.iter().map(|(source, all)| (all.len(), *source)).collect();
        order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let name = |source: usize| agencies.get(source).cloned().unwrap_or_default();
        let single = if order.len() > MOST_LISTS { MOST_LISTS - 1 } else { order.len() };
        let mut lists = Self { names: Vec::new(), of: BTreeMap::new(), together: Vec::new() };
        for (place, (_, source)) in (0_u32..).zip(&order) {
            let list = place.min(u32::try_from(single).unwrap_or(u32::MAX));
            lists.of.insert(*source, list);
            if (list as usize) < single {
                lists.names.push(name(*source));
            } else {
                lists.together.push(name(*source));
            }
        }
        if !lists.together.is_empty() {
            lists.names.push(lists.together.join(" + "));
        }
        lists
    }

    /// The table of a clustering, which is for each number the first record of its cluster.
    pub(super) fn table(&self, rows: &[&Counted], clusters: &[u32]) -> Result<Overlaps, Unfit> {
        let mut on: BTreeMap<u32, u32> = BTreeMap::new();
        for row in rows {
            let list = self.of.get(&row.source).copied().unwrap_or_default();
            let cluster = clusters.get(row.number as usize).copied().unwrap_or(row.number);
            *on.entry(cluster).or_default() |= 1 << list;
        }
        let mut table = Overlaps::new(self.names.clone())?;
        on.values().try_for_each(|set| table.add(*set, 1))?;
        Ok(table)
    }
}

/// As the command does, with chains a fifth as long: a page waits.
fn plan() -> Plan {
    let intervals = Settings {
        repetitions: REPETITIONS,
        seed: SEED,
        threads: 1,
        resample: Resample::Population,
        level: 0.95,
    };
    let chain =
        latent::Chain { burn_in: 2400, samples: 1200, thinning: 10, seed: SEED, ..latent::Chain::default() };
    Plan { intervals, chain: Some(chain), ..Plan::default() }
}

impl Overlapped {
    /// Estimates, or says by a code why the data cannot carry an estimate.
    pub(crate) fn estimate(&self) -> Result<Hidden, String> {
        let table = self.table.as_ref().map_err(|code| (*code).to_owned())?;
        let plan = plan();
        let analysis = analyse(table, &plan, &mut |_| {}).map_err(|refusal| code_of(&refusal).to_owned())?;
        let carried = self.carry(table, &plan).map_err(|refusal| code_of(&refusal).to_owned())?;
        let mut hidden = Hidden::told(table, &analysis, carried.as_ref());
        hidden.together.clone_from(&self.together);
        hidden.strata = self.strata.estimate(&plan.intervals);
        let tables = different(&self.groups);
        hidden.made_with = MadeWith {
            seed: SEED,
            repetitions: REPETITIONS as u64,
            clusterings: self.groups.iter().map(Vec::len).sum::<usize>() as u64,
            thresholds: self.groups.len() as u64,
            tables: tables as u64,
        };
        Ok(hidden)
    }

    /// Over all clusterings, where the run has some.
    fn carry(&self, table: &Overlaps, plan: &Plan) -> Result<Option<Carried>, Refusal> {
        let different = different(&self.groups);
        let methods = methods(table.lists().len(), plan.threshold, plan.order);
        let Some((_, method)) = methods.first().filter(|_| different > 0) else { return Ok(None) };
        let repetitions = (REPETITIONS * TOGETHER).div_ceil(different).clamp(50, REPETITIONS);
        carried_over(&self.groups, method, &Settings { repetitions, ..plan.intervals }).map(Some)
    }
}

fn code_of_unfit(unfit: &Unfit) -> &'static str {
    match unfit {
        Unfit::OneList => "one-list",
        _ => "lists-unfit",
    }
}

/// The codes of the estimate; a method is never asked for here.
pub(super) fn code_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NoSuchMethod(_) => "lists-unfit",
        other => other.code(),
    }
}
