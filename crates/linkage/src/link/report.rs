//! A report with charts, as one HTML page without a script: what was done, what each field says, how scores lie, and,
//! where the truth is known, how good the linkage is for whom.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::block::RULES;
use super::charts::{Bar, bars, curve};
use super::estimate::Estimate;
use super::evaluate::evaluate;
use super::fields::FIELDS;
use super::letters::QuickMap;
use super::model::BIT;
use super::people::People;
use super::record::{BOY, GIRL, Record};
use super::run::Linked;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a2233}\
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;border-bottom:1px solid #d5dae3;text-align:right}\
td:first-child,th:first-child{text-align:left}h2{margin-top:2.2rem}svg{max-width:100%;height:auto}figcaption{color:#4a5568}";

/// The report. `truth` is the true child by row of delivery, where it is known.
#[must_use]
pub fn report(people: &People, linked: &Linked, truth: Option<&[u64]>) -> String {
    let mut out = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Linkage report</title><style>{STYLE}</style><h1>Linkage report</h1>"
    );
    summary(&mut out, people, linked);
    if let Some(truth) = truth {
        quality(&mut out, people, linked, truth);
    }
    groups(&mut out, people, linked, truth);
    scores(&mut out, people, linked, truth);
    levels(&mut out, linked);
    blocking(&mut out, linked);
    out
}

fn summary(out: &mut String, people: &People, linked: &Linked) {
    let e = linked.estimate;
    let _ = write!(
        out,
        "<p><strong>{:.0} children</strong> (95&nbsp;%: {:.0} to {:.0}) in {} records: {} clusters, of which {:.0} joins are expected to \
         be wrong and {:.0} to be missing, {:.0} of them where no pair shows it. {} pairs were compared; {} wait for a person's \
         eye. The entity counted is the child reported; this is no measure of prevalence.</p>",
        e.count,
        e.low,
        e.high,
        people.len(),
        linked.clusters.count(),
        e.splits,
        e.merges + e.unseen,
        e.unseen,
        linked.compared,
        linked.clusters.review.len()
    );
}

fn quality(out: &mut String, people: &People, linked: &Linked, truth: &[u64]) {
    let pairwise = linked.pairwise(people, truth);
    let _ = write!(
        out,
        "<h2>Against the truth</h2><p>Blocking recall {:.4}. Pairs above even odds: precision {:.4}, recall {:.4}, F1 {:.4}.</p>",
        linked.blocking_recall(people, truth),
        pairwise.precision,
        pairwise.recall,
        pairwise.f1
    );
}

/// The ways in which figures are given, with the group of a record.
type Way = (&'static str, fn(&People, &Record) -> String);

const WAYS: [Way; 5] = [
    ("Overall", |_, _| "all".to_owned()),
    ("By agency", |people, record| {
        people.sources.get(usize::from(record.source)).cloned().unwrap_or_else(|| "unknown".to_owned())
    }),
    ("By year of birth", |_, record| match record.birth.is_known() {
        true => format!("{}–{}", record.birth.year() / 5 * 5, record.birth.year() / 5 * 5 + 4),
        false => "unknown".to_owned(),
    }),
    ("By province", |_, record| match record.province {
        0 => "unknown".to_owned(),
        code @ 1..=99 => format!("{code}"),
        _ => "by name".to_owned(),
    }),
    ("By sex", |_, record| {
        match record.sex {
            GIRL => "girls",
            BOY => "boys",
            _ => "unknown",
        }
        .to_owned()
    }),
];

/// The group of a row.
type OfRow<'a> = Box<dyn Fn(usize) -> Option<u32> + 'a>;

/// Figures of each group: children of whom at least one record is in it, and pairs of which both are.
fn groups(out: &mut String, people: &People, linked: &Linked, truth: Option<&[u64]>) {
    out.push_str("<h2>Children by group</h2><p>A child counts in every group that a record of it names.</p>");
    let rows = people.rows().max().map_or(0, |most| most + 1);
    let mut named = Vec::new();
    for (_, way) in WAYS {
        let mut numbers: BTreeMap<String, u32> =
            people.records.iter().map(|record| (way(people, record), 0)).collect();
        (0..).zip(numbers.values_mut()).for_each(|(at, number)| *number = at);
        let mut of_row = vec![None; rows];
        for record in &people.records {
            if let Some(place) = of_row.get_mut(record.row as usize) {
                *place = numbers.get(&way(people, record)).copied();
            }
        }
        named.push((numbers, of_row));
    }
    let of_row: Vec<OfRow<'_>> = named
        .iter()
        .map(|(_, of_row)| Box::new(|row: usize| of_row.get(row).copied().flatten()) as OfRow<'_>)
        .collect();
    let ways: Vec<&dyn Fn(usize) -> Option<u32>> = of_row.iter().map(AsRef::as_ref).collect();
    let estimates = linked.by_groups(people, 1, &ways);
    for (((title, _), (numbers, of_row)), estimates) in WAYS.iter().zip(&named).zip(&estimates) {
        let head = if truth.is_some() {
            "<th>Precision<th>Recall<th>F1<th>Count error of clusters<th>of the estimate"
        } else {
            ""
        };
        let _ = write!(
            out,
            "<h3>{title}</h3><table><tr><th>Group<th>Records<th>Clusters<th>Estimate<th>95 %{head}"
        );
        for (name, number) in numbers {
            let members: Vec<(u32, usize)> = people
                .rows()
                .zip(&linked.clusters.of)
                .filter(|(row, _)| of_row.get(*row) == Some(&Some(*number)))
                .map(|(row, cluster)| (*cluster, row))
                .collect();
            line(out, name, &members, estimates.get(number).copied().unwrap_or_default(), truth);
        }
        out.push_str("</table>");
    }
}

fn line(out: &mut String, name: &str, members: &[(u32, usize)], estimate: Estimate, truth: Option<&[u64]>) {
    let child = |row: usize| truth.and_then(|truth| truth.get(row)).copied().unwrap_or_default();
    let found = evaluate(members.iter().map(|(cluster, row)| (*cluster, child(*row))));
    let Estimate { count, low, high, .. } = estimate;
    let _ = write!(
        out,
        "<tr><td>{}<td>{}<td>{}<td>{count:.0}<td>{low:.0}–{high:.0}",
        escape(name),
        members.len(),
        found.found
    );
    if truth.is_some() {
        let (q, error) = (found.quality, count / (found.children as f64).max(1.0) - 1.0);
        let _ = write!(
            out,
            "<td>{:.4}<td>{:.4}<td>{:.4}<td>{:+.2} %<td>{:+.2} %",
            q.precision,
            q.recall,
            q.f1,
            found.count_error() * 100.0,
            error * 100.0
        );
    }
}

fn scores(out: &mut String, people: &People, linked: &Linked, truth: Option<&[u64]>) {
    let mut bins: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
    for (a, b, score) in linked.scored(people) {
        let bin = bins.entry((score.div_euclid(BIT)).clamp(-10, 30)).or_default();
        bin.0 += 1.0;
        if let Some(truth) = truth {
            bin.1 += f64::from(u8::from(truth.get(a) == truth.get(b)));
        }
    }
    let list: Vec<Bar> = bins
        .iter()
        .map(|(bits, (all, good))| Bar { name: format!("{bits}"), value: *all, part: truth.map(|_| *good) })
        .collect();
    let _ = write!(
        out,
        "<h2>Scores of kept pairs</h2><figure>{}<figcaption>Pairs by log2 of the odds that they are of one child{}.</figcaption></figure>",
        bars("Histogram of match weights", &list),
        if truth.is_some() { "; dark: those that truly are" } else { "" }
    );
    let Some(truth) = truth else { return };
    let mut sizes: QuickMap<u64, f64> = QuickMap::default();
    for child in people.rows().filter_map(|row| truth.get(row)) {
        *sizes.entry(*child).or_default() += 1.0;
    }
    let all: f64 = sizes.values().map(|n| n * (n - 1.0) / 2.0).sum();
    let (mut found, mut both) = (0.0, 0.0);
    let points: Vec<(f64, f64)> = bins
        .values()
        .rev()
        .map(|(some, good)| {
            found += some;
            both += good;
            (both / all.max(1.0), both / f64::max(found, 1.0))
        })
        .collect();
    let _ = write!(
        out,
        "<h2>Precision and recall</h2><figure>{}<figcaption>Precision (up) by recall (right) as the threshold falls.</figcaption></figure>",
        curve("Precision–recall curve of pairs", &points)
    );
}

fn levels(out: &mut String, linked: &Linked) {
    out.push_str("<h2>What each level says</h2>");
    for field in FIELDS {
        let list: Vec<Bar> = (0_u8..)
            .zip(field.levels())
            .skip(1)
            .map(|(at, name)| {
                let level = linked.model.level(field, at);
                Bar { name: (*name).to_owned(), value: f64::from(level.weight) / f64::from(BIT), part: None }
            })
            .collect();
        let _ = write!(out, "<h3>{}</h3><figure>{}</figure>", field.key(), bars("Weights in bits", &list));
        out.push_str("<table><tr><th>Level<th>m (one child)<th>u (strangers)<th>h (one household)<th>log2 m/u<th>log2 m/h");
        for (at, name) in (0_u8..).zip(field.levels()).skip(1) {
            let l = linked.model.level(field, at);
            let (weight, household) =
                (f64::from(l.weight) / f64::from(BIT), f64::from(l.household) / f64::from(BIT));
            let _ = write!(
                out,
                "<tr><td>{name}<td>{:.4}<td>{:.2e}<td>{:.4}<td>{weight:.2}<td>{household:.2}",
                l.m, l.u, l.h
            );
        }
        out.push_str("</table>");
    }
}

fn blocking(out: &mut String, linked: &Linked) {
    out.push_str("<h2>Blocking</h2><table><tr><th>Rule<th>Pairs<th>Before refining<th>Blocks refined");
    for (rule, count) in RULES.iter().zip(&linked.blocks.counts) {
        let _ =
            write!(out, "<tr><td>{}<td>{}<td>{}<td>{}", rule.key(), count.pairs, count.before, count.refined);
    }
    out.push_str("</table>");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
