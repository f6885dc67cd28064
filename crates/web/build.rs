//! Bundles the offline app with esbuild. Without Node, or without a network the first time, the program is built all the same; the
//! page of the app then says what is missing.

#![allow(clippy::print_stdout, reason = "cargo listens to what is printed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

/// Entry, what it becomes, and how: the engine of forms is a module of its own that is fetched when a form is opened, and needs a
/// browser that knows `await` at the top of one.
const BUNDLES: [(&str, &str, [&str; 2]); 3] = [
    ("src/main.ts", "offline-app.js", ["--format=iife", "--target=chrome79"]),
    ("src/worker.ts", "offline-worker.js", ["--format=iife", "--target=chrome79"]),
    ("src/fill.ts", "offline-forms.js", ["--format=esm", "--target=chrome89"]),
];

fn main() -> io::Result<()> {
    let app = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("app");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for watched in ["src", "package.json", "package-lock.json"] {
        println!("cargo::rerun-if-changed={}", app.join(watched).display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=PATH");
    let ready = packages(&app).and_then(|()| BUNDLES.iter().try_for_each(|one| bundle(&app, &out, *one)));
    if let Err(why) = ready {
        println!(
            "cargo::warning=the offline app is left out: {why} (install Node 20 or newer with npm and build again)"
        );
        for (_, file, _) in BUNDLES {
            fs::write(out.join(file), "")?;
        }
    }
    Ok(())
}

/// Installs what the lockfile says, unless it is there. No script of a package is run.
fn packages(app: &Path) -> Result<(), String> {
    let locked = fs::read(app.join("package-lock.json")).map_err(|error| error.to_string())?;
    let mark = app.join("node_modules/.locked");
    if fs::read(&mark).is_ok_and(|there| there == locked) {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"];
    run(Command::new(npm).args(arguments).current_dir(app))?;
    fs::write(mark, locked).map_err(|error| error.to_string())
}

fn bundle(app: &Path, out: &Path, (entry, file, how): (&str, &str, [&str; 2])) -> Result<(), String> {
    let esbuild = app.join("node_modules/esbuild/bin/esbuild");
    let target = format!("--outfile={}", out.join(file).display());
    let options = ["--bundle", "--minify", "--charset=utf8", "--log-level=error"];
    run(Command::new("node").arg(esbuild).arg(entry).args(options).args(how).arg(target).current_dir(app))
}

fn run(command: &mut Command) -> Result<(), String> {
    let said = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{} did not start: {error}", command.get_program().to_string_lossy()))?;
    if said.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&said.stderr);
    let line = text.lines().find(|line| line.to_lowercase().contains("error")).unwrap_or_default();
    Err(format!("{} failed: {line}", command.get_program().to_string_lossy()))
}
