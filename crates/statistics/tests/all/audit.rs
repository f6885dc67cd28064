//! The audit against all tables there are, counted out one by one.

use proptest::prelude::*;
use statistics::Counted;
use statistics::protect::{Depth, audit};

use crate::tables::{counted, full, leaves, problem};

const LARGEST: u64 = 9;

/// The lowest and highest count of each cell among all tables of 2 × 2 whole counts that fit what is shown.
fn counted_out(truth: &Counted, withheld: &[bool]) -> Vec<(u64, u64)> {
    let len = truth.layout().len();
    let mut ends = vec![(u64::MAX, 0); len];
    for code in 0..(LARGEST * 2 + 1).pow(4) {
        let leaves: Vec<u64> =
            (0..4).map(|at| code / (LARGEST * 2 + 1).pow(at) % (LARGEST * 2 + 1)).collect();
        let total: u64 = leaves.iter().sum();
        if total != truth.value(0).unwrap() {
            continue;
        }
        let other = counted(&[2, 2], &leaves);
        if (0..len).all(|cell| withheld[cell] || other.value(cell) == truth.value(cell)) {
            for (cell, end) in ends.iter_mut().enumerate() {
                let count = other.value(cell).unwrap();
                *end = (end.0.min(count), end.1.max(count));
            }
        }
    }
    ends
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn ranges_are_those_of_all_tables(counts in leaves(4, LARGEST / 2), mask in any::<u16>()) {
        let truth = counted(&[2, 2], &counts);
        let problem = problem(&truth, &full(&[2, 2]), 3);
        // The grand total is shown, so that there are not too many tables to count.
        let withheld: Vec<bool> = (0..truth.layout().len()).map(|cell| cell > 0 && problem.is_offered(cell) && mask >> cell & 1 == 1).collect();
        let ends = counted_out(&truth, &withheld);
        let audited = audit(&problem, &withheld, Depth::Exact).unwrap();
        for cell in audited.cells.iter().filter(|cell| withheld[cell.cell]) {
            let (low, high) = ends[cell.cell];
            prop_assert!((cell.low - low as f64).abs() < 1e-6, "{cell:?} {low}");
            prop_assert!((cell.high.unwrap() - high as f64).abs() < 1e-6, "{cell:?} {high}");
        }
    }
}
