//! `open-unit`: a unit of the actor's organisation.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::staff;

/// Opens a unit.
pub struct OpenUnit {
    /// Its name.
    pub name: String,
}

#[async_trait::async_trait]
impl Act for OpenUnit {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-unit"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "unit", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let organisation = permit.organisation()?;
        let name = permit.act().name.trim();
        if name.is_empty() {
            return Err(Error::field("name", model::ProblemCode::Missing));
        }
        let id = staff::unit(tx, organisation, name).await?;
        tx.trace.kind = Some("unit");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
