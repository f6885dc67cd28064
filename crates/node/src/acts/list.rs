//! `list-case`, `list-report`, …: one page of what the actor may see, one journal entry with its ids.

use model::{Kind, KindMeta, Timestamp};

use super::of::Of;
use super::slugs;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::store::list::{self, Cursor, ListQuery, ShownRow, Sort};

/// Lists records of a kind.
pub struct ListMatters {
    meta: &'static KindMeta,
    query: ListQuery,
}

/// The same of kind `K`.
pub type List<K> = Of<K, ListMatters>;

impl ListMatters {
    /// A list.
    pub const fn new(meta: &'static KindMeta, query: ListQuery) -> Self {
        Self { meta, query }
    }
}

impl<K: Kind> List<K> {
    /// A list.
    pub fn new(query: ListQuery) -> Self {
        Self::made(ListMatters::new(K::META, query))
    }
}

/// One page of a list.
#[derive(Debug)]
pub struct Listed {
    /// The rows.
    pub rows: Vec<Seen<ShownRow>>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// How many rows there are in all, counted up to [`Listed::MOST`].
    pub total: i64,
}

impl Listed {
    /// Beyond this a list says "more than".
    pub const MOST: i64 = 1_000;
}

#[async_trait::async_trait]
impl Act for ListMatters {
    type Facts = Timestamp;
    type Output = Listed;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        slugs::slug("list", self.meta.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", self.meta.slug, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Listed> {
        let query = &permit.act().query;
        let held = list::rows(tx, permit.act().meta, "list", permit.actor(), query).await?;
        let total =
            list::count(tx, permit.act().meta, "list", permit.actor(), query, Listed::MOST + 1).await?;
        let mut rows = held.into_iter().map(|row| permit.reveal(row)).collect::<Result<Vec<_>>>()?;
        let size = usize::try_from(query.limit.clamp(1, 200)).unwrap_or(1);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = rows.last().filter(|_| more).map(|row| cursor(row, query.sort));
        tx.trace.kind = Some(permit.act().meta.slug);
        tx.trace.listed = rows.iter().map(|row| row.envelope.id).collect();
        Ok(Listed { rows, next, total })
    }
}

fn cursor(row: &ShownRow, sort: Sort) -> Cursor {
    let key = match sort {
        Sort::Newest | Sort::Oldest => row.envelope.opened_at,
        Sort::Due => row.envelope.due_at.unwrap_or_default(),
    };
    Cursor { key: key.millis(), id: row.envelope.id }
}
