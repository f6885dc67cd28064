//! From the list to counts: which categories there are, and what is counted in each.

use std::collections::{BTreeMap, BTreeSet};

use statistics::perturb::record_key;
use statistics::table::{RowsCounter, SumCounter, UNKNOWN};
use statistics::{Counted, Dimension, Layout};

use super::list::List;
use super::{Tabulate, failed, pair};
use crate::failure::{Failure, Result};

/// The dimensions of all tables together, with the categories of the list and of the earlier one.
pub(super) fn layout(asked: &Tabulate, list: &List, before: Option<&List>) -> Result<Layout> {
    let lists: Vec<&List> = [Some(list), before].into_iter().flatten().collect();
    let mut under = BTreeMap::new();
    for text in &asked.under {
        let (inner, outer) = pair(text, "--under takes COLUMN=WIDER, such as regency=province")?;
        under.insert(inner, outer);
    }
    let mut names: Vec<String> = Vec::new();
    let only =
        asked.only.iter().filter_map(|text| text.split_once('=')).map(|(name, _)| name.trim().to_owned());
    for name in asked.tables().into_iter().flatten().chain(only) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.iter().any(|name| under.get(name).is_some_and(|outer| names.contains(outer))) {
        return Err(Failure::usage(
            "a column and the wider one that it lies in cannot both be named in --by: the narrower shows both",
        ));
    }
    let dimensions = names.iter().map(|name| match under.get(name) {
        None => Dimension::flat(name.as_str(), values(&lists, name)).map_err(failed),
        Some(outer) => tree(&lists, name, outer),
    });
    Layout::new(dimensions.collect::<Result<_>>()?).map_err(failed)
}

fn values(lists: &[&List], name: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let all = lists.iter().flat_map(|list| list.values(name));
    all.filter(|value| seen.insert(value.clone())).collect()
}

/// The wider categories and in each the narrower ones.
fn tree(lists: &[&List], inner: &str, outer: &str) -> Result<Dimension> {
    let mut nodes: Vec<(String, Option<String>)> =
        values(lists, outer).into_iter().map(|code| (code, None)).collect();
    let pairs: BTreeSet<(&str, &str)> = lists.iter().flat_map(|list| list.pairs(inner, outer)).collect();
    for (code, within) in pairs.into_iter().filter(|(code, _)| *code != UNKNOWN) {
        // Without its wider category a value stands by itself, beside the wider ones.
        nodes.push((code.to_owned(), (within != UNKNOWN).then(|| within.to_owned())));
    }
    Dimension::tree(inner, nodes).map_err(|error| match error {
        statistics::Error::Twice { what } => Failure::new(format!(
            "{inner} {what} lies in more than one {outer}, or is a {outer} itself: correct the list"
        )),
        other => failed(other),
    })
}

/// Counts the list.
pub(super) fn count(
    list: &List,
    layout: &Layout,
    key: Option<&seal::SymmetricKey>,
    asked: &Tabulate,
) -> Result<Counted> {
    let names: Vec<String> =
        layout.dimensions().iter().map(|dimension| dimension.name().to_owned()).collect();
    let under: BTreeMap<&str, &str> = asked.under.iter().filter_map(|text| text.split_once('=')).collect();
    // A row whose narrower category is missing counts in the wider one's bin of the unknown.
    let wider: Vec<String> = names
        .iter()
        .map(|name| under.get(name.as_str()).copied().unwrap_or(name).trim().to_owned())
        .collect();
    let record = |id: &str| key.map_or(0, |key| record_key(&seal::tag(key, id.as_bytes())));
    let mut rows = RowsCounter::new(layout.clone());
    let mut sums = SumCounter::new(layout.clone(), asked.absent_is_zero);
    for row in 0..list.rows() {
        let (values, entity, count) = list.row(row, &names);
        let (outer, ..) = list.row(row, &wider);
        let leaves = layout.dimensions().iter().zip(values).zip(outer).map(|((dimension, value), outer)| {
            let value = if value == UNKNOWN { outer } else { value };
            dimension.leaf(value).unwrap_or(0)
        });
        let leaves: Vec<usize> = leaves.collect();
        match count {
            Some(count) => sums.add(count, &leaves).map_err(failed)?,
            None => rows.add(entity, &leaves, &record).map_err(failed)?,
        }
    }
    Ok(if list.is_counts() { sums.finish() } else { rows.finish() })
}
