//! `make-records`: pays for synthetic records and keeps them, with their codebook and what was found of their use and danger.

use std::sync::Arc;

use model::Id;

use super::build_table::tell;
use super::gather_firsts::Firsts;
use super::{SeatFacts, answers_for};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::research::Invented;
use crate::store::notification;

/// Keeps records. Only the node makes them.
pub struct MakeRecords {
    pub(super) request: Id,
    pub(super) made: Option<Arc<(Firsts, Option<Invented>)>>,
}

impl MakeRecords {
    /// With nothing in it, for the policy matrix; it is refused.
    pub(crate) const fn nothing() -> Self {
        Self { request: Id::from_u128(0), made: None }
    }
}

#[async_trait::async_trait]
impl Act for MakeRecords {
    type Facts = SeatFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "make-records"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SeatFacts> {
        SeatFacts::load(tx, self.request).await
    }

    fn policy(&self, actor: &Actor, facts: &SeatFacts) -> Decision {
        answers_for(actor, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        permit.facts().open()?;
        let made = permit.act().made.clone().ok_or(Error::Refused("desk-closed"))?;
        let (firsts, invented) = (&made.0, &made.1);
        let told = invented.as_ref().map(|found| {
            let records = i64::try_from(found.records).unwrap_or(i64::MAX);
            let codebook = serde_json::to_string(&found.codebook).unwrap_or_default();
            let report = serde_json::to_string(&found.report).unwrap_or_default();
            ((codebook, report, records), found.portions.clone())
        });
        let cost = invented.as_ref().map_or(0, |found| found.codebook.rho);
        let id = tell(tx, firsts, told, cost).await?;
        notification::tell(tx, permit.facts().seat.post, "records-ready", Some(firsts.request)).await?;
        tx.trace.kind = Some("research-desk");
        tx.trace.subject = Some(id);
        tx.trace.detail.to = Some(firsts.variables.join(" "));
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.request)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
