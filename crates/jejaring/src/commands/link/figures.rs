//! What a linkage says of itself.

use std::fs;

use linkage::link::{Clustered, Continued, Linked, People, evaluate};
use serde_json::{Map, Value, json};

use super::reading::Read;
use super::{Found, Stages};
use crate::out::Out;

/// Counts of troubles with whole rows, or with single cells.
pub(super) fn troubles(people: &People, of_rows: bool) -> Vec<(&'static str, u64)> {
    people
        .troubles()
        .iter()
        .filter(|(t, _)| t.of_row() == of_rows)
        .map(|(t, count)| (t.code(), *count))
        .collect()
}

fn object(pairs: Vec<(&'static str, u64)>) -> Value {
    Value::Object(
        pairs.into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect::<Map<_, _>>(),
    )
}

pub(super) fn figures(people: &People, found: &Found, read: &Read, stages: &Stages) -> Value {
    let seconds: Map<String, Value> =
        stages.done.iter().map(|(name, s, _)| ((*name).to_owned(), json!(s))).collect();
    let peaks: Map<String, Value> =
        stages.done.iter().map(|(name, _, peak)| ((*name).to_owned(), json!(peak))).collect();
    let total: f64 = stages.done.iter().map(|(_, seconds, _)| seconds).sum();
    let clusters = found.clusters();
    let mut object = json!({
        "rows": read.rows,
        "linked_rows": people.len(),
        "set_aside": object(troubles(people, true)),
        "cells_not_used": object(troubles(people, false)),
        "clusters": clusters.count(),
        "largest_cluster": clusters.largest(),
        "review": clusters.review.len(),
        "seconds": seconds,
        "total_seconds": total,
        "peak_rss_bytes": peak_rss(),
        "peak_rss_bytes_by_stage": peaks,
    });
    let Some(fields) = object.as_object_mut() else { return object };
    match found {
        Found::Linked(linked) => of_linked(fields, people, linked, read),
        Found::Added(added) => {
            fields.insert("candidate_pairs".into(), json!(added.compared));
            fields.insert("new_rows".into(), json!(added.new));
            fields.insert("estimate".into(), Value::Null);
        }
    }
    if let Some(truth) = &read.truth {
        let clustered = clustered(people, found, truth);
        let mut whole = quality(clustered.quality);
        if let Some(whole) = whole.as_object_mut() {
            whole.insert("count_error".into(), json!(clustered.count_error()));
        }
        fields.insert("clustered".into(), whole);
        fields.insert("children".into(), json!(clustered.children));
        if let Found::Linked(linked) = found {
            let error = linked.estimate.count / (clustered.children as f64).max(1.0) - 1.0;
            fields.insert("estimate_error".into(), json!(error));
        }
    }
    object
}

fn quality(q: linkage::link::Quality) -> Value {
    json!({ "precision": q.precision, "recall": q.recall, "f1": q.f1 })
}

fn of_linked(fields: &mut Map<String, Value>, people: &People, linked: &Linked, read: &Read) {
    let estimate = linked.estimate;
    let refined: u64 = linked.blocks.counts.iter().map(|count| count.refined).sum();
    fields.insert("candidate_pairs".into(), json!(linked.compared));
    fields.insert("blocks_refined".into(), json!(refined));
    fields.insert("pairs_left_out_by_refining".into(), json!(left_out(linked)));
    fields.insert(
        "estimate".into(),
        json!({ "count": estimate.count.round(), "low": estimate.low.floor(), "high": estimate.high.ceil() }),
    );
    if let Some(truth) = &read.truth {
        fields.insert("blocking_recall".into(), json!(linked.blocking_recall(people, truth)));
        fields.insert("pairwise".into(), quality(linked.pairwise(people, truth)));
    }
}

/// Pairs that share the key of a rule, but not what its largest blocks were refined by.
fn left_out(linked: &Linked) -> u64 {
    linked.blocks.counts.iter().map(|count| count.before.saturating_sub(count.pairs)).sum()
}

/// What became of earlier clusters and of decisions.
pub(super) fn history(
    object: &mut Value,
    found: &Found,
    continued: Option<&Continued>,
    decisions: usize,
    waiting: u64,
) {
    let Some(fields) = object.as_object_mut() else { return };
    if decisions > 0 {
        let contradicted = found.clusters().contradicted.len();
        fields.insert(
            "decisions".into(),
            json!({ "obeyed": decisions, "contradicted": contradicted, "rows_not_here": waiting }),
        );
    }
    if let Some(continued) = continued {
        fields.insert(
            "history".into(),
            json!({
                "kept": continued.kept, "new": continued.new, "gone": continued.gone.len(),
                "joined": continued.joined.len(), "split": continued.split.len(),
            }),
        );
    }
}

fn clustered(people: &People, found: &Found, truth: &[u64]) -> Clustered {
    let child = |row: usize| truth.get(row).copied().unwrap_or_default();
    evaluate(people.rows().zip(&found.clusters().of).map(|(row, cluster)| (*cluster, child(row))))
}

pub(super) fn say(out: &Out, people: &People, found: &Found, read: &Read) {
    for (code, count) in troubles(people, true) {
        out.say(format_args!("set aside: {count} rows ({code})"));
    }
    for (code, count) in troubles(people, false) {
        out.say(format_args!("not used: {count} cells ({code})"));
    }
    if let Found::Linked(linked) = found
        && left_out(linked) > linked.compared
    {
        out.say(format_args!(
            "most rows look alike: groups of more than {} were told apart by further properties, and {} pairs were not compared",
            linked.model.largest_block,
            left_out(linked)
        ));
    }
    let clusters = found.clusters();
    let counted = match found {
        Found::Linked(linked) => {
            let e = linked.estimate;
            format!("estimate {:.0} children (95 %: {:.0} to {:.0})", e.count, e.low, e.high)
        }
        Found::Added(added) => format!("{} new rows placed, nothing estimated", added.new),
    };
    out.say(format_args!(
        "{} rows, {} clusters; {counted}; {} pairs to review",
        read.rows,
        clusters.count(),
        clusters.review.len()
    ));
}

/// Highest memory of this process so far; 0 where the system does not tell.
pub(crate) fn peak_rss() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|text| text.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}
