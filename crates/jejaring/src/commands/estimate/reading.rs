//! The file as it was read: which columns are lists, how many people a row stands for, and what they are split by.

use std::fs;

use formats::{Claim, Limits, ReadOptions, normalise, open_table_with};
use statistics::mse::{MOST_LISTS, Overlaps};

use super::{Estimate, clusterings};
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Names of the column that says how many people a row stands for.
const COUNT: &[&str] = &[
    "count",
    "n",
    "freq",
    "frequency",
    "frekuensi",
    "jumlah",
    "jumlah orang",
    "jumlah korban",
    "banyaknya",
    "cacah",
    "kasus",
    "cases",
    "people",
    "total",
];

/// Names of columns that split people into strata, with the name that is shown.
const STRATA: &[(&str, &[&str])] = &[
    ("age", &["age", "age band", "age group", "umur", "usia", "kelompok umur", "kelompok usia"]),
    ("sex", &["sex", "gender", "jenis kelamin"]),
    ("form", &["form", "form of exploitation", "bentuk", "bentuk eksploitasi", "jenis eksploitasi"]),
    (
        "region",
        &[
            "region",
            "region code",
            "province",
            "wilayah",
            "provinsi",
            "propinsi",
            "kabupaten",
            "regency",
            "daerah",
        ],
    ),
];

/// Names of columns that say who somebody is: they are no lists and are not looked at.
const NAMING: &[&str] = &["id", "rec id", "case id", "cluster id", "id klaster", "nomor", "no"];

/// Ages that are not in bins already.
const AGES: &str = "0-5,6-11,12-14,15-17,18+";

/// Values of one stratum column beyond which it is no stratum.
const MOST_VALUES: usize = 60;

/// What a file holds.
pub(super) struct Read {
    pub(super) lists: Vec<String>,
    pub(super) rows: Vec<Line>,
    /// Names of the stratum columns.
    pub(super) strata: Vec<String>,
    /// People on no list, who say nothing about those whom nobody saw.
    pub(super) on_no_list: u64,
    pub(super) sha256: String,
    /// Clusterings of the linkage, each a table.
    pub(super) clusterings: Option<clusterings::Clusterings>,
}

/// One row.
pub(super) struct Line {
    pub(super) on: u32,
    pub(super) count: u64,
    pub(super) values: Vec<String>,
}

impl Read {
    pub(super) fn table(&self) -> Result<Overlaps> {
        match &self.clusterings {
            Some(clusterings) => clusterings.table(),
            None => self.table_of(|_| true),
        }
    }

    /// Tables of the sampled clusterings.
    pub(super) fn sampled(&self) -> Result<Vec<Vec<Overlaps>>> {
        self.clusterings.as_ref().map_or_else(|| Ok(Vec::new()), clusterings::Clusterings::sampled)
    }

    pub(super) fn table_of(&self, wanted: impl Fn(&Line) -> bool) -> Result<Overlaps> {
        let unfit = |unfit: statistics::mse::Unfit| Failure::new(unfit.to_string());
        let mut table = Overlaps::new(self.lists.clone()).map_err(unfit)?;
        for line in self.rows.iter().filter(|line| wanted(line)) {
            table.add(line.on, line.count).map_err(unfit)?;
        }
        Ok(table)
    }
}

/// What each column is.
struct Roles {
    lists: Vec<usize>,
    count: Option<usize>,
    strata: Vec<(usize, String)>,
}

type Rows = Vec<(u32, Vec<String>)>;

pub(super) fn read(asked: &Estimate, out: &Out) -> Result<Read> {
    let bytes = fs::read(&asked.file).map_err(|error| Failure::file(&asked.file, &error))?;
    let limits = Limits { bytes: 1 << 30, expanded_bytes: 2 << 30, rows: 5_000_000, ..Limits::default() };
    let options = ReadOptions { sheet: asked.sheet.as_deref(), limits, ..ReadOptions::default() };
    let wrong = |error: formats::FormatError| Failure::new(format!("{}: {error}", asked.file.display()));
    let claimed = asked.file.to_string_lossy();
    let table = open_table_with(&bytes, &Claim::named(&claimed), &options).map_err(wrong)?;
    let header = table.header().names.clone();
    let mut rows: Rows = Vec::new();
    let bar = out.steps("rows");
    for row in table {
        let row = row.map_err(wrong)?;
        rows.push((row.number, (0..header.len()).map(|at| row.text(at).to_owned()).collect()));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let sha256 = seal::to_hex(&seal::sha256(&bytes));
    if let Some(clusterings) = clusterings::found(&header, &rows)? {
        let (lists, rows, strata) = Default::default();
        return Ok(Read { lists, rows, strata, on_no_list: 0, sha256, clusterings: Some(clusterings) });
    }
    let roles = roles(asked, &header, &rows)?;
    let mut read = Read {
        lists: roles.lists.iter().filter_map(|at| header.get(*at).cloned()).collect(),
        rows: Vec::with_capacity(rows.len()),
        strata: roles.strata.iter().map(|(_, name)| name.clone()).collect(),
        on_no_list: 0,
        sha256,
        clusterings: None,
    };
    for (number, cells) in &rows {
        let line = line(&header, &roles, *number, cells)?;
        if line.on == 0 {
            read.on_no_list += line.count;
        } else {
            read.rows.push(line);
        }
    }
    put_into_bins(&mut read)?;
    Ok(read)
}

fn line(header: &[String], roles: &Roles, number: u32, cells: &[String]) -> Result<Line> {
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let name = |at: usize| header.get(at).map_or("", String::as_str);
    let mut on = 0;
    for (bit, at) in roles.lists.iter().enumerate() {
        let is_on = membership(cell(*at)).ok_or_else(|| {
            Failure::new(format!(
                "row {number}, column {}: neither 0 nor 1; write 1 for whoever is on the list and 0 for whoever is not, or \
                 name the lists with --lists",
                name(*at)
            ))
        })?;
        on |= u32::from(is_on) << bit;
    }
    let count = match roles.count {
        None => 1,
        Some(at) => whole(cell(at)).ok_or_else(|| {
            Failure::new(format!(
                "row {number}, column {}: not a whole number from 0 on; write how many people stand on exactly these lists",
                name(at)
            ))
        })?,
    };
    Ok(Line { on, count, values: roles.strata.iter().map(|(at, _)| cell(*at).to_owned()).collect() })
}

/// Is somebody on the list? An empty cell is no.
fn membership(text: &str) -> Option<bool> {
    match normalise(text).as_str() {
        "" | "0" | "0 0" | "no" | "tidak" | "false" | "salah" => Some(false),
        "1" | "1 0" | "yes" | "ya" | "true" | "benar" | "x" => Some(true),
        _ => None,
    }
}

/// A count. Spreadsheets write whole numbers as `12.0` at times.
fn whole(text: &str) -> Option<u64> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

fn roles(asked: &Estimate, header: &[String], rows: &Rows) -> Result<Roles> {
    let plain: Vec<String> = header.iter().map(|name| normalise(name)).collect();
    let named = |name: &String| {
        let wanted = normalise(name);
        plain.iter().position(|heading| *heading == wanted).ok_or_else(|| {
            let known: Vec<&str> =
                header.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
            Failure::usage(format!("the file has no column {}: it has {}", name.trim(), known.join(", ")))
        })
    };
    let ignored = asked.ignore.iter().map(named).collect::<Result<Vec<_>>>()?;
    let wanted = asked.lists.iter().map(named).collect::<Result<Vec<_>>>()?;
    let by = asked.by.iter().map(named).collect::<Result<Vec<_>>>()?;
    let one_of =
        |at: &usize, names: &[&str]| plain.get(*at).is_some_and(|name| names.contains(&name.as_str()));
    let free = |at: &usize| !ignored.contains(at) && !wanted.contains(at);
    let count = match &asked.count {
        Some(name) => Some(named(name)?),
        None => COUNT.iter().find_map(|name| (0..plain.len()).find(|at| free(at) && one_of(at, &[name]))),
    };
    let mut strata: Vec<(usize, String)> = Vec::new();
    for at in (0..plain.len()).filter(|at| free(at) && Some(*at) != count) {
        let known = STRATA.iter().find(|(_, names)| one_of(&at, names)).map(|(name, _)| *name);
        let heading = header.get(at).cloned().unwrap_or_default();
        match known {
            _ if by.contains(&at) => strata.push((at, known.map_or(heading, str::to_owned))),
            Some(name) if by.is_empty() => strata.push((at, name.to_owned())),
            _ => {}
        }
    }
    let other = |at: &usize| {
        free(at)
            && Some(*at) != count
            && !one_of(at, NAMING)
            && plain.get(*at).is_some_and(|name| !name.is_empty())
            && !strata.iter().any(|(stratum, _)| stratum == at)
            && !STRATA.iter().any(|(_, names)| one_of(at, names))
    };
    let lists = if wanted.is_empty() { (0..plain.len()).filter(other).collect() } else { wanted };
    refuse_unlike_lists(&lists, header, rows, !asked.lists.is_empty())?;
    Ok(Roles { lists, count, strata })
}

/// Says early and in one sentence when the columns cannot be lists.
fn refuse_unlike_lists(lists: &[usize], header: &[String], rows: &Rows, named: bool) -> Result<()> {
    let text = |at: usize| header.get(at).map_or("", String::as_str);
    let filled =
        |at: usize| rows.iter().filter_map(move |(_, cells)| cells.get(at)).filter(|cell| !cell.is_empty());
    let unlike =
        |at: &&usize| filled(**at).all(|cell| membership(cell).is_none()) && filled(**at).next().is_some();
    if let Some(at) = lists.iter().find(unlike).filter(|_| !named) {
        return Err(Failure::new(format!(
            "column {} holds no 0 and 1, so it is no list: leave it out with --ignore, split by it with --by, or name the lists \
             with --lists",
            text(*at)
        )));
    }
    if lists.len() < 2 {
        return Err(Failure::new(
            "the file has fewer than two columns of 0 and 1: give one column for each list, 1 for whoever is on it",
        ));
    }
    if lists.len() > MOST_LISTS {
        return Err(Failure::new(format!(
            "the file has {} lists, more than {MOST_LISTS}: name those to use with --lists, or make one of lists that are alike",
            lists.len()
        )));
    }
    Ok(())
}

/// Ages in years become bands; a column with very many values is no stratum.
fn put_into_bins(read: &mut Read) -> Result<()> {
    let bins = statistics::table::Bins::parse(AGES).map_err(|error| Failure::new(error.to_string()))?;
    for (at, name) in read.strata.iter().enumerate() {
        let values = || read.rows.iter().filter_map(move |line| line.values.get(at));
        let distinct: std::collections::BTreeSet<&String> = values().collect();
        let years = values()
            .all(|value| value.is_empty() || value.parse::<i64>().is_ok_and(|age| (0..=120).contains(&age)));
        if years && name == "age" && distinct.len() > 5 {
            for line in &mut read.rows {
                if let Some(value) = line.values.get_mut(at) {
                    *value = value.parse().ok().and_then(|age| bins.label(age)).unwrap_or_default();
                }
            }
        } else if distinct.len() > MOST_VALUES {
            return Err(Failure::new(format!(
                "column {name} has more than {MOST_VALUES} values and is no stratum: leave it out with --ignore"
            )));
        }
    }
    Ok(())
}
