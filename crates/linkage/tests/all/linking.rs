//! The engine on invented children: what must hold whatever the list.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use linkage::invented::{HEADER, Plan, Row};
use linkage::link::{
    BIT, Clustered, Column, Intake, Linked, Model, People, Policy, Raw, Settings, Trouble, evaluate, link,
    report,
};
use proptest::prelude::*;

pub(crate) fn plan(seed: u64, records: usize) -> Plan {
    Plan { seed, records, ..Plan::default() }
}

fn take(intake: &mut Intake, row: &Row, at: u32) -> Result<(), Trouble> {
    let mut raw = Raw::default();
    for (heading, cell) in HEADER.iter().zip(&row.cells) {
        let column = Column::of_heading(heading).expect("every heading of the list is known");
        raw.cells[column as usize] = cell;
    }
    intake.take(&raw, at, "list")
}

/// Takes rows in through so many intakes.
pub(crate) fn people(rows: &[Row], intakes: usize) -> People {
    let mut all: Vec<Intake> = (0..intakes).map(|_| Intake::new()).collect();
    for (at, row) in (0_u32..).zip(rows) {
        let _ = take(&mut all[at as usize % intakes], row, at);
    }
    People::gather(all)
}

pub(crate) fn settings(threads: usize) -> Settings {
    Settings { threads, model: None, policy: Policy::default() }
}

pub(crate) fn run(people: &People, settings: &Settings) -> Linked {
    link(people, settings, &mut |_| {})
}

/// The cluster of every id, ordered by id.
pub(crate) fn by_id(rows: &[Row], people: &People, linked: &Linked) -> Vec<(String, u64)> {
    let numbers = linked.cluster_numbers(people);
    let mut all: Vec<(String, u64)> =
        numbers.into_iter().map(|(row, number)| (rows[row as usize].cells[0].clone(), number)).collect();
    all.sort();
    all
}

pub(crate) fn judged(rows: &[Row], people: &People, linked: &Linked) -> Clustered {
    evaluate(people.rows().zip(&linked.clusters.of).map(|(row, cluster)| (*cluster, rows[row].child)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn neither_order_nor_threads_matter(seed in 1_u64..900, turn in 1_usize..900, threads in 1_usize..5) {
        let (rows, _) = plan(seed, 900).rows();
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.reverse();
        let (one, other) = (people(&rows, 1), people(&turned, threads));
        let (first, second) = (run(&one, &settings(1)), run(&other, &settings(threads)));
        prop_assert_eq!(by_id(&rows, &one, &first), by_id(&turned, &other, &second));
        prop_assert_eq!(first.model, second.model);
        prop_assert_eq!(first.estimate, second.estimate);
        prop_assert_eq!(first.compared, second.compared);
    }

    #[test]
    fn stricter_joins_make_no_fewer_clusters(seed in 1_u64..900) {
        let (rows, _) = plan(seed, 900).rows();
        let people = people(&rows, 2);
        let mut before = 0;
        for bits in [-2, 0, 6] {
            let policy = Policy { join: bits * BIT, bear: -100 * BIT, ..Policy::default() };
            let found = run(&people, &Settings { policy, ..settings(2) }).clusters.count();
            prop_assert!(found >= before, "{found} clusters at {bits} bits, {before} below");
            before = found;
        }
    }
}

#[test]
fn children_are_found_and_counted() {
    let (rows, children) = plan(7, 20_000).rows();
    let people = people(&rows, 2);
    let linked = run(&people, &settings(2));
    let found = judged(&rows, &people, &linked);
    assert!(found.quality.f1 > 0.96, "{found:?}");
    assert!(found.largest <= 45, "a chain: {found:?}");
    let error = linked.estimate.count / children as f64 - 1.0;
    assert!(error.abs() < 0.03, "the estimate is off by {error}");
    assert!(linked.estimate.low < linked.estimate.count && linked.estimate.count < linked.estimate.high);
}

#[test]
fn brothers_sisters_and_twins_stay_apart() {
    let crowded = Plan { siblings: 0.8, twins: 0.25, ..plan(11, 15_000) };
    let (rows, children) = crowded.rows();
    let people = people(&rows, 2);
    let found = judged(&rows, &people, &run(&people, &settings(2)));
    assert!(found.quality.precision > 0.97, "{found:?} of {children}");
}

#[test]
fn numbers_of_nobody_join_nobody() {
    let (mut rows, _) = plan(13, 3_000).rows();
    for row in &mut rows {
        row.cells[11] = "0000000000000000".to_owned();
    }
    let people = people(&rows, 1);
    assert_eq!(people.troubles().get(&Trouble::NikPlaceholder).copied(), Some(rows.len() as u64));
    let found = judged(&rows, &people, &run(&people, &settings(1)));
    assert!(found.quality.precision > 0.9 && found.largest <= 45, "{found:?}");
}

#[test]
fn one_block_of_everybody_is_refined_and_counted() {
    let (mut rows, _) = plan(17, 3_000).rows();
    for row in &mut rows {
        row.cells[12] = "+62 00011112222".to_owned();
    }
    let people = people(&rows, 1);
    let linked = run(&people, &settings(2));
    let refined: u64 = linked.blocks.counts.iter().map(|count| count.refined).sum();
    assert!(refined > 0 && linked.compared < 1_000_000, "{refined} refined, {} compared", linked.compared);
}

#[test]
fn a_repeated_id_is_set_aside_and_counted() {
    let (mut rows, _) = plan(19, 200).rows();
    rows[5].cells[0] = rows[4].cells[0].clone();
    let people = people(&rows, 1);
    assert_eq!(people.repeated(), [5]);
    assert_eq!(people.len(), rows.len() - 1);
    let mut intake = Intake::new();
    rows[6].cells[0].clear();
    assert_eq!(take(&mut intake, &rows[6], 6), Err(Trouble::NoId));
}

#[test]
fn a_model_goes_through_its_file_and_gives_the_same_weights() {
    let (rows, _) = plan(23, 2_000).rows();
    let people = people(&rows, 1);
    let learned = run(&people, &settings(1));
    let again = Model::from_toml(&learned.model.to_toml()).expect("its own file");
    let weights = |model: &Model| {
        model.levels.map(|row| row.map(|level| (level.weight, level.household, level.typical)))
    };
    assert_eq!(weights(&again), weights(&learned.model));
    let second = run(&people, &Settings { model: Some(again), ..settings(1) });
    assert_eq!(by_id(&rows, &people, &second), by_id(&rows, &people, &learned));
    assert!(Model::from_toml("version = 1").is_err_and(|problem| problem.contains("[name]")));
}

#[test]
fn the_report_names_what_it_counts() {
    let (rows, _) = plan(29, 1_500).rows();
    let people = people(&rows, 1);
    let linked = run(&people, &settings(1));
    let truth: Vec<u64> = rows.iter().map(|row| row.child).collect();
    let html = report(&people, &linked, Some(&truth));
    for part in
        ["By agency", "By sex", "Precision–recall curve", "one-digit", "whole-name+province", "polyline"]
    {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("<script"));
}

#[test]
fn invented_numbers_are_nobodys() {
    let (rows, children) = plan(31, 5_000).rows();
    assert!(children > 1_000 && rows.len() >= 5_000);
    for row in &rows {
        let (nik, phone) = (&row.cells[11], &row.cells[12]);
        assert!(nik.is_empty() || nik[4..6].parse::<u32>().is_ok_and(|district| district >= 90), "{nik}");
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        assert!(digits.is_empty() || digits.starts_with("62000"), "{phone}");
    }
    assert_eq!(plan(31, 5_000).rows().0, rows);
}

#[test]
fn a_short_list_is_linked_too() {
    let cells = [
        ("1", "Siti Aminah", "2012-05-31"),
        ("2", "Sitti Aminah", "31/05/2012"),
        ("3", "Budi", "2011-01-02"),
    ];
    let mut intake = Intake::new();
    for (at, (id, name, dob)) in (0_u32..).zip(cells) {
        let mut raw = Raw::default();
        raw.cells[Column::Id as usize] = id;
        raw.cells[Column::Name as usize] = name;
        raw.cells[Column::Dob as usize] = dob;
        intake.take(&raw, at, "list").expect("a whole row");
    }
    let people = People::gather(vec![intake]);
    let numbers = run(&people, &settings(1)).cluster_numbers(&people);
    let of = |row: u32| numbers.iter().find(|(at, _)| *at == row).map(|(_, number)| *number);
    assert_eq!(of(0), of(1));
    assert_ne!(of(0), of(2));
}

#[test]
fn pairs_that_a_nik_alone_tells_apart_are_kept_for_the_audit() {
    let (rows, _) = plan(7, 8_000).rows();
    let people = people(&rows, 1);
    let linked = run(&people, &settings(2));
    // Forgetting them would hide from the audit how often alike records are of two children.
    let against = linked.scored(&people).filter(|(.., score)| *score < -9 * BIT).count();
    assert!(against > 50, "{against}");
}
