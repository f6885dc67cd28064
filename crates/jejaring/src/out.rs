//! What a command says: lines for people, or one object for machines, and progress on a terminal.

use std::fmt::Display;
use std::io::{self, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use crate::failure::Failure;

/// The voice of one command.
pub(crate) struct Out {
    json: bool,
    finished: bool,
}

impl Out {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, finished: false }
    }

    /// A line for people; machines do not hear it.
    pub(crate) fn say(&self, line: impl Display) {
        if !self.json {
            self.always(line);
        }
    }

    /// A line for everybody, such as `ready`.
    pub(crate) fn always(&self, line: impl Display) {
        // Nobody listens any more when this fails: the work goes on.
        let _ = writeln!(io::stdout().lock(), "{line}");
        let _ = io::stdout().lock().flush();
    }

    /// The object for machines: the last line of the command.
    pub(crate) fn finish(&mut self, object: &Value) {
        self.finished = true;
        if self.json {
            self.always(object);
        }
    }

    /// The one sentence of a command that did not succeed.
    pub(crate) fn fail(&mut self, failure: &Failure) {
        let _ = writeln!(io::stderr().lock(), "{failure}");
        if !self.finished {
            self.finish(&json!({ "ok": false, "error": failure.to_string() }));
        }
    }

    /// Progress of work whose length is known; seen on a terminal alone.
    pub(crate) fn steps(&self, what: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {per_sec} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar
    }

    /// Progress of work whose end nobody knows before; seen on a terminal alone.
    pub(crate) fn count(&self, what: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} {msg} in {elapsed}, {per_sec}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar
    }

    /// Sign of life of work whose length nobody knows; seen on a terminal alone.
    pub(crate) fn busy(&self, what: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }

    /// Progress through so many bytes, with rate and remaining time; seen on a terminal alone.
    pub(crate) fn bytes(&self, what: &'static str, all: u64) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr());
        if let Ok(style) =
            ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left")
        {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar
    }

    /// Progress of long work; seen on a terminal alone.
    pub(crate) fn progress(&self, what: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}: {bytes} in {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}
