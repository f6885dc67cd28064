//! `jejaring check`: is this foreign file valid for us?

mod xlsform;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::failure::{Failure, Result};
use crate::out::Out;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Check a foreign file: valid for us or not, with each reason and place
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring check --format xlsform formulir.xlsx
  (0: valid; 1: not valid, one line for each reason; 2: wrong use)")]
pub(crate) struct Check {
    /// What the file should be
    #[arg(long, value_enum)]
    format: Format,
    /// The file
    file: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Form written as an XLSForm (XLSX or CSV)
    Xlsform,
}

impl Check {
    pub(crate) fn run(&self, out: &mut Out) -> Result<()> {
        let bytes = read(&self.file)?;
        match self.format {
            Format::Xlsform => xlsform::run(&self.file, &bytes, out),
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).map_err(|error| Failure::file(path, &error))?.len();
    if size > LARGEST {
        return Err(Failure::new(format!("{} is larger than 64 MiB: split it", path.display())));
    }
    fs::read(path).map_err(|error| Failure::file(path, &error))
}
