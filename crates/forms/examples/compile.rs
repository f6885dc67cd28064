//! Compiles an XLSForm and writes the XForm to the terminal: `cargo run -p forms --example compile -- FILE`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    let path = std::path::PathBuf::from(std::env::args_os().nth(1).unwrap_or_default());
    let bytes = std::fs::read(&path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut book = forms::sheets::Workbook::open(&bytes, &name).map_err(std::io::Error::other)?;
    // Tables lie beside the form, in a folder of their own.
    let missing = |problem: &forms::Problem| problem.code == forms::ProblemCode::MissingFile;
    for problem in forms::read(&book, &id).problems.iter().filter(|problem| missing(problem)) {
        let Some(file) = problem.arguments.first() else { continue };
        if let Ok(bytes) = std::fs::read(path.with_file_name("tables").join(file)) {
            book.attach(file, &bytes).map_err(std::io::Error::other)?;
        }
    }
    let reading = forms::read(&book, &id);
    let mut out = std::io::stdout().lock();
    match &reading.form {
        Some(form) => out.write_all(forms::compile(form).as_bytes()),
        None => reading.errors().try_for_each(|problem| writeln!(out, "{problem}")),
    }
}
