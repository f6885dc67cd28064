//! `raise-handover`: somebody who holds a post, or watches over it, raises its hand-over before anybody leaves.

use model::{Id, ProblemCode, Timestamp, codes};

use super::settle;
use crate::access::{Actor, Decision, Holding, MatterFacts, Rule, Scope};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::custody;

/// Raises the hand-over of a post's open matters.
pub struct RaiseHandover {
    /// The post that gives them away.
    pub post: Id,
    /// Code of list `handover-reason`.
    pub reason: String,
}

/// Whose post it is.
#[derive(Debug, Clone, Copy)]
pub struct PostFacts {
    pub(crate) post: Id,
    pub(crate) unit: Option<Id>,
    pub(crate) organisation: Id,
    pub(crate) now: Timestamp,
}

impl PostFacts {
    /// The custodian post of a matter, for the policy matrix.
    pub(crate) fn of(matter: &MatterFacts) -> Self {
        Self { post: matter.custodian, unit: matter.unit, organisation: matter.organisation, now: matter.now }
    }

    /// Reads a post.
    pub(crate) async fn load(tx: &mut Tx, post: Id) -> Result<Self> {
        let row = tx
            .row("select unit_id, organisation_id from post where id = $1", &[post.into()])
            .await?
            .ok_or(Error::NotFound)?;
        Ok(Self { post, unit: row.id_opt(0)?, organisation: row.id(1)?, now: tx.now })
    }

    /// Whether a right of the actor reaches this post: its own, its unit's, its organisation's.
    pub(crate) fn reached(&self, actor: &Actor, verb: &str, kind: &str) -> Decision {
        let reach = |holding: &Holding| {
            let same = holding.organisation == self.organisation;
            let scope = holding.role.reach(verb, kind)?;
            let reached = match scope {
                Scope::All => true,
                Scope::Organisation => same,
                Scope::Unit => {
                    holding.post == self.post || (same && holding.unit.is_some() && holding.unit == self.unit)
                }
                Scope::Own => holding.post == self.post,
                Scope::Grants => false,
            };
            reached.then_some(scope)
        };
        let found = actor.holdings_at(self.now).find_map(|holding| Some((holding, reach(holding)?)));
        match found {
            Some((holding, scope)) => Decision::Allow(Rule {
                name: scope.code(),
                post: Some(holding.post),
                groups: model::field::Groups::NONE.with(model::field::DataGroup::Record),
            }),
            None => Decision::Hide("out-of-scope"),
        }
    }
}

#[async_trait::async_trait]
impl Act for RaiseHandover {
    type Facts = PostFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "raise-handover"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PostFacts> {
        PostFacts::load(tx, self.post).await
    }

    fn policy(&self, actor: &Actor, facts: &PostFacts) -> Decision {
        facts.reached(actor, "offer", "handover")
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        if codes::list("handover-reason").and_then(|list| list.get(&act.reason)).is_none() {
            return Err(Error::field("reason", ProblemCode::UnknownCode));
        }
        let tenure = custody::holder(tx, act.post).await?;
        if let Some(there) = settle::ahead(tx, act.post).await? {
            tx.trace.subject = Some(there.id);
            return Ok(Opened { id: there.id });
        }
        let raised = settle::raise(tx, (act.post, tenure), None, &act.reason).await?;
        let id = raised.ok_or(Error::Refused("nothing-to-hand-over"))?;
        tx.trace.kind = Some("handover");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.post)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
