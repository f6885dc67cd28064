//! Reading lists: blocks of rows handed to as many threads as there are.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};

use linkage::link::{COLUMNS, Column, Intake, Raw, Trouble};

use super::columns::{Layout, Wanted};
use super::csv_rows::{Block, Cutter};
use super::encodings;
use super::output::is_parquet;
use super::workbook;
use crate::failure::{Failure, Result};
use crate::out::Out;

/// What was read of all lists.
pub(super) struct Read {
    pub(super) intakes: Vec<Intake>,
    /// Rows below the headers, with those set aside.
    pub(super) rows: u64,
    /// Ids and true children, by block in the order of delivery.
    pub(super) parts: Vec<Part>,
    /// The true child of every row that has one.
    pub(super) truth: Option<Vec<u64>>,
    pub(super) layouts: Vec<Layout>,
}

/// What is kept of a block besides what was taken in.
#[derive(Default)]
pub(super) struct Part {
    pub(super) number: usize,
    pub(super) rows: u64,
    /// Number of each row, and where its id ends in `ids`.
    pub(super) ends: Vec<(u32, u32)>,
    pub(super) ids: String,
    pub(super) truth: Vec<(u32, u64)>,
}

impl Part {
    /// Rows with their ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = (u32, &str)> {
        let mut from = 0;
        self.ends.iter().map(move |(row, end)| {
            let id = self.ids.get(from..*end as usize).unwrap_or_default();
            from = *end as usize;
            (*row, id)
        })
    }

    /// Takes one row in.
    pub(super) fn take(
        &mut self,
        intake: &mut Intake,
        layout: &Layout,
        row: u32,
        cells: &[&str],
        file: &str,
    ) {
        self.rows += 1;
        if cells.len() != layout.width {
            // A quotation mark that is not closed takes the lines after it along: each of them counts as set aside.
            let lines: usize = cells.iter().map(|cell| cell.matches('\n').count()).sum();
            self.rows += lines as u64;
            (0..=lines).for_each(|_| intake.note(Trouble::Ragged));
            return;
        }
        let taken = if layout.filters.is_empty() {
            take_words(intake, layout, row, cells, file)
        } else {
            take_filters(intake, layout, row, cells, file)
        };
        let Some(id) = taken else { return };
        self.ids.push_str(id);
        self.ends.push((row, u32::try_from(self.ids.len()).unwrap_or(u32::MAX)));
        if let Some(child) = layout.truth.and_then(|place| cells.get(place)) {
            self.truth.push((
                row,
                child.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| {
                    (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
                }),
            ));
        }
    }
}

/// The id of a row that was taken in.
fn take_words<'a>(
    intake: &mut Intake,
    layout: &Layout,
    row: u32,
    cells: &[&'a str],
    file: &str,
) -> Option<&'a str> {
    let mut raw = Raw::default();
    for (slot, place) in raw.cells.iter_mut().zip(layout.places) {
        *slot = place.and_then(|place| cells.get(place)).copied().unwrap_or_default();
    }
    intake.take(&raw, row, file).ok()?;
    raw.cells.first().map(|id| id.trim())
}

/// The same of a row of filters.
fn take_filters<'a>(
    intake: &mut Intake,
    layout: &Layout,
    row: u32,
    cells: &[&'a str],
    file: &str,
) -> Option<&'a str> {
    let cell = |column: Column| {
        let place = layout.places.get(column as usize).copied().flatten();
        place.and_then(|place| cells.get(place)).map_or("", |cell| cell.trim())
    };
    let text = |place: &usize| cells.get(*place).map_or("", |cell| cell.trim());
    let widest = layout.filters.iter().map(|(place, _)| text(place).len()).max().unwrap_or_default();
    // Base64 writes three bytes as four letters, and all filters of a schema are of one width.
    let words = widest / 4 * 3 / 8;
    let filters: Option<Vec<(Column, Vec<u64>)>> = layout
        .filters
        .iter()
        .map(|(place, column)| Some((*column, encodings::read(text(place), words)?)))
        .collect();
    let Some(filters) = filters else {
        intake.note(Trouble::Ragged);
        return None;
    };
    let agency = cell(Column::Agency);
    let id = cell(Column::Id);
    intake.take_encoded(id, if agency.is_empty() { file } else { agency }, &filters, row).ok()?;
    Some(id)
}

/// Lists of names and lists of filters, or filters of several secrets, cannot be linked with each other.
fn refuse_mixed(layouts: &[Layout]) -> Result<()> {
    let Some(first) = layouts.first() else { return Ok(()) };
    let columns = |layout: &Layout| layout.filters.iter().map(|(_, column)| *column).collect::<Vec<_>>();
    if layouts.iter().any(|layout| layout.check != first.check || columns(layout) != columns(first)) {
        return Err(Failure::new(
            "the lists are not encoded alike: encode all of them with one secret and one schema, or none",
        ));
    }
    Ok(())
}

/// Reads all lists.
pub(super) fn read(files: &[PathBuf], wanted: &Wanted, threads: usize, out: &Out) -> Result<Read> {
    let mut read = Read { intakes: Vec::new(), rows: 0, parts: Vec::new(), truth: None, layouts: Vec::new() };
    let mut next = (0, 0);
    let sizes = files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|data| data.len());
    let bar = out.bytes("reading", sizes.sum());
    for path in files {
        let name = path.display().to_string();
        let intake = || if files.len() > 1 { Intake::of_file(&name) } else { Intake::new() };
        next = match path.extension().and_then(|e| e.to_str()) {
            Some("xlsx") => workbook::read(path, wanted, intake(), &mut read, next)?,
            _ if is_parquet(path) => read_parquet(path, wanted, intake(), &mut read, next)?,
            _ => read_csv(path, wanted, threads, &intake, &mut read, next, &bar)?,
        };
    }
    bar.finish_and_clear();
    refuse_mixed(&read.layouts)?;
    read.parts.sort_unstable_by_key(|part| part.number);
    read.rows = read.parts.iter().map(|part| part.rows).sum();
    if read.layouts.iter().any(|layout| layout.truth.is_some()) {
        let mut truth = vec![0; next.1 as usize];
        for (row, child) in read.parts.iter_mut().flat_map(|part| std::mem::take(&mut part.truth)) {
            if let Some(place) = truth.get_mut(row as usize) {
                *place = child;
            }
        }
        read.truth = Some(truth);
    }
    Ok(read)
}

#[cfg(feature = "parquet")]
use super::parquet_rows::read as read_parquet;

#[cfg(not(feature = "parquet"))]
fn read_parquet(path: &Path, _: &Wanted, _: Intake, _: &mut Read, _: (usize, u32)) -> Result<(usize, u32)> {
    Err(Failure::usage(format!(
        "{}: this program was built without Parquet; save the list as CSV or XLSX",
        path.display()
    )))
}

fn read_csv(
    path: &Path,
    wanted: &Wanted,
    threads: usize,
    intake: &(dyn Fn() -> Intake + Sync),
    read: &mut Read,
    (number, row): (usize, u32),
    bar: &indicatif::ProgressBar,
) -> Result<(usize, u32)> {
    let (mut cutter, head) = Cutter::open(path, number, row)?;
    let name = path.display().to_string();
    let layout = wanted.layout(&head.headings, &name)?;
    let (send, receive) = sync_channel::<Block>(threads);
    let receive = Mutex::new(receive);
    std::thread::scope(|scope| -> Result<()> {
        let work = || {
            let (mut intake, mut parts) = (intake(), Vec::new());
            while let Some(block) = next_block(&receive) {
                parts.push(one_block(&block, head.separator, &layout, &name, &mut intake));
            }
            (intake, parts)
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        while let Some(block) = cutter.next(path)? {
            bar.inc(block.bytes.len() as u64);
            if send.send(block).is_err() {
                break;
            }
        }
        drop(send);
        for worker in workers {
            let (intake, parts) = worker
                .join()
                .map_err(|_| Failure::new(format!("{name} could not be read: its reader stopped")))?;
            read.intakes.push(intake);
            read.parts.extend(parts);
        }
        Ok(())
    })?;
    read.layouts.push(layout);
    Ok(cutter.position())
}

fn next_block(receive: &Mutex<Receiver<Block>>) -> Option<Block> {
    receive.lock().ok()?.recv().ok()
}

fn one_block(block: &Block, separator: u8, layout: &Layout, file: &str, intake: &mut Intake) -> Part {
    let mut part = Part { number: block.number, ..Part::default() };
    let mut row = block.first_row;
    each_record(&block.bytes, separator, |record| {
        match record.iter().map(std::str::from_utf8).collect::<std::result::Result<Vec<&str>, _>>() {
            Ok(cells) => part.take(intake, layout, row, &cells, file),
            Err(_) => {
                part.rows += 1;
                intake.note(Trouble::NotText);
            }
        }
        row += 1;
    });
    // Kept until the end, and lists that grow have room to spare.
    part.ends.shrink_to_fit();
    part.ids.shrink_to_fit();
    part.truth.shrink_to_fit();
    part
}

/// Hands over each row of a block.
pub(super) fn each_record(bytes: &[u8], separator: u8, mut hand: impl FnMut(&csv::ByteRecord)) {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        hand(&record);
    }
}

/// Columns are known by number here.
const _: () = assert!(COLUMNS.len() == 15);
