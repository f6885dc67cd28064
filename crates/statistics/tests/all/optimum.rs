//! Small tables against every pattern there is.

use proptest::prelude::*;
use statistics::protect::{Depth, Effort, Problem, audit, suppress};

use crate::tables::{counted, full, leaves, problem};

/// Every pattern that withholds the primary cells and costs less than this.
fn cheaper(problem: &Problem, than: f64) -> Vec<Vec<bool>> {
    let primary = problem.primary();
    let free: Vec<usize> =
        (0..primary.len()).filter(|cell| problem.is_offered(*cell) && !primary[*cell]).collect();
    let mut cheaper = Vec::new();
    for choice in 0_u32..1 << free.len() {
        let mut pattern = primary.clone();
        for (bit, cell) in free.iter().enumerate() {
            pattern[*cell] |= choice >> bit & 1 == 1;
        }
        if problem.cost(&pattern) < than - 1e-6 {
            cheaper.push(pattern);
        }
    }
    cheaper
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn no_cheaper_pattern_is_safe(counts in leaves(6, 25)) {
        let counted = counted(&[2, 3], &counts);
        let problem = problem(&counted, &full(&[2, 3]), 5);
        let outcome = suppress(&problem, Effort::Optimal).unwrap();
        prop_assert!(outcome.gap().unwrap() < 1e-6);
        for pattern in cheaper(&problem, outcome.cost) {
            prop_assert!(!audit(&problem, &pattern, Depth::Proof).unwrap().is_safe(), "{pattern:?} is cheaper and safe");
        }
    }
}
