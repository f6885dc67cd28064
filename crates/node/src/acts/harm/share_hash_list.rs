//! `share-hash-list`: an organisation shares a list of its own with a member on another node, or ends that. The member decides whether it reads it.

use model::Id;

use super::ListFacts;
use super::change_hash_list::list_facts;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::{keys, peers};
use crate::harm::{basis, sharing};

/// Begins or ends sharing a list.
pub struct ShareHashList {
    /// The list.
    pub list: Id,
    /// The member, such as `PH/HOT/CONTOH`.
    pub member: String,
    /// A code of list `outgoing-basis`: on what law the list goes there.
    pub legal_basis: String,
    /// `false` ends it.
    pub on: bool,
}

#[async_trait::async_trait]
impl Act for ShareHashList {
    type Facts = ListFacts;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "share-hash-list"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<ListFacts> {
        list_facts(tx, self.list).await
    }

    fn policy(&self, actor: &Actor, facts: &ListFacts) -> Decision {
        facts.decide(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        let wrong = || Error::field("member", model::ProblemCode::UnknownCode);
        let member = keys::member(act.member.trim()).map_err(|_| wrong())?;
        let to = peers::organisation_of(tx, &member).await?.ok_or_else(wrong)?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        if act.on {
            basis::must_fit(&act.legal_basis, basis::Item::List)?;
            sharing::share(tx, act.list, post, (to, &act.legal_basis)).await?;
        } else {
            sharing::unshare(tx, act.list, post, to).await?;
        }
        tx.trace.kind = Some("hash-list");
        tx.trace.subject = Some(act.list);
        tx.trace.detail.to = Some(format!("{member} {}", act.legal_basis).trim().to_owned());
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.list)
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
