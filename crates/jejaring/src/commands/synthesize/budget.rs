//! The ledger of a set of children, as a file that its holder keeps.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use node::Clock;
use serde::{Deserialize, Serialize};
use statistics::privacy::{Entry, Ledger, Loss};

use crate::failure::{Failure, Result};
use crate::home::files;

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    jejaring_budget: u32,
    granted: Units,
    entries: Vec<Line>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Units {
    epsilon: f64,
    delta: f64,
    rho_units: u64,
    delta_units: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    release: String,
    rho_units: u64,
    delta_units: u64,
    at: String,
    input_sha256: String,
    settings: String,
}

/// What a release is booked as.
pub(super) struct Booking<'a> {
    pub(super) release: &'a str,
    pub(super) loss: Loss,
    pub(super) input_sha256: &'a str,
    pub(super) settings: &'a str,
}

/// How the ledger stands.
pub(super) struct Stand {
    pub(super) ledger: Ledger,
    /// What was granted as ε at δ.
    pub(super) granted: (f64, f64),
    /// Whether this release was paid for before.
    pub(super) repeated: bool,
}

/// Pays for a release. It is on the disk before anything is drawn: a run that breaks off afterwards has paid.
///
/// What was told of a list is remembered a second time in the register, under the hash of its bytes alone: with the column of people
/// in the name, naming another column would begin anew. A ledger that lacks any of it is not the ledger of these children.
pub(super) fn pay(
    path: &Path,
    register: &Path,
    grant: Option<(f64, f64)>,
    booking: &Booking<'_>,
) -> Result<Stand> {
    fs::create_dir_all(register).map_err(|error| Failure::file(register, &error))?;
    let remembered = register.join(format!("{}.json", booking.input_sha256));
    let _others = lock(&remembered)?;
    let _lock = lock(path)?;
    let mut memory = recall(&remembered)?;
    if !memory.told.is_empty() && !path.exists() {
        return Err(elsewhere(path, &memory, &remembered));
    }
    let mut kept = open(path, grant)?;
    if memory.told.iter().any(|told| !kept.entries.iter().any(|line| line.release == *told)) {
        return Err(elsewhere(path, &memory, &remembered));
    }
    let granted = Loss { rho: kept.granted.rho_units, delta: kept.granted.delta_units };
    let entries = kept.entries.iter().map(|line| Entry {
        release: line.release.clone(),
        loss: Loss { rho: line.rho_units, delta: line.delta_units },
    });
    let damaged = |error: statistics::error::Error| Failure::new(format!("{}: {error}", path.display()));
    let mut ledger = Ledger::kept(granted, entries.collect()).map_err(damaged)?;
    let new = ledger.spend(booking.release, booking.loss).map_err(damaged)?;
    if new {
        kept.entries.push(Line {
            release: booking.release.to_owned(),
            rho_units: booking.loss.rho,
            delta_units: booking.loss.delta,
            at: node::SystemClock.now().to_string(),
            input_sha256: booking.input_sha256.to_owned(),
            settings: booking.settings.to_owned(),
        });
        let text = serde_json::to_vec_pretty(&kept).map_err(|error| Failure::new(error.to_string()))?;
        files::replace(path, &text, files::PRIVATE)?;
    }
    if !memory.told.iter().any(|told| told == booking.release) {
        memory.told.push(booking.release.to_owned());
        memory.ledger = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let text = serde_json::to_vec_pretty(&memory).map_err(|error| Failure::new(error.to_string()))?;
        files::replace(&remembered, &text, files::PRIVATE)?;
    }
    Ok(Stand { ledger, granted: (kept.granted.epsilon, kept.granted.delta), repeated: !new })
}

/// What this machine remembers of a list.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    jejaring_register: u32,
    /// The ledger that paid last.
    ledger: PathBuf,
    /// Releases that were paid for.
    told: Vec<String>,
}

fn recall(path: &Path) -> Result<Memory> {
    match fs::read(path) {
        Ok(text) => serde_json::from_slice(&text)
            .ok()
            .filter(|memory: &Memory| memory.jejaring_register == 1)
            .ok_or_else(|| Failure::new(format!("{} is no register of a privacy budget", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok(Memory { jejaring_register: 1, ..Memory::default() })
        }
        Err(error) => Err(Failure::file(path, &error)),
    }
}

fn elsewhere(path: &Path, memory: &Memory, register: &Path) -> Failure {
    Failure::new(format!(
        "{} does not hold all {} releases of this list that {} remembers: a budget is not begun anew; give the ledger that paid for \
         them with --budget, it was {}",
        path.display(),
        memory.told.len(),
        register.display(),
        memory.ledger.display()
    ))
}

fn open(path: &Path, grant: Option<(f64, f64)>) -> Result<Kept> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let (epsilon, delta) = grant.ok_or_else(|| {
                Failure::usage(format!(
                    "{} is not there yet: say with --grant how much may ever be told of these children (epsilon, such as 8)",
                    path.display()
                ))
            })?;
            let loss = Loss::allowed(epsilon, delta).map_err(|error| Failure::usage(error.to_string()))?;
            let granted = Units { epsilon, delta, rho_units: loss.rho, delta_units: loss.delta };
            return Ok(Kept { jejaring_budget: 1, granted, entries: Vec::new() });
        }
        Err(error) => return Err(Failure::file(path, &error)),
    };
    if grant.is_some() {
        return Err(Failure::usage(format!(
            "{} has its grant, and a grant is given once: leave --grant out",
            path.display()
        )));
    }
    let kept: Kept = serde_json::from_slice(&text)
        .map_err(|_| Failure::new(format!("{} is no ledger of a privacy budget", path.display())))?;
    if kept.jejaring_budget != 1 {
        return Err(Failure::new(format!("{} was written by a later version", path.display())));
    }
    Ok(kept)
}

/// Whoever else pays from this ledger waits.
fn lock(path: &Path) -> Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&name);
    let file = file.map_err(|error| Failure::file(&name, &error))?;
    file.lock().map_err(|error| Failure::file(&name, &error))?;
    Ok(file)
}
