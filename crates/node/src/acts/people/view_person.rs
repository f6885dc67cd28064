//! `view-person`: a person, the matters that the viewer may see, and what was done to the record.

use linkage::people::Query;
use model::{Id, Timestamp};
use serde::Serialize;

use super::by_person;
use super::search_people::{PersonHit, shown};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::view::conflicts;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::journal::read::{self, Told};
use crate::store::{Conflict, Distinct, Merge, PersonFacts, ShownRecord, distinct, merge, person, who};

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
    /// Fields that were changed twice apart, with both values.
    pub conflicts: Vec<Conflict>,
    /// Whether the name is hidden from the viewer, who may have it shown.
    pub may_unhide: bool,
    /// People whom the viewer may see and who are likely the same: found whenever somebody is looked at, not only by a search.
    pub likely: Vec<PersonHit>,
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
    /// Codes of the roles in which the person takes part, as far as the viewer may know of them.
    pub roles: Vec<&'static str>,
}

/// Entries of history that a page shows.
const HISTORY: i64 = 100;

#[async_trait::async_trait]
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
        let person = permit.reveal(person::load_for(tx, actor, facts).await?)?;
        // Whoever sees somebody by a grant is shown what was agreed, not what was done inside the house.
        let entries = if permit.rule().name == "grant" { 0 } else { HISTORY };
        let mut history = read::about(tx, facts.id, entries).await?;
        who::tell(tx, actor, &mut history).await?;
        // What stood in a hidden field once is hidden, too.
        for told in &mut history {
            told.detail.changes.retain(|change| !person.hides(&change.field));
        }
        let mut conflicts = conflicts(permit, tx, facts.id).await?;
        conflicts.retain(|both| !person.hides(both.field));
        let hidden = facts.protected && person.hides("name");
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
            matters: seen_matters(actor, facts),
            conflicts,
            likely: if there && !hidden && facts.merged_into.is_none() {
                likely(permit, tx, &person, &distinct).await?
            } else {
                Vec::new()
            },
            distinct,
            person,
            may_unhide: there && hidden && by_person(actor, "unhide", facts).allows(),
            may_edit: there && by_person(actor, "edit", facts).allows(),
            may_erase: there && by_person(actor, "erase", facts).allows(),
            history,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

/// People of the same organisation who are likely the same, and whom the viewer may see.
async fn likely(
    permit: &Permit<'_, ViewPerson>,
    tx: &mut Tx,
    person: &ShownRecord,
    distinct: &[Distinct],
) -> Result<Vec<PersonHit>> {
    let (own, actor) = (permit.facts(), permit.actor());
    let query = Query::form(&person::traits(&person.to_record()));
    let hits = tx.context.people.likely(&query, own.organisation);
    let ids: Vec<Id> = hits.iter().map(|hit| Id::from_u128(hit.id)).filter(|id| *id != own.id).collect();
    let known = person::facts_of(tx, &ids).await?;
    let mut found = Vec::new();
    for hit in hits {
        let same = |facts: &&PersonFacts| facts.id.to_u128() == hit.id;
        let Some(facts) = known.iter().find(same) else { continue };
        // Once found to be somebody else, nobody is asked again.
        let decided = distinct.iter().any(|distinct| distinct.other == facts.id);
        if decided || facts.erased_at.is_some() || facts.merged_into.is_some() || found.len() == MOST_LIKELY {
            continue;
        }
        let Decision::Allow(rule) = by_person(actor, "view", facts) else { continue };
        tx.trace.listed.push(facts.id);
        let person = permit.reveal_by(&rule, person::load_for(tx, actor, facts).await?)?;
        found.push(shown(hit, person, actor, facts));
    }
    Ok(found)
}

/// At most so many are shown beside somebody.
const MOST_LIKELY: usize = 3;

/// The person's matters that the actor may look at, with the roles that the actor may know of.
pub(crate) fn seen_matters(actor: &Actor, facts: &PersonFacts) -> Vec<MatterRef> {
    let seen = facts.matters.iter().filter_map(|matter| {
        let Decision::Allow(rule) = access::by_scope(actor, "view", matter.kind.slug, matter) else {
            return None;
        };
        let here =
            facts.roles.iter().filter(|(id, role)| *id == matter.id && role.opens(rule.groups).is_some());
        let roles: Vec<_> = here.map(|(_, role)| role.code()).collect();
        (!roles.is_empty()).then(|| MatterRef {
            id: matter.id,
            kind: matter.kind.slug,
            code: matter.code.clone(),
            state: matter.state.clone(),
            roles,
        })
    });
    seen.collect()
}
