//! Whether a tabular package (a ZIP of CSV tables with `datapackage.json`) is HSDS 3.0: columns, what must be there, values, ids that occur
//! twice, and references that lead nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use serde_json::Value;
use zip::ZipArchive;

use super::check::{self, Check};
use crate::limits::Limits;
use crate::sniff::sniff_certain;
use crate::write::restore;

const ABOUT: &str = "datapackage.json";

/// A table as it was read: columns and rows.
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// The cells of a column, with the line of each.
    fn column<'a>(&'a self, name: &str) -> impl Iterator<Item = (usize, &'a str)> {
        let at = self.columns.iter().position(|column| column == name);
        let cells = self.rows.iter().enumerate();
        cells.filter_map(move |(line, row)| Some((line + 2, row.get(at?)?.as_str())))
    }
}

fn wrong(place: impl Into<String>, why: impl Into<String>) -> Check {
    Check { place: place.into(), why: why.into() }
}

/// Checks a package; answers how many rows its tables have.
///
/// # Errors
/// One [`Check`] when it cannot be read as a package at all.
pub(super) fn check(bytes: &[u8]) -> Result<(usize, Vec<Check>), Check> {
    let mut found = Vec::new();
    let tables = read(bytes, &mut found)?;
    let ids: BTreeMap<&str, BTreeSet<&str>> = tables
        .iter()
        .map(|(name, table)| (name.as_str(), table.column("id").map(|(_, id)| id).collect()))
        .collect();
    for (name, table) in &tables {
        columns(name, table, &mut found);
        cells(name, table, &mut found);
        twice(name, table, &mut found);
        references(name, table, &ids, &mut found);
    }
    Ok((tables.iter().map(|(_, table)| table.rows.len()).sum(), found))
}

/// The tables of a package that was checked, by the name of their object.
pub(super) fn tables(bytes: &[u8]) -> Result<Vec<(String, Table)>, Check> {
    read(bytes, &mut Vec::new())
}

fn read(bytes: &[u8], found: &mut Vec<Check>) -> Result<Vec<(String, Table)>, Check> {
    let unreadable = || wrong("package", "cannot be unpacked: pack the tables as a plain ZIP again");
    let limits = Limits::default();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if archive.len() > limits.zip_entries {
        return Err(wrong("package", "has too many files: pack the tables alone"));
    }
    let (mut budget, mut files) = (limits.expanded_bytes, BTreeMap::new());
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| unreadable())?;
        let name = entry.name().map_err(|_| unreadable())?.into_owned();
        let mut content = Vec::new();
        entry.take(budget + 1).read_to_end(&mut content).map_err(|_| unreadable())?;
        budget = budget
            .checked_sub(content.len() as u64)
            .ok_or_else(|| wrong("package", "is too large when unpacked: divide it"))?;
        if sniff_certain(&content).is_some() {
            return Err(wrong(name, "is no table: take it out, a package holds text alone"));
        }
        files.insert(name, content);
    }
    let about = files.remove(ABOUT).ok_or_else(|| wrong(ABOUT, "is missing: it names the tables"))?;
    let about: Value = serde_json::from_slice(&about).map_err(|_| wrong(ABOUT, "is not JSON"))?;
    let mut tables = Vec::new();
    for resource in about.get("resources").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| resource.get(name).and_then(Value::as_str).unwrap_or_default();
        match files.remove(text("path")) {
            None => found.push(wrong(text("path"), "is named in datapackage.json and is not in the package")),
            Some(content) => tables.push((text("name").to_owned(), table(text("path"), &content)?)),
        }
    }
    let unnamed = files.into_keys().map(|name| wrong(name, "is not named in datapackage.json"));
    found.extend(unnamed);
    Ok(tables)
}

fn table(path: &str, content: &[u8]) -> Result<Table, Check> {
    let broken = |_| wrong(path, "is no CSV in UTF-8 with equally long rows");
    let mut reader = csv::Reader::from_reader(content);
    let columns = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.map(|row| row.iter().map(|c| restore(c).to_owned()).collect()));
    Ok(Table { columns, rows: rows.collect::<Result<_, _>>().map_err(broken)? })
}

fn columns(name: &str, table: &Table, found: &mut Vec<Check>) {
    let known = check::fields(name);
    if known.is_empty() {
        return found.push(wrong(name, "is no table of the specification"));
    }
    let unknown = table.columns.iter().filter(|column| !known.contains(&column.as_str()));
    found.extend(unknown.map(|column| wrong(format!("{name}.{column}"), "is no column of this table")));
    let missing = check::required_in_tables(name).filter(|field| !table.columns.iter().any(|c| c == field));
    found.extend(missing.map(|field| wrong(format!("{name}.{field}"), "is missing and must be there")));
}

fn cells(name: &str, table: &Table, found: &mut Vec<Check>) {
    let required: Vec<&str> = check::required_in_tables(name).collect();
    for column in &table.columns {
        for (line, cell) in table.column(column) {
            let why = if cell.is_empty() {
                required.contains(&column.as_str()).then(|| "is empty and must be there".to_owned())
            } else {
                check::cell(name, column, cell)
            };
            found.extend(why.map(|why| wrong(format!("{name}, line {line}, {column}"), why)));
        }
    }
}

fn twice(name: &str, table: &Table, found: &mut Vec<Check>) {
    let mut met = BTreeSet::new();
    let again = table.column("id").filter(|(_, id)| !met.insert(*id));
    found.extend(again.map(|(line, _)| wrong(format!("{name}, line {line}, id"), "occurs twice")));
}

/// Columns such as `service_id`, where the package has that table.
fn references(name: &str, table: &Table, ids: &BTreeMap<&str, BTreeSet<&str>>, found: &mut Vec<Check>) {
    for column in &table.columns {
        let Some(known) = column.strip_suffix("_id").and_then(|other| ids.get(other)) else { continue };
        let lost = table.column(column).filter(|(_, id)| !id.is_empty() && !known.contains(id));
        let place = |line| format!("{name}, line {line}, {column}");
        found.extend(lost.map(|(line, _)| wrong(place(line), "names a row that is not in the package")));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::super::Listing;
    use super::super::tables::package;
    use super::*;

    fn listing(n: u32) -> Listing {
        Listing {
            id: format!("00000000-0000-4000-8000-{n:012}"),
            organization_id: "00000000-0000-4000-9000-000000000001".into(),
            organization: "Yayasan Contoh Kasih (rekaan)".into(),
            name: format!("Layanan contoh {n}"),
            description: "=rekaan".into(),
            status: "active".into(),
            service_type: ("counselling".into(), "Konseling".into()),
            ..Listing::default()
        }
    }

    /// The same package with one text in one of its files replaced.
    fn altered(package: &[u8], file: &str, old: &str, new: &str) -> Vec<u8> {
        let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).unwrap();
            let (name, mut text) = (entry.name().unwrap().into_owned(), String::new());
            entry.read_to_string(&mut text).unwrap();
            out.start_file(&name, SimpleFileOptions::default()).unwrap();
            if name == file {
                assert!(text.contains(old), "{text}");
                text = text.replace(old, new);
            }
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn our_own_package_is_valid_and_each_fault_is_named() {
        let whole = package(&[listing(1), listing(2)]).unwrap();
        let (rows, found) = check(&whole).unwrap();
        assert_eq!(found, []);
        assert!(rows >= 3);
        let second = "00000000-0000-4000-8000-000000000002";
        for (file, old, new, place, why) in [
            ("services.csv", second, "00000000-0000-4000-8000-000000000001", "service, line 3, id", "twice"),
            ("services.csv", second, "dua", "service, line 3, id", "is no uuid"),
            ("services.csv", "active", "buka", "service, line 2, status", "must be one of"),
            ("services.csv", "organization_id", "organisasi", "service.organisasi", "no column"),
            ("services.csv", "organization_id", "organisasi", "service.organization_id", "is missing"),
            ("services.csv", "-9000-", "-9001-", "service, line 2, organization_id", "not in the package"),
            ("services.csv", "Layanan contoh 1", "", "service, line 2, name", "is empty"),
            ("datapackage.json", "services.csv", "layanan.csv", "layanan.csv", "is not in the package"),
            ("datapackage.json", "services.csv", "layanan.csv", "services.csv", "is not named"),
        ] {
            let (_, found) = check(&altered(&whole, file, old, new)).unwrap();
            let named = found.iter().any(|one| one.place == place && one.why.contains(why));
            assert!(named, "{place}: {found:?}");
        }
        let broken = altered(&whole, "services.csv", "Layanan contoh 1", "a,b,c");
        assert!(check(&broken).unwrap_err().why.contains("no CSV"));
        assert!(check(&whole[..whole.len() / 2]).is_err());
    }
}
