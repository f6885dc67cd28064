//! A hearing that names the next day opens that one too, with the same support for the child.

use model::kinds::Hearing;
use model::{Draft, Kind, Record};

use super::{root, today};
use crate::access::MatterFacts;
use crate::acts::open::open_part;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Opens the next hearing, if a day was named.
pub(super) async fn next(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let meta = Hearing::META;
    let Some(day) = record.told(meta, "next_date") else { return Ok(()) };
    let before = Draft::of(meta, record);
    let mut draft = Draft::default().with("hearing_date", day);
    for name in ["hearing_kind", "child_must_attend", "support", "transport_needed", "room", "companion"] {
        if !before.text(name).is_empty() {
            draft.set(name, before.text(name));
        }
    }
    let record = draft.parse(meta, today(tx)).map_err(Error::Invalid)?;
    let case = root(tx, facts).await?;
    open_part(tx, meta, &case, &record).await?;
    Ok(())
}
