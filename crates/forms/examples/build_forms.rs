//! Builds `forms/NAME.xlsx` from the sheets in `forms/NAME/`: `cargo run -p forms --example build_forms`.

use std::fs;
use std::io::{Error, Result, Write as _};
use std::path::Path;

use forms::sheets::Workbook;

fn main() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../forms");
    let mut out = std::io::stdout().lock();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        let sheet = |name: &str| fs::read(path.join(name).with_extension("csv"));
        let (survey, choices, settings) = (sheet("survey")?, sheet("choices")?, sheet("settings")?);
        let book = Workbook::of_csv(&[("survey", &survey), ("choices", &choices), ("settings", &settings)]);
        let bytes = book.map_err(Error::other)?.to_xlsx().map_err(Error::other)?;
        fs::write(path.with_extension("xlsx"), bytes)?;
        writeln!(out, "{}", path.with_extension("xlsx").display())?;
    }
    Ok(())
}
