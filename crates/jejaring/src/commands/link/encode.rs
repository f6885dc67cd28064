//! `jejaring encode`

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use linkage::encoding::Schema;
use linkage::link::Column;
use node::counting::{Encoding, filter_text};
use seal::Zeroizing;
use serde_json::json;

use super::columns::{Layout, Wanted};
use super::csv_rows::{Block, Cutter};
use super::encodings::heading;
use super::output::row_of;
use super::reading::each_record;
use super::workbook;
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Encode a list under a shared secret, so that it can be linked without names
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring encode anak.csv --secret-file rahasia.txt --schema skema.json --out anak-sandi.csv
  jejaring link anak-sandi.csv lain-sandi.csv --out klaster.csv
  (openssl rand -base64 48 > rahasia.txt makes the secret: shared by the agencies, never by who links;
  the schema is a linkage schema of clkhash, version 3; the output has the id, the agency and one filter for each feature. Filters
  hide names, not how often they occur: they stay personal data)")]
pub(crate) struct Encode {
    /// List to encode: CSV or XLSX
    file: PathBuf,
    /// File with the shared secret, at least 32 bytes
    #[arg(long, value_name = "FILE")]
    secret_file: PathBuf,
    /// What is encoded, and how: a linkage schema of clkhash, version 3
    #[arg(long, value_name = "FILE")]
    schema: PathBuf,
    /// Where to write the filters, as CSV
    #[arg(long)]
    out: PathBuf,
    /// Column that names a row
    #[arg(long, value_name = "COL")]
    id: Option<String>,
    /// Columns by hand: heading=field, separated by commas
    #[arg(long, value_name = "OLD=NEW,…", value_delimiter = ',')]
    columns: Vec<String>,
    /// Salt names by this field, so that equal names show only where it is equal too: a field that is always there and right, such as
    /// sex
    #[arg(long, value_name = "FIELD")]
    salt_by: Option<String>,
    /// Columns to carry over in the clear
    #[arg(long, value_name = "COL,…", value_delimiter = ',')]
    keep: Vec<String>,
    /// Threads [default: as many as there are processors]
    #[arg(long)]
    threads: Option<usize>,
}

/// All that a row is encoded by.
struct Work<'a> {
    encoding: &'a Encoding,
    layout: &'a Layout,
    keep: Vec<usize>,
}

impl Encode {
    pub(crate) fn run(self, out: &mut Out) -> Result<()> {
        let text = fs::read_to_string(&self.schema).map_err(|error| Failure::file(&self.schema, &error))?;
        let schema = Schema::parse(&text)
            .map_err(|problem| Failure::new(format!("{}: {problem}", self.schema.display())))?;
        let salt = self.salt_by.as_deref().map(salt_column).transpose()?;
        let secret = fs::read(&self.secret_file).map_err(|error| Failure::file(&self.secret_file, &error))?;
        let secret = Zeroizing::new(secret);
        let encoding = Encoding::new(schema, salt, &secret)
            .map_err(|error| Failure::new(format!("{}: {error}", self.secret_file.display())))?;
        let schema = encoding.schema();
        let wanted = Wanted::new(self.id.as_deref(), None, &self.columns)?;
        let threads = self
            .threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
            .max(1);
        let file = File::create(&self.out).map_err(|error| Failure::file(&self.out, &error))?;
        let mut written = BufWriter::with_capacity(1 << 18, file);
        let bar = out.count("rows encoded");
        let mut rows = 0_u64;
        let failed = |error: std::io::Error| Failure::file(&self.out, &error);
        let mut put = |lines: Lines| -> Result<()> {
            rows += lines.rows;
            bar.inc(lines.rows);
            written.write_all(&lines.bytes).map_err(failed)
        };
        let begin = |layout: &Layout, headings: &[String]| -> Result<(Vec<usize>, Lines)> {
            missing_columns(schema, layout, &self.file)?;
            let place = |name: &String| headings.iter().position(|heading| heading.trim() == name.trim());
            let keep = self.keep.iter().map(|name| {
                place(name)
                    .ok_or_else(|| Failure::new(format!("{} has no column {name}", self.file.display())))
            });
            Ok((keep.collect::<Result<Vec<usize>>>()?, self.head(schema, encoding.check())))
        };
        if self.file.extension().is_some_and(|e| e == "xlsx") {
            let table = workbook::open(&self.file)?;
            let headings = table.header().names.clone();
            let layout = wanted.layout(&headings, &self.file.display().to_string())?;
            let (keep, head) = begin(&layout, &headings)?;
            put(head)?;
            let work = Work { encoding: &encoding, layout: &layout, keep };
            for found in table {
                let found =
                    found.map_err(|error| Failure::new(format!("{}: {error}", self.file.display())))?;
                let mut lines = Lines::default();
                let cells: Vec<&str> = (0..layout.width).map(|column| found.text(column)).collect();
                work.row(&cells, &mut lines);
                put(lines)?;
            }
        } else {
            let (mut cutter, head) = Cutter::open(&self.file, 0, 0)?;
            let layout = wanted.layout(&head.headings, &self.file.display().to_string())?;
            let (keep, first) = begin(&layout, &head.headings)?;
            put(first)?;
            let work = Work { encoding: &encoding, layout: &layout, keep };
            while let Some(block) = cutter.next(&self.file)? {
                work.block(&block, head.separator, threads).into_iter().try_for_each(&mut put)?;
            }
        }
        bar.finish_and_clear();
        written.flush().map_err(failed)?;
        out.say(format_args!("{rows} rows encoded, {} features", schema.features.len()));
        out.finish(&json!({
            "ok": true, "rows": rows, "features": schema.features.len(), "bits": schema.folded_bits(), "check": encoding.check(),
        }));
        Ok(())
    }

    fn head(&self, schema: &Schema, check: &str) -> Lines {
        let filters = schema.features.iter().map(|feature| heading(feature.column, check));
        let heads: Vec<String> = ["rec_id".to_owned(), "agency".to_owned()]
            .into_iter()
            .chain(filters)
            .chain(self.keep.iter().cloned())
            .collect();
        let mut lines = Lines::default();
        // Writing into memory does not fail.
        let _ = row_of(&mut lines.bytes, heads.iter().map(String::as_str));
        lines
    }
}

fn salt_column(name: &str) -> Result<Column> {
    match Column::of_heading(name) {
        Some(column @ (Column::Sex | Column::Province | Column::Dob)) => Ok(column),
        _ => Err(Failure::usage("--salt-by takes sex, province or dob")),
    }
}

/// A feature of the schema that the list does not have is a mistake in one of the two.
fn missing_columns(schema: &Schema, layout: &Layout, file: &Path) -> Result<()> {
    let has = |column: Column| layout.places.get(column as usize).copied().flatten().is_some();
    let lacking = schema.features.iter().find(|feature| match feature.column {
        Column::Name => !has(Column::Name) && !has(Column::GivenName),
        column => !has(column),
    });
    lacking.map_or(Ok(()), |feature| {
        Err(Failure::new(format!(
            "{} has no column {}: name it with --columns, or mark it ignored in the schema of all agencies",
            file.display(),
            feature.identifier
        )))
    })
}

/// Written lines.
#[derive(Default)]
struct Lines {
    bytes: Vec<u8>,
    rows: u64,
}

impl Work<'_> {
    /// Encodes the rows of a block on all threads; lines come in their order.
    fn block(&self, block: &Block, separator: u8, threads: usize) -> Vec<Lines> {
        let mut rows: Vec<csv::ByteRecord> = Vec::new();
        each_record(&block.bytes, separator, |record| rows.push(record.clone()));
        let share = rows.len().div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            let workers: Vec<_> = rows
                .chunks(share)
                .map(|rows| {
                    scope.spawn(move || {
                        let mut lines = Lines::default();
                        for record in rows {
                            let cells: std::result::Result<Vec<&str>, _> =
                                record.iter().map(std::str::from_utf8).collect();
                            if let Ok(cells) = cells {
                                self.row(&cells, &mut lines);
                            }
                        }
                        lines
                    })
                })
                .collect();
            workers.into_iter().map(|worker| worker.join().unwrap_or_default()).collect()
        })
    }

    fn row(&self, cells: &[&str], lines: &mut Lines) {
        if cells.len() != self.layout.width {
            return;
        }
        let cell = |column: Column| {
            let place = self.layout.places.get(column as usize).copied().flatten();
            place.and_then(|place| cells.get(place)).copied().unwrap_or_default().trim()
        };
        let mut out = vec![cell(Column::Id).to_owned(), cell(Column::Agency).to_owned()];
        out.extend(self.encoding.row(cell).iter().map(|filter| filter_text(filter)));
        out.extend(self.keep.iter().map(|place| cells.get(*place).copied().unwrap_or_default().to_owned()));
        let _ = row_of(&mut lines.bytes, out.iter().map(String::as_str));
        lines.rows += 1;
    }
}
