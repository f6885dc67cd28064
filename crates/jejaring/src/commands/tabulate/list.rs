//! The list as it was read: for each row the category in each column that the tables need.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use formats::{Claim, Limits, ReadOptions, Row, normalise, open_table_with};
use model::regions::{self, Level};
use statistics::table::{Bins, UNKNOWN};

use super::{Tabulate, pair, usage};
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Columns whose values are so many are names or numbers of people rather than categories.
const CATEGORIES: usize = 600;

/// Columns that name people; a table by them would publish the names themselves, whatever becomes of the counts.
const NAMING: &[&str] = &[
    "case_id",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "date_of_birth",
    "nik",
    "phone",
    "guardian_name",
];

/// The same, where lists of cases have no word for them.
const ALSO_NAMING: &[&str] =
    &["cluster id", "id klaster", "rec id", "address", "alamat", "email", "surel", "no kk"];

/// Over so many different values a column must have at least the minimum of rows for each, on average.
const FEW: usize = 20;

/// Other names of columns that every list has.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("cluster_id", &["id klaster"]),
    ("province", &["provinsi", "propinsi"]),
    ("regency", &["kabupaten", "kabupaten kota", "kab kota", "kota kabupaten"]),
    ("sex", &["jenis kelamin", "gender"]),
    ("age", &["umur", "usia"]),
];

/// The rows of a list.
pub(super) struct List {
    columns: Vec<Column>,
    /// For each row the value of each column, as a place among the column's values.
    rows: Vec<Vec<u32>>,
    entities: Option<Vec<String>>,
    counts: Option<Vec<Option<u64>>>,
}

struct Column {
    name: String,
    at: usize,
    bins: Option<Bins>,
    values: Vec<String>,
    places: BTreeMap<String, u32>,
    not_understood: usize,
}

impl List {
    pub(super) fn read(path: &Path, asked: &Tabulate, out: &Out) -> Result<Self> {
        let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
        let limits = Limits { bytes: 1 << 30, expanded_bytes: 2 << 30, rows: 5_000_000, ..Limits::default() };
        let options = ReadOptions { sheet: asked.sheet.as_deref(), limits, ..ReadOptions::default() };
        let wrong = |error: formats::FormatError| Failure::new(format!("{}: {error}", path.display()));
        let name = path.to_string_lossy();
        let table = open_table_with(&bytes, &Claim::named(&name), &options).map_err(wrong)?;
        let header = table.header().names.clone();
        let sum = asked.sum.as_deref().map(|name| find(&header, name)).transpose()?;
        let entity = match (&asked.entity, sum) {
            (Some(name), _) => Some(find(&header, name)?),
            (None, None) => find(&header, "cluster_id").ok(),
            (None, Some(_)) => None,
        };
        let mut list = Self {
            columns: columns(asked, &header)?,
            rows: Vec::new(),
            entities: entity.map(|_| Vec::new()),
            counts: sum.map(|_| Vec::new()),
        };
        let bar = out.steps("rows");
        for row in table {
            let row = row.map_err(wrong)?;
            list.take(&row, entity, sum)?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        list.refuse_names_in_disguise(asked.minimum)?;
        Ok(list)
    }

    /// A column that nobody would call a name can hold names all the same: then nearly every row has its own value.
    fn refuse_names_in_disguise(&self, minimum: u64) -> Result<()> {
        let rows = self.rows.len() as u64;
        let all_its_own = |column: &&Column| {
            let values = column.values.len();
            let regions = column.name == "province" || column.name == "regency";
            let counts = self.counts.is_some() || column.bins.is_some();
            !regions && !counts && values > FEW && (values as u64).saturating_mul(minimum) > rows
        };
        match self.columns.iter().find(all_its_own) {
            None => Ok(()),
            Some(column) => Err(Failure::new(format!(
                "{} has {} different values in {rows} rows, as names and numbers of people do: name another column, or \
                 give it fewer categories",
                column.name,
                column.values.len()
            ))),
        }
    }

    fn take(&mut self, row: &Row, entity: Option<usize>, sum: Option<usize>) -> Result<()> {
        if let (Some(counts), Some(at)) = (&mut self.counts, sum) {
            counts.push(count(row.text(at)).ok_or_else(|| {
                Failure::new(format!(
                    "row {}: the count is not a whole number from 0 on: correct it",
                    row.number
                ))
            })?);
        }
        if let (Some(entities), Some(at)) = (&mut self.entities, entity) {
            entities.push(row.text(at).to_owned());
        }
        let mut places = Vec::with_capacity(self.columns.len());
        for column in &mut self.columns {
            places.push(column.place(row.text(column.at))?);
        }
        self.rows.push(places);
        Ok(())
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn has_entity(&self) -> bool {
        self.entities.is_some()
    }

    pub(super) fn without_entity(&self) -> usize {
        let empty = |ids: &Vec<String>| ids.iter().filter(|id| id.is_empty()).count();
        self.entities.as_ref().map_or(0, empty)
    }

    /// Columns some of whose values are no category, and how many.
    pub(super) fn not_understood(&self) -> impl Iterator<Item = (&str, usize)> {
        let columns = self.columns.iter().map(|column| (column.name.as_str(), column.not_understood));
        columns.filter(|(_, count)| *count > 0)
    }

    /// The values that occur in a column, sorted; of a binned one its bins.
    pub(super) fn values(&self, name: &str) -> Vec<String> {
        let Some(column) = self.columns.iter().find(|column| column.name == name) else { return Vec::new() };
        if let Some(bins) = &column.bins {
            return bins.labels();
        }
        let mut values: Vec<String> =
            column.values.iter().filter(|value| *value != UNKNOWN).cloned().collect();
        values.sort_by_key(|value| (value.parse::<i64>().unwrap_or(i64::MAX), value.clone()));
        values
    }

    /// The pairs of values of two columns that occur together.
    pub(super) fn pairs(&self, inner: &str, outer: &str) -> BTreeSet<(&str, &str)> {
        let at = |name: &str| self.columns.iter().position(|column| column.name == name);
        let (Some(inner), Some(outer)) = (at(inner), at(outer)) else { return BTreeSet::new() };
        (0..self.rows.len()).map(|row| (self.value(row, inner), self.value(row, outer))).collect()
    }

    fn value(&self, row: usize, column: usize) -> &str {
        let place = self.rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0);
        let values = self.columns.get(column).map(|column| &column.values);
        values.and_then(|values| values.get(place as usize)).map_or(UNKNOWN, String::as_str)
    }

    /// The values of a row in columns of these names, its entity and its count.
    pub(super) fn row<'a>(
        &'a self,
        row: usize,
        names: &'a [String],
    ) -> (impl Iterator<Item = &'a str> + 'a, Option<&'a str>, Option<Option<u64>>) {
        let value = move |name: &String| {
            let at = self.columns.iter().position(|column| column.name == *name);
            at.map_or(UNKNOWN, |at| self.value(row, at))
        };
        let entity = self.entities.as_ref().and_then(|ids| ids.get(row)).map(String::as_str);
        (names.iter().map(value), entity, self.counts.as_ref().and_then(|counts| counts.get(row)).copied())
    }

    pub(super) fn is_counts(&self) -> bool {
        self.counts.is_some()
    }
}

impl Column {
    fn place(&mut self, text: &str) -> Result<u32> {
        let value = self.category(text);
        if let Some(place) = self.places.get(&value) {
            return Ok(*place);
        }
        if self.values.len() > CATEGORIES {
            return Err(Failure::new(format!(
                "{} has more than {CATEGORIES} different values: put numbers into --bins, or name another column",
                self.name
            )));
        }
        let place = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.places.insert(value, place);
        Ok(place)
    }

    /// The category of a text. What is missing, and what cannot be understood, is unknown.
    fn category(&mut self, text: &str) -> String {
        if text.is_empty() || text.eq_ignore_ascii_case(UNKNOWN) {
            return UNKNOWN.to_owned();
        }
        let understood = match &self.bins {
            Some(bins) => text.parse().ok().and_then(|number| bins.label(number)),
            None if self.name == "province" => Some(region(text, Level::Province)),
            None if self.name == "regency" => Some(region(text, Level::Regency)),
            None => Some(text.to_owned()),
        };
        understood.unwrap_or_else(|| {
            self.not_understood += 1;
            UNKNOWN.to_owned()
        })
    }
}

/// The code of a region when its name leaves no doubt; otherwise the text as it is. Gorontalo is a province in a column
/// of provinces, and a city or a regency in one of regencies.
fn region(text: &str, level: Level) -> String {
    if regions::get(text).is_some_and(|region| region.level == level) {
        return text.to_owned();
    }
    let found = regions::find_as_spelt(text);
    let mut of_level = found.iter().filter(|region| region.level == level);
    match (of_level.next(), of_level.next()) {
        (Some(one), None) => one.code.to_owned(),
        _ => text.to_owned(),
    }
}

fn columns(asked: &Tabulate, header: &[String]) -> Result<Vec<Column>> {
    let mut bins = BTreeMap::new();
    for text in &asked.bins {
        let (name, list) = pair(text, "--bins takes COLUMN=BINS, such as age=0-5,6-11,12-17,18+")?;
        bins.insert(name, Bins::parse(&list).map_err(usage)?);
    }
    let mut names: Vec<String> = asked.tables().into_iter().flatten().collect();
    for text in asked.under.iter().chain(&asked.only) {
        names.push(pair(text, "--under takes COLUMN=WIDER, --only takes COLUMN=CODE")?.0);
    }
    for text in &asked.under {
        names.push(pair(text, "--under takes COLUMN=WIDER")?.1);
    }
    let mut columns: Vec<Column> = Vec::new();
    for name in names {
        if columns.iter().all(|column| column.name != name) {
            if names_people(&name) {
                return Err(Failure::new(format!(
                    "{name} names people, and the tables would publish the names: name another column"
                )));
            }
            let (at, bins) = (find(header, &name)?, bins.remove(&name));
            columns.push(Column {
                name,
                at,
                bins,
                values: Vec::new(),
                places: BTreeMap::new(),
                not_understood: 0,
            });
        }
    }
    match bins.into_keys().next() {
        None => Ok(columns),
        Some(name) => Err(Failure::usage(format!("--bins names {name}, which no --by uses"))),
    }
}

/// Does a column of this name say who somebody is?
pub(in crate::commands) fn names_people(column: &str) -> bool {
    let plain = normalise(column);
    let of_cases = formats::synonyms::CASE.iter().filter(|field| NAMING.contains(&field.field));
    let mut words = of_cases.flat_map(|field| field.synonyms.iter().chain([&field.field]));
    ALSO_NAMING.contains(&plain.as_str()) || words.any(|word| normalise(word) == plain)
}

/// The column of this name, or of another name for the same.
fn find(header: &[String], name: &str) -> Result<usize> {
    let plain = normalise(name);
    let also =
        SYNONYMS.iter().find(|(known, _)| normalise(known) == plain).map_or(&[][..], |(_, also)| *also);
    let at = |wanted: &str| header.iter().position(|heading| normalise(heading) == wanted);
    at(&plain).or_else(|| also.iter().find_map(|other| at(other))).ok_or_else(|| {
        let known: Vec<&str> = header.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        Failure::new(format!("the list has no column {name}: it has {}", known.join(", ")))
    })
}

/// A count; an empty cell is no data.
#[allow(clippy::option_option, reason = "not a number, no data, a number")]
fn count(text: &str) -> Option<Option<u64>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}
