//! `add-participant`: somebody takes part in a case: guardian, sibling, suspect, interpreter, … A person who is not known yet is
//! looked for first.

use linkage::people::Query;
use model::{Draft, Id, Kind, Participant, ParticipantRole, ProblemCode, Record, codes, kinds};

use super::by_person;
use super::searched::{self, Searched};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::{Opened, guards};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::participation::{self, NewParticipation};
use crate::store::{PersonFacts, guardian, notification, person};

/// Who takes part.
pub enum Whom {
    /// Somebody who is known, and whom the actor may view.
    Known(Id),
    /// Somebody new.
    New(Draft),
}

/// Lets somebody take part in a case.
pub struct AddParticipant {
    /// The case.
    pub case: Id,
    /// Who.
    pub whom: Whom,
    /// As what.
    pub role: ParticipantRole,
    /// What else is said of it.
    pub said: Participant,
    /// A search that the same account made within the last hour.
    pub search: Id,
    /// Somebody compared them with who is there, and they are not the same.
    pub confirmed: bool,
}

/// Facts about the case, the person and the search.
pub struct AddParticipantFacts {
    case: MatterFacts,
    person: Option<PersonFacts>,
    searched: Option<Searched>,
}

impl From<MatterFacts> for AddParticipantFacts {
    fn from(case: MatterFacts) -> Self {
        Self { case, person: None, searched: None }
    }
}

/// What a change of who takes part in a case needs: the right to change the case, and to know of people in that role.
pub(super) fn may_change(actor: &Actor, case: &MatterFacts, role: ParticipantRole) -> Decision {
    match access::by_scope(actor, "edit", case.kind.slug, case) {
        Decision::Allow(rule) if role.opens(rule.groups).is_none() => Decision::Deny("no-right"),
        decision => decision,
    }
}

#[async_trait::async_trait]
impl Act for AddParticipant {
    type Facts = AddParticipantFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "add-participant"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<AddParticipantFacts> {
        let case = of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)?;
        let person = match &self.whom {
            Whom::Known(id) => Some(person::facts(tx, *id, true).await?),
            Whom::New(_) => None,
        };
        Ok(AddParticipantFacts { case, person, searched: searched::find(tx, self.search).await? })
    }

    fn policy(&self, actor: &Actor, facts: &AddParticipantFacts) -> Decision {
        let person = facts.person.as_ref().map(|person| by_person(actor, "view", person));
        match person {
            Some(no) if !no.allows() => no,
            _ => may_change(actor, &facts.case, self.role),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let case = &facts.case;
        guards::may_edit(case, case.kind)?;
        if act.role == ParticipantRole::Child {
            return Err(Error::Refused("one-child"));
        }
        checked(act.role, &act.said)?;
        let person = match (&act.whom, &facts.person) {
            (Whom::New(draft), _) => {
                searched::first(facts.searched, permit.actor(), case.now)?;
                make(permit, tx, draft).await?
            }
            (Whom::Known(_), Some(known)) => may_take_part(known, case, act.role)?,
            (Whom::Known(_), None) => return Err(Error::NotFound),
        };
        let before = guardian::guardian_is_suspect(tx, case.id).await?;
        let new = NewParticipation { person, role: act.role, said: act.said.clone() };
        let id = participation::add(tx, (case.id, case.key), new).await?;
        if !before && guardian::guardian_is_suspect(tx, case.id).await? {
            notification::tell(tx, case.custodian, "guardian-suspect", Some(case.id)).await?;
        }
        tx.trace.kind = Some(case.kind.slug);
        tx.trace.subject = Some(case.id);
        tx.trace.key = Some(case.key);
        tx.trace.listed = vec![id, person, act.search];
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    async fn repeat(&self, act: Id, _: Option<Id>, tx: &mut Tx) -> Result<Option<Opened>> {
        let entry = crate::journal::read::find(tx, act).await?;
        let listed = entry.and_then(|entry| entry.listed).unwrap_or_default();
        Ok(listed.split_whitespace().next().and_then(|id| id.parse().ok()).map(|id| Opened { id }))
    }
}

/// Codes of the right list, and a note that is not too long and no picture.
pub(super) fn checked(role: ParticipantRole, said: &Participant) -> Result<()> {
    if let Some(relation) = &said.relation {
        let known = role.relations().and_then(codes::list).is_some_and(|list| list.get(relation).is_some());
        if !known {
            return Err(Error::field("relation", ProblemCode::UnknownCode));
        }
    }
    let note = said.note.as_deref().unwrap_or_default();
    if note.chars().count() > LONGEST {
        return Err(Error::field("note", ProblemCode::TooLong));
    }
    if crate::carried::carries(note) { Err(Error::field("note", ProblemCode::Picture)) } else { Ok(()) }
}

/// Characters of a note.
const LONGEST: usize = 2_000;

fn may_take_part(known: &PersonFacts, case: &MatterFacts, role: ParticipantRole) -> Result<Id> {
    if known.erased_at.is_some() {
        return Err(Error::Refused("person-erased"));
    }
    if known.merged_into.is_some() {
        return Err(Error::Refused("person-merged"));
    }
    if known.organisation != case.organisation {
        return Err(Error::Refused("person-elsewhere"));
    }
    if known.as_child.contains(&case.id) {
        return Err(Error::Refused("is-the-child"));
    }
    if known.roles.contains(&(case.id, role)) {
        return Err(Error::Refused("takes-part-already"));
    }
    Ok(known.id)
}

async fn make(permit: &Permit<'_, AddParticipant>, tx: &mut Tx, draft: &Draft) -> Result<Id> {
    let (act, case) = (permit.act(), &permit.facts().case);
    let record: Record =
        draft.parse(person::META, tx.now.date(Default::default())).map_err(Error::Invalid)?;
    guards::texts(person::META, &record)?;
    person::check(&record)?;
    if !act.confirmed && likely(tx, permit.actor(), case.organisation, &record).await? {
        return Err(Error::Refused("likely-duplicate"));
    }
    Ok(person::insert(tx, case.organisation, &record).await?.0)
}

/// Whether somebody whom the actor may see is likely the same.
async fn likely(tx: &mut Tx, actor: &Actor, organisation: Id, record: &Record) -> Result<bool> {
    let hits = tx.context.people.likely(&Query::form(&person::traits(record)), organisation);
    for hit in hits {
        match person::facts(tx, Id::from_u128(hit.id), false).await {
            Ok(facts) if facts.erased_at.is_none() && by_person(actor, "view", &facts).allows() => {
                return Ok(true);
            }
            Ok(_) | Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}
