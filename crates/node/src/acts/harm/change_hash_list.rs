//! `change-hash-list`: hashes are put on a list of one's own or taken back from it, with where they come from. What is taken back leaves a
//! tombstone, and whoever met it is told.

use model::{Id, Timestamp};

use super::{many, said};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::hashes::{self, MOST_AT_ONCE};

/// Changes a list.
pub struct ChangeHashList {
    /// The list.
    pub list: Id,
    /// Hashes to add, one a line: `pdq:…`, `md5:…`.
    pub add: String,
    /// Hashes to take back, one a line.
    pub remove: String,
    /// Where they come from, or why they are taken back.
    pub provenance: String,
}

/// Owner of the list, and the instant.
pub struct ListFacts {
    owner: Option<Id>,
    now: Timestamp,
}

impl ListFacts {
    /// Only whoever keeps lists for the owner changes one.
    pub(super) fn decide(&self, actor: &Actor) -> Decision {
        match self.owner {
            Some(owner) => access::in_organisation(actor, "change", "hash-list", owner, self.now),
            None => Decision::Hide("not-found"),
        }
    }

    /// For the policy table: a list of the matter's organisation.
    pub(crate) fn of(matter: &crate::access::MatterFacts) -> Self {
        Self { owner: Some(matter.organisation), now: matter.now }
    }
}

/// Reads whose list it is.
pub(super) async fn list_facts(tx: &mut Tx, list: Id) -> Result<ListFacts> {
    let row = tx.row("select organisation_id from hash_list where id = $1", &[list.into()]).await?;
    Ok(ListFacts { owner: row.map(|row| row.id(0)).transpose()?, now: tx.now })
}

#[async_trait::async_trait]
impl Act for ChangeHashList {
    type Facts = ListFacts;
    type Output = i64;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "change-hash-list"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<ListFacts> {
        list_facts(tx, self.list).await
    }

    fn policy(&self, actor: &Actor, facts: &ListFacts) -> Decision {
        facts.decide(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<i64> {
        let act = permit.act();
        let (add, remove) = (many(&act.add, "add")?, many(&act.remove, "remove")?);
        if add.is_empty() && remove.is_empty() {
            return Err(Error::field("add", model::ProblemCode::Missing));
        }
        if add.len() + remove.len() > MOST_AT_ONCE {
            return Err(Error::Refused("too-much-at-once"));
        }
        let provenance = said(&act.provenance, "provenance", 400)?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        tx.trace.kind = Some("hash-list");
        tx.trace.subject = Some(act.list);
        let trace = tx.trace.clone();
        let version = hashes::change(tx, act.list, post, (&add, &remove), &provenance).await?;
        tx.trace = trace;
        Ok(version)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.list)
    }
}
