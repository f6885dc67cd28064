//! What a linkage gives: the cluster of every row, and the pairs with their weights.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int32Array, UInt64Array};
use linkage::link::{Linked, People};

use crate::Result;
use crate::folder;

/// The id and the cluster of every linked row, in the order of delivery.
pub(crate) fn clusters(
    path: &Path,
    linked: &Linked,
    people: &People,
    ids: &(String, Vec<String>),
) -> Result<()> {
    let mut numbers = linked.cluster_numbers(people);
    numbers.sort_unstable();
    let mut out = csv::Writer::from_writer(File::create(path)?);
    out.write_record([ids.0.as_str(), "cluster_id"])?;
    for (row, cluster) in numbers {
        let id = ids.1.get(row as usize).map(String::as_str).unwrap_or_default();
        out.write_record([id, &format!("{cluster:016x}")])?;
    }
    Ok(out.flush()?)
}

/// Kept pairs as Parquet: rows as delivered, both weights and the score in 1/1024 bit.
pub(crate) fn pairs(path: &Path, linked: &Linked, people: &People) -> Result<()> {
    let (mut a, mut b, mut scores) = (Vec::new(), Vec::new(), Vec::new());
    for (row_a, row_b, score) in linked.scored(people) {
        a.push(row_a as u64);
        b.push(row_b as u64);
        scores.push(score);
    }
    let told = || linked.edges().iter().map(|edge| edge.told());
    let columns: [(&str, ArrayRef); 5] = [
        ("row_a", Arc::new(UInt64Array::from(a))),
        ("row_b", Arc::new(UInt64Array::from(b))),
        ("weight", Arc::new(told().map(|(_, _, weight, ..)| weight).collect::<Int32Array>())),
        ("household", Arc::new(told().map(|(_, _, _, household, _)| household).collect::<Int32Array>())),
        ("score", Arc::new(Int32Array::from(scores))),
    ];
    folder::write(path, columns)
}
