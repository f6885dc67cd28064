//! `list-case`, `list-report`, …: one page of what the actor may see, one journal entry with its ids.

use std::marker::PhantomData;

use model::{Kind, Timestamp};

use super::slugs;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::store::list::{self, Cursor, ListQuery, ShownRow, Sort};

/// Lists records of kind `K`.
pub struct List<K> {
    query: ListQuery,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> List<K> {
    /// A list.
    pub fn new(query: ListQuery) -> Self {
        Self { query, kind: PhantomData }
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

impl<K: Kind> Act for List<K> {
    type Facts = Timestamp;
    type Output = Listed;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        slugs::slug("list", K::META.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", K::META.slug, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Listed> {
        let query = &permit.act().query;
        let held = list::rows(tx, K::META, "list", permit.actor(), query).await?;
        let total = list::count(tx, K::META, "list", permit.actor(), query, Listed::MOST + 1).await?;
        let mut rows = held.into_iter().map(|row| permit.reveal(row)).collect::<Result<Vec<_>>>()?;
        let size = usize::try_from(query.limit.clamp(1, 200)).unwrap_or(1);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = rows.last().filter(|_| more).map(|row| cursor(row, query.sort));
        tx.trace.kind = Some(K::META.slug);
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
