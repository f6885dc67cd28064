//! `confirm-match`: somebody compared a candidate with the one sought and says that they are the same. From then on that person
//! takes part in the case as family; the relation is still to be verified.

use model::{Id, Kind, Participant, ParticipantRole, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::people::{by_person, reason};
use crate::acts::{Opened, guards};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::matter::Touch;
use crate::store::participation::{self, NewParticipation};
use crate::store::{PersonFacts, fields, matter, person};

const META: &model::KindMeta = <kinds::TracingRequest as Kind>::META;

/// Says that a person is the one sought.
pub struct ConfirmMatch {
    /// The tracing request.
    pub id: Id,
    /// The person.
    pub person: Id,
    /// Why.
    pub reason: String,
}

/// Facts about both.
pub struct ConfirmMatchFacts {
    request: MatterFacts,
    person: PersonFacts,
}

impl From<MatterFacts> for ConfirmMatchFacts {
    fn from(request: MatterFacts) -> Self {
        Self { person: PersonFacts::through(&request), request }
    }
}

#[async_trait::async_trait]
impl Act for ConfirmMatch {
    type Facts = ConfirmMatchFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "confirm-match"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<ConfirmMatchFacts> {
        let request = of_kind(access::load::matter(tx, self.id, true).await?, META)?;
        Ok(ConfirmMatchFacts { request, person: person::facts(tx, self.person, false).await? })
    }

    fn policy(&self, actor: &Actor, facts: &ConfirmMatchFacts) -> Decision {
        match by_person(actor, "view", &facts.person) {
            Decision::Allow(_) => access::by_scope(actor, "edit", META.slug, &facts.request),
            no => no,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let ConfirmMatchFacts { request, person } = permit.facts();
        let reason = reason(&permit.act().reason)?;
        guards::may_edit(request, META)?;
        if person.erased_at.is_some() {
            return Err(Error::Refused("person-erased"));
        }
        if person.merged_into.is_some() {
            return Err(Error::Refused("person-merged"));
        }
        if person.organisation != request.organisation {
            return Err(Error::Refused("person-elsewhere"));
        }
        if person.as_child.contains(&request.root) {
            return Err(Error::Refused("is-the-child"));
        }
        let held = fields::load(tx, META, request.id, request.key).await?.into_inner().reveal_all()?;
        let relation = Some(held.text("relation")).filter(|relation| !relation.is_empty());
        let before = held.text("matched");
        let mut new = held.to_record();
        new.set(META, "matched", person.id.into());
        let key = tx.key_for_writing(request.key).await?;
        fields::change(tx, META, request.id, &key, &new, &["matched"]).await?;
        matter::touch(tx, request, Touch::default()).await?;
        if !person.roles.iter().any(|(matter, role)| *matter == request.root && role.of_family()) {
            let said = Participant { relation, ..Participant::default() };
            let new = NewParticipation { person: person.id, role: ParticipantRole::FamilyMember, said };
            participation::add(tx, (request.root, request.key), new).await?;
        }
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(request.id);
        tx.trace.key = Some(request.key);
        tx.trace.listed = vec![person.id];
        tx.trace.detail.reason = Some(reason.to_owned());
        tx.trace.detail.changes = vec![Change { field: "matched".to_owned(), old: before }];
        Ok(Opened { id: request.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
