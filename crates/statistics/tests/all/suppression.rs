//! Suppression never leaks by arithmetic.

use proptest::prelude::*;
use statistics::protect::{Depth, Effort, audit, suppress};
use statistics::{Counted, Request};

use crate::attack::found_out;
use crate::tables::{counted, full, leaves, problem};

/// Suppresses, audits exactly and lets the attacker without an optimiser try.
fn withstands(
    counted: &Counted,
    requests: &[Request],
    minimum: u64,
    effort: Effort,
) -> Result<f64, TestCaseError> {
    let problem = problem(counted, requests, minimum);
    let outcome = suppress(&problem, effort).unwrap();
    prop_assert!(outcome.impossible.is_empty());
    let primary = problem.primary();
    for (cell, withheld) in outcome.pattern.iter().enumerate() {
        prop_assert!(*withheld || !primary[cell], "a small count is shown");
        prop_assert!(!withheld || problem.is_offered(cell));
    }
    let audited = audit(&problem, &outcome.pattern, Depth::Exact).unwrap();
    prop_assert!(audited.is_safe(), "{:?}", audited.leaks().collect::<Vec<_>>());
    let known = |cell: usize| {
        let shown = problem.is_offered(cell) && !outcome.pattern[cell];
        shown.then(|| counted.value(cell).unwrap())
    };
    prop_assert_eq!(found_out(counted, minimum, known), Vec::<usize>::new());
    if let Some(bound) = outcome.bound {
        prop_assert!(bound <= outcome.cost + 1e-6);
    }
    // The same again, whatever happened in between.
    prop_assert_eq!(suppress(&problem, effort).unwrap(), outcome.clone());
    Ok(outcome.cost)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rows_columns_and_totals_give_nothing_back(counts in leaves(12, 40)) {
        let counted = counted(&[3, 4], &counts);
        let best = withstands(&counted, &full(&[3, 4]), 5, Effort::Bounded)?;
        let searched = withstands(&counted, &full(&[3, 4]), 5, Effort::Search)?;
        prop_assert!(best <= searched + 1e-6, "the optimiser is worse than the search");
    }

    #[test]
    fn three_dimensions_give_nothing_back(counts in leaves(12, 30)) {
        let counted = counted(&[2, 2, 3], &counts);
        withstands(&counted, &full(&[2, 2, 3]), 4, Effort::Bounded)?;
        withstands(&counted, &full(&[2, 2, 3]), 4, Effort::Search)?;
    }

    #[test]
    fn linked_tables_are_protected_together(counts in leaves(18, 30)) {
        let counted = counted(&[3, 3, 2], &counts);
        let linked = [Request::by(&["a", "b"]), Request::by(&["b", "c"]), Request::by(&["a", "c"])];
        withstands(&counted, &linked, 5, Effort::Bounded)?;
    }

    #[test]
    fn a_table_of_a_part_is_protected_with_the_whole(counts in leaves(12, 30)) {
        let counted = counted(&[4, 3], &counts);
        let filtered = [Request::by(&["a"]), Request::by(&["a"]).only("b", "b1")];
        withstands(&counted, &filtered, 5, Effort::Bounded)?;
    }

    #[test]
    fn a_higher_minimum_protects_all_that_a_lower_one_does(counts in leaves(12, 30)) {
        let counted = counted(&[3, 4], &counts);
        let (low, high) = (problem(&counted, &full(&[3, 4]), 4), problem(&counted, &full(&[3, 4]), 8));
        let (few, many) = (suppress(&low, Effort::Optimal).unwrap(), suppress(&high, Effort::Optimal).unwrap());
        prop_assert!(audit(&low, &many.pattern, Depth::Proof).unwrap().is_safe());
        prop_assert!(few.cost <= many.cost + 1e-6, "a lower minimum costs more");
    }
}

/// By hand: one small cell in a row and a column must take three others with it.
#[test]
fn the_smallest_leak_is_closed() {
    let counted = counted(&[3, 3], &[3, 20, 30, 40, 50, 60, 70, 80, 90]);
    let problem = problem(&counted, &full(&[3, 3]), 11);
    let alone = audit(&problem, &problem.primary(), Depth::Exact).unwrap();
    let leak = alone.leaks().next().expect("subtraction gives the cell back");
    assert!((leak.low - 3.0).abs() < 1e-6 && (leak.high.unwrap() - 3.0).abs() < 1e-6);
    let outcome = suppress(&problem, Effort::Optimal).unwrap();
    assert_eq!((outcome.primary, outcome.complementary), (1, 3));
    assert!(outcome.gap().unwrap() < 1e-9);
}

#[test]
fn a_table_without_small_counts_stays_whole() {
    let counted = counted(&[3, 3], &[30; 9]);
    let outcome = suppress(&problem(&counted, &full(&[3, 3]), 11), Effort::Bounded).unwrap();
    assert!(outcome.pattern.iter().all(|withheld| !withheld));
    assert!(outcome.cost.abs() < 1e-9);
}

#[test]
fn a_small_grand_total_withholds_everything_that_is_not_empty() {
    let counted = counted(&[3], &[2, 1, 0]);
    let problem = problem(&counted, &full(&[3]), 11);
    let outcome = suppress(&problem, Effort::Bounded).unwrap();
    let total = counted.layout().find(&["_T"]).unwrap();
    assert!(outcome.pattern[total]);
    assert!(audit(&problem, &outcome.pattern, Depth::Exact).unwrap().is_safe());
}

/// A regency is a part of its province: what a province shows gives no regency back.
#[test]
fn hierarchies_are_one_problem() {
    use statistics::table::SumCounter;
    use statistics::{Dimension, Layout};
    let places = [
        ("11", None),
        ("12", None),
        ("11.01", Some("11")),
        ("11.02", Some("11")),
        ("12.01", Some("12")),
        ("12.02", Some("12")),
    ];
    let region = Dimension::tree("regency", places).unwrap();
    let sex = Dimension::flat("sex", ["f", "m"]).unwrap();
    let layout = Layout::new(vec![region, sex]).unwrap();
    let mut counter = SumCounter::new(layout.clone(), true);
    for (regency, girls, boys) in [("11.01", 4, 30), ("11.02", 50, 60), ("12.01", 70, 20), ("12.02", 90, 80)]
    {
        for (sex, count) in [("f", girls), ("m", boys)] {
            let leaves =
                [layout.dimensions()[0].leaf(regency).unwrap(), layout.dimensions()[1].leaf(sex).unwrap()];
            counter.add(Some(count), &leaves).unwrap();
        }
    }
    let counted = counter.finish();
    let requests = [Request::by(&["regency", "sex"])];
    let problem = problem(&counted, &requests, 11);
    let outcome = suppress(&problem, Effort::Optimal).unwrap();
    assert!(audit(&problem, &outcome.pattern, Depth::Exact).unwrap().is_safe());
    let known = |cell: usize| (!outcome.pattern[cell]).then(|| counted.value(cell).unwrap());
    assert_eq!(found_out(&counted, 11, known), Vec::<usize>::new());
}
