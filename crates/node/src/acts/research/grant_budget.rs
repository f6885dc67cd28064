//! `grant-budget`: says once how much may ever be told of the children of the data centre.

use model::{ProblemCode, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::research::{DELTA, granted};
use crate::store::research;

/// Grants the budget. It holds for these children whatever becomes of their data, and is never raised.
#[derive(Debug, Clone, Copy)]
pub struct GrantBudget {
    /// ε in hundredths, from 10 to 1,000.
    pub hundredths: i64,
}

#[async_trait::async_trait]
impl Act for GrantBudget {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "grant-budget"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "grant", "research-desk", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let organisation = permit.organisation()?;
        let epsilon = permit.act().hundredths as f64 / 100.0;
        let rho = granted(epsilon).ok_or_else(|| Error::field("epsilon", ProblemCode::OutOfRange))?;
        if research::budget(tx, organisation).await?.is_some() {
            return Err(Error::Refused("budget-granted"));
        }
        let said = (format!("{epsilon}"), format!("{DELTA}"), rho);
        tx.trace.detail.to = Some(said.0.clone());
        research::grant(tx, organisation, permit.actor().account(), said).await?;
        tx.trace.kind = Some("research-desk");
        tx.trace.subject = Some(organisation);
        Ok(())
    }

    fn again(_: Option<model::Id>) -> Option<()> {
        Some(())
    }
}
