//! Nothing of few is given away: not by one showing of a period, not by two together, whatever the numbers are. The attacker here knows
//! nothing of how cells were chosen; it knows what was shown and that sums hold.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests stop where they fail")]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::block::{COUNTRY, Guard, Held, Per, Place, Verdict, shield};

const AREAS: [&str; 4] = [COUNTRY, "31", "32", "33"];
const STRATA: [&str; 3] = ["_T", "female", "male"];
const FEW: u64 = 11;

type Table = BTreeMap<Place, f64>;
type Ranges = BTreeMap<Place, (f64, f64)>;

fn at(area: usize, stratum: usize) -> Place {
    (AREAS[area].to_owned(), STRATA[stratum].to_owned())
}

/// A table with its totals from its leaves.
fn table(leaves: &[[u8; 2]; 3]) -> Table {
    let mut table = Table::new();
    for (area, of) in leaves.iter().enumerate() {
        for (stratum, n) in of.iter().enumerate() {
            for place in [at(area + 1, stratum + 1), at(area + 1, 0), at(0, stratum + 1), at(0, 0)] {
                *table.entry(place).or_default() += f64::from(*n);
            }
        }
    }
    table
}

/// Total and parts of every sum that a reader knows to hold.
fn lines() -> Vec<(Place, Vec<Place>)> {
    let rows = (0..AREAS.len())
        .map(|area| (at(area, 0), (1..STRATA.len()).map(|stratum| at(area, stratum)).collect()));
    let columns = (0..STRATA.len())
        .map(|stratum| (at(0, stratum), (1..AREAS.len()).map(|area| at(area, stratum)).collect()));
    rows.chain(columns).collect()
}

/// What a reader can work out of cells that are known: bounds, made narrower until nothing moves.
fn worked_out(known: &BTreeMap<Place, Option<f64>>) -> Ranges {
    let mut ranges: Ranges =
        known.iter().map(|(at, known)| (at.clone(), known.map_or((0.0, 1e6), |n| (n, n)))).collect();
    for _ in 0..60 {
        for (total, parts) in lines() {
            let (low, high) =
                parts.iter().fold((0.0, 0.0), |sum, at| (sum.0 + ranges[at].0, sum.1 + ranges[at].1));
            let of = ranges[&total];
            ranges.insert(total.clone(), (of.0.max(low), of.1.min(high)));
            let of = ranges[&total];
            for part in &parts {
                let (others_low, others_high) = (low - ranges[part].0, high - ranges[part].1);
                let one = ranges[part];
                ranges.insert(part.clone(), (one.0.max(of.0 - others_high), one.1.min(of.1 - others_low)));
            }
        }
    }
    ranges
}

fn is_few(n: f64) -> bool {
    n > 0.5 && n < 11.0
}

/// Shows a table after what was shown before.
fn show(table: &Table, before: &BTreeMap<Place, (f64, Option<f64>)>) -> Option<BTreeMap<Place, Option<f64>>> {
    let held = |(at, value): (&Place, &f64)| {
        (at.clone(), Held { value: *value, base: None, before: before.get(at).copied() })
    };
    match shield(Guard::Counts(FEW), "sex", &table.iter().map(held).collect()) {
        Verdict::Shows(shown) => Some(shown),
        Verdict::Stays => None,
        Verdict::PartsAbove => unreachable!("the totals are those of the parts"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Of what one showing withholds because it is few, nobody can work out how many they are.
    #[test]
    fn no_cell_of_few_can_be_worked_out(leaves: [[u8; 2]; 3]) {
        let table = table(&leaves.map(|of| of.map(|n| n % 40)));
        let shown = show(&table, &BTreeMap::new()).unwrap();
        let ranges = worked_out(&shown);
        for (at, n) in &table {
            prop_assert!(shown[at].is_none_or(|shown| (shown - n).abs() < 0.5), "{at:?} was changed");
            if is_few(*n) {
                prop_assert!(shown[at].is_none(), "{at:?} shows {n}");
                prop_assert!(ranges[at].1 - ranges[at].0 > 0.5, "{at:?} is {n}, worked out as {:?}", ranges[at]);
            }
        }
    }

    /// Two showings of the same period do not tell how few came or went between them, by any cell or sum.
    #[test]
    fn no_change_of_few_can_be_worked_out(leaves: [[u8; 2]; 3], more: [[u8; 2]; 3], falls: bool) {
        let first = leaves.map(|of| of.map(|n| n % 60));
        let mut then = first;
        for (of, more) in then.iter_mut().zip(more) {
            for (n, more) in of.iter_mut().zip(more) {
                let more = if more % 3 == 0 { more % 40 } else { 0 };
                *n = if falls { n.saturating_sub(more) } else { *n + more };
            }
        }
        let (first, then) = (table(&first), table(&then));
        let shown = show(&first, &BTreeMap::new()).unwrap();
        let before = first.iter().map(|(at, n)| (at.clone(), (*n, shown[at]))).collect();
        // What stays as it was tells nothing new.
        if let Some(later) = show(&then, &before) {
            let change = |at: &Place| Some(later[at]? - shown[at]?);
            for at in first.keys() {
                let told = change(at).map(f64::abs);
                prop_assert!(!told.is_some_and(is_few), "{at:?} changed by {told:?}, in sight");
            }
            if !falls {
                let known = first.keys().map(|at| (at.clone(), change(at))).collect();
                let ranges = worked_out(&known);
                for (at, n) in &first {
                    let added = then[at] - n;
                    if is_few(added) {
                        prop_assert!(ranges[at].1 - ranges[at].0 > 0.5, "{at:?}: {added} more, worked out");
                    }
                }
            }
        }
    }

    /// Rates of which few stand behind are withheld, and never one alone in its line.
    #[test]
    fn no_rate_of_few_is_shown(rates in proptest::collection::vec((0_u8..=100, 0_u16..60), 3)) {
        let mut cells: BTreeMap<Place, Held> = BTreeMap::new();
        for (area, (value, base)) in rates.iter().enumerate() {
            let held = Held { value: f64::from(*value), base: Some(f64::from(*base)), before: None };
            cells.insert(at(area + 1, 0), held);
        }
        let Verdict::Shows(shown) = shield(Guard::Rates(FEW, Per::Hundred), "none", &cells) else { unreachable!("rates are shown or not") };
        let hidden = shown.values().filter(|shown| shown.is_none()).count();
        prop_assert_ne!(hidden, 1);
        for (at, held) in &cells {
            let (base, part) = (held.base.unwrap(), (held.value / 100.0 * held.base.unwrap()).round());
            if base < 11.0 || is_few(part) || is_few(base - part) {
                prop_assert!(shown[at].is_none());
            }
        }
    }

    /// Whoever knows every base reckons back from all shares that are shown, by sex and in all, and still cannot tell how many few are, neither
    /// those of whom it is true nor the others.
    #[test]
    fn shares_with_known_bases_give_nobody_away(yes in any::<[[u8; 2]; 3]>(), no in any::<[[u8; 2]; 3]>()) {
        let (yes, no) = (table(&yes.map(|of| of.map(|n| n % 30))), table(&no.map(|of| of.map(|n| n % 30))));
        let share = |(at, yes): (&Place, &f64)| {
            let base = yes + no[at];
            let value = if base > 0.5 { yes / base * 100.0 } else { 0.0 };
            (at.clone(), Held { value, base: Some(base), before: None })
        };
        let cells: BTreeMap<Place, Held> = yes.iter().map(share).collect();
        let Verdict::Shows(shown) = shield(Guard::Rates(FEW, Per::Hundred), "sex", &cells) else { unreachable!("rates are shown or not") };
        for people in [&yes, &no] {
            let known = people.iter().map(|(at, n)| (at.clone(), shown[at].map(|_| *n))).collect();
            let ranges = worked_out(&known);
            for (at, n) in people.iter().filter(|(_, n)| is_few(**n)) {
                prop_assert!(shown[at].is_none(), "{at:?} shows {n}");
                prop_assert!(ranges[at].1 - ranges[at].0 > 0.5, "{at:?} is {n}, worked out as {:?}", ranges[at]);
            }
        }
    }
}

/// Three of 100,000 in a place of 200,000 are six children, and everybody can look the 200,000 up.
#[test]
fn a_rate_of_a_known_population_is_a_count() {
    let rate = |value| Held { value, base: Some(200_000.0), before: None };
    let cells: BTreeMap<Place, Held> =
        [(at(1, 0), rate(3.0)), (at(2, 0), rate(30.0)), (at(3, 0), rate(40.0))].into();
    let Verdict::Shows(shown) = shield(Guard::Rates(FEW, Per::HundredThousand), "none", &cells) else {
        panic!("rates are shown or not")
    };
    assert_eq!(shown[&at(1, 0)], None);
    assert_eq!(shown.values().filter(|shown| shown.is_some()).count(), 1);
}

#[test]
fn parts_that_are_more_than_their_total_are_refused() {
    let mut cells: BTreeMap<Place, Held> = BTreeMap::new();
    for (place, value) in [(at(1, 0), 20.0), (at(1, 1), 15.0), (at(1, 2), 15.0)] {
        cells.insert(place, Held { value, base: None, before: None });
    }
    assert_eq!(shield(Guard::Counts(FEW), "sex", &cells), Verdict::PartsAbove);
}

/// A correction that is large wherever there is one is told, up or down, in the only provinces that there are numbers of.
#[test]
fn a_large_correction_is_told() {
    let before = [120.0, 40.0, 50.0, 30.0];
    for now in [[108.0, 40.0, 38.0, 30.0], [140.0, 40.0, 70.0, 30.0]] {
        let held = |n: usize| {
            (at(n, 0), Held { value: now[n], base: None, before: Some((before[n], Some(before[n]))) })
        };
        let cells: BTreeMap<Place, Held> = (0..4).map(held).collect();
        let Verdict::Shows(shown) = shield(Guard::Counts(FEW), "none", &cells) else {
            panic!("{now:?} stays")
        };
        assert_eq!((0..4).map(|n| shown[&at(n, 0)]).collect::<Vec<_>>(), now.map(Some), "{now:?}");
    }
}
