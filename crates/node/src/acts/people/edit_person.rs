//! `edit-person`: changes fields of a person, and writes into the journal what stood there before.

use model::{Draft, Id};

use super::by_person;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::changed_record;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::{PersonFacts, person};

/// Changes the fields that the draft mentions.
pub struct EditPerson {
    /// The person.
    pub id: Id,
    /// The fields.
    pub draft: Draft,
    /// Only if nobody changed the person since this version was read.
    pub since: Option<i64>,
}

impl Act for EditPerson {
    type Facts = PersonFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "edit-person"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PersonFacts> {
        person::facts(tx, self.id, true).await
    }

    fn policy(&self, actor: &Actor, facts: &PersonFacts) -> Decision {
        by_person(actor, "edit", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if facts.erased_at.is_some() {
            return Err(Error::Refused("person-erased"));
        }
        if act.since.is_some_and(|version| version != facts.version) {
            return Err(Error::Conflict);
        }
        let shown = permit.reveal(person::load(tx, facts).await?)?;
        let (old, new) = changed_record(tx, person::META, &shown, &act.draft, &[])?;
        person::check(&new)?;
        let names = old.changed(person::META, &new);
        person::change(tx, facts, &new, &names).await?;
        tx.trace.kind = Some("person");
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        let before = |name: &&'static str| Change {
            field: (*name).to_owned(),
            old: old.get(person::META, name).map(model::Value::to_text).unwrap_or_default(),
        };
        tx.trace.detail.changes = names.iter().map(before).collect();
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
