//! What is told: the codebook goes out with the records; utility and attacks are for the holder, because they look at true
//! records without noise.

use serde_json::{Value, json};
use statistics::microdata::{Attacks, Band, Length, Microdata, Utility};

use crate::out::Out;

/// The codebook: for each column its values and how many synthetic records have them.
pub(super) fn codebook(records: &Microdata, declared: &[bool], about: &Value) -> Value {
    let columns: Vec<Value> = records
        .columns()
        .enumerate()
        .map(|(at, name)| {
            let mut counts = vec![0_u64; records.values(at)];
            let mut empty = 0_u64;
            for value in records.column(at) {
                match counts.get_mut(usize::from(*value)) {
                    Some(count) => *count += 1,
                    None => empty += 1,
                }
            }
            let values: Vec<Value> = counts
                .iter()
                .enumerate()
                .filter(|(_, count)| **count > 0)
                .map(|(value, count)| json!({ "value": records.value(at, value), "records": count }))
                .collect();
            json!({
                "name": name, "values": values, "empty": empty,
                "values_declared_beforehand": declared.get(at).copied().unwrap_or_default(),
            })
        })
        .collect();
    json!({
        "about": about, "records": records.records(), "columns": columns,
        "cautions": [
            "No record is a person. Counts are those of synthetic records, not of children.",
            "An empty cell means: not known, not recorded, or not shown.",
            "The records tell who was noticed, never how many there are.",
            "Combinations of more columns than the longest that was counted are not to be relied on.",
        ],
    })
}

/// What was kept and lost, by length.
pub(super) fn lengths(out: &Out, report: &Utility, private: bool) -> Vec<Value> {
    let one = |length: &Length| {
        let ending = if private {
            format!(
                "{} of {} rare ones and {} that nobody has appear",
                length.leaked, length.rare, length.invented
            )
        } else {
            format!("{} rare ones left out", length.rare)
        };
        out.say(format_args!(
            "combinations of {}: {} of {} common ones kept, counts off by {:.1} %; {ending}",
            length.length,
            length.kept,
            length.common,
            length.weighted_error * 100.0,
        ));
        json!({
            "length": length.length, "common": length.common, "kept": length.kept, "rare": length.rare,
            "leaked": length.leaked, "invented": length.invented, "mean_error": length.error,
            "weighted_error": length.weighted_error, "bands": bands(out, length),
        })
    };
    report.lengths.iter().map(one).collect()
}

/// The same by how many children have a combination.
fn bands(out: &Out, length: &Length) -> Vec<Value> {
    let there = length.bands.iter().filter(|band| band.there + band.invented > 0);
    for band in there {
        let to = band.most.map_or_else(|| "more".to_owned(), |most| most.to_string());
        out.say(format_args!(
            "  had by {} to {to}: {} of {} kept, {} lost, {} invented",
            band.least, band.kept, band.there, band.lost, band.invented
        ));
    }
    let one = |band: &Band| {
        json!({
            "least": band.least, "most": band.most, "there": band.there, "kept": band.kept, "lost": band.lost,
            "invented": band.invented,
        })
    };
    length.bands.iter().map(one).collect()
}

/// What attackers came to.
pub(super) fn attacks(out: &Out, found: &Attacks, records: &Microdata) -> Value {
    out.say(format_args!(
        "attack, is somebody in: right in {:.1} % of pairs (50 % is chance, ± {:.1})",
        found.nearer * 100.0,
        found.error * 100.0
    ));
    let worst = found.guessed.iter().max_by(|a, b| (a.members - a.others).total_cmp(&(b.members - b.others)));
    let name = |column: usize| records.columns().nth(column).unwrap_or_default().to_owned();
    if let Some(worst) = worst {
        out.say(format_args!(
            "attack, a column guessed from all others: at worst {} in {:.1} % of those who are in, {:.1} % of those who are not",
            name(worst.column),
            worst.members * 100.0,
            worst.others * 100.0
        ));
    }
    out.say(format_args!(
        "attack, rare combinations: {} of {} of those who are in appear, {} of {} of those who are not",
        found.rare_members.shown,
        found.rare_members.combinations,
        found.rare_others.shown,
        found.rare_others.combinations
    ));
    let guessed: Vec<Value> = found
        .guessed
        .iter()
        .map(|one| json!({ "column": name(one.column), "members": one.members, "others": one.others }))
        .collect();
    json!({
        "asked": [found.asked.0, found.asked.1], "membership": found.nearer, "membership_error": found.error,
        "attributes": guessed,
        "rare": {
            "members": found.rare_members.combinations, "members_shown": found.rare_members.shown,
            "others": found.rare_others.combinations, "others_shown": found.rare_others.shown,
        },
    })
}
