//! `break-glass`: in an emergency somebody opens a matter outside their scope for three hours, and writes down why.

use model::field::DataGroup;
use model::time::HOUR;
use model::{Id, Timestamp};
use seal::Place;
use serde::Serialize;

use super::staff::reason;
use crate::access::{self, Actor, Decision, MatterFacts, Role};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::notification;

/// How long the glass stays broken, in milliseconds (domain model, section 5).
const OPEN_FOR: i64 = 3 * HOUR;

/// Opens a matter for reading to the post for which the actor acts, and to no other.
pub struct BreakGlass {
    /// The matter, or any part of it. Somebody who does not know the id cannot find it this way.
    pub id: Id,
    /// Why, in at least ten characters; sealed under the key of the child or report.
    pub reason: String,
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenGlass {
    /// The root matter.
    pub id: Id,
    /// Slug of its kind, for the page that shows it.
    pub kind: &'static str,
    /// Until then.
    pub until: Timestamp,
}

#[async_trait::async_trait]
impl Act for BreakGlass {
    type Facts = MatterFacts;
    type Output = BrokenGlass;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "break-glass"
    }

    /// Always about the root, so that a part opens what belongs to it.
    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.id, false).await?;
        if facts.root == facts.id { Ok(facts) } else { access::load::matter(tx, facts.root, false).await }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "break-glass", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<BrokenGlass> {
        let (facts, actor) = (permit.facts(), permit.actor());
        let reason = reason(&permit.act().reason)?;
        if access::by_scope(actor, "view", facts.kind.slug, facts).allows() {
            return Err(Error::Refused("already-in-scope"));
        }
        let holding = permit.rule().post.and_then(|post| actor.holding(post)).ok_or(Error::NotFound)?;
        let until = tx.now.plus(OPEN_FOR);
        grant(tx, facts, holding.post, &holding.role, until, &reason).await?;
        notification::tell(tx, facts.custodian, "glass-broken", Some(facts.id)).await?;
        notification::tell_above(tx, facts.custodian, "glass-broken", Some(facts.id)).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.reason = Some(reason);
        Ok(BrokenGlass { id: facts.id, kind: facts.kind.slug, until })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

async fn grant(
    tx: &mut Tx,
    facts: &MatterFacts,
    post: Id,
    role: &Role,
    until: Timestamp,
    reason: &str,
) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now);
    let row = id.to_string();
    let key = tx.person_key(facts.key).await?;
    let sealed = tx.seal(&key, Place { table: "matter_grant", row: &row, column: "reason" }, reason);
    tx.run(
        "insert into matter_grant (id, matter_id, post_id, data_groups, verbs, from_at, until_at, basis, reason)
         values ($1, $2, $3, $4, 'view', $5, $6, 'break-glass', $7)",
        &[
            id.into(),
            facts.id.into(),
            post.into(),
            role.groups.with(DataGroup::Record).to_text().into(),
            now.into(),
            until.into(),
            sealed.into(),
        ],
    )
    .await?;
    Ok(())
}
