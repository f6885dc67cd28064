//! What the custodian of a matter promised to do next: one line, sealed like everything that somebody typed.

use model::field::{DataGroup, Groups};
use model::{Id, Timestamp};
use seal::{PersonKey, Place};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::keys::open_text;

/// A line that nobody was allowed to see yet; nothing where none was written or the matter was erased.
pub(crate) struct HeldStep {
    matter: Id,
    sealed: Option<(PersonKey, Vec<u8>)>,
}

impl Reveal for HeldStep {
    type Shown = Option<String>;

    fn reveal(self, groups: Groups) -> Result<Option<String>> {
        match self.sealed {
            Some((key, body)) if groups.has(DataGroup::Record) => {
                open_text(&key, place(&self.matter.to_string()), &body).map(Some)
            }
            _ => Ok(None),
        }
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: "matter", row, column: "next_step" }
}

/// The line of a matter.
pub(crate) async fn of(tx: &mut Tx, matter: Id, key: Id) -> Result<Held<HeldStep>> {
    let row = tx.row("select next_step from matter where id = $1", &[matter.into()]).await?;
    let body = row.map(|row| row.bytes_opt(0)).transpose()?.flatten();
    let sealed = match body {
        Some(body) => match tx.person_key(key).await {
            Ok(key) => Some((key, body)),
            // Erased on request: the line went with the key.
            Err(Error::Sealed) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    Ok(Held::new(HeldStep { matter, sealed }))
}

/// Writes the line of a matter, or takes it away.
pub(crate) async fn set(tx: &mut Tx, facts: &MatterFacts, text: &str, now: Timestamp) -> Result<()> {
    let body = match text {
        "" => None,
        text => {
            let key = tx.key_for_writing(facts.key).await?;
            Some(tx.seal(&key, place(&facts.id.to_string()), text))
        }
    };
    tx.run_one(
        "update matter set next_step = $2, changed_at = $3, version = version + 1 where id = $1",
        &[facts.id.into(), model::Value::Bytes(body), now.into()],
    )
    .await
}
