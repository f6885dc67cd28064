//! Two edits of one record made apart: what goes together, and what a person must choose.

use crate::kind::KindMeta;
use crate::record::Record;

/// What becomes of an edit that began from an older version of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Apart {
    /// The record with everything that goes together.
    pub record: Record,
    /// Fields that both changed, each to something else: the record keeps what stands there, and what was typed is kept beside
    /// it until a person chooses.
    pub contested: Vec<&'static str>,
}

/// Lays an edit over a record that others have changed since it was read.
///
/// `now` is the record as it stands, `typed` the same record with the edit's fields as they were typed. `before` gives, for each
/// field that somebody changed since, the text that stood there when it was read; `None` when that is no longer known. Nothing
/// typed is lost: it is written, or it was not meant as a change, or it is contested.
pub fn merge<'b>(
    meta: &KindMeta,
    now: &Record,
    typed: &Record,
    changed_since: &[&str],
    before: impl Fn(&str) -> Option<&'b str>,
) -> Apart {
    let mut record = now.clone();
    let mut contested = Vec::new();
    for name in now.changed(meta, typed) {
        let (Some(theirs), Some(mine)) = (now.get(meta, name), typed.get(meta, name)) else { continue };
        let read = before(name);
        let apart = changed_since.contains(&name) && read != Some(&theirs.to_text());
        if !apart {
            record.set(meta, name, mine.clone());
        } else if read != Some(&mine.to_text()) && theirs.to_text() != mine.to_text() {
            contested.push(name);
        }
    }
    Apart { record, contested }
}
