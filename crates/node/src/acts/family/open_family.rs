//! `open-family`: a case gets a family, which the cases of brothers and sisters may then share.

use model::{Draft, Id, Kind, kinds};

use super::through;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::{Opened, guards};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::family;

/// Opens a family for a case that has none.
pub struct OpenFamily {
    /// The case.
    pub case: Id,
    /// What is known of the family.
    pub draft: Draft,
}

#[async_trait::async_trait]
impl Act for OpenFamily {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-family"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        through(actor, "open", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let case = permit.facts();
        guards::may_edit(case, case.kind)?;
        if family::of_case(tx, case.id).await?.is_some() {
            return Err(Error::Refused("has-family"));
        }
        let today = tx.now.date(Default::default());
        let record = permit.act().draft.parse(family::META, today).map_err(Error::Invalid)?;
        guards::texts(family::META, &record)?;
        let id = family::insert(tx, case.organisation, &record).await?;
        family::link(tx, case.id, Some(id)).await?;
        tx.trace.kind = Some("family");
        tx.trace.subject = Some(id);
        tx.trace.listed = vec![case.id];
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
