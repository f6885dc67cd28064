//! `jejaring-scale`: record linkage beyond one machine, on Apache DataFusion Ballista.
//!
//! The engine is that of `linkage`; here is only how its stages are spread over processes.

mod bench;
mod cluster;
mod estimate;
mod folder;
mod functions;
mod kernel;
mod link;
mod plain_log;
mod read;
mod serve;
mod session;
mod stages;
mod write;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What can go wrong is told in a sentence.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Record linkage beyond one machine: the engine of `jejaring link` on the executors of a scheduler
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    /// Tell also what goes as it should
    #[arg(long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Scheduler(serve::Scheduler),
    Executor(serve::Executor),
    Link(link::Link),
    Bench(bench::Bench),
}

/// Plans are read recursively: deep ones need more stack than threads have by themselves.
const STACK: usize = 16 << 20;

fn run() -> Result<()> {
    let cli = Cli::parse();
    plain_log::begin(cli.verbose);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build()?;
    // On a thread of the runtime, not on the first one of the process, whose stack is what the system gives.
    runtime.block_on(runtime.spawn(async {
        match cli.command {
            Command::Scheduler(scheduler) => scheduler.run().await,
            Command::Executor(executor) => executor.run().await,
            Command::Link(link) => link.run().await,
            Command::Bench(bench) => bench.run().await,
        }
    }))?
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            let _ = writeln!(std::io::stderr(), "jejaring-scale: {trouble}");
            ExitCode::FAILURE
        }
    }
}
