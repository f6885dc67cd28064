//! Small invented tables.

use proptest::prelude::{Strategy, prop};
use statistics::protect::Problem;
use statistics::table::SumCounter;
use statistics::{Counted, Dimension, Layout, Request, Rule, Zeros};

pub(crate) const NAMES: [&str; 3] = ["a", "b", "c"];

/// Counts of a table of these sizes, the bin of the unknown included, in the order of the leaves.
pub(crate) fn counted(sizes: &[usize], leaves: &[u64]) -> Counted {
    let dimension = |(name, size): (&&str, &usize)| {
        Dimension::flat(*name, (1..*size).map(|at| format!("{name}{at}"))).unwrap()
    };
    let layout = Layout::new(NAMES.iter().zip(sizes).map(dimension).collect()).unwrap();
    let mut counter = SumCounter::new(layout.clone(), true);
    let places = (0..layout.len()).filter(|cell| layout.is_leaf(*cell));
    for (cell, count) in places.zip(leaves.iter().chain(std::iter::repeat(&0))) {
        counter.add(Some(*count), &layout.nodes(cell)).unwrap();
    }
    counter.finish()
}

/// Counts of which many are small and many are zero.
pub(crate) fn leaves(cells: usize, largest: u64) -> impl Strategy<Value = Vec<u64>> {
    let count = proptest::prop_oneof![2 => 0_u64..1, 3 => 0..4_u64, 3 => 0..=largest];
    prop::collection::vec(count, cells)
}

pub(crate) fn full(sizes: &[usize]) -> Vec<Request> {
    vec![Request::by(&NAMES[..sizes.len()])]
}

pub(crate) fn rule(minimum: u64) -> Rule {
    Rule { zeros: Zeros::Shown, ..Rule::with_minimum(minimum).unwrap() }
}

pub(crate) fn problem(counted: &Counted, requests: &[Request], minimum: u64) -> Problem {
    Problem::new(counted, requests, rule(minimum)).unwrap()
}
