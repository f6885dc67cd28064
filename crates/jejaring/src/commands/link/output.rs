//! The answer: every linked row with its cluster, and the columns that linkage does not know.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::columns::{Layout, Wanted};
use super::csv_rows::Cutter;
use super::reading::{Read, each_record};
use super::workbook;
use crate::failure::{Failure, Result};

/// Writes the id column, `cluster_id`, and the unknown columns of each list under their headings.
pub(super) fn write(
    path: &Path,
    numbers: &[(u32, u64)],
    read: &Read,
    files: &[PathBuf],
    wanted: &Wanted,
) -> Result<()> {
    let mut cluster_of: Vec<u64> = Vec::new();
    for (row, number) in numbers {
        let row = *row as usize;
        if cluster_of.len() <= row {
            cluster_of.resize(row + 1, 0);
        }
        if let Some(place) = cluster_of.get_mut(row) {
            *place = *number;
        }
    }
    let failed = |error: std::io::Error| Failure::file(path, &error);
    let file = File::create(path).map_err(|error| Failure::file(path, &error))?;
    let carried = headings(&read.layouts);
    let id = read.layouts.first().map_or("rec_id", |layout| layout.id_heading.as_str());
    let heads: Vec<&str> = [id, "cluster_id"].into_iter().chain(carried.iter().map(String::as_str)).collect();
    let mut out = Answer::begin(path, file, &heads).map_err(failed)?;
    if carried.is_empty() {
        for (row, id) in read.parts.iter().flat_map(|part| part.ids()) {
            if let Some(cluster) = cluster_of.get(row as usize).filter(|cluster| **cluster != 0) {
                out.row([id, &format!("{cluster:016x}")].into_iter()).map_err(failed)?;
            }
        }
        return out.end().map_err(failed);
    }
    let mut next = (0, 0);
    for (list, layout) in files.iter().zip(&read.layouts) {
        let mut give = |row: u32, cell: &dyn Fn(usize) -> String| -> std::io::Result<()> {
            let Some(cluster) = cluster_of.get(row as usize).filter(|cluster| **cluster != 0) else {
                return Ok(());
            };
            let mut cells = vec![layout.places.first().copied().flatten().map(cell).unwrap_or_default()];
            cells.push(format!("{cluster:016x}"));
            for heading in &carried {
                let place = layout.carried.iter().find(|(_, name)| name == heading).map(|(place, _)| *place);
                cells.push(place.map(cell).unwrap_or_default());
            }
            out.row(cells.iter().map(String::as_str))
        };
        next = again(list, wanted, next, &mut give)?.map_err(failed)?;
    }
    out.end().map_err(failed)
}

/// The answer in the form that the name of its file asks for.
enum Answer {
    Words(BufWriter<File>),
    #[cfg(feature = "parquet")]
    Parquet(super::parquet_rows::Answer),
}

impl Answer {
    fn begin(path: &Path, file: File, headings: &[&str]) -> std::io::Result<Self> {
        if is_parquet(path) {
            #[cfg(feature = "parquet")]
            return super::parquet_rows::Answer::begin(file, headings).map(Self::Parquet);
            #[cfg(not(feature = "parquet"))]
            return Err(std::io::Error::other("this program was built without Parquet: name a CSV file"));
        }
        let mut out = BufWriter::with_capacity(1 << 18, file);
        row_of(&mut out, headings.iter().copied())?;
        Ok(Self::Words(out))
    }

    fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
        match self {
            Self::Words(out) => row_of(out, cells),
            #[cfg(feature = "parquet")]
            Self::Parquet(out) => out.row(cells),
        }
    }

    fn end(self) -> std::io::Result<()> {
        match self {
            Self::Words(mut out) => out.flush(),
            #[cfg(feature = "parquet")]
            Self::Parquet(out) => out.end(),
        }
    }
}

/// Whether a file is named as Parquet.
pub(super) fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
}

type Give<'a> = dyn FnMut(u32, &dyn Fn(usize) -> String) -> std::io::Result<()> + 'a;

/// Reads a list once more, row by row, with the same row numbers as before.
fn again(
    list: &Path,
    wanted: &Wanted,
    next: (usize, u32),
    give: &mut Give<'_>,
) -> Result<std::io::Result<(usize, u32)>> {
    if list.extension().is_some_and(|e| e == "xlsx") {
        let mut row = next.1;
        for found in workbook::open(list)? {
            let found = found.map_err(|error| Failure::new(format!("{}: {error}", list.display())))?;
            if let Err(error) = give(row, &|place| found.text(place).to_owned()) {
                return Ok(Err(error));
            }
            row += 1;
        }
        return Ok(Ok((next.0 + 1, row)));
    }
    #[cfg(feature = "parquet")]
    if is_parquet(list) {
        let (mut row, mut result) = (next.1, Ok(()));
        super::parquet_rows::List::open(list)?.each(list, |cells| {
            if result.is_ok() {
                result = give(row, &|place| cells.get(place).cloned().unwrap_or_default());
            }
            row += 1;
            Ok(())
        })?;
        return Ok(result.map(|()| (next.0 + 1, row)));
    }
    let (mut cutter, head) = Cutter::open(list, next.0, next.1)?;
    let layout = wanted.layout(&head.headings, &list.display().to_string())?;
    while let Some(block) = cutter.next(list)? {
        let mut row = block.first_row;
        let mut result = Ok(());
        each_record(&block.bytes, head.separator, |record| {
            if result.is_ok() && record.len() == layout.width {
                let cell = |place: usize| {
                    String::from_utf8_lossy(record.get(place).unwrap_or_default()).trim().to_owned()
                };
                result = give(row, &cell);
            }
            row += 1;
        });
        if let Err(error) = result {
            return Ok(Err(error));
        }
    }
    Ok(Ok(cutter.position()))
}

/// Unknown headings of all lists, each once.
fn headings(layouts: &[Layout]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (_, heading) in layouts.iter().flat_map(|layout| &layout.carried) {
        if !all.contains(heading) {
            all.push(heading.clone());
        }
    }
    all
}

/// One row of CSV. Cells that a spreadsheet would run as a formula begin with an apostrophe.
pub(super) fn row_of<'a>(out: &mut impl Write, cells: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        if cell.contains([',', '"', '\n', '\r']) {
            write!(out, "\"{guard}{}\"", cell.replace('"', "\"\""))?;
        } else {
            write!(out, "{guard}{cell}")?;
        }
    }
    out.write_all(b"\n")
}
