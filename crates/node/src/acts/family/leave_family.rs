//! `leave-family`: a case was linked to the wrong family. The family and the other cases stay as they are.

use model::{Id, Kind, kinds};

use super::through;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::acts::people::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::family;

/// Takes a case out of its family.
pub struct LeaveFamily {
    /// The case.
    pub case: Id,
    /// Why.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for LeaveFamily {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "leave-family"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        through(actor, "edit", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let case = permit.facts();
        let reason = reason(&permit.act().reason)?;
        let family = family::of_case(tx, case.id).await?.ok_or(Error::Refused("no-family"))?;
        family::link(tx, case.id, None).await?;
        tx.trace.kind = Some(case.kind.slug);
        tx.trace.subject = Some(case.id);
        tx.trace.key = Some(case.key);
        tx.trace.listed = vec![family];
        tx.trace.detail.reason = Some(reason.to_owned());
        Ok(Opened { id: case.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
