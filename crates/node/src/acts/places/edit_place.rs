//! `edit-place`: how many places there are now. Fewer than are taken there cannot be.

use model::{Id, ProblemCode};

use super::open_place::MOST;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::staff::Within;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::places;

/// Sets the number of places of one band.
pub struct EditPlace {
    /// The band.
    pub band: Id,
    /// How many places there are.
    pub places: i64,
}

#[async_trait::async_trait]
impl Act for EditPlace {
    type Facts = Within;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "edit-place"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        let (_, organisation, _) = places::hold(tx, self.band).await?;
        Ok(Within { organisation, now: tx.now })
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "edit", "place", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        if !(0..=MOST).contains(&act.places) {
            return Err(Error::field("places", ProblemCode::OutOfRange));
        }
        let (before, ..) = places::hold(tx, act.band).await?;
        let now = tx.now;
        let set = tx
            .run(
                "update place_band set places = $2, changed_at = $3 where id = $1 and taken <= $2",
                &[act.band.into(), act.places.into(), now.into()],
            )
            .await?;
        if set != 1 {
            return Err(Error::Refused("places-taken"));
        }
        if act.places > before.places {
            places::tell_first(tx, act.band).await?;
        }
        tx.trace.kind = Some("place");
        tx.trace.subject = Some(act.band);
        tx.trace.detail.changes = vec![Change { field: "places".into(), old: before.places.to_string() }];
        Ok(Opened { id: act.band })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.band)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
