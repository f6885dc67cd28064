//! Clusterings that could as well be true, kept with a run: for each what differs from the children that the run told.
//!
//! They are drawn by the linkage itself, with its audit's chances and the error of the audit, at several thresholds, and what
//! people decided holds in each of them. So whoever counts from them finds the same doubt as whoever takes the
//! clusterings out with `jejaring link --clusterings`.

use std::collections::HashMap;

use linkage::link::{Linked, People, Sampled, THRESHOLDS};
use model::Id;

use super::partition::{Verdicts, decided};

/// Clusterings of a run: ten at each threshold. The share of the linkage in a variance, reckoned from so many, is off by about a
/// fifth of itself.
pub(crate) const DRAWN: usize = 50;
/// The same rows always give the same draws.
const SEED: u64 = 1;
/// Bytes of a portion; the schema holds nothing above 64 KiB.
const PORTION: usize = 32 * 1024;

/// One of them. Records are numbered in the order of their ids.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawn {
    /// By how many bits the threshold was moved.
    pub(crate) moved: f64,
    /// Records whose cluster begins with another record than in the run, with that record.
    pub(crate) parts: Vec<(u32, u32)>,
}

/// For every record its number in the order of ids.
pub(crate) fn numbers(rows: &[Id]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|at| rows.get(*at));
    let mut numbers = vec![0; rows.len()];
    for (number, at) in (0_u32..).zip(order) {
        if let Some(place) = numbers.get_mut(at) {
            *place = number;
        }
    }
    numbers
}

/// For every record, by its number, the first record of its cluster.
pub(crate) fn firsts<T: std::hash::Hash + Eq>(clusters: impl Iterator<Item = (u32, T)>) -> Vec<u32> {
    let mut all: Vec<(u32, T)> = clusters.collect();
    all.sort_by_key(|(number, _)| *number);
    let mut first = HashMap::new();
    all.into_iter().map(|(number, cluster)| *first.entry(cluster).or_insert(number)).collect()
}

/// Draws for a run whose clusters, decisions obeyed, are known.
pub(crate) fn draw(
    linked: &Linked,
    people: &People,
    edges: &[(usize, usize, i32)],
    verdicts: &Verdicts,
    (rows, clusters): (&[Id], &[usize]),
    threads: usize,
) -> Vec<Drawn> {
    let sampled = linked.sample_over(people, &THRESHOLDS, DRAWN, SEED, threads);
    let at: Vec<usize> = people.rows().collect();
    let numbers = numbers(rows);
    let told = firsts(numbers.iter().copied().zip(clusters));
    let Sampled { drawn, moved, .. } = sampled;
    let one = |(drawn, moved): (Vec<u32>, f64)| {
        // A row that could not be compared is a child of its own.
        let mut base: Vec<u64> = (0..rows.len() as u64).map(|at| u64::MAX - at).collect();
        for (row, cluster) in at.iter().zip(&drawn) {
            if let Some(place) = base.get_mut(*row) {
                *place = u64::from(*cluster);
            }
        }
        let clusters = decided(&base, edges, verdicts);
        let other = firsts(numbers.iter().copied().zip(&clusters));
        let parts = (0_u32..).zip(told.iter().zip(&other)).filter(|(_, (told, other))| told != other);
        Drawn { moved, parts: parts.map(|(number, (_, other))| (number, *other)).collect() }
    };
    drawn.into_iter().zip(moved).map(one).collect()
}

/// The clusterings of a run, ready to be counted from.
pub(crate) struct Clusterings {
    /// Number of every record.
    pub(crate) number: HashMap<Id, u32>,
    /// By number the first record of the cluster, as the run tells it.
    pub(crate) told: Vec<u32>,
    /// As it might as well be.
    pub(crate) drawn: Vec<Drawn>,
}

impl Clusterings {
    /// From the child of every record of a run.
    pub(crate) fn new(children: &HashMap<Id, (String, String)>, drawn: Vec<Drawn>) -> Self {
        let mut rows: Vec<Id> = children.keys().copied().collect();
        rows.sort_unstable();
        let child = |row: &Id| children.get(row).map_or("", |(child, _)| child.as_str());
        let told = firsts((0_u32..).zip(rows.iter().map(child)));
        Self { number: rows.into_iter().zip(0_u32..).collect(), told, drawn }
    }
}

impl Drawn {
    /// The first record of every record's cluster, from those of the run.
    pub(crate) fn over(&self, told: &[u32]) -> Vec<u32> {
        let mut all = told.to_vec();
        for (number, first) in &self.parts {
            if let Some(place) = all.get_mut(*number as usize) {
                *place = *first;
            }
        }
        all
    }

    /// As bytes, in portions; at least one.
    pub(crate) fn portions(&self) -> Vec<Vec<u8>> {
        let bytes: Vec<u8> =
            self.parts.iter().flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()]).flatten().collect();
        if bytes.is_empty() { vec![bytes] } else { bytes.chunks(PORTION).map(<[u8]>::to_vec).collect() }
    }

    /// Takes a portion in again.
    pub(crate) fn take(&mut self, portion: &[u8]) {
        let number = |bytes: &[u8]| bytes.try_into().map(u32::from_le_bytes).unwrap_or_default();
        self.parts.extend(portion.chunks_exact(8).map(|pair| {
            let (a, b) = pair.split_at(4);
            (number(a), number(b))
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_comes_back_from_its_portions() {
        let parts: Vec<(u32, u32)> = (0..20_000).map(|at| (at * 3, at)).collect();
        let drawn = Drawn { moved: 0.5, parts };
        let portions = drawn.portions();
        assert!(portions.len() == 5 && portions.iter().all(|portion| portion.len() <= PORTION));
        let mut again = Drawn { moved: 0.5, parts: Vec::new() };
        portions.iter().for_each(|portion| again.take(portion));
        assert_eq!(again, drawn);
        assert_eq!(Drawn { moved: 0.0, parts: Vec::new() }.portions(), [Vec::<u8>::new()]);
    }

    #[test]
    fn clusters_begin_with_their_first_record() {
        let firsts = firsts([(3, "b"), (0, "a"), (1, "b"), (2, "a"), (4, "c")].into_iter());
        assert_eq!(firsts, [0, 1, 0, 1, 4]);
        // The second cluster falls in two, the first joins the last.
        let drawn = Drawn { moved: 0.0, parts: vec![(3, 3), (4, 0)] };
        assert_eq!(drawn.over(&firsts), [0, 1, 0, 3, 0]);
    }
}
