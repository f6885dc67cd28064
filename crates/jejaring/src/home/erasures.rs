//! The list of destroyed keys, kept apart from backups: a restored node applies it again, so that erased stays erased.
//!
//! A line holds, parted by tabs, the ids of key, person and organisation, the code of the reason and the instant in milliseconds
//! UTC. It names nobody: an id is a number without meaning once its key is gone.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use model::{Id, Timestamp};
use node::Erasure;

use super::files;
use crate::failure::{Failure, Result};

/// Destroyed keys by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Erasures(BTreeMap<Id, Erasure>);

impl Erasures {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        let mut list = Self::default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let erasure = parse(line).ok_or_else(|| {
                let (path, line) = (path.display(), number + 1);
                Failure::new(format!("line {line} of {path} is no erasure: use a list that a node wrote"))
            })?;
            list.add([erasure]);
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

    /// Adds what is new; answers whether anything was. The first word about a key counts.
    pub(crate) fn add(&mut self, more: impl IntoIterator<Item = Erasure>) -> bool {
        let before = self.0.len();
        for erasure in more {
            self.0.entry(erasure.key).or_insert(erasure);
        }
        self.0.len() > before
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let mut text = String::new();
        for Erasure { key, person, organisation, reason, at } in self.0.values() {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{key}\t{person}\t{organisation}\t{reason}\t{}", at.millis());
        }
        files::replace(path, text.as_bytes(), files::PRIVATE)
    }

    pub(crate) fn into_list(self) -> Vec<Erasure> {
        self.0.into_values().collect()
    }
}

fn parse(line: &str) -> Option<Erasure> {
    let mut parts = line.trim_end().split('\t');
    let mut id = || parts.next()?.parse::<Id>().ok();
    let (key, person, organisation) = (id()?, id()?, id()?);
    let (reason, at) = (parts.next()?.to_owned(), Timestamp::from_millis(parts.next()?.parse().ok()?));
    parts.next().is_none().then_some(Erasure { key, person, organisation, reason, at })
}
