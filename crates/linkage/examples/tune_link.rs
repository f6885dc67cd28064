//! Links invented lists in memory and prints figures against the truth, for work on the engine:
//! `cargo run --release -p linkage --example tune_link -- [records] [seed] [errors %] [niks %] [tail %]`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::time::Instant;

use linkage::invented::Plan;
use linkage::link::{Column, FIELDS, Intake, Linked, People, Policy, RULES, Raw, Settings, evaluate, link};

fn main() {
    let given: Vec<u64> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let number = |at: usize, usual: u64| given.get(at).copied().unwrap_or(usual);
    let share = |at: usize, usual: u64| number(at, usual) as f64 / 100.0;
    let plan = Plan {
        records: usize::try_from(number(0, 100_000)).unwrap_or_default(),
        seed: number(1, 1),
        errors: share(2, 100),
        niks: share(3, 100),
        tail: share(4, 230),
        ..Plan::default()
    };
    let (rows, children) = plan.rows();
    let begin = Instant::now();
    let columns = [
        Column::Id, Column::Agency, Column::EventDate, Column::GivenName, Column::FamilyName, Column::Sex, Column::Dob,
        Column::Age, Column::Province, Column::Regency, Column::RegionCode, Column::Nik, Column::Phone, Column::GuardianName,
    ];
    let mut intake = Intake::new();
    for (at, row) in (0_u32..).zip(&rows) {
        let mut raw = Raw::default();
        for (column, cell) in columns.iter().zip(&row.cells) {
            if let Some(place) = raw.cells.get_mut(*column as usize) {
                *place = cell;
            }
        }
        let _ = intake.take(&raw, at, "list");
    }
    println!("intake {:.2}s", begin.elapsed().as_secs_f64());
    let people = People::gather(vec![intake]);
    println!("gather {:.2}s, troubles {:?}", begin.elapsed().as_secs_f64(), people.troubles());
    let settings = Settings { threads: 2, model: None, policy: Policy::default() };
    let linked = link(&people, &settings, &mut |stage| println!("{stage} from {:.2}s", begin.elapsed().as_secs_f64()));
    println!("done {:.2}s, compared {}", begin.elapsed().as_secs_f64(), linked.compared);
    show(&people, &linked, &rows.iter().map(|row| row.child).collect::<Vec<_>>(), children);
}

fn show(people: &People, linked: &Linked, truth: &[u64], children: usize) {
    for (rule, count) in RULES.iter().zip(&linked.blocks.counts) {
        println!("  {:26} {:>10} of {:>10}, refined {}", rule.key(), count.pairs, count.before, count.refined);
    }
    for field in FIELDS {
        println!("{}", field.key());
        for (at, name) in (0_u8..).zip(field.levels()).skip(1) {
            let level = linked.model.levels.get(field as usize).and_then(|row| row.get(usize::from(at))).copied().unwrap_or_default();
            println!(
                "  {name:16} m {:.4} u {:.2e} h {:.4} w {:>6.1} hh {:>6.1} typ {:>5.1}",
                level.m, level.u, level.h, f64::from(level.weight) / 1024.0, f64::from(level.household) / 1024.0, f64::from(level.typical) / 1024.0
            );
        }
    }
    println!("prior {:.1} {:.1}", f64::from(linked.model.prior) / 1024.0, f64::from(linked.model.prior_household) / 1024.0);
    let found = evaluate(people.rows().zip(&linked.clusters.of).map(|(row, cluster)| (*cluster, truth.get(row).copied().unwrap_or_default())));
    let recall = linked.blocking_recall(people, truth);
    println!(
        "blocking recall {recall:.4}; clustered P {:.4} R {:.4} F1 {:.4}; clusters {} of {children} ({:+.2} %), largest {}; review {}",
        found.quality.precision, found.quality.recall, found.quality.f1, found.found, found.count_error() * 100.0, found.largest, linked.clusters.review.len()
    );
}
