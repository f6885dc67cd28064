//! `jejaring exchange`: joining a network, and carrying messages by file.

mod bundle;
mod deliver;
mod directories;
mod evidence;
mod join;
mod log;
mod operate;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::failure::{Failure, Result};
use crate::out::Out;

/// Join a network of members, or carry messages by file
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring exchange enrol --dir /srv/jejaring --endpoint node.contoh.invalid:8443 --out anggota.json
  jejaring exchange anchor --dir /srv/jejaring jangkar.json
  jejaring exchange adopt --dir /srv/jejaring direktori.json
  jejaring exchange export --dir /srv/jejaring --member PH/HOT/HALIMBAWA --out pesan.jjb
  jejaring exchange evidence --dir /srv/jejaring --eid EID --out bukti.json")]
pub(crate) struct Exchange {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Enrol(join::Enrol),
    Anchor(join::Anchor),
    Adopt(join::Adopt),
    Operator(operate::Operator),
    Sign(operate::Sign),
    Export(bundle::Export),
    Import(bundle::Import),
    Evidence(evidence::Evidence),
    SendList(deliver::Deliver),
    Log(log::Log),
    Directories(directories::Directories),
}

impl Exchange {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        match self.what {
            What::Enrol(enrol) => enrol.run(out).await,
            What::Anchor(anchor) => anchor.run(out).await,
            What::Adopt(adopt) => adopt.run(out).await,
            What::Operator(operator) => operator.run(out),
            What::Sign(sign) => sign.run(out),
            What::Export(export) => export.run(out).await,
            What::Import(import) => import.run(out).await,
            What::Evidence(evidence) => evidence.run(out).await,
            What::Log(log) => log.run(out).await,
            What::Directories(directories) => directories.run(out).await,
            What::SendList(list) => list.run(out).await,
        }
    }
}

/// The directory of the node whose exchange it is.
#[derive(Debug, Args)]
struct Of {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
    /// Database instead of the configured one
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| Failure::file(path, &error))
}

fn no_json(path: &Path) -> Failure {
    Failure::new(format!(
        "{} does not hold what is expected here: ask whoever gave it for another copy",
        path.display()
    ))
}
