//! `jejaring-verify`: checks a bundle of evidence, the journals of several nodes against one another, or the versions of a network's
//! directory one after the other, offline.
//!
//! A program of its own, so that a court or an auditor need not trust a node: it opens no network and no database, knows only
//! `seal`, and believes only the keys that it is given. Exit code 0: everything holds; 1: something is wrong, and the sentence
//! says what; 2: wrong use.

mod question;
mod report;

use std::io::Write;
use std::process::ExitCode;

use question::{Question, Subject, USAGE};
use seal::evidence::{Bundle, Fault, History, LogFile, Part, verify_directories, verify_logs};

fn main() -> ExitCode {
    match Question::read(std::env::args().skip(1)) {
        Ok(Some(question)) => answer(&question),
        Ok(None) => {
            say(USAGE);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            complain(&format!("{problem}\n\n{USAGE}"));
            ExitCode::from(2)
        }
    }
}

fn answer(question: &Question) -> ExitCode {
    match found(question) {
        Ok(text) => {
            say(&text);
            ExitCode::SUCCESS
        }
        Err(fault) => {
            complain(&format!("NOT PROVEN: {fault}"));
            ExitCode::FAILURE
        }
    }
}

/// What is proven, in words.
fn found(question: &Question) -> Result<String, Fault> {
    match &question.subject {
        Subject::Bundle(bytes) => {
            let findings = Bundle::parse(bytes)?.verify(&question.trust)?;
            Ok(report::text(&findings, question.show_content))
        }
        Subject::Logs(files) => {
            let read = |(number, bytes): (usize, &Vec<u8>)| {
                LogFile::parse(bytes).map_err(|kind| Fault { part: Part::Log(number), kind })
            };
            let files = (1..).zip(files).map(read).collect::<Result<Vec<_>, _>>()?;
            Ok(report::logs(&verify_logs(&files, &question.trust)?))
        }
        Subject::Directories(files) => {
            let mut versions = Vec::new();
            for (number, bytes) in (1..).zip(files) {
                let read = History::parse(bytes);
                versions.extend(
                    read.map_err(|kind| Fault { part: Part::Version { number, version: None }, kind })?
                        .versions,
                );
            }
            Ok(report::directories(&verify_directories(&versions, &question.trust)?))
        }
    }
}

/// Nobody listens any more when this fails: the exit code still tells.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
