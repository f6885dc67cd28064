//! Running other programs.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

/// What a chore ends with: nothing, or a sentence for the person at the terminal.
pub(crate) type Outcome = Result<(), String>;

/// Announces a step.
pub(crate) fn say(step: &str) {
    println!("==> {step}");
}

/// `cargo`, in the root of the repository, without the variables that the outer `cargo run` set for this program:
/// they would make it rebuild what others have built.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let ours = |name: &OsStr| {
        let name = name.to_string_lossy();
        ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|p| name.starts_with(p))
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| ours(name)) {
        command.env_remove(name);
    }
    command.current_dir(trial::workspace_root()).stdin(Stdio::null());
    command
}

/// Runs a command to its end, showing what it says.
pub(crate) fn complete(command: &mut Command, what: &str) -> Outcome {
    let status = command.status().map_err(|e| format!("{what} did not start: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed ({status})")) }
}

/// Whether a command runs and succeeds; what it says is not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a command to its end, showing what it says, and keeps the lines that `wanted` names.
pub(crate) fn run_and_keep(
    command: &mut Command,
    what: &str,
    wanted: fn(&str) -> bool,
) -> (Outcome, Vec<String>) {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(e) => return (Err(format!("{what} did not start: {e}")), Vec::new()),
    };
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let mut kept = Vec::new();
    std::thread::scope(|scope| {
        let said = scope.spawn(move || out.map(|o| pass_on(o, wanted, |line| println!("{line}"))));
        kept.extend(err.map(|e| pass_on(e, wanted, |line| eprintln!("{line}"))).unwrap_or_default());
        kept.extend(said.join().ok().flatten().unwrap_or_default());
    });
    let outcome = match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{what} failed ({status})")),
        Err(e) => Err(format!("{what} was lost: {e}")),
    };
    (outcome, kept)
}

/// Shows every line and gives those that `wanted` names. Bytes that are not UTF-8 are replaced.
fn pass_on(from: impl Read, wanted: fn(&str) -> bool, show: fn(&str)) -> Vec<String> {
    let mut kept = Vec::new();
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        show(&line);
        if wanted(&line) {
            kept.push(line.trim().to_owned());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wanted_lines_are_kept_and_failure_is_told() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo Summary two >&2; exit 3"]);
        let (outcome, kept) = run_and_keep(&mut command, "the trial", |line| line.starts_with("Summary"));
        assert_eq!(kept, ["Summary two"]);
        assert!(outcome.unwrap_err().starts_with("the trial failed (exit status: 3"));
    }
}
