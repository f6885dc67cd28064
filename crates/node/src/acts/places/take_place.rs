//! `take-place`: a child gets a place of a service, or a place in its line; whoever waits takes the place when it is their
//! turn.

use model::Id;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::places;

/// Asks for a place for the child of a service row.
pub struct TakePlace {
    /// The service row of the case.
    pub service: Id,
    /// The band of places.
    pub band: Id,
}

#[async_trait::async_trait]
impl Act for TakePlace {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "take-place"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        service_row(tx, self.service).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "take-place", "service", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if !facts.is_open() {
            return Err(Error::Refused("matter-closed"));
        }
        let (band, organisation, active) = places::hold(tx, act.band).await?;
        if organisation != facts.organisation || !active {
            return Err(Error::NotFound);
        }
        let child = places::child_of(tx, facts.root).await?;
        if !band.fits(&child) {
            return Err(Error::Refused("place-not-for-child"));
        }
        match places::stay_of(tx, facts.id).await? {
            None => places::ask(tx, &band, facts.id, child.urgent).await?,
            Some(stay) if stay.state == "waiting" && stay.band == band.id => {
                places::turn(tx, &band, &stay).await?;
            }
            Some(_) => return Err(Error::Refused("place-already")),
        }
        tx.trace.kind = Some("service");
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.listed = vec![act.band];
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.service)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// Facts about a service row, held against others.
pub(super) async fn service_row(tx: &mut Tx, id: Id) -> Result<MatterFacts> {
    let facts = access::load::matter(tx, id, true).await?;
    if facts.kind.slug == "service" { Ok(facts) } else { Err(Error::NotFound) }
}
