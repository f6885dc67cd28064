//! An edit that began from an older version: what goes together is written, what does not is kept beside what stands there
//! until a person chooses. Nothing typed is lost, and nobody's text is overwritten unseen.

use model::{Draft, Id, KindMeta, Record, apart};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::conflict::{self, Second};
use crate::store::field_log;

/// A record that is being edited.
#[derive(Clone, Copy)]
pub(crate) struct Edited {
    pub(crate) meta: &'static KindMeta,
    pub(crate) id: Id,
    /// The key that seals it.
    pub(crate) key: Id,
    /// Its version now.
    pub(crate) version: i64,
}

/// What may be written now of `typed`, which is the record as it stands with the draft laid over it. Contested fields are kept
/// apart; answers whether there are any.
pub(crate) async fn settle(
    tx: &mut Tx,
    edited: Edited,
    since: Option<i64>,
    draft: &Draft,
    (now, typed): (&Record, Record),
    by: Option<Id>,
) -> Result<(Record, bool)> {
    let Some(since) = since.filter(|since| *since != edited.version) else { return Ok((typed, false)) };
    if since > edited.version {
        return Err(Error::Conflict);
    }
    let changed = field_log::since(tx, edited.id, since).await?;
    let names: Vec<&str> = changed.iter().map(|since| since.field.as_str()).collect();
    let before = |name: &str| changed.iter().find(|since| since.field == name)?.before.as_deref();
    let apart = apart::merge(edited.meta, now, &typed, &names, before);
    debug_assert!(apart.contested.iter().all(|name| draft.0.contains_key(*name)));
    for field in &apart.contested {
        let value = |record: &Record| record.get(edited.meta, field).cloned().ok_or(Error::NotFound);
        let (held, offered) = (value(now)?, value(&typed)?);
        let first = changed.iter().find(|since| since.field == *field);
        let second = Second { field, held: &held, first, offered: &offered, by };
        conflict::keep(tx, edited.meta, (edited.id, edited.key), second).await?;
    }
    tx.trace.detail.apart = apart.contested.iter().map(|name| (*name).to_owned()).collect();
    Ok((apart.record, !apart.contested.is_empty()))
}
