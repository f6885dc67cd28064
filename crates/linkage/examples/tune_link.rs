//! Links invented lists in memory and prints figures against the truth, for work on the engine:
//! `cargo run --release -p linkage --example tune_link -- [records] [seed] [errors %] [niks %] [tail %]`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::indexing_slicing, clippy::expect_used)]

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
        errors: share(2, 50),
        niks: share(3, 100),
        tail: share(4, 230),
        ..Plan::default()
    };
    let (rows, children) = plan.rows();
    let (begin, cpu_begin) = (Instant::now(), cpu());
    let columns = [
        Column::Id,
        Column::Agency,
        Column::EventDate,
        Column::GivenName,
        Column::FamilyName,
        Column::Sex,
        Column::Dob,
        Column::Age,
        Column::Province,
        Column::Regency,
        Column::RegionCode,
        Column::Nik,
        Column::Phone,
        Column::GuardianName,
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
    println!("intake {:.2}s cpu {:.2}", begin.elapsed().as_secs_f64(), cpu() - cpu_begin);
    let people = People::gather_on(vec![intake], 2);
    println!("gather {:.2}s, troubles {:?}", begin.elapsed().as_secs_f64(), people.troubles());
    let settings = Settings { threads: 2, model: None, policy: policy() };
    let linked = link(&people, &settings, &mut |stage| {
        println!("{stage} from {:.2}s cpu {:.2}", begin.elapsed().as_secs_f64(), cpu() - cpu_begin);
    });
    println!(
        "done {:.2}s cpu {:.2}, compared {}",
        begin.elapsed().as_secs_f64(),
        cpu() - cpu_begin,
        linked.compared
    );
    calibration(&people, &linked, &rows.iter().map(|row| row.child).collect::<Vec<_>>());
    if std::env::var_os("MISSED").is_some() {
        let truth: Vec<u64> = rows.iter().map(|row| row.child).collect();
        for (a, b) in linked.missed(&people, &truth, 4_000).into_iter().step_by(50) {
            for row in [a, b] {
                println!("{}", rows.get(row).map(|row| row.cells.join(",")).unwrap_or_default());
            }
            println!();
        }
    }
    show(&people, &linked, &rows.iter().map(|row| row.child).collect::<Vec<_>>(), children);
}

/// The usual policy, or what `JOIN`, `BEAR` and `CAP` (in 1/1024 bit) say.
fn policy() -> Policy {
    let said = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let usual = Policy::default();
    Policy {
        join: said("JOIN").unwrap_or(usual.join),
        bear: said("BEAR").unwrap_or(usual.bear),
        cap: said("CAP").unwrap_or(usual.cap),
    }
}

/// Seconds of processor time so far: the wall clock of a shared machine says little.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: Vec<f64> = stat.split(' ').skip(13).take(2).filter_map(|n| n.parse().ok()).collect();
    ticks.iter().sum::<f64>() / 100.0
}

fn show(people: &People, linked: &Linked, truth: &[u64], children: usize) {
    let first = linked.first_held(people, truth);
    for ((rule, count), (new, good)) in RULES.iter().zip(&linked.blocks.counts).zip(first) {
        println!(
            "  {:26} {:>10} of {:>10}, refined {}; new {new}, true {good}",
            rule.key(),
            count.pairs,
            count.before,
            count.refined
        );
    }
    for field in FIELDS {
        println!("{}", field.key());
        for (at, name) in (0_u8..).zip(field.levels()).skip(1) {
            let level = linked
                .model
                .levels
                .get(field as usize)
                .and_then(|row| row.get(usize::from(at)))
                .copied()
                .unwrap_or_default();
            println!(
                "  {name:16} m {:.4} u {:.2e} h {:.4} w {:>6.1} hh {:>6.1} typ {:>5.1}",
                level.m,
                level.u,
                level.h,
                f64::from(level.weight) / 1024.0,
                f64::from(level.household) / 1024.0,
                f64::from(level.typical) / 1024.0
            );
        }
    }
    println!("slope {} shift {:.2}", linked.model.slope, f64::from(linked.model.shift) / 1024.0);
    println!(
        "prior {:.1} {:.1}",
        f64::from(linked.model.prior) / 1024.0,
        f64::from(linked.model.prior_household) / 1024.0
    );
    let found = evaluate(
        people
            .rows()
            .zip(&linked.clusters.of)
            .map(|(row, cluster)| (*cluster, truth.get(row).copied().unwrap_or_default())),
    );
    let recall = linked.blocking_recall(people, truth);
    let e = linked.estimate;
    println!(
        "estimate {:.0} ({:+.2} %), {:.0} splits, {:.0} merges, {:.0} unseen; {:.0}-{:.0}, width {:.2} %; {}",
        e.count,
        (e.count / children as f64 - 1.0) * 100.0,
        e.splits,
        e.merges,
        e.unseen,
        e.low,
        e.high,
        (e.high - e.low) / e.count * 100.0,
        linked.audited()
    );
    majority(people, linked, truth);
    let mut joins = vec![(0_u64, 0_u64); 24];
    for (a, b, score, _) in linked.joins(people) {
        if let Some(bin) = joins.get_mut((score / 1024).clamp(0, 23) as usize) {
            *bin = (bin.0 + 1, bin.1 + u64::from(truth.get(a) == truth.get(b)));
        }
    }
    for (at, (all, good)) in joins.iter().enumerate() {
        println!("  joins at {at:>2} bits: {all:>7}, true {:.4}", *good as f64 / (*all).max(1) as f64);
    }
    println!(
        "blocking recall {recall:.4}; clustered P {:.4} R {:.4} F1 {:.4}; clusters {} of {children} ({:+.2} %), largest {}; review {}",
        found.quality.precision,
        found.quality.recall,
        found.quality.f1,
        found.found,
        found.count_error() * 100.0,
        found.largest,
        linked.clusters.review.len()
    );
}

/// Share of kept pairs that are true, by score.
fn calibration(people: &People, linked: &Linked, truth: &[u64]) {
    let mut bins = vec![(0_u64, 0_u64, 0.0_f64); 60];
    for (a, b, score) in linked.scored(people) {
        let bits = f64::from(score) / 1024.0;
        if let Some(bin) = bins.get_mut(((bits.round() as i64) + 10).clamp(0, 59) as usize) {
            bin.0 += 1;
            bin.1 += u64::from(truth.get(a) == truth.get(b));
            bin.2 += 1.0 / (1.0 + (-bits).exp2());
        }
    }
    for (at, (all, good, said)) in bins.iter().enumerate().filter(|(at, bin)| bin.0 > 0 && *at < 30) {
        let (share, said) = (*good as f64 / *all as f64, said / *all as f64);
        println!(
            "  {:>4} bits {all:>9} pairs: said {said:.3} true {share:.3} ({:+.1} bits)",
            at as i64 - 10,
            (share / (1.0 - share)).log2()
        );
    }
}

/// What joins are missing, and how many of them a kept pair would show.
fn majority(people: &People, linked: &Linked, truth: &[u64]) {
    use std::collections::HashMap;
    let rows: Vec<usize> = people.rows().collect();
    let mut members: HashMap<u32, HashMap<u64, u32>> = HashMap::new();
    let mut cluster_of_row = vec![0_u32; truth.len()];
    for (row, cluster) in rows.iter().zip(&linked.clusters.of) {
        *members.entry(*cluster).or_default().entry(truth[*row]).or_default() += 1;
        cluster_of_row[*row] = *cluster;
    }
    let child: HashMap<u32, u64> = members
        .iter()
        .map(|(c, m)| (*c, *m.iter().max_by_key(|(child, n)| (**n, **child)).expect("some").0))
        .collect();
    let distinct: std::collections::HashSet<u64> = child.values().copied().collect();
    let lost = members.values().map(|m| m.len() - 1).sum::<usize>();
    let mut up: HashMap<u32, u32> = HashMap::new();
    fn root(up: &mut HashMap<u32, u32>, at: u32) -> u32 {
        let next = *up.get(&at).unwrap_or(&at);
        if next == at {
            at
        } else {
            let r = root(up, next);
            up.insert(at, r);
            r
        }
    }
    let mut shown = 0;
    let mut bins = vec![(0_u32, 0_u32); 40];
    for (a, b, score) in linked.between(people) {
        let (a, b) = (cluster_of_row[a], cluster_of_row[b]);
        let same = child[&a] == child[&b];
        if let Some(bin) = bins.get_mut(((score + 12 * 1024) / 1024).clamp(0, 39) as usize) {
            *bin = (bin.0 + 1, bin.1 + u32::from(same));
        }
        if same {
            let (a, b) = (root(&mut up, a), root(&mut up, b));
            if a != b {
                up.insert(a, b);
                shown += 1;
            }
        }
    }
    println!(
        "clusters {}, majority children {}, missing joins {}, shown by kept pairs {shown}; foreign groups inside clusters {lost}",
        members.len(),
        distinct.len(),
        members.len() - distinct.len()
    );
    for (at, (all, good)) in bins.iter().enumerate().filter(|(_, bin)| bin.0 > 0) {
        println!(
            "  between at {:>3} bits: {all:>7}, true {:.4}",
            at as i64 - 12,
            f64::from(*good) / f64::from(*all)
        );
    }
}
