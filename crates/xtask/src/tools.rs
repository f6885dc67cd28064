//! The programs that tests need: found, installed when that is allowed, or named.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use trial::postgres::Binaries;
use trial::{chromedriver, chromium, find_program, workspace_root};

use crate::process::{Outcome, cargo, complete, say, succeeds};

/// Versions known to build with the compiler of this workspace.
const NEXTEST: (&str, &str) = ("cargo-nextest", "0.9.143");
const DENY: (&str, &str) = ("cargo-deny", "0.20.2");

/// How `cargo` runs the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runner {
    Nextest,
    /// Where nextest cannot be installed.
    CargoTest,
}

/// Makes sure of browser, driver, PostgreSQL and axe-core.
pub(crate) fn prepare() -> Outcome {
    say("checking tools");
    install_packages()?;
    npm()
}

/// Nextest when it is there or can be installed.
pub(crate) fn runner() -> Runner {
    match cargo_tool("nextest", NEXTEST) {
        Ok(()) => Runner::Nextest,
        Err(trouble) => {
            say(&format!("{trouble}; falling back to cargo test"));
            Runner::CargoTest
        }
    }
}

/// Makes sure of `cargo deny`.
pub(crate) fn deny() -> Outcome {
    cargo_tool("deny", DENY)
}

/// Makes sure of a component of the toolchain, such as `clippy`.
pub(crate) fn component(subcommand: &str, component: &str) -> Outcome {
    if succeeds(cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    say(&format!("installing the toolchain's {component}"));
    complete(Command::new("rustup").args(["component", "add", component]), "rustup component add")
}

fn missing_packages() -> Vec<&'static str> {
    let wanted = [
        ("chromium", chromium().is_none()),
        ("chromium-driver", chromedriver().is_none()),
        ("postgresql", Binaries::find().is_err()),
    ];
    wanted.into_iter().filter(|(_, missing)| *missing).map(|(package, _)| package).collect()
}

fn install_packages() -> Outcome {
    let missing = missing_packages();
    if missing.is_empty() {
        say("chromium, chromedriver and PostgreSQL are here");
        return Ok(());
    }
    let names = missing.join(" ");
    let by_hand = format!(
        "missing: {names}\nOn Debian or Ubuntu run:\n    sudo apt-get install -y --no-install-recommends {names}\n\
         Elsewhere install a Chromium or Chrome, its chromedriver and the PostgreSQL server; CHROMIUM and \
         CHROMEDRIVER may name programs outside PATH."
    );
    let Some(apt) = apt() else { return Err(by_hand) };
    say(&format!("installing {names}"));
    let install = || {
        let mut command = apt_get(apt);
        command.args(["install", "-y", "--no-install-recommends"]).args(&missing);
        complete(&mut command, "apt-get install")
    };
    if install().is_err() {
        // On a fresh machine the package lists are empty or old.
        complete(apt_get(apt).arg("update"), "apt-get update")
            .and_then(|()| install())
            .map_err(|e| format!("{e}\n{by_hand}"))?;
    }
    match missing_packages().as_slice() {
        [] => Ok(()),
        still => Err(format!("installed, but not found: {}\n{by_hand}", still.join(" "))),
    }
}

#[derive(Debug, Clone, Copy)]
enum Apt {
    AsRoot,
    WithSudo,
}

/// How `apt-get` may be used without asking anybody.
fn apt() -> Option<Apt> {
    find_program(&["apt-get"])?;
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() == b"0" {
        return Some(Apt::AsRoot);
    }
    succeeds(Command::new("sudo").args(["-n", "true"])).then_some(Apt::WithSudo)
}

fn apt_get(apt: Apt) -> Command {
    let mut command = match apt {
        Apt::AsRoot => Command::new("env"),
        Apt::WithSudo => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env"]);
            sudo
        }
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).stdin(Stdio::null());
    command
}

/// What tests of pages need: axe-core and TypeScript. Nothing of it is shipped and no script of a package is run.
pub(crate) fn npm() -> Outcome {
    let root = workspace_root();
    let changed =
        |path: &Path| fs::metadata(path).and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let installed = root.join("node_modules/.package-lock.json");
    if installed.exists() && changed(&installed) >= changed(&root.join("package-lock.json")) {
        say("axe-core and TypeScript are here");
        return Ok(());
    }
    if find_program(&["npm"]).is_none() {
        return Err(
            "missing: npm. Install Node.js (on Debian or Ubuntu: apt-get install nodejs npm)".to_owned()
        );
    }
    say("installing axe-core and TypeScript with npm");
    let mut command = Command::new("npm");
    command
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(root)
        .stdin(Stdio::null());
    complete(&mut command, "npm ci")
}

fn cargo_tool(subcommand: &str, (package, version): (&str, &str)) -> Outcome {
    if succeeds(cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    say(&format!("installing {package} {version} (takes some minutes, once)"));
    // A tool that runs for seconds need not be built for minutes.
    let quick = [("OPT_LEVEL", "0"), ("LTO", "false"), ("DEBUG", "0"), ("CODEGEN_UNITS", "256")];
    let quick = quick.map(|(name, value)| (format!("CARGO_PROFILE_RELEASE_{name}"), value));
    let mut command = cargo();
    command.args(["install", package, "--version", version, "--locked", "--quiet"]).envs(quick);
    complete(&mut command, &format!("cargo install {package}"))
}
