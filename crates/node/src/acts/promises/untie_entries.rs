//! `untie-entries`: a tie that was made by mistake is taken away; the journal keeps that it was there.

use model::Id;

use super::follow;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Unties two matters.
pub struct UntieEntries {
    /// What leads.
    pub from: Id,
    /// What it leads to.
    pub to: Id,
}

#[async_trait::async_trait]
impl Act for UntieEntries {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "untie-entries"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        access::load::matter(tx, self.from, true).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "edit", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let gone = tx
            .run("delete from tie where from_id = $1 and to_id = $2", &[act.from.into(), act.to.into()])
            .await?;
        if gone == 0 {
            return Err(Error::NotFound);
        }
        if facts.kind.slug == "recommendation" {
            follow::write_progress(tx, facts.id).await?;
        }
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.listed = vec![act.to];
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.from)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
