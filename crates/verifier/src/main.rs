//! `jejaring-verify`: checks a bundle of evidence offline.
//!
//! A program of its own, so that a court or an auditor need not trust a node: it opens no network and no database, knows only
//! `seal`, and believes only the keys that it is given. Exit code 0: everything holds; 1: something is wrong, and the sentence
//! says what; 2: wrong use.

mod question;
mod report;

use std::io::Write;
use std::process::ExitCode;

use question::{Question, USAGE};
use seal::evidence::Bundle;

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
    match Bundle::parse(&question.bundle).and_then(|bundle| bundle.verify(&question.trust)) {
        Ok(findings) => {
            say(&report::text(&findings, question.show_content));
            ExitCode::SUCCESS
        }
        Err(fault) => {
            complain(&format!("NOT PROVEN: {fault}"));
            ExitCode::FAILURE
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
