//! A report with charts, as one HTML page without a script: what was done, what each field says, how scores lie, and,
//! where the truth is known, how good the linkage is for whom.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::block::RULES;
use super::charts::{Bar, bars, curve};
use super::evaluate::{Quality, evaluate};
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
    let all = group(people, linked, truth, &|_| Some("all".to_owned()));
    let _ = write!(
        out,
        "<h2>Against the truth</h2><p>Blocking recall {:.4}. Pairs above even odds: precision {:.4}, recall {:.4}, F1 {:.4}.</p>",
        linked.blocking_recall(people, truth),
        pairwise.precision,
        pairwise.recall,
        pairwise.f1
    );
    table(out, "Overall", &all);
    table(
        out,
        "By agency",
        &group(people, linked, truth, &|r| people.sources.get(usize::from(r.source)).cloned()),
    );
    table(
        out,
        "By year of birth",
        &group(people, linked, truth, &|r| {
            Some(match r.birth.is_known() {
                true => format!("{}–{}", r.birth.year() / 5 * 5, r.birth.year() / 5 * 5 + 4),
                false => "unknown".to_owned(),
            })
        }),
    );
    table(
        out,
        "By province",
        &group(people, linked, truth, &|r| {
            Some(match r.province {
                0 => "unknown".to_owned(),
                code @ 1..=99 => format!("{code}"),
                _ => "by name".to_owned(),
            })
        }),
    );
    table(
        out,
        "By sex",
        &group(people, linked, truth, &|r| {
            Some(
                match r.sex {
                    GIRL => "girls",
                    BOY => "boys",
                    _ => "unknown",
                }
                .to_owned(),
            )
        }),
    );
}

/// One line of a table of quality.
struct Line {
    name: String,
    records: usize,
    quality: Quality,
    count_error: f64,
}

/// Quality within each group of records: pairs of which both are in the group, and children seen by it.
fn group(
    people: &People,
    linked: &Linked,
    truth: &[u64],
    of: &dyn Fn(&Record) -> Option<String>,
) -> Vec<Line> {
    let mut groups: BTreeMap<String, Vec<(u32, u64)>> = BTreeMap::new();
    for (record, cluster) in people.records.iter().zip(&linked.clusters.of) {
        if let (Some(name), Some(child)) = (of(record), truth.get(record.row as usize)) {
            groups.entry(name).or_default().push((*cluster, *child));
        }
    }
    groups
        .into_iter()
        .map(|(name, pairs)| {
            let found = evaluate(pairs.iter().copied());
            Line { name, records: pairs.len(), quality: found.quality, count_error: found.count_error() }
        })
        .collect()
}

fn table(out: &mut String, title: &str, lines: &[Line]) {
    let _ = write!(
        out,
        "<h3>{title}</h3><table><tr><th>Group<th>Records<th>Precision<th>Recall<th>F1<th>Count error of clusters"
    );
    for Line { name, records, quality: q, count_error } in lines {
        let _ = write!(
            out,
            "<tr><td>{}<td>{records}<td>{:.4}<td>{:.4}<td>{:.4}<td>{:+.2} %",
            escape(name),
            q.precision,
            q.recall,
            q.f1,
            count_error * 100.0
        );
    }
    out.push_str("</table>");
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
