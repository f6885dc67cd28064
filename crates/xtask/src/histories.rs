//! `cargo xtask histories`: many generated histories of seven nodes, for the night.

use crate::process::{Outcome, cargo, complete, say};

/// Reads `--n NUMBER` and `--seed NUMBER`.
pub(crate) fn read(arguments: &[String]) -> Result<(u64, u64), String> {
    let (mut count, mut seed) = (10_000, 1);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let value = words.next().and_then(|text| text.parse().ok());
        match (word.as_str(), value) {
            ("--n", Some(number)) => count = number,
            ("--seed", Some(number)) => seed = number,
            _ => return Err(format!("unknown argument or number: {word}")),
        }
    }
    Ok((count, seed))
}

/// Plays them, optimised. A history that fails is named with its seed.
pub(crate) fn run((count, seed): (u64, u64)) -> Outcome {
    say(&format!("{count} histories from seed {seed}"));
    let settings = [("JEJARING_HISTORIES", count.to_string()), ("JEJARING_SEED", seed.to_string())];
    let arguments =
        ["test", "--release", "-p", "node", "--test", "all", "no_history_loses_doubles_or_widens"];
    complete(cargo().args(arguments).envs(settings), "the histories")
}
