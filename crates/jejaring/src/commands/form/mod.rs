//! `jejaring form`: XLSForms checked, compiled, compared.

mod compare;
mod compile;
mod primero;
mod report;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use forms::sheets::Workbook;
use forms::{ProblemCode, Reading, read};
use model::Lang;

use crate::failure::{Failure, Result};
use crate::out::Out;

pub(super) use report::verdict;

/// Largest form that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// Check, compile and compare forms written as XLSForms
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring form check forms/report.xlsx
  jejaring form compile forms/report.xlsx --out laporan.xml
  jejaring form compare laporan-2025.xlsx laporan-2026.xlsx --lang en
  jejaring form primero konfigurasi.json --version 1 --out formulir/
  (0: usable; 1: not, one line for each problem with sheet, row, column and remedy; 2: wrong use)")]
pub(crate) struct Form {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Say what is wrong with a form: sheet, row, column and remedy
    Check(Asked),
    /// Make the XForm that ODK Collect and its like open
    Compile {
        #[command(flatten)]
        asked: Asked,
        /// File to write
        #[arg(long, value_name = "FILE.xml")]
        out: PathBuf,
    },
    /// Say what changes between two versions of a form
    Compare {
        /// The version that is in use
        old: PathBuf,
        /// The version to be published
        new: PathBuf,
        /// Language of the words
        #[arg(long, value_enum, default_value_t = Tongue::Id)]
        lang: Tongue,
    },
    /// Make XLSForms of the form sections of a Primero configuration, and say what became of every field
    Primero {
        /// What Primero answers under /api/v2/forms, as JSON; with "lookups" beside it where there are lists
        file: PathBuf,
        /// Version that the forms get
        #[arg(long, default_value = "1")]
        version: String,
        /// Directory to write into
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

#[derive(Debug, Args)]
struct Asked {
    /// The form: XLSX, or CSV with the sheets' names in the first column; tables that it reads lie in its folder
    file: PathBuf,
    /// Language of the words
    #[arg(long, value_enum, default_value_t = Tongue::Id)]
    lang: Tongue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tongue {
    Id,
    En,
}

impl From<Tongue> for Lang {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::Id => Self::Id,
            Tongue::En => Self::En,
        }
    }
}

impl Form {
    pub(crate) fn run(self, out: &mut Out) -> Result<()> {
        match self.task {
            Task::Check(asked) => {
                let reading = open(&asked.file)?;
                verdict(&asked.file, &reading, asked.lang.into(), out)
            }
            Task::Compile { asked, out: to } => compile::run(&asked.file, &to, asked.lang.into(), out),
            Task::Compare { old, new, lang } => compare::run(&old, &new, lang.into(), out),
            Task::Primero { file, version, out: to } => primero::run(&file, &version, &to, out),
        }
    }
}

/// Reads a form; a file that is no workbook of text is said as such.
fn open(path: &Path) -> Result<Reading> {
    let size = fs::metadata(path).map_err(|error| Failure::file(path, &error))?.len();
    if size > LARGEST {
        return Err(Failure::new(format!("{} is larger than 4 MiB: a form is far smaller", path.display())));
    }
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    reading(path, &bytes)
}

/// Reads a form from bytes already there; its id, when it gives none, is the file's name.
pub(super) fn reading(path: &Path, bytes: &[u8]) -> Result<Reading> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    let unread = |path: &Path| {
        let path = path.display().to_string();
        move |problem| Failure::new(format!("{path}: {problem}"))
    };
    let mut book = Workbook::open(bytes, &name).map_err(unread(path))?;
    let first = read(&book, &id);
    // Tables that the form asks for lie in its folder. Their names have neither slashes nor anything but letters, digits, `_`, `-` and `.`.
    let asked: Vec<&String> = first
        .problems
        .iter()
        .filter(|problem| problem.code == ProblemCode::MissingFile)
        .filter_map(|problem| problem.arguments.first())
        .collect();
    for file in &asked {
        let beside = path.with_file_name(file);
        let Ok(bytes) = fs::read(&beside) else { continue };
        book.attach(file, &bytes).map_err(unread(&beside))?;
    }
    Ok(if book.files.is_empty() { first } else { read(&book, &id) })
}
