//! `add-decision`: what a conference decided becomes somebody's work until a day. The part has a custodian post of its own.

use model::kinds::ConferenceDecision;
use model::{Draft, Id, Kind};

use super::guards;
use super::open::{Opened, open_part};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{custody, notification};

/// Adds a decision to a conference.
pub struct AddDecision {
    /// The conference.
    pub conference: Id,
    /// The post that answers for it, in the organisation that has the case.
    pub post: Id,
    /// Fields `decision` and `due`.
    pub draft: Draft,
}

#[async_trait::async_trait]
impl Act for AddDecision {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "add-decision"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.conference, true).await?;
        if facts.kind.slug == "conference" { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "add-decision", "conference", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        // Before it was held nothing has been decided.
        if ["called", "cancelled"].contains(&facts.state.as_str()) {
            return Err(Error::Refused("wrong-state"));
        }
        let meta = ConferenceDecision::META;
        let mut record = act.draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(meta, &record)?;
        record.set(meta, "conference", facts.id.into());
        let root = access::load::matter(tx, facts.root, false).await?;
        guards::may_add(&root, meta)?;
        let (organisation, _) = custody::post(tx, act.post).await?;
        if organisation != root.organisation {
            return Err(Error::Refused("post-elsewhere"));
        }
        if custody::holder(tx, act.post).await?.is_none() {
            return Err(Error::Refused("no-living-holder"));
        }
        let id = open_part(tx, meta, &root, &record).await?;
        if act.post != root.custodian {
            custody::pass(tx, id, act.post).await?;
            notification::tell(tx, act.post, "assigned", Some(id)).await?;
        }
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.conference)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
