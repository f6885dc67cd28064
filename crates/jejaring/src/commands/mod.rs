//! The commands, one file each. A new command is one file, one line in [`Command`] and one in [`Jejaring::run`].

mod backup;
mod bench;
mod capacity;
mod check;
mod demo;
mod doctor;
mod drill;
mod estimate;
mod exchange;
mod export;
mod form;
mod import;
mod import_iati;
mod import_profile;
mod import_roadmap;
mod init;
mod link;
mod move_to;
mod restore;
mod rotate;
mod serve;
mod synthesize;
mod tabulate;
mod verify;

use std::future::Future;

use clap::{Parser, Subcommand};

use crate::failure::{Failure, Result};
use crate::out::Out;

/// Case management for those who protect children from exploitation.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, after_help = EXAMPLE)]
pub(crate) struct Jejaring {
    /// Print one JSON object on the last line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLE: &str = "\
Example:
  jejaring init --dir /srv/jejaring --member ID/NGO/CONTOH-KASIH --name \"Yayasan Contoh Kasih\" --admin admin@contoh.invalid
  jejaring serve --dir /srv/jejaring";

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Encode(link::Encode),
    Estimate(Box<estimate::Estimate>),
    Export(export::Export),
    Import(import::Import),
    Init(init::Init),
    Link(link::Link),
    Serve(serve::Serve),
    Doctor(doctor::Doctor),
    Exchange(exchange::Exchange),
    Verify(verify::Verify),
    Backup(backup::Backup),
    Bench(bench::Bench),
    Capacity(capacity::Capacity),
    Check(check::Check),
    Drill(drill::Drill),
    Form(form::Form),
    Restore(restore::Restore),
    Move(move_to::Move),
    Rotate(rotate::Rotate),
    Synthesize(synthesize::Synthesize),
    Tabulate(Box<tabulate::Tabulate>),
}

impl Jejaring {
    /// Does what was asked.
    pub(crate) fn run(self, out: &mut Out) -> Result<()> {
        match self.command {
            Command::Demo(demo) => wait(demo.run(out)),
            Command::Encode(encode) => encode.run(out),
            Command::Estimate(estimate) => estimate.run(out),
            Command::Export(export) => wait(export.run(out)),
            Command::Import(import) => wait(import.run(out)),
            Command::Init(init) => wait(init.run(out)),
            Command::Link(link) => link.run(out),
            Command::Serve(serve) => wait(serve.run(out)),
            Command::Doctor(doctor) => wait(doctor.run(out)),
            Command::Exchange(exchange) => wait(exchange.run(out)),
            Command::Verify(verify) => wait(verify.run(out)),
            Command::Backup(backup) => wait(backup.run(out)),
            Command::Bench(bench) => wait(bench.run(out)),
            Command::Capacity(capacity) => wait(capacity.run(out)),
            Command::Check(check) => check.run(out),
            Command::Drill(drill) => wait(drill.run(out)),
            Command::Form(form) => form.run(out),
            Command::Restore(restore) => wait(restore.run(out)),
            Command::Move(moving) => wait(moving.run(out)),
            Command::Rotate(rotate) => wait(rotate.run(out)),
            Command::Synthesize(synthesize) => synthesize.run(out),
            Command::Tabulate(tabulate) => tabulate.run(out),
        }
    }
}

/// Runs a command that waits for the database or the network.
fn wait(work: impl Future<Output = Result<()>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("the system gives no threads: {error}")))?;
    runtime.block_on(work)
}
