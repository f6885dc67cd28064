//! Rounded tables still add up.

use proptest::prelude::*;
use statistics::Error;
use statistics::protect::round;

use crate::tables::{counted, full, leaves, problem};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sums_hold_and_no_cell_goes_far(counts in leaves(20, 60), base in 2_u64..12) {
        let counted = counted(&[4, 5], &counts);
        let problem = problem(&counted, &full(&[4, 5]), 11);
        let rounded = round(&problem, base).unwrap();
        prop_assert!(rounded.additive);
        prop_assert_eq!(rounded.window, 1, "in two dimensions ordinary rounding always exists");
        for line in counted.layout().lines() {
            let sum: u64 = line.parts.iter().map(|part| rounded.values[*part]).sum();
            prop_assert_eq!(sum, rounded.values[line.total]);
        }
        for (cell, value) in rounded.values.iter().enumerate() {
            let count = counted.value(cell).unwrap();
            prop_assert!(value.is_multiple_of(base) && value.abs_diff(count) < base);
            prop_assert!(!count.is_multiple_of(base) || *value == count, "a multiple stays");
        }
    }

    #[test]
    fn what_the_audit_lets_through_stays_as_wide_as_the_base(counts in leaves(9, 60)) {
        let counted = counted(&[3, 3], &counts);
        let problem = problem(&counted, &full(&[3, 3]), 11);
        let rounded = round(&problem, 11).unwrap();
        let audited = rounded.audit(&problem).unwrap();
        for cell in audited.cells.iter().filter(|cell| cell.safe) {
            prop_assert!(cell.high.is_none_or(|high| high - cell.low >= 10.0 - 1e-6), "{cell:?}");
        }
    }

    #[test]
    fn three_dimensions_add_up(counts in leaves(27, 40)) {
        let counted = counted(&[3, 3, 3], &counts);
        let rounded = round(&problem(&counted, &full(&[3, 3, 3]), 11), 5).unwrap();
        prop_assert!(rounded.additive && rounded.largest_change < 5 * rounded.window);
    }
}

#[test]
fn a_base_below_two_is_refused() {
    let counted = counted(&[3], &[1, 2, 3]);
    assert!(matches!(round(&problem(&counted, &full(&[3]), 11), 1), Err(Error::Setting { .. })));
}
