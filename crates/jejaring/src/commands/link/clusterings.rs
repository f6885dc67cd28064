//! Clusterings that could as well be true, for whoever reckons on: one row for each record, with its list and clusters and
//! nothing that tells who it is.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use linkage::link::Sampled;

use super::output::row_of;
use crate::failure::{Failure, Result};

pub(super) fn write(path: &Path, sampled: &Sampled) -> Result<()> {
    let failed = |error: std::io::Error| Failure::file(path, &error);
    let mut out = BufWriter::with_capacity(1 << 18, File::create(path).map_err(failed)?);
    let mut heads = vec!["list".to_owned(), "cluster_id".to_owned()];
    // The name says by how many bits the threshold was moved, so that its part of the doubt can be told apart.
    heads.extend((1..).zip(&sampled.moved).map(|(at, moved)| format!("sample_{at}_at_{moved}")));
    row_of(&mut out, heads.iter().map(String::as_str)).map_err(failed)?;
    let number = |clusters: &Vec<u32>, at: usize| clusters.get(at).map(u32::to_string).unwrap_or_default();
    for (at, source) in sampled.source.iter().enumerate() {
        let mut cells = vec![source.clone(), number(&sampled.likeliest, at)];
        cells.extend(sampled.drawn.iter().map(|clusters| number(clusters, at)));
        row_of(&mut out, cells.iter().map(String::as_str)).map_err(failed)?;
    }
    out.flush().map_err(failed)
}
