//! `view-person`: a person, the matters that the viewer may see, and what was done to the record.

use model::{Id, Timestamp};
use serde::Serialize;

use super::by_person;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::journal::read::{self, Told};
use crate::store::{Distinct, Merge, PersonFacts, ShownRecord, distinct, merge, person, who};

/// Looks at a person.
pub struct ViewPerson {
    /// The person.
    pub id: Id,
}

/// A person as somebody may see them.
#[derive(Debug)]
pub struct PersonView {
    /// The person.
    pub id: Id,
    /// Changes so far; an edit names the version it started from.
    pub version: i64,
    /// When they were erased, if they were.
    pub erased_at: Option<Timestamp>,
    /// The record that is kept instead, once this one turned out to be the same person.
    pub merged_into: Option<Id>,
    /// Records that turned out to be this person, with the merge that can be undone.
    pub merges: Vec<Merge>,
    /// Records that were found to be somebody else, though they look alike; those that the viewer may see.
    pub distinct: Vec<Distinct>,
    /// The fields.
    pub person: Seen<ShownRecord>,
    /// Matters in which they take part, as far as the viewer may see them.
    pub matters: Vec<MatterRef>,
    /// Whether the viewer may change fields.
    pub may_edit: bool,
    /// Whether the viewer may erase them.
    pub may_erase: bool,
    /// What was done, newest first.
    pub history: Vec<Told>,
}

/// A matter in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatterRef {
    /// Id.
    pub id: Id,
    /// Kind.
    pub kind: &'static str,
    /// Readable number.
    pub code: String,
    /// State.
    pub state: String,
}

/// Entries of history that a page shows.
const HISTORY: i64 = 100;

impl Act for ViewPerson {
    type Facts = PersonFacts;
    type Output = PersonView;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-person"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PersonFacts> {
        person::facts(tx, self.id, false).await
    }

    fn policy(&self, actor: &Actor, facts: &PersonFacts) -> Decision {
        by_person(actor, "view", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<PersonView> {
        let (facts, actor) = (permit.facts(), permit.actor());
        let person = permit.reveal(person::load(tx, facts).await?)?;
        let mut history = read::about(tx, facts.id, HISTORY).await?;
        who::tell(tx, actor, &mut history).await?;
        let merges = merge::into(tx, facts.id).await?;
        let distinct = distinct::from(tx, actor, facts).await?;
        tx.trace.kind = Some("person");
        tx.trace.subject = Some(facts.id);
        let there = facts.erased_at.is_none();
        Ok(PersonView {
            id: facts.id,
            version: facts.version,
            erased_at: facts.erased_at,
            merged_into: facts.merged_into,
            merges,
            distinct,
            person,
            matters: seen_matters(actor, facts),
            may_edit: there && by_person(actor, "edit", facts).allows(),
            may_erase: there && by_person(actor, "erase", facts).allows(),
            history,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

/// The person's matters that the actor may look at.
pub(super) fn seen_matters(actor: &Actor, facts: &PersonFacts) -> Vec<MatterRef> {
    let seen = facts.matters.iter().filter(|m| access::by_scope(actor, "view", m.kind.slug, m).allows());
    seen.map(|m| MatterRef { id: m.id, kind: m.kind.slug, code: m.code.clone(), state: m.state.clone() })
        .collect()
}
