//! What the libraries have to say, on standard error. They know stages, places and counts, never a record.

use std::io::Write;

use log::{Level, LevelFilter, Log, Metadata, Record};

struct PlainLog;

impl Log for PlainLog {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Info
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            // Nobody is left to be told that standard error is closed.
            let _ = writeln!(std::io::stderr(), "{} {}: {}", record.level(), record.target(), record.args());
        }
    }

    fn flush(&self) {}
}

/// Warnings and errors, or also what goes as it should.
pub(crate) fn begin(all: bool) {
    let level = if all { LevelFilter::Info } else { LevelFilter::Warn };
    if log::set_logger(&PlainLog).is_ok() {
        log::set_max_level(level);
    }
}
