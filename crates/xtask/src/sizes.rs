//! `cargo xtask sizes`: are files and functions small enough for a stranger?

use std::fs;
use std::path::{Path, PathBuf};

use trial::workspace_root;

use crate::measure::functions;
use crate::process::Outcome;

/// Something with a length in lines, and where it is.
type Measured = (usize, String);

/// Measures every Rust file of the workspace, prints the distribution and fails when it is over the limits.
pub(crate) fn run() -> Outcome {
    let root = workspace_root();
    let mut paths = Vec::new();
    collect(&root.join("crates"), &mut paths).map_err(|e| format!("reading the sources: {e}"))?;
    let (mut files, mut bodies): (Vec<Measured>, Vec<Measured>) = Default::default();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|e| format!("reading {}: {e}", path.display()))?;
        let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        bodies
            .extend(functions(&text).into_iter().map(|f| (f.lines, format!("{name}:{} {}", f.line, f.name))));
        files.push((text.lines().count(), name));
    }
    let mut over = Vec::new();
    over.extend(judge("files", files, &[("median", 50, 120), ("p90", 90, 400), ("max", 100, 800)]));
    over.extend(judge(
        "functions",
        bodies,
        &[("median", 50, usize::MAX), ("p90", 90, 40), ("max", 100, 100)],
    ));
    if over.is_empty() { Ok(()) } else { Err(format!("too long: {}", over.join("; "))) }
}

/// Prints one distribution and gives what is over its limit. A limit is a name, a percentile and a number of lines.
fn judge(what: &str, mut measured: Vec<Measured>, limits: &[(&str, usize, usize)]) -> Vec<String> {
    measured.sort();
    let mut over = Vec::new();
    let mut line = format!("{what}: {}", measured.len());
    for (name, percent, limit) in limits {
        let Some((lines, place)) = at_percentile(&measured, *percent) else { continue };
        line.push_str(&format!(", {name} {lines}"));
        if lines > limit {
            over.push(format!("{what} {name} {lines} > {limit} ({place})"));
        }
    }
    println!("{line}");
    for (lines, place) in measured.iter().rev().take(5) {
        println!("    {lines:>5} {place}");
    }
    over
}

/// The nearest-rank percentile of sorted values.
fn at_percentile(sorted: &[Measured], percent: usize) -> Option<&Measured> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1)
}

/// Rust files below `dir`, without folders of data.
fn collect(dir: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            if name != "data" && name != "target" && name != "node_modules" {
                collect(&path, into)?;
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(lines: &[usize]) -> Vec<Measured> {
        lines.iter().map(|n| (*n, format!("place{n}"))).collect()
    }

    #[test]
    fn percentiles_are_nearest_rank() {
        let ten = measured(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!([50, 90, 100].map(|p| at_percentile(&ten, p).map(|m| m.0)), [Some(5), Some(9), Some(10)]);
        assert_eq!(at_percentile(&[], 50), None);
    }

    #[test]
    fn only_what_is_over_its_limit_is_told() {
        let limits = [("median", 50, 3), ("max", 100, 4)];
        assert_eq!(judge("files", measured(&[5, 1, 3]), &limits), ["files max 5 > 4 (place5)"]);
        assert!(judge("files", measured(&[4, 3]), &limits).is_empty());
    }
}
