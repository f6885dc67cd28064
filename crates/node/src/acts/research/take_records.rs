//! `take-records`: hands synthetic records to whom they were approved for, until the seat ends.

use model::Id;

use super::{SeatFacts, Told, at_seat};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::research::Codebook;
use crate::store::research;

/// Takes them away.
#[derive(Debug, Clone, Copy)]
pub struct TakeRecords {
    /// The data request.
    pub request: Id,
    /// The records.
    pub records: Id,
}

/// Records with their codebook.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordsTaken {
    /// What stands beside them.
    pub told: Told,
    /// Columns, values, noise.
    pub codebook: Codebook,
    /// As CSV.
    pub text: String,
    /// Last day on which they may be used.
    pub ends_on: String,
}

#[async_trait::async_trait]
impl Act for TakeRecords {
    type Facts = SeatFacts;
    type Output = RecordsTaken;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "take-records"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SeatFacts> {
        SeatFacts::load(tx, self.request).await
    }

    fn policy(&self, actor: &Actor, facts: &SeatFacts) -> Decision {
        at_seat(actor, "use", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<RecordsTaken> {
        permit.facts().open()?;
        let told = research::told_to(tx, permit.act().request, permit.act().records).await?;
        tx.trace.kind = Some("research-desk");
        tx.trace.subject = Some(told.id);
        if told.kind != "records" {
            return Err(Error::NotFound);
        }
        let codebook =
            serde_json::from_str(&told.told).map_err(|_| Error::Storage("a kept codebook".into()))?;
        let text = research::portions(tx, told.id).await?.concat();
        Ok(RecordsTaken { codebook, text, ends_on: permit.facts().seat.ends_on.clone(), told })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.request)
    }
}
