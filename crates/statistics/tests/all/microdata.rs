//! Synthetic records: what is rare never appears, what is common stays.

use proptest::prelude::*;
use statistics::microdata::{Microdata, Utility, synthesize};

/// Records of five columns with skewed values that lean on one another.
fn records() -> impl Strategy<Value = Microdata> {
    proptest::collection::vec((0_u8..6, 0_u8..4, 0_u8..4, 0_u8..9, 0_u8..3, 0_u8..12), 1..400).prop_map(
        |rows| {
            let mut table = Microdata::new(["a", "b", "c", "d", "e"].map(str::to_owned).to_vec());
            for (a, b, c, d, e, hole) in rows {
                let cells = [a * b / 3, b, (b + c) / 2, d * d / 9, e];
                let texts: Vec<String> = cells.iter().map(u8::to_string).collect();
                let shown = texts
                    .iter()
                    .enumerate()
                    .map(|(at, text)| if at == usize::from(hole) { "" } else { text.as_str() });
                assert!(table.add(shown));
            }
            table
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No combination of any length is rarer among the true records than the resolution, and none is invented.
    #[test]
    fn nothing_rare_appears(truth in records(), resolution in 1_usize..40, seed in 0_u64..1000) {
        let made = synthesize(&truth, resolution, seed);
        let report = Utility::of(&truth, &made.records, resolution, 5);
        prop_assert_eq!(report.lengths.len(), 5);
        for length in &report.lengths {
            prop_assert_eq!((length.leaked, length.invented), (0, 0));
        }
        prop_assert_eq!(made.records.records() + made.empty, truth.records());
    }

    /// Cells are neither won nor lost but those told as lost.
    #[test]
    fn cells_are_accounted_for(truth in records(), resolution in 1_usize..40) {
        let filled = |table: &Microdata| {
            let cells = (0..table.records()).flat_map(|record| (0..5).map(move |column| (record, column)));
            cells.filter(|(record, column)| !table.text(*record, *column).is_empty()).count()
        };
        let made = synthesize(&truth, resolution, 1);
        prop_assert_eq!(filled(&made.records) + made.lost, filled(&truth));
    }
}

#[test]
fn what_is_common_stays() {
    let mut truth = Microdata::new(["form", "sex", "age", "region"].map(str::to_owned).to_vec());
    for at in 0..4000_usize {
        let forms = ["labour", "sexual", "begging"];
        let cells = [
            forms[at * at % 7 % 3],
            ["f", "m"][at % 5 / 3],
            ["0-5", "6-11", "12-17"][at % 11 / 4],
            ["32", "33", "51"][at % 13 / 5],
        ];
        assert!(truth.add(cells.into_iter()));
    }
    let made = synthesize(&truth, 10, 5);
    let report = Utility::of(&truth, &made.records, 10, 3);
    for length in &report.lengths {
        assert_eq!(length.kept, length.common, "{length:?}");
        assert!(length.weighted_error < 0.05, "{length:?}");
    }
    assert_eq!(made, synthesize(&truth, 10, 5), "the same seed makes the same records");
}
