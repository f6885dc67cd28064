//! Writes the invented sample tables. From the root: `cargo run -p formats --example make_samples`.

mod rows;

use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("kasus-contoh.csv"), rows::kasus_csv()?)?;
    fs::write(folder.join("primero-export-contoh.xlsx"), rows::primero_xlsx()?)?;
    Ok(())
}
