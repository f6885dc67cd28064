//! `edit-person`: changes fields of a person, and writes into the journal what stood there before.

use model::{Draft, Id, Record, Value};

use super::by_person;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::apart::{self, Edited};
use crate::acts::edit::changed_record;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{PersonFacts, ShownRecord, person};

/// Changes the fields that the draft mentions.
pub struct EditPerson {
    /// The person.
    pub id: Id,
    /// The fields.
    pub draft: Draft,
    /// The version that was read: a field that others changed since is kept with both values.
    pub since: Option<i64>,
}

/// A protection is lifted by somebody who may see what it hides.
pub(crate) fn may_lift(shown: &ShownRecord, new: &Record) -> Result<()> {
    let protected = |value: Option<&Value>| value == Some(&Value::Bool(Some(true)));
    let was = shown.text("protected_identity") == "true";
    let lifted = was && !protected(new.get(person::META, "protected_identity"));
    if lifted && shown.hides("name") { Err(Error::Refused("unhide-first")) } else { Ok(()) }
}

#[async_trait::async_trait]
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
        let shown = permit.reveal(person::load_for(tx, permit.actor(), facts).await?)?;
        let (old, new) = changed_record(tx, person::META, &shown, &act.draft, &[])?;
        person::check(&new)?;
        may_lift(&shown, &new)?;
        let edited = Edited { meta: person::META, id: facts.id, key: facts.key, version: facts.version };
        let (draft, by) = (&act.draft, permit.rule().post);
        let (new, _) = apart::settle(tx, edited, act.since, draft, (&old, new), by).await?;
        person::write_change(tx, facts, &old, &new).await?;
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
