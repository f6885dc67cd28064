//! Rules that every estimate keeps.

use proptest::prelude::*;
use statistics::mse::analyse::{Caution, Refusal, answer};
use statistics::mse::bootstrap::{Resample, Settings};
use statistics::mse::carry::{Clustering, carried, carried_over, different, overlaps};
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
        sure.linkage < 1e-12 && (sure.linkage + sure.sampling + sure.choice - 1.0).abs() < 1e-9,
        "{sure:?}"
    );
    let unsure = carried(&cut(&truth, &[0, 60, 120, 240]), &method, &settings).unwrap();
    assert!(unsure.linkage > 0.3 && unsure.high - unsure.low > sure.high - sure.low, "{unsure:?}");
    assert!((unsure.linkage + unsure.sampling + unsure.choice - 1.0).abs() < 1e-9);
    assert!(unsure.low <= unsure.estimate && unsure.estimate <= unsure.high);
    assert!(unsure.observed <= unsure.estimate && unsure.observed > truth.observed() as f64, "{unsure:?}");
}

/// The table with so many people cut in two, once for each number.
fn cut(truth: &Overlaps, wrong: &[usize]) -> Vec<Overlaps> {
    let table = |wrong: &usize| {
        let (clusters, lists) = clustering(truth, *wrong);
        overlaps(truth.lists().to_vec(), &Clustering { cluster: &clusters, list: &lists }).unwrap()
    };
    wrong.iter().map(table).collect()
}

fn stepwise() -> Method {
    Method::Stepwise { threshold: 0.02 }
}

#[test]
fn a_certain_linkage_moves_nothing() {
    // New Orleans has a bias correction of about −1: the middle of the repetitions lies far above the estimate.
    let settings = Settings { repetitions: 400, threads: 2, ..Settings::default() };
    for table in [new_orleans(), korea()] {
        let alone = answer(&table, "", &stepwise(), &settings).unwrap();
        let sure = carried(&[table.clone(), table.clone()], &stepwise(), &settings).unwrap();
        for (one, other) in [(sure.estimate, alone.estimate), (sure.low, alone.low), (sure.high, alone.high)]
        {
            assert!((one / other - 1.0).abs() < 1e-9, "{sure:?} instead of {alone:?}");
        }
        assert_eq!(sure.by_clustering, [Some(alone.estimate); 2]);
    }
    let repeated = answer(&new_orleans(), "", &stepwise(), &settings).unwrap().interval.unwrap();
    assert!(repeated.bias < -0.7, "{}", repeated.bias);
}

#[test]
fn a_linkage_that_is_all_but_certain_moves_hardly_anything() {
    let truth = kosovo();
    let settings = Settings { repetitions: 1000, threads: 2, ..Settings::default() };
    let alone = answer(&truth, "", &stepwise(), &settings).unwrap();
    let nearly = carried(&cut(&truth, &[0, 1, 2]), &stepwise(), &settings).unwrap();
    for (one, other) in
        [(nearly.estimate, alone.estimate), (nearly.low, alone.low), (nearly.high, alone.high)]
    {
        assert!((one / other - 1.0).abs() < 0.03, "{nearly:?} instead of {alone:?}");
    }
}

#[test]
fn thresholds_have_their_own_share() {
    let settings = Settings { repetitions: 100, threads: 2, ..Settings::default() };
    let truth = kosovo();
    let apart =
        carried_over(&[cut(&truth, &[0, 2]), cut(&truth, &[240, 242])], &stepwise(), &settings).unwrap();
    assert!(apart.threshold > 0.3 && apart.linkage < 0.05, "{apart:?}");
    let shares = apart.linkage + apart.threshold + apart.sampling + apart.choice;
    assert!((shares - 1.0).abs() < 1e-9);
    // The same clusterings, half of them on either side: the threshold makes no difference, the draws do.
    let mixed =
        carried_over(&[cut(&truth, &[0, 240]), cut(&truth, &[2, 242])], &stepwise(), &settings).unwrap();
    assert!(mixed.threshold < 1e-9 && mixed.linkage > 0.3, "{mixed:?}");
    assert_eq!(different(&[cut(&truth, &[0, 2]), cut(&truth, &[2, 5])]), 3);
}

#[test]
fn a_linkage_too_doubtful_is_refused() {
    let settings = Settings { repetitions: 60, threads: 2, ..Settings::default() };
    let mut nobody = Overlaps::new(kosovo().lists().to_vec()).unwrap();
    nobody.add(1, 400).unwrap();
    nobody.add(2, 300).unwrap();
    let refused = carried(&[kosovo(), nobody.clone()], &stepwise(), &settings);
    assert_eq!(refused, Err(Refusal::Unbounded { share: 0.5 }));
    assert_eq!(carried(&[nobody], &stepwise(), &settings), Err(Refusal::NoOverlap));
    // Overlaps that no clustering agrees on: an interval twentyfold wide says nothing.
    let table = |both: u64| {
        let mut table = Overlaps::new(names(2)).unwrap();
        [(1, 3000 - both), (2, 3000 - both), (3, both)]
            .iter()
            .for_each(|(set, n)| table.add(*set, *n).unwrap());
        table
    };
    let fixed = Method::Fixed(Model::main_effects(2));
    let wide = carried(&[table(30), table(2500)], &fixed, &settings);
    assert!(matches!(wide, Err(Refusal::TooWide { .. })), "{wide:?}");
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
fn thin_populations_are_refused_and_the_reason_is_counted() {
    let settings = Settings { repetitions: 60, threads: 2, ..Settings::default() };
    let of = |size, found: &[f64], leaning: &[(u32, f64)], method: &dyn Fn(&Population) -> Method| {
        let population = Population { size, found: found.to_vec(), leaning: leaning.to_vec() };
        population.coverage(&method(&population), 60, &settings)
    };
    // Some three people are on several lists.
    let few = of(2000, &[0.02, 0.03, 0.02], &[], &|_| stepwise());
    assert!(few.refused > 50 && few.reasons.get("too-few-shared") > Some(&40), "{few:?}");
    assert_eq!(few.reasons.values().sum::<usize>(), few.refused);
    // Lists that all but exclude one another, and a model that grants it.
    let pairs = [(0b011, -2.5), (0b101, -2.5), (0b110, -2.5)];
    let apart = of(4000, &[0.12, 0.1, 0.11], &pairs, &|population| Method::Fixed(population.model()));
    assert!(apart.refused > 30, "{apart:?}");
}

/// What is not fitted because it could not win changes nothing.
#[test]
fn a_choice_among_few_models_is_the_choice_among_all() {
    let all = all_models(3, 2).unwrap();
    for seed in 0..40_u64 {
        let mut table = Overlaps::new(names(3)).unwrap();
        for set in 1_u32..8 {
            table.add(set, (seed * 7919 + u64::from(set) * 104_729) % 97 + 3).unwrap();
        }
        let order_two = Method::Best { criterion: Criterion::Bic, order: 2, search: Search::Downhill };
        let found = order_two.estimate(&table).unwrap();
        let least =
            all.iter().filter_map(|model| fit(&table, model).ok()).map(|fit| fit.bic(table.observed()));
        let mine = found.bic(table.observed());
        let near = found.model.neighbours(2);
        let better = near
            .iter()
            .filter_map(|model| fit(&table, model).ok())
            .any(|fit| fit.bic(table.observed()) < mine - 1e-6);
        assert!(!better && least.fold(f64::INFINITY, f64::min) <= mine + 1e-9, "{seed}");
    }
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
