//! Synthetic records: what is rare never appears, what is common stays.

use proptest::prelude::*;
use statistics::microdata::{Attacks, Microdata, Utility, halves, synthesize};

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

    /// The same where children have several records: what is common is what enough children have.
    #[test]
    fn many_records_of_few_children_make_nothing_common(
        truth in records(), resolution in 2_usize..20, seed in 0_u64..1000, each in 1_u32..30
    ) {
        let mut truth = truth;
        let people: Vec<u32> = (0..).take(truth.records()).map(|at: u32| at * 31 % (1 + at / each)).collect();
        prop_assert!(truth.belong_to(&people));
        let made = synthesize(&truth, resolution, seed);
        let report = Utility::of(&truth, &made.records, resolution, 5);
        for length in &report.lengths {
            prop_assert_eq!((length.leaked, length.invented), (0, 0));
        }
        if truth.people() < resolution {
            prop_assert_eq!(made.records.records(), 0);
        }
    }

    /// Bands hold every combination once, and add up to what is told of all.
    #[test]
    fn bands_add_up(truth in records(), other in records()) {
        let report = Utility::of(&truth, &other, 11, 3);
        for length in &report.lengths {
            let sum = |of: &dyn Fn(&statistics::microdata::Band) -> usize| length.bands.iter().map(of).sum::<usize>();
            prop_assert_eq!(sum(&|band| band.there), length.common + length.rare);
            prop_assert_eq!(sum(&|band| band.kept + band.lost), length.common + length.rare);
            prop_assert_eq!(sum(&|band| band.invented), length.invented);
            // The resolution of 11 is where two bands meet.
            let common: usize = length.bands.iter().filter(|band| band.least >= 11).map(|band| band.there).sum();
            prop_assert_eq!(common, length.common);
        }
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

/// Two children with sixty records each, and thirty with one.
#[test]
fn children_are_counted_and_not_their_records() {
    let mut truth = Microdata::new(vec!["form".to_owned()]);
    let mut people = Vec::new();
    for at in 0..150_u32 {
        assert!(truth.add([if at < 120 { "rare" } else { "common" }].into_iter()));
        people.push(if at < 120 { at % 2 } else { at });
    }
    let by_record = synthesize(&truth, 5, 1);
    assert_eq!(by_record.records.records(), 150, "nobody said whose they are");
    assert!(!truth.belong_to(&people[1..]) && truth.belong_to(&people));
    assert_eq!((truth.people(), truth.records()), (32, 150));
    let made = synthesize(&truth, 5, 1);
    assert_eq!((made.records.records(), made.empty), (30, 120));
    assert!((0..30).all(|record| made.records.text(record, 0) == "common"));
    let report = Utility::of(&truth, &made.records, 5, 1);
    let bands: Vec<(usize, usize, usize, usize)> = report.lengths[0]
        .bands
        .iter()
        .map(|band| (band.there, band.kept, band.lost, band.invented))
        .collect();
    assert_eq!(bands, [(1, 0, 1, 0), (0, 0, 0, 0), (1, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)]);
    let (members, others) = halves(&truth, 3);
    assert_eq!((members.people(), others.people(), members.records() + others.records()), (16, 16, 150));
    let found = Attacks::on(&made.records, &members, &others, 1);
    assert_eq!((found.rare_members.shown, found.rare_others.shown), (0, 0));
}
