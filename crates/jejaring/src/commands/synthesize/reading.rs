//! The true records, cell by cell as they are to be released.

use std::collections::HashMap;
use std::fs;

use formats::{Claim, Limits, ReadOptions, normalise, open_table_with};
use statistics::microdata::Microdata;
use statistics::table::Bins;

use super::layout::{self, How, Made};
use super::{Layout, Synthesize};
use crate::commands::tabulate::names_people;
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Records, and what they were read from.
pub(super) struct Truth {
    pub(super) records: Microdata,
    pub(super) sha256: String,
    /// For each column whether its values were declared beforehand.
    pub(super) declared: Vec<bool>,
    /// Rows that were left out because their child had enough.
    pub(super) clipped: u64,
}

pub(super) fn read(asked: &Synthesize, out: &Out) -> Result<Truth> {
    let bytes = fs::read(&asked.file).map_err(|error| Failure::file(&asked.file, &error))?;
    let limits = Limits { bytes: 1 << 30, expanded_bytes: 2 << 30, rows: 5_000_000, ..Limits::default() };
    let options = ReadOptions { sheet: asked.sheet.as_deref(), limits, ..ReadOptions::default() };
    let wrong = |error: formats::FormatError| Failure::new(format!("{}: {error}", asked.file.display()));
    let claimed = asked.file.to_string_lossy();
    let table = open_table_with(&bytes, &Claim::named(&claimed), &options).map_err(wrong)?;
    let header = table.header().names.clone();
    let columns = columns(asked, &header)?;
    let mut records = Microdata::new(columns.iter().map(|made| made.name.clone()).collect());
    for (at, made) in columns.iter().enumerate() {
        if let Some(values) = made.how.declared() {
            records.declare(at, values.iter().map(String::as_str));
        }
    }
    let bar = out.steps("rows");
    let whose = asked.person.as_ref().map(|name| find(&header, name)).transpose()?;
    let mut people = People { clip: asked.epsilon.map(|_| asked.each), ..People::default() };
    for row in table {
        let row = row.map_err(wrong)?;
        if let Some(whose) = whose
            && !people.take(row.text(whose), row.number)?
        {
            continue;
        }
        let cells: Vec<String> = columns.iter().map(|made| made.how.value(row.text(made.from))).collect();
        if !records.add(cells.iter().map(String::as_str)) {
            return Err(Failure::new(format!(
                "row {}: a column has more than 65,000 different values and holds no categories: leave it out with --columns",
                row.number
            )));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if whose.is_some() && !records.belong_to(&people.of) {
        return Err(Failure::new("not every row was given to a child: tell the makers"));
    }
    let declared = columns.iter().map(|made| made.how.declared().is_some()).collect();
    Ok(Truth { records, sha256: seal::to_hex(&seal::sha256(&bytes)), declared, clipped: people.clipped })
}

/// Whose the rows are.
#[derive(Default)]
struct People {
    /// Most rows of one; the first are kept.
    clip: Option<u64>,
    known: HashMap<String, (u32, u64)>,
    /// Of every row that was kept.
    of: Vec<u32>,
    clipped: u64,
}

impl People {
    /// Whether a row of somebody is kept.
    fn take(&mut self, name: &str, row: u32) -> Result<bool> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Failure::new(format!(
                "row {row}: nobody is named in the column of --person: say whose the row is, or leave it out"
            )));
        }
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let (number, rows) = self.known.entry(name.to_owned()).or_insert((next, 0));
        *rows += 1;
        let kept = self.clip.is_none_or(|most| *rows <= most);
        if kept {
            self.of.push(*number);
        } else {
            self.clipped += 1;
        }
        Ok(kept)
    }
}

fn columns(asked: &Synthesize, header: &[String]) -> Result<Vec<Made>> {
    let chosen: Vec<usize> = if asked.columns.is_empty() {
        let person = asked.person.as_ref().map(|name| find(header, name)).transpose()?;
        let named = |at: &usize| header.get(*at).is_some_and(|name| !name.is_empty());
        (0..header.len()).filter(|at| named(at) && Some(*at) != person).collect()
    } else {
        asked.columns.iter().map(|name| find(header, name)).collect::<Result<Vec<_>>>()?
    };
    let name = |at: usize| header.get(at).cloned().unwrap_or_default();
    if let Some(at) = chosen.iter().find(|at| names_people(&name(**at))) {
        return Err(Failure::new(format!(
            "column {} says who somebody is and has no place in records for others: choose columns with --columns",
            name(*at)
        )));
    }
    let mut made: Vec<Made> =
        chosen.into_iter().map(|from| Made { name: name(from), from, how: How::Plain }).collect();
    for text in &asked.bins {
        let (column, list) = text
            .split_once('=')
            .ok_or_else(|| Failure::usage("--bins takes COLUMN=BINS, such as age=0-5,6-11,12-17,18+"))?;
        let at = find(header, column)?;
        let bins = Bins::parse(list).map_err(|error| Failure::usage(error.to_string()))?;
        made.iter_mut().filter(|made| made.from == at).for_each(|made| made.how = How::Bins(bins.clone()));
    }
    Ok(match asked.layout {
        Layout::Own => made,
        Layout::Ctdc => layout::ctdc(made),
    })
}

fn find(header: &[String], name: &str) -> Result<usize> {
    let wanted = normalise(name);
    header.iter().position(|heading| normalise(heading) == wanted).ok_or_else(|| {
        let known: Vec<&str> = header.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        Failure::usage(format!("the file has no column {}: it has {}", name.trim(), known.join(", ")))
    })
}
