//! `cargo xtask test`: every test, on a machine that may be fresh.

use trial::postgres::{ADDRESS_VARIABLE, Cluster, Options};
use trial::workspace_root;

use crate::process::{Outcome, cargo, run_and_keep, say};
use crate::tools::{self, Runner};

/// What to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Only these crates; all when empty.
    packages: Vec<String>,
    /// Handed to the test runner as they are.
    passed_on: Vec<String>,
}

impl Plan {
    /// Reads `[-p CRATE]... [-- ARGUMENTS]`.
    pub(crate) fn read(arguments: &[String]) -> Result<Self, String> {
        let mut plan = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "-p" | "--package" => {
                    let name = arguments.next().ok_or("-p needs the name of a crate")?;
                    plan.packages.push(name.clone());
                }
                "--" => plan.passed_on.extend(arguments.by_ref().cloned()),
                other => return Err(format!("unknown argument of test: {other}")),
            }
        }
        Ok(plan)
    }

    fn selection(&self, packages: &[&String]) -> Vec<String> {
        if self.packages.is_empty() {
            return vec!["--workspace".to_owned()];
        }
        packages.iter().flat_map(|name| ["-p".to_owned(), (*name).clone()]).collect()
    }

    /// The crates with documentation tests: a binary has none, and cargo refuses to look. `None` when no crate is left.
    fn documented(&self) -> Option<Vec<String>> {
        let library =
            |name: &&String| workspace_root().join("crates").join(name).join("src/lib.rs").is_file();
        let libraries: Vec<_> = self.packages.iter().filter(library).collect();
        (self.packages.is_empty() || !libraries.is_empty()).then(|| self.selection(&libraries))
    }
}

/// Prepares the machine, runs the tests, then the documentation tests, and sums up.
pub(crate) fn run(plan: &Plan) -> Outcome {
    tools::prepare()?;
    let runner = tools::runner();
    say("starting a temporary PostgreSQL");
    // Ends with this value; should this program be killed, its watcher ends it.
    let cluster = Cluster::start(Options::default()).map_err(|e| e.to_string())?;
    let address = cluster.url("postgres");

    say("running the tests");
    let (tests, test_lines) = run_tests(plan, runner, &address);
    // Asked for by name, only those tests are meant.
    let documented = if plan.passed_on.is_empty() { plan.documented() } else { None };
    let (documentation, documentation_lines) = match documented {
        Some(selection) => run_documentation(&selection, &address),
        None => (Ok(()), Vec::new()),
    };
    drop(cluster);

    say("summary");
    for line in test_lines {
        println!("tests: {line}");
    }
    if !documentation_lines.is_empty() {
        println!("documentation tests: {}", total(&documentation_lines));
    }
    tests.and(documentation)
}

fn run_tests(plan: &Plan, runner: Runner, address: &str) -> (Outcome, Vec<String>) {
    let selection = plan.selection(&plan.packages.iter().collect::<Vec<_>>());
    let mut command = cargo();
    command.env(ADDRESS_VARIABLE, address);
    match runner {
        Runner::Nextest => {
            command.args(["nextest", "run", "--locked"]).args(selection).args(&plan.passed_on);
            run_and_keep(&mut command, "cargo nextest run", |line| line.trim_start().starts_with("Summary ["))
        }
        Runner::CargoTest => {
            command
                .args(["test", "--locked", "--no-fail-fast", "--lib", "--bins", "--tests"])
                .args(selection);
            let (outcome, lines) = run_and_keep(command.args(&plan.passed_on), "cargo test", is_result);
            (outcome, vec![total(&lines)])
        }
    }
}

fn run_documentation(selection: &[String], address: &str) -> (Outcome, Vec<String>) {
    say("running the documentation tests");
    let mut command = cargo();
    command.env(ADDRESS_VARIABLE, address);
    command.args(["test", "--locked", "--no-fail-fast", "--doc"]).args(selection);
    run_and_keep(&mut command, "cargo test --doc", is_result)
}

fn is_result(line: &str) -> bool {
    line.starts_with("test result: ")
}

/// Adds up lines such as `test result: ok. 2 passed; 0 failed; 1 ignored; …`.
fn total(lines: &[String]) -> String {
    let count = |what: &str| -> u64 {
        let number = |line: &String| {
            let part = line.split([';', '.']).find(|part| part.trim().ends_with(what))?;
            part.split_whitespace().next()?.parse::<u64>().ok()
        };
        lines.iter().filter_map(number).sum()
    };
    format!("{} passed, {} failed, {} ignored", count(" passed"), count(" failed"), count(" ignored"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Plan, String> {
        Plan::read(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn crates_and_the_runners_own_arguments_are_told_apart() {
        let plan = read(&["-p", "node", "-p", "web", "--", "-p", "journal"]).expect("plan");
        assert_eq!(plan.packages, ["node", "web"]);
        assert_eq!(plan.passed_on, ["-p", "journal"]);
        assert_eq!(read(&["--fast"]), Err("unknown argument of test: --fast".to_owned()));
        assert!(read(&["-p"]).is_err());
    }

    #[test]
    fn binaries_have_no_documentation_tests() {
        assert_eq!(read(&[]).expect("plan").documented(), Some(vec!["--workspace".to_owned()]));
        assert_eq!(read(&["-p", "xtask"]).expect("plan").documented(), None);
        let both = read(&["-p", "xtask", "-p", "trial"]).expect("plan").documented();
        assert_eq!(both, Some(vec!["-p".to_owned(), "trial".to_owned()]));
    }

    #[test]
    fn results_are_added_up() {
        let lines = [
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s",
            "test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
        ];
        assert_eq!(total(&lines.map(str::to_owned)), "12 passed, 3 failed, 1 ignored");
    }
}
