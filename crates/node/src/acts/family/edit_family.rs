//! `edit-family`: changes what is known of a family.

use model::{Draft, Id};

use super::by_family;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::apart::{self, Edited};
use crate::acts::edit::changed_record;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{FamilyFacts, family};

/// Changes the fields that the draft mentions.
pub struct EditFamily {
    /// The family.
    pub id: Id,
    /// The fields.
    pub draft: Draft,
    /// The version that was read: a field that others changed since is kept with both values.
    pub since: Option<i64>,
}

#[async_trait::async_trait]
impl Act for EditFamily {
    type Facts = FamilyFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "edit-family"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<FamilyFacts> {
        family::facts(tx, self.id, true).await
    }

    fn policy(&self, actor: &Actor, facts: &FamilyFacts) -> Decision {
        by_family(actor, "edit", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if facts.erased_at.is_some() {
            return Err(Error::Refused("person-erased"));
        }
        let shown = permit.reveal(family::load(tx, facts).await?)?;
        let (old, new) = changed_record(tx, family::META, &shown, &act.draft, &[])?;
        let edited = Edited { meta: family::META, id: facts.id, key: facts.key, version: facts.version };
        let by = permit.rule().post;
        let (new, _) = apart::settle(tx, edited, act.since, &act.draft, (&old, new), by).await?;
        family::write_change(tx, facts, &old, &new).await?;
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
