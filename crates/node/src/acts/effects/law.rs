//! The legal track after its judgment.

use model::kinds::LegalProcess;
use model::{Date, Kind, Record};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::Result;
use crate::store::field_log;

/// While a judgment is served nothing is due, unless a day ahead was named: the day of an earlier stage is over.
pub(super) async fn served(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let next: Option<Date> = record.read(LegalProcess::META, "next_date");
    if next.is_none_or(|next| next >= super::today(tx)) {
        return Ok(());
    }
    tx.run_one("update k_legal_process set next_date = null where id = $1", &[facts.id.into()]).await?;
    tx.run_one("update matter set due_at = null where id = $1", &[facts.id.into()]).await?;
    field_log::note(tx, LegalProcess::META.slug, facts.id, &["next_date"]).await
}
