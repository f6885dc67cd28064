use model::Id;
use serde::Serialize;

use crate::act::{Act, Permit};
use crate::error::Result;
use crate::held::Seen;
use crate::store::across::HeldBucket;
use crate::store::list::ShownRow;

/// A list of several kinds: its first 50 rows, most pressing first, and how many there are in all.
///
/// What to do next follows from a row's kind and state: [`ShownRow::next_steps`].
#[derive(Debug, Serialize)]
pub struct Bucket {
    /// The rows.
    pub rows: Vec<Seen<ShownRow>>,
    /// How many there are in all.
    pub total: i64,
}

impl Bucket {
    pub(in crate::acts) fn reveal<A: Act>(permit: &Permit<'_, A>, held: HeldBucket) -> Result<Self> {
        let rows = held.rows.into_iter().map(|row| permit.reveal(row)).collect::<Result<_>>()?;
        Ok(Self { rows, total: held.total })
    }

    pub(in crate::acts) fn ids(&self) -> impl Iterator<Item = Id> {
        self.rows.iter().map(|row| row.envelope.id)
    }
}

/// The ids of several buckets, each once, for the journal.
pub(super) fn listed<'b>(buckets: impl IntoIterator<Item = &'b Bucket>) -> Vec<Id> {
    let mut ids: Vec<_> = buckets.into_iter().flat_map(Bucket::ids).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
