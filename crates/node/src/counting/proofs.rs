//! What must hold for every figure, every decision and every change.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::Id;
use proptest::prelude::*;

use super::change::between;
use super::fact::Fact;
use super::partition::{Verdicts, decided, named};
use super::{Change, Linked, Part, Partition, Place, Scale, Show, Slice, reconcile};

fn id(at: usize) -> Id {
    Id::from_u128(at as u128 + 1)
}

fn partition() -> impl Strategy<Value = Partition> {
    let row = (0_usize..24, 0_u8..9, 0_u8..9, any::<bool>());
    (prop::collection::vec(row, 0..40), -5_i64..5, 0_u8..2).prop_map(|(rows, correction, model)| {
        let place = |(at, child, undecided, late): (usize, u8, u8, bool)| {
            (id(at), Place { child: format!("c{child}"), undecided: format!("u{undecided}"), late })
        };
        let rows = rows.into_iter().map(place).collect();
        Partition { rows, correction, model: format!("m{model}") }
    })
}

proptest! {
    #[test]
    fn the_parts_of_a_change_add_up_to_it(runs in prop::collection::vec(partition(), 1..5)) {
        let change = Change::over(&runs);
        prop_assert_eq!(change.from, runs[0].figure());
        prop_assert_eq!(change.to, runs[runs.len() - 1].figure());
        prop_assert_eq!(change.steps.iter().map(|step| step.by).sum::<i64>(), change.to - change.from);
        prop_assert_eq!(change.steps.len(), Part::ALL.len());
    }

    #[test]
    fn each_part_has_its_sign(before in partition(), mut after in partition()) {
        after.model.clone_from(&before.model);
        for step in between(&before, &after) {
            match step.part {
                Part::Withdrawn | Part::Joined | Part::DecidedSame => prop_assert!(step.by <= 0, "{step:?}"),
                Part::Delivered | Part::Late | Part::Split | Part::DecidedDifferent => {
                    prop_assert!(step.by >= 0, "{step:?}");
                }
                Part::Model | Part::Correction => {}
            }
        }
    }

    #[test]
    fn nothing_changes_by_itself(run in partition()) {
        let mut again = run.clone();
        for place in again.rows.values_mut() {
            place.undecided.clone_from(&place.child);
        }
        prop_assert!(between(&run, &again).iter().all(|step| step.by == 0));
    }

    #[test]
    fn every_decision_is_obeyed(
        base in prop::collection::vec(0_u64..6, 2..30),
        edges in prop::collection::vec((0_usize..30, 0_usize..30, -4_i32..20), 0..60),
        asked in prop::collection::vec((0_usize..30, 0_usize..30, any::<bool>()), 0..12),
    ) {
        let size = base.len();
        let mut verdicts = Verdicts::default();
        for (a, b, same) in asked.into_iter().map(|(a, b, same)| (a % size, b % size, same)) {
            if a != b && !verdicts.contradicts((a, b), same, size) {
                if same { verdicts.same.push((a, b)) } else { verdicts.different.push((a, b)) }
            }
        }
        let edges: Vec<_> = edges.into_iter().map(|(a, b, score)| (a % size, b % size, score)).collect();
        let clusters = decided(&base, &edges, &verdicts);
        for (a, b) in &verdicts.same {
            prop_assert_eq!(clusters[*a], clusters[*b]);
        }
        for (a, b) in &verdicts.different {
            prop_assert_ne!(clusters[*a], clusters[*b]);
        }
        // What nobody decided about stays as the model left it.
        let pairs = || verdicts.same.iter().chain(&verdicts.different);
        let touched: BTreeSet<u64> = pairs().flat_map(|(a, b)| [base[*a], base[*b]]).collect();
        for a in 0..size {
            for b in 0..size {
                if !touched.contains(&base[a]) || !touched.contains(&base[b]) {
                    prop_assert_eq!(base[a] == base[b], clusters[a] == clusters[b], "{} {}", a, b);
                }
            }
        }
        // Undone, a decision leaves no trace in the next run.
        let plain = decided(&base, &edges, &Verdicts::default());
        for a in 0..size {
            for b in 0..size {
                prop_assert_eq!(base[a] == base[b], plain[a] == plain[b]);
            }
        }
    }

    #[test]
    fn children_keep_their_names(
        before in prop::collection::vec(0_usize..8, 1..24),
        after in prop::collection::vec(0_usize..8, 1..24),
    ) {
        let least = |labels: &[usize]| -> Vec<usize> {
            labels.iter().map(|label| labels.iter().position(|other| other == label).unwrap()).collect()
        };
        let rows: Vec<Id> = (0..24).map(id).collect();
        let (then, now) = (least(&before), least(&after));
        let (names, first) = named(&then, &rows[..then.len()], &HashMap::new(), 1);
        prop_assert!(first.is_empty());
        let known: HashMap<Id, String> = rows.iter().copied().zip(names.iter().cloned()).collect();
        // The same clusters again: the same names, whatever the run.
        let (again, history) = named(&then, &rows[..then.len()], &known, 2);
        prop_assert!(again == names && history.is_empty());
        let (later, _) = named(&now, &rows[..now.len()], &known, 2);
        prop_assert_eq!(&later, &named(&now, &rows[..now.len()], &known, 2).0);
        let mut cluster_of: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, cluster) in later.iter().zip(&now) {
            prop_assert_eq!(*cluster_of.entry(name).or_insert(*cluster), *cluster, "one name for two children");
        }
        for (a, x) in now.iter().enumerate() {
            for (b, y) in now.iter().enumerate() {
                prop_assert_eq!(x == y, later[a] == later[b]);
            }
        }
    }

    #[test]
    fn the_sum_less_what_counts_twice_is_the_children(
        rows in prop::collection::vec((0_usize..4, 0_u8..12, 0_u8..3, 0_u8..3), 1..80),
        form in 0_u8..3,
    ) {
        let facts: Vec<Fact> = rows
            .iter()
            .enumerate()
            .map(|(at, (source, _, form, month))| Fact {
                row: id(at),
                source: *source,
                on: Some(format!("2026-0{}-05", month + 1)),
                region: None,
                form: Some(format!("f{form}")),
                sex: None,
                birth_year: None,
                late: false,
            })
            .collect();
        let children: Vec<String> = rows.iter().map(|row| format!("child {}", row.1)).collect();
        let agencies: Vec<String> = (0..4).map(|at| format!("agency {at}")).collect();
        let scale = Scale::default();
        let linked =
            Linked { facts: &facts, children: &children, agencies: &agencies, doubts: &[], scale };
        let show = Show::new(seal::NodeKey::from_bytes([3; 32]).subkey("proof"), true).unwrap();
        let slice = Slice { form: Some(format!("f{form}")), ..Slice::default() };
        let found = reconcile(&linked, &slice, &show);
        prop_assert_eq!(found.rows - found.repeated - found.shared, found.clusters);
        prop_assert_eq!(found.sources.iter().map(|line| line.rows).sum::<i64>(), found.rows);
        prop_assert_eq!(found.overlaps.iter().map(|overlap| overlap.children).sum::<i64>(), found.clusters);
        for (at, line) in found.sources.iter().enumerate() {
            prop_assert_eq!(line.rows - line.repeated, line.children);
            let of = found.overlaps.iter().filter(|overlap| overlap.sources.contains(&at));
            prop_assert_eq!(of.map(|overlap| overlap.children).sum::<i64>(), line.children);
        }
        // Whoever sees noise sees the same noise again, and nothing stays nothing.
        let noisy = Show::new(seal::NodeKey::from_bytes([3; 32]).subkey("proof"), false).unwrap();
        let (one, other) = (reconcile(&linked, &slice, &noisy), reconcile(&linked, &slice, &noisy));
        prop_assert_eq!(&one, &other);
        prop_assert!(found.rows != 0 || one.rows == 0);
    }
}

#[test]
fn periods_and_regions_hold_what_they_say() {
    let fact = |on: Option<&str>, region: Option<&str>| Fact {
        row: id(1),
        source: 0,
        on: on.map(str::to_owned),
        region: region.map(str::to_owned),
        form: None,
        sex: None,
        birth_year: Some(2014),
        late: false,
    };
    let slice = |period: &str, region: &str| Slice {
        period: Some(period.to_owned()),
        region: Some(region.to_owned()),
        ..Slice::default()
    };
    let here = fact(Some("2026-03-31"), Some("32.73"));
    for (period, region, inside) in [
        ("2026", "32", true),
        ("2026-Q1", "32.73", true),
        ("2026-03", "32", true),
        ("2026-Q2", "32", false),
        ("2025", "32", false),
        ("2026", "3", false),
        ("2026", "33", false),
        ("unknown", "32", false),
    ] {
        assert_eq!(slice(period, region).holds(&here), inside, "{period} {region}");
    }
    assert!(slice("unknown", "unknown").holds(&fact(None, None)));
    assert!(slice("2026-Q1", "32").is_sound() && !slice("2026-Q5", "32").is_sound());
    assert!(!slice("2026-13", "32").is_sound() && !slice("2026", "99").is_sound());
    assert_eq!(super::age_band(Some(2014), Some("2026-03-31")), Some("12-14"));
    assert_eq!(super::age_band(Some(2030), Some("2026-03-31")), None);
}
