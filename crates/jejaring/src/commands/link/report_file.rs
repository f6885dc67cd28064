//! The report with charts, written where the caller wants it.

use std::fs;
use std::path::Path;

use linkage::link::{Linked, People, report};

use super::reading::Read;
use crate::failure::{Failure, Result};

/// Writes the report.
pub(super) fn write(path: &Path, people: &People, linked: &Linked, read: &Read) -> Result<()> {
    let html = report(people, linked, read.truth.as_deref());
    fs::write(path, html).map_err(|error| Failure::file(path, &error))
}
