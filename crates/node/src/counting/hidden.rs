//! How many children nobody saw: lists laid beside one another, estimated or refused.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{Id, SplitMix};
use serde::{Deserialize, Serialize};
use statistics::mse::analyse::{self, Caution};
use statistics::mse::bootstrap::{Resample, Settings};
use statistics::mse::carry::{Carried, carried};
use statistics::mse::fit::NoFit;
use statistics::mse::{Analysis, Overlaps, Plan, Refusal, Unfit, analyse as estimate};

use super::doubt::Doubt;
use super::fact::Slice;
use super::reconcile::Linked;

/// Lists beyond so many are taken as one, the smallest first: each further list doubles what has to be filled.
const MOST_LISTS: usize = 5;
/// Clusterings that are drawn from the doubts of the linkage.
const DRAWN: u64 = 10;
/// Repetitions of the bootstrap.
const REPETITIONS: usize = 500;
const SEED: u64 = 1234;

/// What an estimate is made of. It cannot be shown.
pub struct Overlapped {
    pub(crate) run: Id,
    pub(crate) slice: Slice,
    pub(crate) inputs_hash: String,
    tables: Vec<Overlaps>,
    together: Vec<String>,
    unfit: Option<&'static str>,
}

/// A list in an estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListIn {
    /// Agency, or several that were taken as one.
    pub name: String,
    /// Children on it.
    pub children: u64,
    /// Of them on no other.
    pub alone: u64,
}

/// What a method or a model says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Says {
    /// Name of the method, or the model.
    pub name: String,
    /// Children in all.
    pub estimate: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How far behind the best by the Bayesian criterion; of models alone.
    pub behind: Option<f64>,
}

/// Two lists beside one another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Leaning {
    /// The two.
    pub pair: String,
    /// Children on both.
    pub both: u64,
    /// How many there would be if neither leaned on the other.
    pub expected: f64,
}

/// The figure when something is done otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Else {
    /// Lists that were left out or taken as one.
    pub lists: String,
    /// Whether they were taken as one.
    pub combined: bool,
    /// The figure then, where there is one.
    pub estimate: Option<f64>,
}

/// Everything that an estimate says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Hidden {
    /// Children in all.
    pub estimate: f64,
    /// Lower end of the interval of 95 %.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Children on any list.
    pub observed: u64,
    /// Least and most that methods say.
    pub spread: (f64, f64),
    /// Codes of what a reader must be told.
    pub cautions: Vec<String>,
    /// Shares of the uncertainty: linkage, sampling, choice of the model; empty where the linkage was not carried through.
    pub shares: Vec<f64>,
    /// The lists.
    pub lists: Vec<ListIn>,
    /// Agencies that were taken as one list.
    pub together: Vec<String>,
    /// All methods, the first that of the figure.
    pub methods: Vec<Says>,
    /// Models near the best.
    pub models: Vec<Says>,
    /// Lists by pairs.
    pub pairs: Vec<Leaning>,
    /// Otherwise.
    pub otherwise: Vec<Else>,
}

/// Lays the lists of a slice beside one another, once as the linkage has it and several times as it might as well be.
pub(crate) fn overlapped(linked: &Linked<'_>, run: Id, slice: &Slice, inputs_hash: String) -> Overlapped {
    let mut found = Overlapped {
        run,
        slice: slice.clone(),
        inputs_hash,
        tables: Vec::new(),
        together: Vec::new(),
        unfit: None,
    };
    let rows: Vec<(Id, usize, &str)> = linked
        .facts
        .iter()
        .zip(linked.children)
        .filter(|(fact, child)| slice.holds(fact) && !child.is_empty())
        .map(|(fact, child)| (fact.row, fact.source, child.as_str()))
        .collect();
    let lists = Lists::of(&rows, linked.agencies);
    found.together.clone_from(&lists.together);
    for number in 0..=DRAWN {
        let names = match number {
            0 => HashMap::new(),
            _ => drawn(&rows, linked.doubts, linked.scale, number),
        };
        let table =
            lists.table(&rows, |row, child| names.get(&row).cloned().unwrap_or_else(|| child.to_owned()));
        match table {
            Ok(table) => found.tables.push(table),
            Err(unfit) => found.unfit = Some(code_of_unfit(&unfit)),
        }
    }
    found
}

/// Which list each agency is.
struct Lists {
    names: Vec<String>,
    of: BTreeMap<usize, u32>,
    together: Vec<String>,
}

impl Lists {
    fn of(rows: &[(Id, usize, &str)], agencies: &[String]) -> Self {
        let mut children: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        rows.iter().for_each(|(_, source, child)| {
            children.entry(*source).or_default().insert(child);
        });
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

    fn table(
        &self,
        rows: &[(Id, usize, &str)],
        child: impl Fn(Id, &str) -> String,
    ) -> Result<Overlaps, Unfit> {
        let mut on: BTreeMap<String, u32> = BTreeMap::new();
        for (row, source, name) in rows {
            let list = self.of.get(source).copied().unwrap_or_default();
            *on.entry(child(*row, name)).or_default() |= 1 << list;
        }
        let mut table = Overlaps::new(self.names.clone())?;
        on.values().try_for_each(|set| table.add(*set, 1))?;
        Ok(table)
    }
}

/// Children of rows under other names, drawn from the doubts: a join that may be wrong is undone with the chance that it is, one
/// that may be missing is made. The row that is parted goes alone.
fn drawn(
    rows: &[(Id, usize, &str)],
    doubts: &[Doubt],
    scale: super::doubt::Scale,
    number: u64,
) -> HashMap<Id, String> {
    let child: HashMap<Id, &str> = rows.iter().map(|(row, _, child)| (*row, *child)).collect();
    let mut chance = SplitMix::new(SEED ^ number.wrapping_mul(0xd134_2543_de82_ef95));
    let mut names: HashMap<Id, String> = HashMap::new();
    let mut joined: HashMap<String, String> = HashMap::new();
    for doubt in doubts {
        let share = (chance.draw() >> 11) as f64 / (1_u64 << 53) as f64;
        let (Some(one), Some(other)) = (child.get(&doubt.one), child.get(&doubt.other)) else { continue };
        if doubt.joined && share < (1.0 - doubt.chance) * scale.wrong {
            names.insert(doubt.other, format!("{other}/{}", doubt.other));
        } else if !doubt.joined && share < doubt.chance * scale.missing && one != other {
            joined.insert((*other).to_owned(), (*one).to_owned());
        }
    }
    for (row, _, name) in rows {
        let mut to = *name;
        // A chain of joins ends; one that runs in a circle is left after a few steps.
        for _ in 0..8 {
            match joined.get(to) {
                Some(next) => to = next,
                None => break,
            }
        }
        if to != *name {
            names.entry(*row).or_insert_with(|| to.to_owned());
        }
    }
    names
}

impl Overlapped {
    /// Estimates, or says by a code why the data cannot carry an estimate.
    pub(crate) fn estimate(&self) -> Result<Hidden, String> {
        if let Some(unfit) = self.unfit {
            return Err(unfit.to_owned());
        }
        let table = self.tables.first().ok_or("one-list")?;
        let plan = Plan {
            intervals: Settings {
                repetitions: REPETITIONS,
                seed: SEED,
                threads: 1,
                resample: Resample::Population,
                level: 0.95,
            },
            chain: None,
            ..Plan::default()
        };
        let analysis = estimate(table, &plan, &mut |_| {}).map_err(|refusal| code_of(&refusal).to_owned())?;
        let methods = analyse::methods(table.lists().len(), plan.threshold, plan.order);
        let carried = methods.first().and_then(|(_, method)| {
            let settings = Settings { repetitions: 200, ..plan.intervals };
            carried(self.tables.get(1..).unwrap_or_default(), method, &settings)
        });
        Ok(self.told(table, &analysis, carried.as_ref()))
    }

    fn told(&self, table: &Overlaps, analysis: &Analysis, carried: Option<&Carried>) -> Hidden {
        let first = analysis.answers.first();
        let (estimate, low, high) = match (carried, first) {
            (Some(carried), _) => (carried.estimate, carried.low, carried.high),
            (None, Some(first)) => (first.estimate, first.low, first.high),
            (None, None) => (0.0, 0.0, 0.0),
        };
        let finite = |number: f64| number.is_finite().then_some(number);
        let methods = analysis.answers.iter().map(|answer| Says {
            name: answer.name.clone(),
            estimate: finite(answer.estimate),
            low: finite(answer.low),
            high: finite(answer.high),
            behind: None,
        });
        let models = analysis.near.iter().map(|near| Says {
            name: near.fit.model.name(table),
            estimate: finite(near.fit.total),
            low: None,
            high: None,
            behind: finite(near.behind),
        });
        let pairs = analysis.diagnostics.pairs.iter().map(|pair| Leaning {
            pair: table.name(pair.pair),
            both: pair.both,
            expected: finite(pair.expected).unwrap_or_default(),
        });
        let otherwise = analysis.otherwise.iter().map(|other| Else {
            lists: table.name(other.lists),
            combined: other.combined,
            estimate: other.estimate.and_then(finite),
        });
        let lists = table.lists().iter().enumerate().map(|(at, name)| ListIn {
            name: name.clone(),
            children: table.on(1 << at),
            alone: table.exactly(1 << at),
        });
        Hidden {
            estimate,
            low,
            high,
            observed: table.observed(),
            spread: analyse::spread(&analysis.answers),
            cautions: analysis.cautions.iter().map(|caution| caution_code(*caution).to_owned()).collect(),
            shares: carried.map(|c| vec![c.linkage, c.sampling, c.choice]).unwrap_or_default(),
            lists: lists.collect(),
            together: self.together.clone(),
            methods: methods.collect(),
            models: models.collect(),
            pairs: pairs.collect(),
            otherwise: otherwise.collect(),
        }
    }
}

impl Hidden {
    /// What anybody may see who may see figures: rounded to three digits, without lists, overlaps or models.
    #[must_use]
    pub(crate) fn rounded(&self) -> Self {
        let about = |number: f64| {
            let step = 10_f64.powf((number.max(1.0).log10().floor() - 2.0).max(1.0));
            (number / step).round() * step
        };
        Self {
            estimate: about(self.estimate),
            low: about(self.low),
            high: about(self.high),
            spread: (about(self.spread.0), about(self.spread.1)),
            cautions: self.cautions.clone(),
            shares: self.shares.clone(),
            ..Self::default()
        }
    }
}

fn code_of_unfit(unfit: &Unfit) -> &'static str {
    match unfit {
        Unfit::OneList => "one-list",
        _ => "lists-unfit",
    }
}

fn code_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Empty => "nobody-observed",
        Refusal::NoOverlap => "no-overlap",
        Refusal::TooFewShared { .. } => "too-few-shared",
        Refusal::HoldsEverybody { .. } => "holds-everybody",
        Refusal::NoEstimate(NoFit::DoesNotExist) => "does-not-exist",
        Refusal::NoEstimate(NoFit::NotIdentifiable) => "not-identifiable",
        Refusal::Unbounded { .. } => "no-upper-end",
        Refusal::TooWide { .. } => "too-wide",
        Refusal::NoSuchMethod(_) => "lists-unfit",
    }
}

fn caution_code(caution: Caution) -> &'static str {
    match caution {
        Caution::TwoLists => "two-lists",
        Caution::ThinLists => "thin-lists",
        Caution::MethodsDisagree => "methods-disagree",
        Caution::SomeWithoutEstimate => "some-without-estimate",
        Caution::ChainsApart => "chains-apart",
        Caution::AtMinusInfinity => "at-minus-infinity",
        Caution::HangsOnOneList => "hangs-on-one-list",
    }
}
