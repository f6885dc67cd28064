//! Noise that belongs to the cell.

use proptest::prelude::*;
use statistics::perturb::{Noise, PerturbationTable, record_key};
use statistics::table::RowsCounter;
use statistics::{Counted, Dimension, Layout};

/// A stand-in for a keyed hash: well mixed, and no secret.
fn key(id: &str) -> u32 {
    let mut mixed = 0xCBF2_9CE4_8422_2325_u64;
    for byte in id.bytes() {
        mixed = (mixed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    mixed = (mixed ^ mixed >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    record_key(&(mixed ^ mixed >> 32).to_be_bytes())
}

fn counted(rows: &[(u32, usize, usize)], dimensions: &[(&str, usize)]) -> Counted {
    let made =
        dimensions.iter().map(|(name, size)| Dimension::flat(*name, (0..*size).map(|at| at.to_string())));
    let layout = Layout::new(made.collect::<Result<_, _>>().unwrap()).unwrap();
    let mut counter = RowsCounter::new(layout.clone());
    for (child, a, b) in rows {
        let named = |name: &str| match name {
            "a" => a.to_string(),
            _ => b.to_string(),
        };
        let leaves = layout.dimensions().iter().map(|of| of.leaf(&named(of.name())).unwrap());
        counter.add(Some(&format!("child {child}")), &leaves.collect::<Vec<_>>(), &key).unwrap();
    }
    counter.finish()
}

#[test]
fn the_mean_of_every_row_is_exactly_zero_and_its_variance_is_the_stated_one() {
    for noise in [
        Noise::default(),
        Noise { largest: 5, variance: 1.0, smallest: 1 },
        Noise { largest: 10, variance: 12.0, smallest: 6 },
        Noise { largest: 2, variance: 1.5, smallest: 0 },
        Noise { largest: 11, variance: 9.0, smallest: 11 },
    ] {
        let table = PerturbationTable::new(noise).unwrap();
        for count in 0..60_u64 {
            let row = table.row(count);
            let mean: f64 = row.iter().map(|(change, share)| *change as f64 * share).sum();
            let whole: f64 = row.iter().map(|(_, share)| share).sum();
            assert!(mean.abs() < 1e-12 && (whole - 1.0).abs() < 1e-12, "{noise:?} {count}: {mean} {whole}");
            for (change, share) in row {
                let shown = count as i64 + change;
                assert!(shown >= 0 && change.unsigned_abs() <= u64::from(noise.largest) && share >= 0.0);
                assert!(shown == 0 || shown >= i64::from(noise.smallest), "{shown} is too small to show");
            }
        }
        let large = table.variance_of(1_000);
        assert!((large - noise.variance).abs() < 1e-3, "{noise:?}: {large}");
        let free = u64::from(noise.largest + noise.smallest);
        assert!((free..60).all(|count| (table.variance_of(count) - noise.variance).abs() < 1e-3));
    }
}

#[test]
fn settings_out_of_range_are_refused() {
    for noise in [
        Noise { largest: 0, ..Noise::default() },
        Noise { variance: 0.0, ..Noise::default() },
        Noise { variance: 26.0, ..Noise::default() },
        Noise { variance: f64::NAN, ..Noise::default() },
        Noise { smallest: 6, ..Noise::default() },
    ] {
        assert!(PerturbationTable::new(noise).is_err(), "{noise:?}");
    }
}

#[test]
fn over_many_cells_the_noise_comes_to_nothing() {
    let table = PerturbationTable::new(Noise::default()).unwrap();
    let cells = 40_000;
    let sum: i64 = (0..cells).map(|cell| table.change(7, key(&format!("cell {cell}")))).sum();
    let spread = (f64::from(cells) * table.variance_of(7)).sqrt();
    assert!((sum as f64).abs() < 4.0 * spread, "{sum} is beyond four times {spread}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_children_get_the_same_noise_everywhere(
        rows in prop::collection::vec((0_u32..60, 0_usize..3, 0_usize..2), 1..200),
        turn in 0_usize..200,
    ) {
        let table = PerturbationTable::new(Noise::default()).unwrap();
        let crossed = counted(&rows, &[("a", 3), ("b", 2)]);
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        prop_assert_eq!(&table.apply(&crossed), &table.apply(&counted(&turned, &[("a", 3), ("b", 2)])), "order matters");
        // The margin of a cross table is the same figure as the table by itself, and so is the whole.
        let single = counted(&rows, &[("a", 3)]);
        let (all, alone) = (table.apply(&crossed), table.apply(&single));
        for code in ["0", "1", "2", "unknown", "_T"] {
            let (cell, own) = (crossed.layout().find(&[code, "_T"]).unwrap(), single.layout().find(&[code]).unwrap());
            prop_assert_eq!(all[cell], alone[own]);
        }
        // So is a part that was counted by a filter on the rows.
        let part: Vec<_> = rows.iter().copied().filter(|row| row.2 == 1).collect();
        if !part.is_empty() {
            let filtered = counted(&part, &[("a", 3)]);
            for code in ["0", "1", "2", "_T"] {
                let cell = crossed.layout().find(&[code, "1"]).unwrap();
                prop_assert_eq!(all[cell], table.apply(&filtered)[filtered.layout().find(&[code]).unwrap()]);
            }
        }
    }
}
