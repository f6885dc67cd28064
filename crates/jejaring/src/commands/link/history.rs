//! What earlier runs and people have said: `--previous` and `--decisions`.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use linkage::link::{Continued, Decisions, Earlier, People, Verdict, record_key};

use crate::failure::{Failure, Result};

/// Understands ids of rows as the lists at hand give them.
pub(super) struct Keys {
    /// Names of the lists, when ids count within each of several.
    files: Vec<String>,
    known: HashSet<u64>,
}

impl Keys {
    pub(super) fn new(people: &People, files: &[PathBuf]) -> Self {
        let files = match files {
            [_] => Vec::new(),
            several => several.iter().map(|file| file.display().to_string()).collect(),
        };
        Self { files, known: people.keys().collect() }
    }

    /// The key of a row. One that is in no list any more gets a key that nobody has.
    fn of(&self, id: &str, path: &Path, line: u64) -> Result<u64> {
        if self.files.is_empty() {
            return Ok(record_key(id, None));
        }
        let mut keys = self.files.iter().map(|file| record_key(id, Some(file)));
        let found: Vec<u64> = keys.by_ref().filter(|key| self.known.contains(key)).collect();
        match found.as_slice() {
            [] => Ok(record_key(id, None)),
            [key] => Ok(*key),
            _ => Err(Failure::new(format!(
                "{} line {line}: several of the lists have a row of this id; give rows ids that differ between lists",
                path.display()
            ))),
        }
    }
}

/// Reads a CSV file with a header, row by row.
fn rows(path: &Path) -> Result<csv::Reader<File>> {
    let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
    Ok(csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(file))
}

fn unreadable(path: &Path, error: &csv::Error) -> Failure {
    let line = error.position().map_or(0, csv::Position::line);
    Failure::new(format!("{} line {line} is not CSV in UTF-8: save it as CSV UTF-8", path.display()))
}

fn place(headings: &csv::StringRecord, names: &[&str]) -> Option<usize> {
    headings.iter().position(|heading| names.contains(&heading.trim_start_matches('\u{feff}')))
}

/// The clusters that an earlier run wrote: the first column names the row, `cluster_id` its cluster.
pub(super) fn previous(path: &Path, keys: &Keys) -> Result<Vec<Earlier>> {
    let mut reader = rows(path)?;
    let headings = reader.headers().map_err(|error| unreadable(path, &error))?.clone();
    let cluster = place(&headings, &["cluster_id"]).filter(|place| *place > 0).ok_or_else(|| {
        Failure::new(format!(
            "{} has no column cluster_id behind its ids: --previous takes what an earlier `jejaring link` wrote",
            path.display()
        ))
    })?;
    let mut clusters: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for (line, row) in (2_u64..).zip(reader.records()) {
        let row = row.map_err(|error| unreadable(path, &error))?;
        let id = row.get(cluster).and_then(|text| u64::from_str_radix(text, 16).ok());
        let id = id.filter(|id| *id != 0).ok_or_else(|| {
            Failure::new(format!(
                "{} line {line}: the cluster is no number of sixteen digits",
                path.display()
            ))
        })?;
        // Cells that a spreadsheet would run as a formula were written with an apostrophe.
        let name = row.get(0).unwrap_or_default();
        let guarded = name.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
        let key = keys.of(guarded.unwrap_or(name), path, line)?;
        clusters.entry(id).or_default().push(key);
    }
    Ok(clusters.into_iter().map(|(id, members)| Earlier { id, members }).collect())
}

/// What people decided: columns `a` and `b` with the ids of two rows, and `decision`: same, different or unsure. Gives the
/// decisions and how many of them speak of rows that are in no list.
pub(super) fn decisions(path: &Path, keys: &Keys) -> Result<(Decisions, u64)> {
    let mut reader = rows(path)?;
    let headings = reader.headers().map_err(|error| unreadable(path, &error))?.clone();
    let columns =
        [place(&headings, &["a"]), place(&headings, &["b"]), place(&headings, &["decision", "keputusan"])];
    let [Some(a), Some(b), Some(said)] = columns else {
        return Err(Failure::new(format!(
            "{} needs the columns a, b and decision (same, different or unsure)",
            path.display()
        )));
    };
    let (mut decisions, mut waiting) = (Decisions::new(), 0);
    for (line, row) in (2_u64..).zip(reader.records()) {
        let row = row.map_err(|error| unreadable(path, &error))?;
        let verdict = match row.get(said).unwrap_or_default().to_lowercase().as_str() {
            "same" | "sama" => Verdict::Same,
            "different" | "berbeda" | "beda" => Verdict::Different,
            "unsure" | "ragu" | "tidak yakin" => Verdict::Unsure,
            _ => {
                return Err(Failure::new(format!(
                    "{} line {line}: a decision is same, different or unsure",
                    path.display()
                )));
            }
        };
        let (a, b) = (row.get(a).unwrap_or_default(), row.get(b).unwrap_or_default());
        let (a, b) = (keys.of(a, path, line)?, keys.of(b, path, line)?);
        waiting += u64::from(!keys.known.contains(&a) || !keys.known.contains(&b));
        decisions.decide(a, b, verdict);
    }
    Ok((decisions, waiting))
}

/// Writes joins, splits and ids that are no more, as CSV: `change,cluster_id,others`.
pub(super) fn write_changes(path: &Path, continued: &Continued) -> Result<()> {
    let file = File::create(path).map_err(|error| Failure::file(path, &error))?;
    let mut out = csv::Writer::from_writer(BufWriter::new(file));
    let ids = |ids: &[u64]| ids.iter().map(|id| format!("{id:016x}")).collect::<Vec<_>>().join(" ");
    let failed = |error: csv::Error| Failure::new(format!("{}: {error}", path.display()));
    out.write_record(["change", "cluster_id", "others"]).map_err(failed)?;
    for joined in &continued.joined {
        out.write_record(["joined", &ids(&[joined.id]), &ids(&joined.from)]).map_err(failed)?;
    }
    for split in &continued.split {
        out.write_record(["split", &ids(&[split.id]), &ids(&split.into)]).map_err(failed)?;
    }
    for id in &continued.gone {
        out.write_record(["gone", &ids(&[*id]), ""]).map_err(failed)?;
    }
    out.flush().map_err(|error| Failure::file(path, &error))
}
