//! Where things lie on the machine that runs the tests.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn workspace_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Cargo's target directory: `CARGO_TARGET_DIR`, or `target` in the root of the repository.
pub fn target_dir() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => workspace_root().join(dir),
        None => workspace_root().join("target"),
    }
}

/// The first of `names` that is a file in a directory of `PATH`.
pub fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names
        .iter()
        .find_map(|name| env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file()))
}

/// The browser of the tests: the program that `CHROMIUM` names, or the first of its usual names in `PATH`.
pub fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    env::var_os("CHROMIUM").map(PathBuf::from).or_else(|| find_program(&names))
}

/// The program that drives the browser: what `CHROMEDRIVER` names, or `chromedriver` in `PATH`.
pub fn chromedriver() -> Option<PathBuf> {
    env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| find_program(&["chromedriver"]))
}
