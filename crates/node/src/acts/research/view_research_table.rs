//! `view-research-table`: a table that was paid for, as it was told.

use model::Id;

use super::{SeatFacts, Told, at_seat};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::research::{Asked, Telling};
use crate::store::research;

/// Looks at a table.
#[derive(Debug, Clone, Copy)]
pub struct ViewResearchTable {
    /// The data request.
    pub request: Id,
    /// The table.
    pub table: Id,
}

/// A table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TableShown {
    /// What stands beside it.
    pub told: Told,
    /// What was asked.
    pub asked: Asked,
    /// Cells, the last dimension fastest; nothing where too few were found.
    pub cells: Vec<Option<i64>>,
    /// Last day on which it is shown.
    pub ends_on: String,
}

#[async_trait::async_trait]
impl Act for ViewResearchTable {
    type Facts = SeatFacts;
    type Output = TableShown;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-research-table"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SeatFacts> {
        SeatFacts::load(tx, self.request).await
    }

    fn policy(&self, actor: &Actor, facts: &SeatFacts) -> Decision {
        at_seat(actor, "use", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<TableShown> {
        permit.facts().open()?;
        let told = research::told_to(tx, permit.act().request, permit.act().table).await?;
        tx.trace.kind = Some("research-desk");
        tx.trace.subject = Some(told.id);
        let wrong = |_| Error::Storage("a kept table".into());
        let asked = told.asked().ok_or(Error::NotFound)?;
        let cells: Telling = serde_json::from_str(&told.told).map_err(wrong)?;
        Ok(TableShown { asked, cells: cells.cells, ends_on: permit.facts().seat.ends_on.clone(), told })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.request)
    }
}
