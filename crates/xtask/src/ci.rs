//! `cargo xtask ci`: everything a change must pass.

use std::process::Command;
use std::time::Instant;

use trial::workspace_root;

use crate::process::{Outcome, cargo, complete, say};
use crate::{sizes, test, tools};

type Step = (&'static str, fn() -> Outcome);

/// The cheap ones first. Each runs even when one before it failed: one failure must not hide another.
const STEPS: &[Step] = &[
    ("format", format),
    ("sizes", sizes::run),
    ("clippy", clippy),
    ("offline app", offline_app),
    ("cargo deny", deny),
    ("tests", tests),
    ("scale", scale),
];

/// Runs every step and ends with a table of them.
fn run_all(steps: &[Step]) -> Outcome {
    let mut table = String::new();
    let mut failed = Vec::new();
    for (name, step) in steps {
        say(&format!("ci: {name}"));
        let start = Instant::now();
        let outcome = step();
        let word = if outcome.is_ok() { "passed" } else { "FAILED" };
        table.push_str(&format!("{word}  {name} ({} s)\n", start.elapsed().as_secs()));
        if let Err(trouble) = outcome {
            eprintln!("{name}: {trouble}");
            failed.push(*name);
        }
    }
    say("ci: all steps");
    print!("{table}");
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

/// What `.ci/run` runs.
pub(crate) fn run() -> Outcome {
    run_all(STEPS)
}

fn format() -> Outcome {
    tools::component("fmt", "rustfmt")?;
    complete(cargo().args(["fmt", "--all", "--check"]), "cargo fmt --check")
}

fn clippy() -> Outcome {
    tools::component("clippy", "clippy")?;
    let mut command = cargo();
    command.args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]);
    complete(&mut command, "cargo clippy")
}

/// The advisory database is a git repository that not every network reaches: `cargo deny check advisories` by hand.
fn deny() -> Outcome {
    tools::deny()?;
    complete(cargo().args(["deny", "--locked", "check", "bans", "licenses", "sources"]), "cargo deny")
}

/// The types of the offline app: its bundler takes them off without a look. Its packages are here since the program was built.
fn offline_app() -> Outcome {
    tools::npm()?;
    let mut command = Command::new("node");
    command.args(["node_modules/typescript/bin/tsc", "--noEmit", "-p", "crates/web/app"]);
    complete(command.current_dir(workspace_root()), "tsc --noEmit")
}

/// The linkage on executors, a workspace of its own. DataFusion takes many minutes to build: the lints run in the compiler that builds
/// what is tested, so that it is built once.
fn scale() -> Outcome {
    const MANIFEST: &str = "crates/scale/Cargo.toml";
    tools::component("clippy", "clippy")?;
    let format =
        complete(cargo().args(["fmt", "--manifest-path", MANIFEST, "--check"]), "cargo fmt of scale");
    let mut deny = cargo();
    deny.args(["deny", "--locked", "--manifest-path", MANIFEST, "check", "bans", "licenses", "sources"]);
    let deny = tools::deny().and_then(|()| complete(&mut deny, "cargo deny of scale"));
    let mut test = cargo();
    test.args(["test", "--locked", "--manifest-path", MANIFEST])
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__")
        .env("CLIPPY_CONF_DIR", workspace_root());
    complete(&mut test, "clippy and the tests of scale").and(format).and(deny)
}

fn tests() -> Outcome {
    test::run(&test::Plan::default())
}

#[cfg(test)]
mod tests {
    use super::run_all;

    #[test]
    fn a_failure_hides_nothing_and_is_told_at_the_end() {
        let steps = [
            ("one", (|| Err("broken".to_owned())) as fn() -> _),
            ("two", || Ok(())),
            ("three", || Err("too".to_owned())),
        ];
        assert_eq!(run_all(&steps), Err("failed: one, three".to_owned()));
        assert_eq!(run_all(&steps[1..2]), Ok(()));
    }
}
