//! Lists in Parquet, and the answer in it.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use linkage::link::Intake;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use super::columns::Wanted;
use super::reading::{Part, Read};
use crate::failure::{Failure, Result};

/// Rows of the answer that are written at once.
const GROUP: usize = 65_536;

/// A list whose rows are read one after the other, a group of pages at a time.
pub(super) struct List {
    reader: SerializedFileReader<File>,
    pub(super) headings: Vec<String>,
}

fn failed(path: &Path, error: &ParquetError) -> Failure {
    let hint = match error {
        ParquetError::General(text) | ParquetError::NYI(text)
            if text.contains("zstd") || text.contains("ZSTD") =>
        {
            "; write it without compression, or with snappy, gzip or lz4"
        }
        _ => "",
    };
    Failure::new(format!("{} cannot be read as Parquet ({error}){hint}", path.display()))
}

impl List {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
        let reader = SerializedFileReader::new(file).map_err(|error| failed(path, &error))?;
        let fields = reader.metadata().file_metadata().schema().get_fields();
        let headings = fields.iter().map(|field| field.name().to_owned()).collect();
        Ok(Self { reader, headings })
    }

    /// Hands over every row, its cells as text.
    pub(super) fn each(&self, path: &Path, mut take: impl FnMut(&[String]) -> Result<()>) -> Result<()> {
        let mut cells = vec![String::new(); self.headings.len()];
        for row in self.reader.get_row_iter(None).map_err(|error| failed(path, &error))? {
            let row: Row = row.map_err(|error| failed(path, &error))?;
            for (cell, (_, field)) in cells.iter_mut().zip(row.get_column_iter()) {
                text(field, cell);
            }
            take(&cells)?;
        }
        Ok(())
    }
}

/// A cell as a list in words would have it: whole numbers without a fraction, days as year, month and day. What holds more
/// than one value is left out.
fn text(field: &Field, cell: &mut String) {
    cell.clear();
    match field {
        Field::Str(text) => cell.push_str(text),
        Field::Bytes(bytes) => cell.push_str(&String::from_utf8_lossy(bytes.data())),
        Field::Float(number) => cell.push_str(&number.to_string()),
        Field::Double(number) => cell.push_str(&number.to_string()),
        Field::Date(_) | Field::TimestampMillis(_) | Field::TimestampMicros(_) => {
            // A day is the first word of either.
            let text = field.to_string();
            cell.push_str(text.split(' ').next().unwrap_or_default());
        }
        Field::Null | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => {}
        other => cell.push_str(&other.to_string()),
    }
}

/// Reads a list. Gives where the next list goes on.
pub(super) fn read(
    path: &Path,
    wanted: &Wanted,
    mut intake: Intake,
    read: &mut Read,
    (number, row): (usize, u32),
) -> Result<(usize, u32)> {
    let list = List::open(path)?;
    let name = path.display().to_string();
    let layout = wanted.layout(&list.headings, &name)?;
    let mut part = Part { number, ..Part::default() };
    let mut at = row;
    list.each(path, |cells| {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        part.take(&mut intake, &layout, at, &cells, &name);
        at = at.checked_add(1).ok_or_else(|| Failure::new("too many rows: link in parts"))?;
        Ok(())
    })?;
    read.intakes.push(intake);
    read.parts.push(part);
    read.layouts.push(layout);
    Ok((number + 1, at))
}

/// The answer, every column text.
pub(super) struct Answer {
    writer: SerializedFileWriter<File>,
    waiting: Vec<Vec<ByteArray>>,
}

impl Answer {
    pub(super) fn begin(file: File, headings: &[&str]) -> std::io::Result<Self> {
        let column = |name: &&str| {
            Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::String))
                .with_repetition(Repetition::REQUIRED)
                .build()
                .map(Arc::new)
        };
        let columns = headings.iter().map(column).collect::<std::result::Result<Vec<_>, _>>().map_err(io)?;
        let schema = Type::group_type_builder("linked").with_fields(columns).build().map_err(io)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).map_err(io)?;
        Ok(Self { writer, waiting: vec![Vec::new(); headings.len()] })
    }

    pub(super) fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
        for (column, cell) in self.waiting.iter_mut().zip(cells) {
            column.push(cell.as_bytes().to_vec().into());
        }
        if self.waiting.first().is_some_and(|column| column.len() >= GROUP) { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> std::io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(io)?;
        for column in &mut self.waiting {
            if let Some(mut place) = group.next_column().map_err(io)? {
                place.typed::<ByteArrayType>().write_batch(column, None, None).map_err(io)?;
                place.close().map_err(io)?;
            }
            column.clear();
        }
        group.close().map_err(io)?;
        Ok(())
    }

    pub(super) fn end(mut self) -> std::io::Result<()> {
        if self.waiting.first().is_some_and(|column| !column.is_empty()) {
            self.write()?;
        }
        self.writer.close().map_err(io)?;
        Ok(())
    }
}

fn io(error: ParquetError) -> std::io::Error {
    std::io::Error::other(error)
}
