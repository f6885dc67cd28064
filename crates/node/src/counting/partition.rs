//! Clusters with what people decided about pairs, and names that stay.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::Id;

use super::outcome::History;

/// Pairs that people have decided, by the places of their records.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdicts {
    pub(crate) same: Vec<(usize, usize)>,
    pub(crate) different: Vec<(usize, usize)>,
}

impl Verdicts {
    /// Whether saying this of a pair would contradict what was said before, pairs of pairs included: whoever is the same as the
    /// same is the same.
    pub(crate) fn contradicts(&self, pair: (usize, usize), same: bool, records: usize) -> bool {
        let mut forest = Forest::new(records);
        for (a, b) in &self.same {
            forest.join(*a, *b);
        }
        if same {
            forest.join(pair.0, pair.1);
            return self.different.iter().any(|(a, b)| forest.root(*a) == forest.root(*b));
        }
        forest.root(pair.0) == forest.root(pair.1)
    }
}

/// Trees of records, each named by its least member.
pub(crate) struct Forest(Vec<usize>);

impl Forest {
    pub(crate) fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    pub(crate) fn root(&mut self, mut at: usize) -> usize {
        while let Some(up) = self.0.get(at).copied().filter(|up| *up != at) {
            let above = self.0.get(up).copied().unwrap_or(up);
            if let Some(place) = self.0.get_mut(at) {
                *place = above;
            }
            at = up;
        }
        at
    }

    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(place) = self.0.get_mut(a.max(b)) {
            *place = a.min(b);
        }
    }
}

/// The clusters of the model with the decisions obeyed. `base` names the cluster of every record; `edges` are pairs with their
/// scores. Clusters that no decision touches stay as they are; the others are put together anew, decided pairs first, then
/// best pair first, never against a decision. Answers for every record the least record of its cluster.
pub(crate) fn decided(base: &[u64], edges: &[(usize, usize, i32)], verdicts: &Verdicts) -> Vec<usize> {
    let of = |at: usize| base.get(at).copied().unwrap_or_default();
    let touched: BTreeSet<u64> =
        verdicts.same.iter().chain(&verdicts.different).flat_map(|(a, b)| [of(*a), of(*b)]).collect();
    let mut forest = Forest::new(base.len());
    let mut first: HashMap<u64, usize> = HashMap::new();
    for (at, cluster) in base.iter().enumerate() {
        let least = *first.entry(*cluster).or_insert(at);
        if !touched.contains(cluster) {
            forest.join(least, at);
        }
    }
    let apart = |forest: &mut Forest, a: usize, b: usize| {
        let (a, b) = (forest.root(a), forest.root(b));
        verdicts.different.iter().any(|(x, y)| {
            let (x, y) = (forest.root(*x), forest.root(*y));
            (x, y) == (a, b) || (y, x) == (a, b)
        })
    };
    for (a, b) in &verdicts.same {
        if !apart(&mut forest, *a, *b) {
            forest.join(*a, *b);
        }
    }
    let mut inside: Vec<(i32, usize, usize)> = edges
        .iter()
        .filter(|(a, b, _)| of(*a) == of(*b) && touched.contains(&of(*a)))
        .map(|(a, b, score)| (-score, *a.min(b), *a.max(b)))
        .collect();
    inside.sort_unstable();
    for (_, a, b) in inside {
        if !apart(&mut forest, a, b) {
            forest.join(a, b);
        }
    }
    // What was one cluster for the sake of a pair that is not kept stays one, as far as decisions let it.
    for (at, cluster) in base.iter().enumerate().filter(|(_, cluster)| touched.contains(cluster)) {
        let least = first.get(cluster).copied().unwrap_or(at);
        if !apart(&mut forest, least, at) {
            forest.join(least, at);
        }
    }
    (0..base.len()).map(|at| forest.root(at)).collect()
}

/// Names for clusters. A cluster goes on under the name that most of its records had before; each name goes on once. New names
/// follow from the run and the least record, so that the same run gives the same names.
pub(crate) fn named(
    clusters: &[usize],
    rows: &[Id],
    before: &HashMap<Id, String>,
    ordinal: i64,
) -> (Vec<String>, Vec<History>) {
    let mut shared: BTreeMap<(usize, &str), i64> = BTreeMap::new();
    for (cluster, row) in clusters.iter().zip(rows) {
        if let Some(old) = before.get(row) {
            *shared.entry((*cluster, old)).or_default() += 1;
        }
    }
    let mut best: Vec<(i64, &str, usize)> =
        shared.iter().map(|((cluster, old), n)| (-n, *old, *cluster)).collect();
    best.sort_unstable();
    let (mut name_of, mut gone): (BTreeMap<usize, String>, BTreeSet<&str>) = Default::default();
    for (_, old, cluster) in best {
        if !name_of.contains_key(&cluster) && gone.insert(old) {
            name_of.insert(cluster, old.to_owned());
        }
    }
    let fresh = |cluster: usize| {
        let least = rows.get(cluster).map(Id::to_string).unwrap_or_default();
        let digest = seal::to_hex(&seal::sha256(format!("child {ordinal} {least}").as_bytes()));
        digest.chars().take(32).collect::<String>()
    };
    let names: Vec<String> = clusters
        .iter()
        .map(|cluster| name_of.entry(*cluster).or_insert_with(|| fresh(*cluster)).clone())
        .collect();
    (names, history(&shared, &name_of))
}

fn history(shared: &BTreeMap<(usize, &str), i64>, name_of: &BTreeMap<usize, String>) -> Vec<History> {
    let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wholes: BTreeMap<usize, usize> = BTreeMap::new();
    for (cluster, old) in shared.keys() {
        *parts.entry(old).or_default() += 1;
        *wholes.entry(*cluster).or_default() += 1;
    }
    let mut history = Vec::new();
    for (cluster, old) in shared.keys() {
        let Some(name) = name_of.get(cluster).filter(|name| name.as_str() != *old) else { continue };
        let entry = |what| History { what, child: name.clone(), other: (*old).to_owned() };
        if wholes.get(cluster).is_some_and(|n| *n > 1) {
            history.push(entry("join"));
        }
        if parts.get(old).is_some_and(|n| *n > 1) {
            history.push(entry("split"));
        }
    }
    history.sort();
    history
}
