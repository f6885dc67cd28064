//! Clusters and the published estimate against true children by province, agency, age and sex, over several invented lists, with what
//! chance alone would do:
//! `cargo run --release -p linkage --example count_by_group -- [records] [first seed] [lists] [errors %] [niks %] [encoded]`
//! (`encoded`: any number but 0 links keyed encodings of the lists).
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::indexing_slicing, clippy::expect_used)]

use std::collections::{BTreeMap, HashMap, HashSet};

use linkage::encoding::{Encoder, KeyedHash, READY_SCHEMA, Schema, row_filters};
use linkage::invented::{HEADER, Plan, Row};
use linkage::link::{Column, Intake, Linked, People, Policy, Raw, Settings, evaluate, link};

/// What was found in one group over all lists.
#[derive(Default, Clone, Copy)]
struct Found {
    children: f64,
    clusters: f64,
    estimate: f64,
    /// Children of whom a cluster is one too many, and children hidden in another's cluster.
    torn: f64,
    hidden: f64,
    lists: f64,
    /// Expected of both.
    merges: f64,
    unseen: f64,
    splits: f64,
    held: f64,
}

const KINDS: [&str; 5] = ["province", "agency", "age", "sex", "all"];

fn group(row: &Row, kind: usize) -> String {
    let cell =
        |name: &str| row.cells[HEADER.iter().position(|head| *head == name).expect("a column")].as_str();
    match kind {
        0 if cell("province").is_empty() => "unknown".to_owned(),
        0 => cell("province").to_owned(),
        1 => cell("agency").to_owned(),
        2 => {
            let dob = cell("dob");
            let year = |text: &str| text.parse::<i64>().ok();
            let born =
                year(dob.get(..4).unwrap_or_default()).or_else(|| year(dob.get(6..).unwrap_or_default()));
            let event = year(cell("event_date").get(..4).unwrap_or_default());
            match (born, event) {
                (Some(born), Some(event)) => format!("{:02} and more", (event - born) / 6 * 6),
                _ => "no date of birth".to_owned(),
            }
        }
        4 => "all".to_owned(),
        _ => match cell("sex").to_lowercase().as_str() {
            "p" | "f" | "perempuan" | "girl" => "girls".to_owned(),
            "" => "unknown".to_owned(),
            _ => "boys".to_owned(),
        },
    }
}

/// A hash that keeps no secret: invented children need none.
struct Plain;

impl KeyedHash for Plain {
    fn hash(&self, field: usize, bytes: &[u8]) -> [u8; 32] {
        let mut out = [0; 32];
        let mut state = field as u64 + 1;
        for byte in bytes {
            state = spread(state ^ u64::from(*byte));
        }
        for eight in out.as_chunks_mut::<8>().0 {
            state = spread(state);
            *eight = state.to_le_bytes();
        }
        out
    }
}

fn spread(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn encoded(rows: &[Row]) -> People {
    let schema = Schema::parse(READY_SCHEMA).expect("the ready schema");
    let encoder = Encoder::new(&schema, &Plain);
    let places: Vec<(Column, usize)> =
        (0..).zip(HEADER).map(|(at, heading)| (Column::of_heading(heading).expect("known"), at)).collect();
    let mut intake = Intake::new();
    for (at, row) in (0_u32..).zip(rows) {
        let cell = |column: Column| {
            places.iter().find(|(of, _)| *of == column).map_or("", |(_, place)| row.cells[*place].trim())
        };
        let filters = row_filters(&schema, &encoder, None, cell);
        let filters: Vec<(Column, Vec<u64>)> =
            schema.features.iter().map(|feature| feature.column).zip(filters).collect();
        let _ = intake.take_encoded(&row.cells[0], &row.cells[1], &filters, at);
    }
    People::gather_on(vec![intake], 2)
}

fn people(rows: &[Row]) -> People {
    let mut intake = Intake::new();
    for (at, row) in (0_u32..).zip(rows) {
        let mut raw = Raw::default();
        for (heading, cell) in HEADER.iter().zip(&row.cells) {
            let column = Column::of_heading(heading).expect("every heading of the list is known");
            raw.cells[column as usize] = cell;
        }
        let _ = intake.take(&raw, at, "list");
    }
    People::gather_on(vec![intake], 2)
}

fn count(rows: &[Row], people: &People, linked: &Linked, sums: &mut BTreeMap<(usize, String), Found>) {
    for kind in 0..KINDS.len() {
        let (mut names, mut numbers): (Vec<String>, HashMap<String, u32>) = Default::default();
        let of: Vec<u32> = rows
            .iter()
            .map(|row| {
                let name = group(row, kind);
                *numbers.entry(name.clone()).or_insert_with(|| {
                    names.push(name);
                    names.len() as u32 - 1
                })
            })
            .collect();
        let estimates = linked.by_groups(people, 2, &[&|row| of.get(row).copied()]).remove(0);
        let mut seen: Vec<[HashSet<(u64, u64)>; 3]> = vec![Default::default(); names.len()];
        for (row, cluster) in people.rows().zip(&linked.clusters.of) {
            let [both, clusters, children] = &mut seen[of[row] as usize];
            let (cluster, child) = (u64::from(*cluster), rows[row].child);
            both.insert((cluster, child));
            clusters.insert((cluster, 0));
            children.insert((0, child));
        }
        for (at, [both, clusters, children]) in seen.iter().enumerate() {
            let estimate = estimates.get(&(at as u32)).copied().unwrap_or_default();
            let [both, clusters, children] = [both, clusters, children].map(|some| some.len() as f64);
            let sum = sums.entry((kind, names[at].clone())).or_default();
            sum.children += children;
            sum.clusters += clusters;
            sum.estimate += estimate.count;
            sum.torn += both - children;
            sum.hidden += both - clusters;
            sum.lists += 1.0;
            sum.merges += estimate.merges;
            sum.unseen += estimate.unseen;
            sum.splits += estimate.splits;
            sum.held += f64::from(u8::from(estimate.low <= children && children <= estimate.high));
        }
    }
}

fn main() {
    let verbose = std::env::var_os("AUDIT").is_some();
    let given: Vec<u64> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let number = |at: usize, usual: u64| given.get(at).copied().unwrap_or(usual);
    let mut sums = BTreeMap::new();
    for seed in number(1, 1)..number(1, 1) + number(2, 3) {
        let plan = Plan {
            records: usize::try_from(number(0, 100_000)).unwrap_or_default(),
            seed,
            errors: number(3, 50) as f64 / 100.0,
            niks: number(4, 100) as f64 / 100.0,
            ..Plan::default()
        };
        let (rows, children) = plan.rows();
        let people = if number(5, 0) == 0 { people(&rows) } else { encoded(&rows) };
        let linked =
            link(&people, &Settings { threads: 2, model: None, policy: Policy::default() }, &mut |_| {});
        count(&rows, &people, &linked, &mut sums);
        let found = evaluate(people.rows().zip(&linked.clusters.of).map(|(row, c)| (*c, rows[row].child)));
        if verbose {
            println!("{}", linked.audited());
            calibration(&rows, &people, &linked);
        }
        let truth: Vec<u64> = rows.iter().map(|row| row.child).collect();
        let e = linked.estimate;
        let children = children as f64;
        println!(
            "seed {seed}: blocking {:.4} P {:.4} R {:.4} F1 {:.4} clusters {:+.2} % largest {} estimate {:+.2} % width {:.2} % held {}",
            linked.blocking_recall(&people, &truth),
            found.quality.precision,
            found.quality.recall,
            found.quality.f1,
            found.count_error() * 100.0,
            found.largest,
            (e.count / children - 1.0) * 100.0,
            (e.high - e.low) / children * 100.0,
            e.low <= children && children <= e.high,
        );
    }
    for (kind, title) in KINDS.iter().enumerate() {
        println!(
            "\n{title:30} children  clusters  estimate     noise  torn (said, unseen)  hidden (said)  held   (percent)"
        );
        let (mut raw, mut est, mut noise) = (0.0, 0.0, 0.0);
        let mut groups = 0.0;
        for ((_, name), f) in sums.iter().filter(|((of, _), f)| *of == kind && f.children >= 300.0 * f.lists)
        {
            let part = |n: f64| n / f.children * 100.0;
            let (r, e, n) = (
                part(f.clusters - f.children),
                part(f.estimate - f.children),
                part((f.torn + f.hidden).sqrt()),
            );
            println!(
                "{name:30} {:8.0} {r:+9.2} {e:+9.2} {n:9.2} {:5.2} ({:5.2}, {:5.2}) {:7.2} ({:5.2}) {:3.0}/{:.0}",
                f.children,
                part(f.torn),
                part(f.merges + f.unseen),
                part(f.unseen),
                part(f.hidden),
                part(f.splits),
                f.held,
                f.lists
            );
            raw += r * r - n * n;
            est += e * e - n * n;
            noise += n * n;
            groups += 1.0;
        }
        let root = |sum: f64| f64::max(sum / f64::max(groups, 1.0), 0.0).sqrt();
        println!(
            "beyond chance, root mean square: clusters {:.2}, estimate {:.2}; chance {:.2}",
            root(raw),
            root(est),
            root(noise)
        );
    }
}

/// What is said of doubtful joins beside what is true, by chance.
fn calibration(rows: &[Row], people: &People, linked: &Linked) {
    let mut bins = vec![[0.0_f64; 3]; 42];
    for doubt in linked.doubtful(people, 2) {
        let (a, b) = doubt.rows;
        let same = rows[a].child == rows[b].child;
        let at =
            (doubt.chance / f64::max(1.0 - doubt.chance, 1e-9)).log2().clamp(-10.0, 10.0).round() as i64 + 10;
        let bin = &mut bins[at as usize + if doubt.joined { 21 } else { 0 }];
        bin[0] += 1.0;
        bin[1] += doubt.chance;
        bin[2] += f64::from(u8::from(same));
    }
    for (at, [all, said, same]) in bins.iter().enumerate().filter(|(_, bin)| bin[0] > 0.0) {
        let (what, odds) = if at < 21 { ("missing", at as i64 - 10) } else { ("joined", at as i64 - 31) };
        println!(
            "  {what:8} odds 2^{odds:>3}: {all:8.0}; of one child {same:8.0}, said {said:8.0}; of two {:6.0}, said {:6.0}",
            all - same,
            all - said
        );
    }
}
