//! Closures that a reopening set aside.

use model::field::{DataGroup, Groups};
use model::{Id, Timestamp};
use seal::{PersonKey, Place};
use serde::Serialize;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::keys::open_text;

/// The table, and the place of its seals.
pub(crate) const TABLE: &str = "reopened_log";

/// One reopening as it lies in the database.
pub(crate) struct HeldReopening {
    shown: Reopening,
    id: Id,
    key: Option<PersonKey>,
    note: Option<Vec<u8>>,
    reason: Option<Vec<u8>>,
}

/// A closure that was set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reopening {
    /// When the case was opened again.
    pub at: Timestamp,
    /// The post that did it.
    pub post: Option<Id>,
    /// Reason of the closure, a code of list `closure-reason`.
    pub closure_reason: Option<String>,
    /// Day of the closure, as 2026-03-05.
    pub closure_date: Option<String>,
    /// Last contact with the child before it.
    pub last_contact_on: Option<String>,
    /// What was said at the closure, for who may see it.
    pub closure_note: Option<String>,
    /// Why the case was opened again, for who may see it.
    pub reason: Option<String>,
}

impl Reveal for HeldReopening {
    type Shown = Reopening;

    fn reveal(self, groups: Groups) -> Result<Reopening> {
        let row = self.id.to_string();
        let open = |column: &'static str, sealed: Option<Vec<u8>>| match (&self.key, sealed) {
            (Some(key), Some(sealed)) if groups.has(DataGroup::Services) => {
                open_text(key, Place { table: TABLE, row: &row, column }, &sealed).map(Some)
            }
            _ => Ok(None),
        };
        let closure_note = open("closure_note", self.note)?;
        let reason = open("reason", self.reason)?;
        Ok(Reopening { closure_note, reason, ..self.shown })
    }
}

/// Every reopening of a case, first to last. `key` is that of the child.
pub(crate) async fn of(tx: &mut Tx, case: Id, key: Id) -> Result<Vec<Held<HeldReopening>>> {
    let rows = tx
        .rows(
            "select id, at, post_id, closure_reason, closure_date, last_contact_on, closure_note, reason
             from reopened_log where case_id = $1 order by at, id",
            &[case.into()],
        )
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let key = match tx.person_key(key).await {
            Ok(key) => Some(key),
            Err(Error::Sealed) => None,
            Err(error) => return Err(error),
        };
        let shown = Reopening {
            at: row.time(1)?,
            post: row.id_opt(2)?,
            closure_reason: row.text_opt(3)?,
            closure_date: row.text_opt(4)?,
            last_contact_on: row.text_opt(5)?,
            closure_note: None,
            reason: None,
        };
        all.push(Held::new(HeldReopening {
            shown,
            id: row.id(0)?,
            key,
            note: row.bytes_opt(6)?,
            reason: row.bytes_opt(7)?,
        }));
    }
    Ok(all)
}
