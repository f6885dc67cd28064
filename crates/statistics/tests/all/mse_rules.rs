//! Rules that every estimate keeps.

use proptest::prelude::*;
use statistics::mse::analyse::{Caution, Refusal, answer};
use statistics::mse::bootstrap::{Resample, Settings};
use statistics::mse::carry::{Clustering, carried, overlaps};
use statistics::mse::exists::exists;
use statistics::mse::fit::fit;
use statistics::mse::search::all_models;
use statistics::mse::trial::Population;
use statistics::mse::{Criterion, Method, Model, Overlaps, Plan, Search, analyse};

use super::mse_published::{korea, kosovo, new_orleans, western};

fn names(lists: usize) -> Vec<String> {
    (0..lists).map(|at| format!("L{at}")).collect()
}

/// Tables of three to five lists with many empty combinations.
fn tables() -> impl Strategy<Value = Overlaps> {
    (3_usize..=5).prop_flat_map(|lists| {
        let cells =
            proptest::collection::vec(prop_oneof![2 => Just(0_u64), 3 => 0_u64..40], (1 << lists) - 1);
        cells.prop_map(move |cells| {
            let mut table = Overlaps::new(names(lists)).unwrap();
            for (set, count) in (1_u32..).zip(cells) {
                table.add(set, count).unwrap();
            }
            table
        })
    })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A fit keeps the sums that its model is about, and the linear program and Newton's method agree on existence.
    #[test]
    fn a_fit_keeps_its_sums(table in tables(), pairs in proptest::collection::vec(1_u32..32, 0..5)) {
        let lists = table.lists().len();
        let pairs: Vec<u32> = pairs.into_iter().filter(|set| set & table.all() == *set && set.count_ones() == 2).collect();
        let model = Model::with(lists, &pairs);
        let checked = exists(&table, &model);
        match fit(&table, &model) {
            Ok(found) => {
                prop_assert!(checked.is_ok());
                let mut means = found.expected();
                prop_assert!(close(means[0], found.dark));
                means[0] = 0.0;
                for (term, _) in &found.effects {
                    let sum: f64 = (0_u32..).zip(&means).filter(|(cell, _)| cell & term == *term).map(|(_, mean)| mean).sum();
                    prop_assert!(close(sum, table.on(*term) as f64), "{sum} {}", table.on(*term));
                }
            }
            Err(no) => prop_assert_eq!(checked.err(), Some(no)),
        }
    }

    /// How the lists are called and ordered changes nothing.
    #[test]
    fn lists_may_be_reordered(table in tables(), turn in 1_usize..5) {
        let lists = table.lists().len();
        let to: Vec<usize> = (0..lists).map(|at| (at + turn) % lists).collect();
        let moved = table.reordered(&to).unwrap();
        let methods = [
            Method::Fixed(Model::main_effects(lists)),
            Method::Best { criterion: Criterion::Bic, order: 2, search: Search::All },
            Method::Best { criterion: Criterion::Aic, order: 2, search: Search::All },
        ];
        for method in methods {
            match (method.estimate(&table), method.estimate(&moved)) {
                (Ok(a), Ok(b)) => prop_assert!(
                    close(a.aic(), b.aic()) && (close(a.total, b.total) || a.model.reordered(&to) != b.model),
                    "{} {}", a.total, b.total
                ),
                (a, b) => prop_assert!(a.is_err() && b.is_err()),
            }
        }
    }

    /// Rows may come in any order and in any number of pieces.
    #[test]
    fn rows_may_be_cut_and_shuffled(table in tables()) {
        let mut other = Overlaps::new(table.lists().to_vec()).unwrap();
        let cells: Vec<(u32, u64)> = table.cells().collect();
        for (cell, count) in cells.iter().rev() {
            other.add(*cell, count / 3).unwrap();
        }
        for (cell, count) in &cells {
            other.add(*cell, count - count / 3).unwrap();
        }
        prop_assert_eq!(&table, &other);
    }

    /// Taking lists together, or leaving one out, loses nobody but those who stood on it alone.
    #[test]
    fn people_are_kept(table in tables(), list in 0_usize..5) {
        let lists = table.lists().len();
        let list = list % lists;
        prop_assert_eq!(table.combined(0b11).unwrap().observed(), table.observed());
        let less = table.without(list).unwrap();
        prop_assert_eq!(less.observed(), table.observed() - table.exactly(1 << list));
        for other in (0..lists).filter(|other| *other != list) {
            let now = if other > list { other - 1 } else { other };
            prop_assert_eq!(less.on(1 << now), table.on(1 << other));
        }
    }
}

#[test]
fn hierarchical_models_are_all_there() {
    let count = |lists, order| all_models(lists, order).map(|models| models.len());
    assert_eq!((count(3, 2), count(4, 2), count(4, 3)), (Some(8), Some(64), Some(113)));
    assert_eq!((count(5, 2), count(6, 2), count(7, 2)), (Some(1024), Some(32_768), None));
    let mut all = all_models(5, 4).unwrap();
    let before = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), before, "each once");
}

#[test]
fn threads_do_not_matter() {
    let methods = [
        Method::Stepwise { threshold: 0.02 },
        Method::Best { criterion: Criterion::Bic, order: 3, search: Search::Downhill },
    ];
    for method in methods {
        let with = |threads| {
            let settings = Settings { threads, repetitions: 150, ..Settings::default() };
            answer(&kosovo(), "", &method, &settings).unwrap()
        };
        let one = with(1);
        assert_eq!(one.interval.as_ref().unwrap().repeated.len(), 150);
        assert_eq!(one, with(2));
        assert_eq!(one, with(5));
    }
}

#[test]
fn data_that_cannot_carry_an_estimate_are_refused() {
    let table = |cells: &[(u32, u64)]| {
        let mut table = Overlaps::new(names(3)).unwrap();
        cells.iter().for_each(|(set, count)| table.add(*set, *count).unwrap());
        table
    };
    let refused = |cells: &[(u32, u64)]| {
        analyse(&table(cells), &Plan::default(), &mut |_| ()).map(|_| ()).expect_err("a refusal")
    };
    assert_eq!(refused(&[]), Refusal::Empty);
    assert_eq!(refused(&[(1, 40), (2, 30), (4, 20)]), Refusal::NoOverlap);
    assert_eq!(refused(&[(1, 40), (2, 30), (4, 20), (3, 2)]), Refusal::TooFewShared { shared: 2, least: 7 });
    assert_eq!(refused(&[(1, 40), (3, 30), (5, 20)]), Refusal::HoldsEverybody { list: "L0".to_owned() });
    let plan = Plan { headline: Some("aic".to_owned()), every: false, ..Plan::default() };
    let said = analyse(&western(), &plan, &mut |_| ()).err();
    assert!(matches!(said, Some(Refusal::TooWide { .. })), "{said:?}");
}

#[test]
fn every_method_answers_and_what_is_doubtful_is_told() {
    let plan = Plan {
        intervals: Settings { repetitions: 200, threads: 2, ..Settings::default() },
        ..Plan::default()
    };
    let found = analyse(&korea(), &plan, &mut |_| ()).unwrap();
    let first = &found.answers[0];
    assert_eq!((first.name.as_str(), first.estimate.round() as i64), ("bic", 157));
    assert!(first.low <= first.estimate && first.estimate <= first.high);
    let named = |name: &str| found.answers.iter().any(|answer| answer.name == name);
    assert!(
        ["stepwise", "main-effects", "aic", "bic-downhill", "dga", "lcmcr", "chao-lower-bound"]
            .iter()
            .all(|n| named(n))
    );
    assert!(found.cautions.contains(&Caution::MethodsDisagree), "{:?}", found.cautions);
    assert!(found.near.len() > 1 && found.near[0].behind == 0.0);

    let sparse = analyse(&new_orleans(), &Plan { every: false, ..plan }, &mut |_| ()).unwrap();
    assert_eq!(sparse.answers[0].name, "stepwise");
    assert!(sparse.cautions.contains(&Caution::ThinLists) && sparse.diagnostics.empty_pairs == 18);
    assert!(sparse.otherwise.iter().any(|other| other.combined && other.estimate.is_some()));
}

/// Each person a record for each list; `wrong` of them are cut in two.
fn clustering(table: &Overlaps, wrong: usize) -> (Vec<u64>, Vec<u8>) {
    let (mut clusters, mut lists, mut person) = (Vec::new(), Vec::new(), 0_u64);
    let mut cut = 0;
    for (set, count) in table.cells() {
        for _ in 0..count {
            person += 2;
            let split = set.count_ones() > 1 && cut < wrong;
            cut += usize::from(split);
            for list in (0..8_u8).filter(|list| set >> list & 1 == 1) {
                let first = set.trailing_zeros() == u32::from(list);
                clusters.push(person + u64::from(split && first));
                lists.push(list);
            }
        }
    }
    (clusters, lists)
}

#[test]
fn doubt_of_the_linkage_is_carried_through() {
    let truth = kosovo();
    let (clusters, lists) = clustering(&truth, 0);
    let same = overlaps(truth.lists().to_vec(), &Clustering { cluster: &clusters, list: &lists }).unwrap();
    assert_eq!(same, truth, "records of people give the table back");
    let method = Method::Stepwise { threshold: 0.02 };
    let settings = Settings { repetitions: 100, threads: 2, ..Settings::default() };
    let sure = carried(&[truth.clone(), truth.clone()], &method, &settings).unwrap();
    assert!(
        sure.linkage < 0.02 && (sure.linkage + sure.sampling + sure.choice - 1.0).abs() < 1e-9,
        "{sure:?}"
    );
    let doubtful: Vec<Overlaps> = [0, 60, 120, 240]
        .map(|wrong| {
            let (clusters, lists) = clustering(&truth, wrong);
            overlaps(truth.lists().to_vec(), &Clustering { cluster: &clusters, list: &lists }).unwrap()
        })
        .to_vec();
    let unsure = carried(&doubtful, &method, &settings).unwrap();
    assert!(unsure.linkage > 0.3 && unsure.high - unsure.low > sure.high - sure.low, "{unsure:?}");
    assert!((unsure.linkage + unsure.sampling + unsure.choice - 1.0).abs() < 1e-9);
}

#[test]
fn a_known_population_is_found_again() {
    let population = Population { size: 2000, found: vec![0.25, 0.2, 0.3], leaning: vec![(0b011, 0.8)] };
    let settings =
        Settings { repetitions: 200, threads: 2, resample: Resample::Population, ..Settings::default() };
    let found = population.coverage(&Method::Fixed(population.model()), 120, &settings);
    assert!(found.covered > 0.88 && found.refused == 0 && found.bias.abs() < 0.05, "{found:?}");
}

#[test]
fn leaving_out_is_told() {
    let plan = Plan {
        intervals: Settings { repetitions: 50, ..Settings::default() },
        every: false,
        average: false,
        chain: None,
        ..Plan::default()
    };
    let found = analyse(&western(), &plan, &mut |_| ()).unwrap();
    assert_eq!(found.otherwise.iter().filter(|other| !other.combined).count(), 5);
    assert_eq!((found.averaged, found.latent), (None, None));
}
