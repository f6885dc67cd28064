//! `join-family`: the case of a brother or sister turns out to be of the same family. Nothing of either child is copied.

use model::{Id, Kind, Record, kinds};

use super::through;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::{Opened, guards};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::family;

/// Lets a case join the family of another.
pub struct JoinFamily {
    /// The case.
    pub case: Id,
    /// The case of a brother or sister.
    pub sibling: Id,
}

/// Facts about both.
pub struct JoinFamilyFacts {
    case: MatterFacts,
    sibling: MatterFacts,
}

impl From<MatterFacts> for JoinFamilyFacts {
    fn from(case: MatterFacts) -> Self {
        Self { sibling: case.clone(), case }
    }
}

#[async_trait::async_trait]
impl Act for JoinFamily {
    type Facts = JoinFamilyFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "join-family"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<JoinFamilyFacts> {
        let case = of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)?;
        let sibling = of_kind(access::load::matter(tx, self.sibling, true).await?, kinds::Case::META)?;
        Ok(JoinFamilyFacts { case, sibling })
    }

    /// Both children's families must be within reach.
    fn policy(&self, actor: &Actor, facts: &JoinFamilyFacts) -> Decision {
        match through(actor, "edit", &facts.sibling) {
            Decision::Allow(_) => through(actor, "edit", &facts.case),
            no => no,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let JoinFamilyFacts { case, sibling } = permit.facts();
        guards::may_edit(case, case.kind)?;
        if case.id == sibling.id {
            return Err(Error::Refused("same-case"));
        }
        if case.organisation != sibling.organisation {
            return Err(Error::Refused("case-elsewhere"));
        }
        let (own, theirs) = (family::of_case(tx, case.id).await?, family::of_case(tx, sibling.id).await?);
        let id = match (own, theirs) {
            (Some(own), Some(theirs)) if own != theirs => return Err(Error::Refused("two-families")),
            (Some(own), None) => {
                family::link(tx, sibling.id, Some(own)).await?;
                own
            }
            (_, Some(theirs)) => {
                family::link(tx, case.id, Some(theirs)).await?;
                theirs
            }
            (None, None) => {
                let new = family::insert(tx, case.organisation, &Record::empty(family::META)).await?;
                family::link(tx, case.id, Some(new)).await?;
                family::link(tx, sibling.id, Some(new)).await?;
                new
            }
        };
        tx.trace.kind = Some("family");
        tx.trace.subject = Some(id);
        tx.trace.listed = vec![case.id, sibling.id];
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
