//! `list-cell-records`: the rows behind a figure, for posts with review duty. Each look is written down with the lists it read.

use std::collections::BTreeSet;

use model::{Id, Timestamp};
use serde::Serialize;

use super::view_pair::{SealedRow, with_groups};
use super::{Loaded, RowShown, sound};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::Slice;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::held::{Held, Seen};
use crate::store::counting::lists;

/// Rows of one look at most.
const MOST: usize = 100;

/// Lists them.
#[derive(Debug, Clone, Default)]
pub struct ListCellRecords {
    /// Which figure.
    pub slice: Slice,
}

/// A row behind a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellRecord {
    /// The child that it speaks of, by the first characters of its name in the linkage.
    pub child: String,
    /// The row.
    pub row: Seen<RowShown>,
}

/// Rows behind a figure, those of one child together.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CellRecords {
    /// The rows.
    pub rows: Vec<CellRecord>,
    /// How many more there are.
    pub more: i64,
}

#[async_trait::async_trait]
impl Act for ListCellRecords {
    type Facts = Timestamp;
    type Output = CellRecords;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-cell-records"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        with_groups(actor, access::holds_right(actor, "decide", "linkage-pair", *now))
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<CellRecords> {
        let slice = &permit.act().slice;
        sound(slice)?;
        tx.trace.kind = Some("linkage-pair");
        let loaded =
            Loaded::newest(tx, permit.organisation()?).await?.ok_or(Error::Refused("no-linkage-yet"))?;
        let mut found: Vec<(&str, Id)> = loaded
            .facts
            .iter()
            .zip(&loaded.children)
            .filter(|(fact, _)| slice.holds(fact))
            .map(|(fact, child)| (child.as_str(), fact.row))
            .collect();
        found.sort_unstable();
        let more = found.len().saturating_sub(MOST);
        let (mut rows, mut read) = (Vec::new(), BTreeSet::new());
        for (child, row) in found.into_iter().take(MOST) {
            let (given, list) = lists::open_row(tx, row).await?;
            read.insert(list);
            let row = permit.reveal(Held::new(SealedRow { agency: given.agency, cells: given.cells }))?;
            rows.push(CellRecord { child: child.chars().take(6).collect(), row });
        }
        tx.trace.listed = read.into_iter().collect();
        Ok(CellRecords { rows, more: i64::try_from(more).unwrap_or(i64::MAX) })
    }
}
