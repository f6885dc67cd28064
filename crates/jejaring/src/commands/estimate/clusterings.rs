//! Clusterings of the linkage: one row for each record, its list, its cluster, and its cluster in each sample.

use formats::normalise;
use statistics::mse::Overlaps;
use statistics::mse::carry::{Clustering, overlaps};

use crate::failure::{Failure, Result};

/// Names of the column that says on which list a record stands.
const LIST: &[&str] = &["list", "daftar", "agency", "lembaga", "instansi", "source", "sumber"];
/// Names of the column of the likeliest clustering.
const CLUSTER: &[&str] = &["cluster id", "id klaster"];
/// Beginning of the names of sampled clusterings.
const SAMPLE: &str = "sample ";

/// What the linkage handed over.
pub(super) struct Clusterings {
    names: Vec<String>,
    lists: Vec<u8>,
    likeliest: Vec<u64>,
    samples: Vec<Vec<u64>>,
    /// What the name of each sample says of its threshold.
    thresholds: Vec<String>,
}

/// The clusterings, when the columns are those of clusterings.
pub(super) fn found(header: &[String], rows: &[(u32, Vec<String>)]) -> Result<Option<Clusterings>> {
    let plain: Vec<String> = header.iter().map(|name| normalise(name)).collect();
    let at = |names: &[&str]| plain.iter().position(|heading| names.contains(&heading.as_str()));
    let (Some(list), Some(cluster)) = (at(LIST), at(CLUSTER)) else { return Ok(None) };
    let sampled: Vec<usize> =
        plain.iter().enumerate().filter(|(_, name)| name.starts_with(SAMPLE)).map(|(at, _)| at).collect();
    let text = |cells: &[String], at: usize| cells.get(at).cloned().unwrap_or_default();
    let mut names: Vec<String> = rows.iter().map(|(_, cells)| text(cells, list)).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() > statistics::mse::MOST_LISTS {
        return Err(Failure::new(format!(
            "the records come from {} lists, more than {}: make one of those that are alike in the column {}",
            names.len(),
            statistics::mse::MOST_LISTS,
            header.get(list).map_or("", String::as_str)
        )));
    }
    if let Some((number, _)) = rows.iter().find(|(_, cells)| text(cells, list).is_empty()) {
        return Err(Failure::new(format!(
            "row {number}: no list is named; say on which list the record stands"
        )));
    }
    let lists = rows.iter().map(|(_, cells)| {
        let place = names.binary_search(&text(cells, list)).unwrap_or_default();
        u8::try_from(place).unwrap_or_default()
    });
    let lists = lists.collect();
    let mut numbers = std::collections::HashMap::new();
    let mut numbered = |at: usize| -> Result<Vec<u64>> {
        let number = |(row, cells): &(u32, Vec<String>)| {
            let cell = text(cells, at);
            if cell.is_empty() {
                let name = header.get(at).map_or("", String::as_str);
                return Err(Failure::new(format!(
                    "row {row}, column {name}: no cluster; link the lists again"
                )));
            }
            let next = numbers.len() as u64;
            Ok(*numbers.entry(cell).or_insert(next))
        };
        rows.iter().map(number).collect()
    };
    let likeliest = numbered(cluster)?;
    let threshold = |at: &usize| {
        let name = header.get(*at).map_or("", String::as_str);
        name.rsplit_once("_at_").map_or("", |(_, moved)| moved).to_owned()
    };
    let thresholds = sampled.iter().map(threshold).collect();
    let samples = sampled.into_iter().map(numbered).collect::<Result<_>>()?;
    Ok(Some(Clusterings { names, lists, likeliest, samples, thresholds }))
}

impl Clusterings {
    pub(super) fn table(&self) -> Result<Overlaps> {
        self.of(&self.likeliest)
    }

    /// Tables of the samples, those of one threshold together.
    pub(super) fn sampled(&self) -> Result<Vec<Vec<Overlaps>>> {
        let mut groups: Vec<(&str, Vec<Overlaps>)> = Vec::new();
        for (sample, threshold) in self.samples.iter().zip(&self.thresholds) {
            let table = self.of(sample)?;
            match groups.iter_mut().find(|(other, _)| other == threshold) {
                Some((_, tables)) => tables.push(table),
                None => groups.push((threshold, vec![table])),
            }
        }
        Ok(groups.into_iter().map(|(_, tables)| tables).collect())
    }

    fn of(&self, cluster: &[u64]) -> Result<Overlaps> {
        let clustering = Clustering { cluster, list: &self.lists };
        overlaps(self.names.clone(), &clustering).map_err(|unfit| Failure::new(unfit.to_string()))
    }
}
