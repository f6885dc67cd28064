//! Two releases tell no more than each alone.

use proptest::prelude::*;
use statistics::Error;
use statistics::protect::{Effort, Problem, between_releases, joined, suppress};
use statistics::publish::{Earlier, Plan, Shown};
use statistics::table::CountedEntity;

use crate::tables::{counted, full, leaves, problem, rule};

#[test]
fn a_difference_of_few_is_a_leak() {
    let (before, after) = (counted(&[3], &[20, 30, 0]), counted(&[3], &[22, 30, 0]));
    let (earlier, later) = (problem(&before, &full(&[3]), 11), problem(&after, &full(&[3]), 11));
    let nothing = vec![false; 4];
    let audited = between_releases(&earlier, &nothing, &later, &nothing).unwrap();
    assert!(!audited.is_safe(), "two children were added, and everybody can see it");
}

#[test]
fn counts_that_went_down_are_not_compared_in_silence() {
    let (before, after) = (counted(&[3], &[20, 30, 0]), counted(&[3], &[19, 31, 0]));
    let (earlier, later) = (problem(&before, &full(&[3]), 11), problem(&after, &full(&[3]), 11));
    let error = joined(&earlier, &vec![false; 4], &later).unwrap_err();
    assert!(matches!(error, Error::Incomparable { .. }), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_later_release_gives_neither_itself_nor_the_earlier_one_back(
        counts in leaves(9, 40),
        added in leaves(9, 20),
    ) {
        let sum: Vec<u64> = counts.iter().zip(&added).map(|(before, more)| before + more).collect();
        let (before, after) = (counted(&[3, 3], &counts), counted(&[3, 3], &sum));
        let earlier = problem(&before, &full(&[3, 3]), 5);
        let withheld = suppress(&earlier, Effort::Bounded).unwrap().pattern;
        let plan = Plan {
            requests: full(&[3, 3]), rule: rule(5), entity: CountedEntity::Children, effort: Effort::Bounded,
        };
        let (published, proof) =
            plan.suppress(&after, Some(&Earlier { counted: before, withheld: withheld.clone() })).unwrap();
        prop_assert!(proof.between.as_ref().is_some_and(statistics::protect::Audit::is_safe));
        let later: Vec<bool> =
            (0..after.layout().len()).map(|cell| published.shown(cell) == Shown::Withheld).collect();
        let later_problem = problem(&after, &full(&[3, 3]), 5);
        prop_assert!(between_releases(&earlier, &withheld, &later_problem, &later).unwrap().is_safe());
        // Whoever subtracts one release from the other sees no small number of children.
        for cell in (0..later.len()).filter(|cell| !later[*cell] && !withheld[*cell]) {
            let difference = after.value(cell).unwrap() - earlier_value(&earlier, cell, &counts);
            prop_assert!(difference == 0 || difference >= 5, "a difference of {difference} is shown");
        }
    }
}

fn earlier_value(problem: &Problem, cell: usize, counts: &[u64]) -> u64 {
    let again = counted(&[3, 3], counts);
    assert_eq!(problem.layout(), again.layout());
    again.value(cell).unwrap()
}
