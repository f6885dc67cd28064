//! `merge-people`: two records turn out to be one person. Nothing is lost: both records, their cases and their keys stay, and
//! `unmerge-people` takes it back (domain model, section 6.3, rule 5).

use model::{Id, ProblemCode};

use super::by_person;
use crate::access::{Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{PersonFacts, distinct, merge, person};

/// Merges one person into another of the same organisation.
pub struct MergePeople {
    /// The record to keep.
    pub kept: Id,
    /// The record that is the same person.
    pub merged: Id,
    /// Why they are the same.
    pub reason: String,
}

/// Facts about both.
pub struct MergeFacts {
    pub(super) kept: PersonFacts,
    pub(super) merged: PersonFacts,
}

impl MergeFacts {
    /// Both reached through one matter, for the policy matrix.
    pub fn through(matter: &MatterFacts) -> Self {
        Self { kept: PersonFacts::through(matter), merged: PersonFacts::through(matter) }
    }

    /// Both must be within reach.
    pub(super) fn policy(&self, actor: &Actor) -> Decision {
        match by_person(actor, "merge", &self.kept) {
            Decision::Allow(_) => by_person(actor, "merge", &self.merged),
            no => no,
        }
    }
}

/// What was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The merge, by which it is undone.
    pub merge: Id,
    /// Numbers of open cases of this child. When there are two or more they stay separate until somebody closes one.
    pub open_cases: Vec<String>,
}

/// Characters of a reason.
const LONGEST: usize = 2_000;

#[async_trait::async_trait]
impl Act for MergePeople {
    type Facts = MergeFacts;
    type Output = Merged;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "merge-people"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MergeFacts> {
        let kept = person::facts(tx, self.kept, true).await?;
        Ok(MergeFacts { kept, merged: person::facts(tx, self.merged, true).await? })
    }

    fn policy(&self, actor: &Actor, facts: &MergeFacts) -> Decision {
        facts.policy(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Merged> {
        let MergeFacts { kept, merged } = permit.facts();
        let reason = reason(&permit.act().reason)?;
        if kept.id == merged.id {
            return Err(Error::Refused("same-person"));
        }
        if kept.organisation != merged.organisation {
            return Err(Error::Refused("person-elsewhere"));
        }
        if kept.erased_at.or(merged.erased_at).is_some() {
            return Err(Error::Refused("person-erased"));
        }
        // One step deep: whoever is kept is nobody else, and whoever is merged keeps nobody.
        let keeps = !merge::into(tx, merged.id).await?.is_empty();
        if keeps || kept.merged_into.or(merged.merged_into).is_some() {
            return Err(Error::Refused("person-merged"));
        }
        let id = merge::start(tx, kept, merged, reason).await?;
        // What was decided before does not hold beside it.
        distinct::take_back(tx, kept.id, merged.id).await?;
        person::touch(tx, kept).await?;
        person::touch(tx, merged).await?;
        tx.trace.kind = Some("person");
        tx.trace.subject = Some(merged.id);
        tx.trace.key = Some(merged.key);
        tx.trace.listed = vec![kept.id, id];
        tx.trace.detail.reason = Some(reason.to_owned());
        let matters = kept.matters.iter().chain(&merged.matters);
        let open = matters.filter(|m| m.kind.slug == "case" && m.is_open()).map(|m| m.code.clone());
        Ok(Merged { merge: id, open_cases: open.collect() })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.merged)
    }
}

/// A reason that is there and not too long.
pub(crate) fn reason(text: &str) -> Result<&str> {
    match text.trim() {
        "" => Err(Error::field("reason", ProblemCode::Missing)),
        long if long.chars().count() > LONGEST => Err(Error::field("reason", ProblemCode::TooLong)),
        reason => Ok(reason),
    }
}
