//! Lists in: CSV in UTF-8, with the headings that every linkage knows.

use std::path::{Path, PathBuf};

use linkage::link::{COLUMNS, Column, Intake, People, Raw, Trouble};

use crate::Result;

/// All lists together, and the name of every row that came.
pub(crate) struct Lists {
    pub(crate) people: People,
    /// Heading of the column that names a row, and the names in the order of delivery.
    pub(crate) ids: (String, Vec<String>),
}

/// Reads all lists.
pub(crate) fn read(files: &[PathBuf], threads: usize) -> Result<Lists> {
    let mut intakes = Vec::new();
    let mut ids = (Column::Id.heading().to_owned(), Vec::new());
    for file in files {
        let name = file.display().to_string();
        let intake = if files.len() > 1 { Intake::of_file(&name) } else { Intake::new() };
        intakes.push(read_one(file, &name, intake, &mut ids)?);
    }
    let people = People::gather_on(intakes, threads);
    if people.is_empty() {
        return Err("no row of the lists can be linked: see the headings and the encoding".into());
    }
    Ok(Lists { people, ids })
}

fn read_one(path: &Path, name: &str, mut intake: Intake, ids: &mut (String, Vec<String>)) -> Result<Intake> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path)?;
    let headings = reader.headers()?.clone();
    let mut places = [None; COLUMNS.len()];
    for (at, heading) in headings.iter().enumerate() {
        let slot = Column::of_heading(heading).and_then(|column| places.get_mut(column as usize));
        if let Some(slot) = slot.filter(|slot| slot.is_none()) {
            *slot = Some(at);
        }
    }
    let of = |column: Column| places.get(column as usize).copied().flatten();
    let Some(id) = of(Column::Id) else { return Err(format!("{name}: no column names the rows").into()) };
    if !COLUMNS.into_iter().any(|column| column.is_evidence() && of(column).is_some()) {
        return Err(format!("{name}: neither a name nor a NIK to compare").into());
    }
    headings.get(id).unwrap_or_default().clone_into(&mut ids.0);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        let row = u32::try_from(ids.1.len())?;
        let Ok(text) = csv::StringRecord::from_byte_record(std::mem::take(&mut record)) else {
            ids.1.push(String::new());
            intake.note(Trouble::NotText);
            continue;
        };
        ids.1.push(text.get(id).unwrap_or_default().trim().to_owned());
        if text.len() == headings.len() {
            let mut raw = Raw::default();
            for (cell, place) in raw.cells.iter_mut().zip(places) {
                *cell = place.and_then(|at| text.get(at)).unwrap_or_default();
            }
            // What is set aside is counted by the intake.
            let _ = intake.take(&raw, row, name);
        } else {
            intake.note(Trouble::Ragged);
        }
        record = text.into_byte_record();
    }
    Ok(intake)
}
