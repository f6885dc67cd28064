//! What one run shares with the executors: a folder of its own below the shared one, gone when the run is over.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, FixedSizeBinaryArray, Int64Array, RecordBatch, UInt32Array,
};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use linkage::link::{Model, PACKED_RECORD, PACKED_WORD, People};
use tempfile::TempDir;

use crate::Result;

/// How the folder of a run begins: nothing else below the shared folder is ever opened by an executor.
const PREFIX: &str = "run-";
/// Rows written at once.
const ROWS: usize = 1 << 16;

/// The folder of a run, as its client sees it.
pub(crate) struct RunFolder(TempDir);

impl RunFolder {
    /// Writes a gathering down, its records in so many files, so that as many tasks can read them.
    pub(crate) fn new(shared: &Path, people: &People, files: usize) -> Result<Self> {
        fs::create_dir_all(shared)?;
        // Only its owner may look inside: the records of children are in it.
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(shared.canonicalize()?)?;
        let records =
            people.packed_records().ok_or("lists of encoded values are linked by the embedded engine")?;
        let at = folder.path().join("records");
        fs::create_dir(&at)?;
        let each = people.len().div_ceil(files.max(1)).max(1);
        let mut numbered = (0_u32..).zip(records).peekable();
        let mut file = 0;
        while numbered.peek().is_some() {
            write_records(&at.join(format!("{file:04}.parquet")), numbered.by_ref().take(each))?;
            file += 1;
        }
        let words: Vec<[u8; PACKED_WORD]> = people.packed_words().collect();
        let column: ArrayRef = Arc::new(FixedSizeBinaryArray::try_from_iter(words.iter())?);
        write(&folder.path().join("words.parquet"), [("word", column)])?;
        Ok(Self(folder))
    }

    /// What the executors know it by.
    pub(crate) fn name(&self) -> String {
        self.0.path().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Where the records are.
    pub(crate) fn records(&self) -> PathBuf {
        self.0.path().join("records")
    }

    /// Bytes that every executor reads.
    pub(crate) fn bytes(&self) -> Result<u64> {
        let mut bytes = fs::metadata(self.0.path().join("words.parquet"))?.len();
        for file in fs::read_dir(self.records())? {
            bytes += file?.metadata()?.len();
        }
        Ok(bytes)
    }

    /// Tells the executors which blocks were too large in a round.
    pub(crate) fn put_crowded(&self, round: usize, blocks: &[i64]) -> Result<()> {
        let column: ArrayRef = Arc::new(Int64Array::from(blocks.to_vec()));
        write(&self.0.path().join(crowded(round)), [("block", column)])
    }

    /// Tells the executors what to compare by.
    pub(crate) fn put_model(&self, model: &Model) -> Result<()> {
        Ok(fs::write(self.0.path().join(MODEL), model.to_toml())?)
    }
}

const MODEL: &str = "model.toml";

fn crowded(round: usize) -> String {
    format!("crowded-{round}.parquet")
}

fn write_records(path: &Path, mut records: impl Iterator<Item = (u32, [u8; PACKED_RECORD])>) -> Result<()> {
    let mut writer: Option<ArrowWriter<File>> = None;
    loop {
        let (places, packed): (Vec<u32>, Vec<_>) = records.by_ref().take(ROWS).unzip();
        if places.is_empty() {
            break;
        }
        let places: ArrayRef = Arc::new(UInt32Array::from(places));
        let packed: ArrayRef = Arc::new(FixedSizeBinaryArray::try_from_iter(packed.iter())?);
        let batch = RecordBatch::try_from_iter([("at", places), ("record", packed)])?;
        let writer = match &mut writer {
            Some(writer) => writer,
            None => writer.insert(ArrowWriter::try_new(File::create(path)?, batch.schema(), None)?),
        };
        writer.write(&batch)?;
    }
    if let Some(writer) = writer {
        writer.close()?;
    }
    Ok(())
}

/// Writes columns as one Parquet file.
pub(crate) fn write<'a>(path: &Path, columns: impl IntoIterator<Item = (&'a str, ArrayRef)>) -> Result<()> {
    let batch = RecordBatch::try_from_iter(columns)?;
    let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), None)?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

/// The folder of a run, as an executor sees it.
pub(crate) struct SeenFolder(PathBuf);

impl SeenFolder {
    /// A run by its name: a name that leads anywhere but to a run below the shared folder is refused.
    pub(crate) fn of(shared: &Path, name: &str) -> Result<Self> {
        let rest = name.strip_prefix(PREFIX).ok_or("no name of a run")?;
        if rest.is_empty() || !rest.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err("no name of a run".into());
        }
        Ok(Self(shared.join(name)))
    }

    /// The gathering.
    pub(crate) fn people(&self) -> Result<People> {
        let mut files: Vec<PathBuf> = Vec::new();
        for file in fs::read_dir(self.0.join("records"))? {
            files.push(file?.path());
        }
        files.sort();
        let mut records = Vec::new();
        for file in files {
            packed::<PACKED_RECORD>(&file, "record", &mut records)?;
        }
        let mut words = Vec::new();
        packed::<PACKED_WORD>(&self.0.join("words.parquet"), "word", &mut words)?;
        Ok(People::unpacked(records.iter(), words.iter()))
    }

    /// Blocks that were too large in a round, by rule and key.
    pub(crate) fn crowded(&self, round: usize) -> Result<HashSet<(usize, u32)>> {
        let mut blocks = HashSet::new();
        each_batch(&self.0.join(crowded(round)), |batch| {
            let column = batch.column(0).as_primitive_opt::<Int64Type>().ok_or("blocks are whole numbers")?;
            blocks.extend(column.values().iter().map(|block| rule_and_key(*block)));
            Ok(())
        })?;
        Ok(blocks)
    }

    /// What to compare by.
    pub(crate) fn model(&self) -> Result<Model> {
        Ok(Model::from_toml(&fs::read_to_string(self.0.join(MODEL))?)?)
    }
}

/// A block in one number: its rule above its key.
pub(crate) fn block(rule: usize, key: u32) -> i64 {
    (rule as i64) << 32 | i64::from(key)
}

/// The rule and the key of a block.
pub(crate) fn rule_and_key(block: i64) -> (usize, u32) {
    (usize::try_from(block >> 32).unwrap_or(usize::MAX), block as u32)
}

fn packed<const N: usize>(path: &Path, column: &str, into: &mut Vec<[u8; N]>) -> Result<()> {
    each_batch(path, |batch| {
        let column = batch.column_by_name(column).and_then(|c| c.as_fixed_size_binary_opt());
        let column = column.ok_or("a column is missing in the folder of the run")?;
        into.reserve(column.len());
        into.extend(column.iter().flatten().filter_map(|bytes| bytes.first_chunk::<N>()));
        Ok(())
    })
}

fn each_batch(path: &Path, mut take: impl FnMut(RecordBatch) -> Result<()>) -> Result<()> {
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.with_batch_size(ROWS).build()?;
    for batch in reader {
        take(batch?)?;
    }
    Ok(())
}
