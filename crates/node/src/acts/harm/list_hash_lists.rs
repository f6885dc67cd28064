//! `list-hash-lists`: lists of hashes on this node, whose they are, how far they have come, and what was changed last with where it came from.
//! It shows no hash.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::harm::hashes;

/// Looks at the lists.
pub struct ListHashLists;

/// The lists.
#[derive(Debug, Clone, Serialize)]
pub struct HashLists {
    /// One's own first.
    pub lists: Vec<HashListRow>,
}

/// One list.
#[derive(Debug, Clone, Serialize)]
pub struct HashListRow {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Name of its owner.
    pub owner: String,
    /// A code of list `hash-list-role`.
    pub role: String,
    /// Its version.
    pub version: i64,
    /// Whether the reader's organisation owns it.
    pub own: bool,
    /// Whether the reader's organisation reads it.
    pub subscribed: bool,
    /// Organisations that read it.
    pub readers: i64,
    /// Whether its owner lives on another node.
    pub elsewhere: bool,
    /// Members on other nodes with whom it is shared.
    pub shared: i64,
    /// The last change: when, and where it came from.
    pub last: Option<(Timestamp, String)>,
}

#[async_trait::async_trait]
impl Act for ListHashLists {
    type Facts = Timestamp;
    type Output = HashLists;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-hash-lists"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "hash-list", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<HashLists> {
        let organisation = permit.organisation()?;
        let rows = tx
            .rows(
                "select l.id, l.name, o.name, l.role, l.version, l.organisation_id,
                   (select count(*) from hash_subscription s where s.list_id = l.id),
                   (select count(*) from hash_subscription s where s.list_id = l.id and s.organisation_id = $1),
                   case when l.organisation_id = $1 then 0 else 1 end as foreign_one, l.shared_id,
                   (select count(*) from hash_share h where h.list_id = l.id)
                 from hash_list l join organisation o on o.id = l.organisation_id
                 where l.shared_id is null
                   or exists (select 1 from hash_access a where a.list_id = l.id and a.organisation_id = $1)
                 order by foreign_one, l.name, l.id limit 200",
                &[organisation.into()],
            )
            .await?;
        let mut lists = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = row.id(0)?;
            lists.push(HashListRow {
                id,
                name: row.text(1)?,
                owner: row.text(2)?,
                role: row.text(3)?,
                version: row.int(4)?,
                own: row.id(5)? == organisation,
                readers: row.int(6)?,
                subscribed: row.int(7)? > 0,
                elsewhere: row.text_opt(9)?.is_some(),
                shared: row.int(10)?,
                last: last(tx, id).await?,
            });
        }
        tx.trace.kind = Some("hash-list");
        tx.trace.listed = lists.iter().map(|list| list.id).collect();
        Ok(HashLists { lists })
    }
}

async fn last(tx: &mut Tx, list: Id) -> Result<Option<(Timestamp, String)>> {
    let row = tx
        .row(
            "select number, at, provenance from hash_delta where list_id = $1 order by number desc limit 1",
            &[list.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let said = hashes::open_sealed(tx, "hash_delta", row.int(0)?, "provenance", &row.bytes(2)?)?;
    Ok(Some((row.time(1)?, said)))
}
