//! `close-family`: every child's case is closed and nothing is left to do for the family as a whole. A new case opens it again.

use model::{Id, ProblemCode, Value, codes};

use super::by_family;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::people::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{FamilyFacts, family};

/// Closes the matter of a family.
pub struct CloseFamily {
    /// The family.
    pub id: Id,
    /// Code of list `closure-reason`.
    pub closure_reason: String,
    /// What was achieved, and what the family goes on with.
    pub note: String,
}

#[async_trait::async_trait]
impl Act for CloseFamily {
    type Facts = FamilyFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "close-family"
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
        // Also the cases of brothers and sisters that somebody else carries.
        if facts.cases.iter().any(crate::access::MatterFacts::is_open) {
            return Err(Error::Refused("family-case-open"));
        }
        if codes::list("closure-reason").is_none_or(|list| list.get(&act.closure_reason).is_none()) {
            return Err(Error::field("closure_reason", ProblemCode::UnknownCode));
        }
        let note = reason(&act.note).map_err(|_| Error::field("closure_note", ProblemCode::Missing))?;
        let shown = permit.reveal(family::load(tx, facts).await?)?;
        let old = shown.to_record();
        if old.get(family::META, "closed_on").and_then(Value::text).is_some_and(|day| !day.is_empty()) {
            return Err(Error::Refused("family-closed"));
        }
        let mut new = old.clone();
        new.set(family::META, "closed_on", Value::from(tx.now.date(Default::default()).to_string()));
        new.set(family::META, "closure_reason", Value::from(act.closure_reason.as_str()));
        new.set(family::META, "closure_note", Value::from(note));
        crate::acts::guards::texts(family::META, &new)?;
        family::write_change(tx, facts, &old, &new).await?;
        tx.trace.listed = facts.cases.iter().map(|case| case.id).collect();
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
