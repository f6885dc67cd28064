//! `serve-receipts`: a member that nobody can reach comes for what is said about its messages, or it is brought by file.

use model::Id;
use seal::exchange::{Hash, heard};

use super::by_peer;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Receipts in one answer.
const PAGE: i64 = 100;

/// Hands out receipts that were not told yet. What is not said to be heard comes again.
pub struct ServeReceipts {
    /// Receipts that the member has by now, by the SHA-256 of their item.
    pub heard: Vec<Hash>,
    /// The last one that it was given; nothing from the beginning.
    pub after: Option<Id>,
}

/// Receipts as they travel, each with where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// Where to go on.
    pub cursor: Id,
    /// A JSON list of one receipt, alone or with its place.
    pub item: Vec<u8>,
}

#[async_trait::async_trait]
impl Act for ServeReceipts {
    type Facts = ();
    type Output = Vec<Untold>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "serve-receipts"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_peer(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<Untold>> {
        let (act, now) = (permit.act(), tx.now);
        let member = permit.actor().member().unwrap_or_default();
        let mut found = waiting(tx, member, None, PAGE * 100).await?;
        if !act.heard.is_empty() {
            for one in found.iter().filter(|one| act.heard.contains(&heard(&one.item))) {
                tx.run(
                    "update exchange_notice set told_at = $2 where id = $1",
                    &[one.cursor.into(), now.into()],
                )
                .await?;
            }
            found.retain(|one| !act.heard.contains(&heard(&one.item)));
        }
        found.retain(|one| act.after.is_none_or(|after| one.cursor > after));
        found.truncate(usize::try_from(PAGE).unwrap_or_default());
        tx.trace.kind = Some("node");
        tx.trace.detail.to = Some(found.len().to_string());
        Ok(found)
    }
}

/// What was not told to a member, oldest first.
pub(crate) async fn waiting(tx: &mut Tx, member: &str, after: Option<Id>, most: i64) -> Result<Vec<Untold>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = tx
        .rows(
            "select id, document from exchange_notice
             where told_at is null and to_member = $1 and id > $2 order by id limit $3",
            &[member.into(), after.into(), most.into()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(Untold { cursor: row.id(0)?, item: format!("[{}]", row.text(1)?).into_bytes() }))
        .collect()
}
