//! Invented tables to try an import with; the binary carries them.

use std::io;
use std::path::{Path, PathBuf};

const SAMPLES: [(&str, &[u8]); 2] = [
    ("kasus-contoh.csv", include_bytes!("../../../../samples/kasus-contoh.csv")),
    ("primero-export-contoh.xlsx", include_bytes!("../../../../samples/primero-export-contoh.xlsx")),
];

/// Writes the sample files into a directory of their own; answers where they lie.
///
/// # Errors
/// When the directory or a file cannot be written.
pub(crate) fn write_samples(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let samples = dir.join("samples");
    std::fs::create_dir_all(&samples)?;
    SAMPLES
        .iter()
        .map(|(name, bytes)| {
            let path = samples.join(name);
            std::fs::write(&path, bytes)?;
            Ok(path)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_tables_that_the_formats_read() {
        let dir = tempfile::tempdir().unwrap();
        let written = write_samples(dir.path()).unwrap();
        assert_eq!(written.len(), 2);
        for (path, (_, bytes)) in written.iter().zip(SAMPLES) {
            assert_eq!(std::fs::read(path).unwrap(), bytes);
        }
    }
}
