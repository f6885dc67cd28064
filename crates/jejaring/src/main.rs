//! The one binary. Start at [`commands`]: one file for each command.

mod backup;
mod commands;
mod demo;
mod exchange;
mod failure;
mod home;
mod logging;
mod mail;
mod member_id;
mod out;
mod router;
mod secret_input;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let asked = commands::Jejaring::parse();
    let mut out = out::Out::new(asked.json);
    let Err(failure) = asked.run(&mut out) else { return ExitCode::SUCCESS };
    out.fail(&failure);
    failure.exit_code()
}
