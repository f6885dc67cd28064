//! `open-hash-list`: an organisation begins a list of hashes of its own.

use model::{Id, ProblemCode, Timestamp};

use super::said;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Begins a list.
pub struct OpenHashList {
    /// Its name, unique in the organisation.
    pub name: String,
    /// A code of list `hash-list-role`.
    pub role: String,
}

#[async_trait::async_trait]
impl Act for OpenHashList {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-hash-list"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "hash-list", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let (organisation, name) = (permit.organisation()?, said(&act.name, "name", 80)?);
        let known = model::codes::list("hash-list-role").is_some_and(|list| list.get(&act.role).is_some());
        if !known {
            return Err(Error::field("role", ProblemCode::UnknownCode));
        }
        let (id, now) = (tx.new_id(), tx.now);
        let made = tx
            .run(
                "insert into hash_list (id, organisation_id, name, role, version, created_at)
                 values ($1, $2, $3, $4, 0, $5) on conflict (organisation_id, name) do nothing",
                &[id.into(), organisation.into(), name.into(), act.role.as_str().into(), now.into()],
            )
            .await?;
        if made == 0 {
            return Err(Error::Refused("list-name-taken"));
        }
        tx.trace.kind = Some("hash-list");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
