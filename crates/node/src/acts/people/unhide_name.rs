//! `unhide-name`: whoever must know the name of a child under a protected identity says why, and sees it for three hours.

use model::{Id, Timestamp};

use super::by_person;
use super::merge_people::reason;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{PersonFacts, notification, person};

/// Shows a hidden name to the actor's post for a while.
pub struct UnhideName {
    /// The person.
    pub id: Id,
    /// Why.
    pub reason: String,
}

/// Until when a name is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unhidden {
    /// The person.
    pub id: Id,
    /// Until then.
    pub until: Timestamp,
}

/// How long, in milliseconds.
const SHOWN_FOR: i64 = 3 * model::time::HOUR;

#[async_trait::async_trait]
impl Act for UnhideName {
    type Facts = PersonFacts;
    type Output = Unhidden;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "unhide-name"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PersonFacts> {
        person::facts(tx, self.id, false).await
    }

    fn policy(&self, actor: &Actor, facts: &PersonFacts) -> Decision {
        by_person(actor, "unhide", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Unhidden> {
        let facts = permit.facts();
        let reason = reason(&permit.act().reason)?;
        if !facts.protected {
            return Err(Error::Refused("name-not-hidden"));
        }
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let until = tx.now.plus(SHOWN_FOR);
        person::open_name(tx, facts.id, post, until).await?;
        for case in facts.matters.iter().filter(|case| facts.as_child.contains(&case.id)) {
            if case.custodian != post && case.is_open() {
                notification::tell(tx, case.custodian, "name-unhidden", Some(case.id)).await?;
            }
        }
        tx.trace.kind = Some("person");
        tx.trace.subject = Some(facts.id);
        tx.trace.key = facts.erased_at.is_none().then_some(facts.key);
        tx.trace.detail.reason = Some(reason.to_owned());
        Ok(Unhidden { id: facts.id, until })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}
