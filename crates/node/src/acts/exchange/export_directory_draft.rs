//! `export-directory-draft`: the bytes of a change, to be signed where an operator keeps the key.

use model::{Id, Timestamp};

use super::propose_directory::place;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::bytes;

/// Hands out the bytes of a change, to be signed elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct ExportDirectoryDraft {
    /// The change.
    pub change: Id,
}

#[async_trait::async_trait]
impl Act for ExportDirectoryDraft {
    type Facts = Timestamp;
    type Output = Vec<u8>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "export-directory-draft"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "operate", "directory", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<u8>> {
        let (change, organisation) = (permit.act().change, permit.organisation()?);
        let row = tx
            .row(
                "select id from directory_change where id = $1 and organisation_id = $2",
                &[change.into(), organisation.into()],
            )
            .await?;
        let change = row.ok_or(Error::NotFound)?.id(0)?;
        tx.trace.kind = Some("directory");
        tx.trace.subject = Some(change);
        bytes::load(tx, &place(change)).await?.ok_or(Error::Sealed)
    }
}
