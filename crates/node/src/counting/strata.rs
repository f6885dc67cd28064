//! Girls, boys, ages, forms and provinces alone. What few children have is not told, also not by what is left of the whole.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use statistics::mse::analyse::{carrying, methods};
use statistics::mse::bootstrap::Settings;
use statistics::mse::{Overlaps, Plan};

use super::drawn::Clusterings;
use super::fact::{Slice, UNKNOWN};
use super::hidden::Stratum;
use super::overlapped::{Counted, Lists, code_of};
use super::reconcile::{Linked, code};

/// Fewer children than these are not told of.
const LEAST: usize = 11;
/// Repetitions of the bootstrap for each.
const REPETITIONS: usize = 300;

/// Sex and age of every child, by the first record of its cluster: a child is of one sex and one age whatever its lists say,
/// otherwise lists that differ about it would seem not to share it.
pub(super) struct Traits(HashMap<u32, (String, String)>);

impl Traits {
    /// The sex that most rows give; the age at the first event within time, place and form.
    pub(super) fn of(linked: &Linked<'_>, clusterings: &Clusterings, slice: &Slice) -> Self {
        let mut sexes: HashMap<u32, BTreeMap<String, usize>> = HashMap::new();
        let mut first: HashMap<u32, usize> = HashMap::new();
        let whole = Slice::default();
        for (at, fact) in linked.facts.iter().enumerate() {
            let number = clusterings.number.get(&fact.row).copied();
            let Some(child) = number.and_then(|number| clusterings.told.get(number as usize)) else {
                continue;
            };
            let sex = code(fact, &whole, "sex");
            if sex != UNKNOWN {
                *sexes.entry(*child).or_default().entry(sex).or_default() += 1;
            }
            let earlier = |other: &usize| {
                let before = linked.facts.get(*other).map(|other| (other.on.is_none(), &other.on, other.row));
                before.is_some_and(|other| other <= (fact.on.is_none(), &fact.on, fact.row))
            };
            if slice.holds(fact) && !first.get(child).is_some_and(earlier) {
                first.insert(*child, at);
            }
        }
        let unknown = || UNKNOWN.to_owned();
        let most = |counts: Option<&BTreeMap<String, usize>>| {
            let found = counts.into_iter().flatten().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
            found.map_or_else(unknown, |(sex, _)| sex.clone())
        };
        let age = |at: &usize| linked.facts.get(*at).map_or_else(unknown, |fact| code(fact, &whole, "age"));
        Self(first.iter().map(|(child, at)| (*child, (most(sexes.get(child)), age(at)))).collect())
    }

    fn get(&self, number: u32, told: &[u32]) -> Option<&(String, String)> {
        self.0.get(told.get(number as usize)?)
    }

    /// Whether the child of a record is of the sex and age of a slice.
    pub(super) fn hold(&self, slice: &Slice, number: u32, told: &[u32]) -> bool {
        let is =
            |wanted: &Option<String>, found: &str| wanted.as_deref().is_none_or(|wanted| wanted == found);
        let of = self.get(number, told);
        of.map_or(slice.sex.is_none() && slice.age.is_none(), |(sex, age)| {
            is(&slice.sex, sex) && is(&slice.age, age)
        })
    }
}

fn children(rows: &[&Counted], told: &[u32]) -> BTreeSet<u32> {
    rows.iter().filter_map(|row| told.get(row.number as usize)).copied().collect()
}

/// Whether a slice, or what it leaves of the whole, is of a few children.
pub(super) fn too_few(all: &[Counted], rows: &[&Counted], told: &[u32]) -> bool {
    let inside = children(rows, told);
    let whole: Vec<&Counted> = all.iter().collect();
    let rest = children(&whole, told).difference(&inside).count();
    [inside.len(), rest].iter().any(|count| (1..LEAST).contains(count))
}

/// Tables of all strata; none where too few children are in one.
pub(super) struct Strata(Vec<(&'static str, String, Option<Overlaps>)>);

impl Strata {
    pub(super) fn of(
        linked: &Linked<'_>,
        traits: &Traits,
        rows: &[&Counted],
        told: &[u32],
        lists: &Lists,
    ) -> Self {
        let whole = Slice::default();
        let mut all = Vec::new();
        for by in ["sex", "age", "form", "province"] {
            let mut parts: BTreeMap<String, Vec<&Counted>> = BTreeMap::new();
            for row in rows {
                let of = traits.get(row.number, told);
                let value = match by {
                    "sex" => of.map(|(sex, _)| sex.clone()),
                    "age" => of.map(|(_, age)| age.clone()),
                    _ => linked.facts.get(row.at).map(|fact| code(fact, &whole, by)),
                };
                parts.entry(value.unwrap_or_else(|| UNKNOWN.to_owned())).or_default().push(row);
            }
            let sizes: BTreeMap<&String, usize> =
                parts.iter().map(|(code, rows)| (code, children(rows, told).len())).collect();
            let hidden = withheld(&sizes);
            for (code, rows) in &parts {
                let table = if hidden.contains(code) { None } else { lists.table(rows, told).ok() };
                all.push((by, code.clone(), table));
            }
        }
        Self(all)
    }

    /// An estimate of each, or the reason why there is none. Lists that nobody of it stands on are left out there; the doubt of the
    /// linkage is not carried through.
    pub(super) fn estimate(&self, settings: &Settings) -> Vec<Stratum> {
        let settings = Settings { repetitions: REPETITIONS, ..*settings };
        let refused = |by: &str, code: &str, observed, refusal: &str| Stratum {
            by: by.to_owned(),
            code: code.to_owned(),
            observed,
            estimate: None,
            low: None,
            high: None,
            refusal: Some(refusal.to_owned()),
        };
        let one = |(by, code, table): &(&'static str, String, Option<Overlaps>)| {
            let Some(table) = table else { return refused(by, code, None, "too-few-to-tell") };
            let observed = Some(table.observed());
            let Some(table) = of_use(table) else { return refused(by, code, observed, "one-list") };
            let plan = Plan::default();
            let ways = methods(table.lists().len(), plan.threshold, plan.order);
            let Some((name, method)) = ways.first() else {
                return refused(by, code, observed, "lists-unfit");
            };
            match carrying(&table, name, method, &settings) {
                Err(refusal) => refused(by, code, observed, code_of(&refusal)),
                Ok(found) => Stratum {
                    estimate: Some(found.estimate),
                    low: Some(found.low),
                    high: Some(found.high),
                    refusal: None,
                    ..refused(by, code, observed, "")
                },
            }
        };
        self.0.iter().map(one).collect()
    }
}

/// The table without lists that nobody stands on; none where one list is left.
fn of_use(table: &Overlaps) -> Option<Overlaps> {
    let mut table = table.clone();
    while let Some(empty) = (0..table.lists().len()).find(|list| table.on(1 << list) == 0) {
        table = table.without(empty).ok()?;
    }
    Some(table)
}

/// Strata that are not told: those of a few children, and then the smallest others, until what is left of the whole is no few
/// children either.
fn withheld<'a>(sizes: &BTreeMap<&'a String, usize>) -> BTreeSet<&'a String> {
    let mut order: Vec<(usize, &String)> = sizes.iter().map(|(code, size)| (*size, *code)).collect();
    order.sort_unstable();
    let mut hidden = BTreeSet::new();
    let mut sum = 0;
    for (size, code) in order {
        let alone = !hidden.is_empty() && (sum < LEAST || hidden.len() < 2);
        if size >= LEAST && !alone {
            break;
        }
        sum += size;
        hidden.insert(code);
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whoever subtracts what is told from the whole is left with nobody, or with eleven and more of several strata.
        #[test]
        fn nothing_small_is_left_by_subtraction(counts in proptest::collection::vec(1_usize..40, 1..12)) {
            let names: Vec<String> = (0..counts.len()).map(|at| format!("{at:02}")).collect();
            let sizes: BTreeMap<&String, usize> = names.iter().zip(counts.iter().copied()).collect();
            let hidden = withheld(&sizes);
            let left: usize = hidden.iter().filter_map(|code| sizes.get(*code)).sum();
            prop_assert!(sizes.iter().all(|(code, size)| *size >= LEAST || hidden.contains(*code)));
            prop_assert!(hidden.is_empty() || hidden.len() == counts.len() || (left >= LEAST && hidden.len() > 1));
        }
    }

    #[test]
    fn nothing_is_withheld_without_need() {
        let names = ["a", "b", "c"].map(str::to_owned);
        let sizes = |counts: [usize; 3]| withheld(&names.iter().zip(counts).collect()).len();
        assert_eq!([sizes([40, 30, 20]), sizes([40, 30, 3]), sizes([40, 8, 9])], [0, 2, 2]);
    }
}
