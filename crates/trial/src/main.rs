//! `cargo run -p trial -- chaos`: breaks a running node in twelve ways under several seeds and says what became of it.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use trial::chaos::{self, Line};
use trial::{Error, target_dir};

const USE: &str = "\
trial chaos [--seeds N] [--only NAME,NAME] [--program PATH] [--json]
  breaks a node of three processes on a PostgreSQL of its own, in twelve ways for each seed (three unless told otherwise);
  the program is target/debug/jejaring unless told otherwise; filling a disk needs root";

struct Asked {
    seeds: u64,
    only: Vec<String>,
    program: PathBuf,
    json: bool,
}

fn asked() -> Result<Asked, Error> {
    let mut arguments = env::args().skip(1);
    let wrong = || Error::new(USE);
    if arguments.next().as_deref() != Some("chaos") {
        return Err(wrong());
    }
    let mut asked = Asked {
        seeds: 3,
        only: Vec::new(),
        program: target_dir().join("debug").join("jejaring"),
        json: false,
    };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => asked.json = true,
            "--seeds" => asked.seeds = arguments.next().and_then(|n| n.parse().ok()).ok_or_else(wrong)?,
            "--only" => {
                let names = arguments.next().ok_or_else(wrong)?;
                asked.only = names.split(',').map(str::to_owned).collect();
            }
            "--program" => asked.program = arguments.next().map(PathBuf::from).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        }
    }
    Ok(asked)
}

fn run() -> Result<Vec<Line>, Error> {
    let asked = asked()?;
    let names: Vec<&str> = asked.only.iter().map(String::as_str).collect();
    let mut lines = Vec::new();
    for seed in 1..=asked.seeds {
        lines.extend(chaos::run(&asked.program, seed, &names, &mut |line| say(&line.to_string()))?);
    }
    if asked.json {
        // Nobody listens any more when this fails.
        let _ = writeln!(io::stdout(), "{}", chaos::json(&lines));
    }
    Ok(lines)
}

fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn main() -> ExitCode {
    match run() {
        Ok(lines) if lines.iter().all(Line::holds) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
