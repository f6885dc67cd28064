//! Measures that say of how many they speak.

use proptest::prelude::*;
use statistics::indicator::{CASE_LENGTH, Delay, Delays, Middle, REPORTING_DELAY, Rate};
use statistics::table::Bins;

#[test]
fn unknown_and_impossible_delays_are_in_no_bin_and_no_median() {
    let days =
        [Delay::Days(0), Delay::Days(3), Delay::Days(4), Delay::Days(200), Delay::Unknown, Delay::Days(-1)];
    let delays = Delays::count(days, REPORTING_DELAY).unwrap();
    let counts: Vec<u64> = delays.bins.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [2, 1, 0, 0, 0, 1]);
    assert_eq!((delays.unknown, delays.invalid, delays.all()), (1, 1, 6));
    assert_eq!((delays.middle.n, delays.middle.median), (4, Some(3.5)));
    let (of_all, of_known) = delays.shares(0);
    assert_eq!(
        (of_all, of_known),
        (Rate { numerator: 2, denominator: 6 }, Rate { numerator: 2, denominator: 4 })
    );
}

#[test]
fn nothing_gives_no_data_and_not_zero() {
    let none = Delays::count([], CASE_LENGTH).unwrap();
    assert_eq!(none.middle, Middle { n: 0, lower: None, median: None, upper: None });
    assert_eq!(none.shares(0).0.value(), None);
    assert_eq!(Rate { numerator: 0, denominator: 4 }.value(), Some(0.0));
}

#[test]
fn a_rate_counts_only_those_it_is_of() {
    // (closed, with a plan): a plan of a case that needs none does not count.
    let cases = [(true, true), (true, false), (false, true)];
    let rate = Rate::of(cases, |case| case.0, |case| case.1);
    assert_eq!(rate, Rate { numerator: 1, denominator: 2 });
}

proptest! {
    #[test]
    fn every_delay_is_counted_exactly_once(days in prop::collection::vec(-50_i64..500, 0..80)) {
        let delays = Delays::count(days.iter().copied().map(Delay::Days), REPORTING_DELAY).unwrap();
        prop_assert_eq!(delays.all(), days.len() as u64);
        prop_assert_eq!(delays.invalid, days.iter().filter(|days| **days < 0).count() as u64);
        if let Some(median) = delays.middle.median {
            let valid = days.iter().filter(|days| **days >= 0);
            let (below, above) = (
                valid.clone().filter(|days| (**days as f64) < median).count(),
                valid.filter(|days| (**days as f64) > median).count(),
            );
            prop_assert!(below.abs_diff(above) <= delays.known() as usize / 2);
            prop_assert!(delays.middle.lower <= Some(median) && Some(median) <= delays.middle.upper);
        }
    }

    #[test]
    fn bins_say_their_own_boundaries(number in 0_i64..400) {
        let label = Bins::parse(REPORTING_DELAY).unwrap().label(number).unwrap();
        let again = Bins::parse(&label).unwrap();
        prop_assert_eq!(again.label(number), Some(label));
    }
}
