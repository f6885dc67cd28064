//! Protection as it was asked for.

use std::fs;
use std::path::Path;

use formats::open_table;
use seal::{NodeKey, SymmetricKey, Zeroizing};
use statistics::Counted;
use statistics::output::withheld_cells;
use statistics::perturb::{Noise, PerturbationTable};
use statistics::protect::Pattern;
use statistics::publish::{Earlier, Plan, Proof, Published, Shown};

use super::{Protect, Tabulate, failed, usage};
use crate::failure::{Failure, Result};

/// Shortest secret, in bytes.
const SECRET: usize = 32;

/// The key under which record keys are made, from the secret in a file.
pub(super) fn cell_key(path: &Path) -> Result<SymmetricKey> {
    let secret = Zeroizing::new(fs::read(path).map_err(|error| Failure::file(path, &error))?);
    if secret.len() < SECRET {
        return Err(Failure::new(format!(
            "{} is too short for a secret: make one with `head -c 32 /dev/urandom`",
            path.display()
        )));
    }
    Ok(NodeKey::from_bytes(seal::sha256(&secret)).subkey("cell-key"))
}

/// Protects what was counted; nothing comes out unless it is proven safe.
pub(super) fn protect(
    asked: &Tabulate,
    plan: &Plan,
    counted: &Counted,
    earlier: Option<&Earlier>,
) -> Result<(Published, Proof)> {
    if earlier.is_some() && asked.protect != Protect::Suppress {
        return Err(Failure::usage("--earlier is for --protect suppress"));
    }
    match asked.protect {
        Protect::Suppress => plan.suppress(counted, earlier).map_err(failed),
        Protect::Round => plan.round(counted, asked.base).map_err(failed),
        Protect::Perturb => {
            let smallest = 3.min(asked.noise);
            let noise = Noise { largest: asked.noise, variance: asked.variance, smallest };
            let table = PerturbationTable::new(noise).map_err(usage)?;
            plan.perturb(counted, &table).map_err(failed)
        }
    }
}

/// The cells that the earlier release withheld: read from what was published, or worked out again.
pub(super) fn withheld(asked: &Tabulate, plan: &Plan, counted: &Counted) -> Result<Pattern> {
    let layout = counted.layout();
    let Some(path) = &asked.earlier_out else {
        let (published, _) = plan.suppress(counted, None).map_err(failed)?;
        let shown = |cell| matches!(published.shown(cell), Shown::Count(_) | Shown::NoData);
        return Ok((0..layout.len()).map(|cell| !shown(cell)).collect());
    };
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let wrong = |error: formats::FormatError| Failure::new(format!("{}: {error}", path.display()));
    let table = open_table(&bytes, &path.to_string_lossy()).map_err(wrong)?;
    let header = table.header().names.clone();
    if !header.iter().any(|name| name == "status") {
        return Err(Failure::new(format!("{} is no table that this command wrote as CSV", path.display())));
    }
    let width = header.len();
    let rows = table.map(|row| row.map(|row| (0..width).map(|at| row.text(at).to_owned()).collect()));
    let rows: Vec<Vec<String>> = rows.collect::<std::result::Result<_, _>>().map_err(wrong)?;
    Ok(withheld_cells(layout, &header, &rows))
}
