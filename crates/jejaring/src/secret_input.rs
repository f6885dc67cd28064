//! Passwords and recovery words: from standard input for scripts, else from the terminal without an echo.

use std::io::{self, BufRead, Read};

use seal::{RecoverySecret, Zeroizing};

use crate::failure::{Failure, Result};

/// Shortest password, in characters.
pub(crate) const SHORTEST: usize = 12;

/// A new password.
pub(crate) fn new_password(stdin: bool) -> Result<Zeroizing<String>> {
    let password = if stdin { first_line()? } else { ask_twice()? };
    if password.chars().count() < SHORTEST {
        return Err(Failure::new(format!("the password is too short: use at least {SHORTEST} characters")));
    }
    Ok(password)
}

fn first_line() -> Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    let read = io::stdin().lock().read_line(&mut line);
    read.map_err(|_| Failure::new("standard input holds no readable password: write it as one line"))?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn ask_twice() -> Result<Zeroizing<String>> {
    let first = ask("Kata sandi administrator / administrator's password: ")?;
    let second = ask("Sekali lagi / once more: ")?;
    if *first == *second { Ok(first) } else { Err(Failure::new("the two passwords differ: begin again")) }
}

fn ask(prompt: &str) -> Result<Zeroizing<String>> {
    let typed = rpassword::prompt_password(prompt);
    typed
        .map(Zeroizing::new)
        .map_err(|_| Failure::usage("there is no terminal to type on: use --password-stdin or --words-stdin"))
}

/// The recovery words, checked for spelling and sum.
pub(crate) fn recovery_words(stdin: bool) -> Result<RecoverySecret> {
    let typed = if stdin {
        let mut all = Zeroizing::new(String::new());
        let read = io::stdin().lock().read_to_string(&mut all);
        read.map_err(|_| Failure::new("standard input holds no readable words: write the 24 words"))?;
        all
    } else {
        ask("24 kata pemulihan / 24 recovery words: ")?
    };
    RecoverySecret::from_words(&typed).map_err(|error| Failure::new(error.to_string()))
}
