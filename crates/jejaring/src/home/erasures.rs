//! The list of destroyed keys, kept apart from backups: a restored node applies it again, so that erased stays erased.
//!
//! A line is a key's id, a tab and the instant in milliseconds UTC. It names nobody: an id is a number without meaning once its
//! key is gone.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use model::{Id, Timestamp};

use super::files;
use crate::failure::{Failure, Result};

/// Keys and when they were destroyed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Erasures(BTreeMap<Id, Timestamp>);

impl Erasures {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        let mut list = Self::default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let read =
                line.split_once('\t').and_then(|(id, at)| Some((id.parse().ok()?, at.trim().parse().ok()?)));
            let (id, at) = read.ok_or_else(|| {
                let (path, line) = (path.display(), number + 1);
                Failure::new(format!("line {line} of {path} is no erasure: use a list that a node wrote"))
            })?;
            list.add([(id, Timestamp::from_millis(at))]);
        }
        Ok(list)
    }

    pub(crate) fn read_if_there(path: &Path) -> Result<Self> {
        match path.try_exists() {
            Ok(false) => Ok(Self::default()),
            Ok(true) => Self::read(path),
            Err(error) => Err(Failure::file(path, &error)),
        }
    }

    /// Adds what is new; answers whether anything was. The first instant counts.
    pub(crate) fn add(&mut self, more: impl IntoIterator<Item = (Id, Timestamp)>) -> bool {
        let before = self.0.len();
        for (id, at) in more {
            self.0.entry(id).or_insert(at);
        }
        self.0.len() > before
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let mut text = String::new();
        for (id, at) in &self.0 {
            let written: std::result::Result<(), std::fmt::Error> = writeln!(text, "{id}\t{}", at.millis());
            written.map_err(|_| Failure::file(path, &io::Error::other("no memory")))?;
        }
        files::replace(path, text.as_bytes(), files::PRIVATE)
    }

    pub(crate) fn into_list(self) -> Vec<(Id, Timestamp)> {
        self.0.into_iter().collect()
    }
}
