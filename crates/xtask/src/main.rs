//! Repository chores, run as `cargo xtask …`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to the person at the terminal")]

mod ci;
mod histories;
mod measure;
mod package;
mod process;
mod sizes;
mod test;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
Repository chores.

cargo xtask test [-p CRATE]... [-- NEXTEST-ARGUMENTS]
    Passes every test: installs what is missing when it may, starts a temporary PostgreSQL,
    runs the tests and the documentation tests.  Example: cargo xtask test -p node -- journal
cargo xtask histories [--n NUMBER] [--seed NUMBER]
    Plays generated histories of seven nodes that lose, double and delay messages, part, crash and change
    their members, 10,000 unless said otherwise; names the seed of one that fails.
cargo xtask package [--binary FILE] [--out DIR]
    Makes a Debian package of the program with its units, runbooks and rules; builds the program when none is named.
cargo xtask sizes
    Measures files and functions and fails when they outgrow the limits.
cargo xtask ci
    What continuous integration runs: format, sizes, clippy, cargo deny, every test.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("", &[][..]),
    };
    let result = match command {
        "test" => match test::Plan::read(rest) {
            Ok(plan) => test::run(&plan),
            Err(trouble) => return wrong_use(&trouble),
        },
        "histories" => match histories::read(rest) {
            Ok(plan) => histories::run(plan),
            Err(trouble) => return wrong_use(&trouble),
        },
        "package" => match package::read(rest) {
            Ok(plan) => package::run(plan),
            Err(trouble) => return wrong_use(&trouble),
        },
        "sizes" if rest.is_empty() => sizes::run(),
        "ci" if rest.is_empty() => ci::run(),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        "" => return wrong_use("which chore?"),
        other => return wrong_use(&format!("unknown chore or argument: {other} {}", rest.join(" "))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\nerror: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn wrong_use(trouble: &str) -> ExitCode {
    eprintln!("error: {trouble}\n\n{USAGE}");
    ExitCode::from(2)
}
