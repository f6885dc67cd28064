//! `unmerge-people`: two records that were merged are two people after all.

use model::Id;

use super::merge_people::{MergeFacts, reason};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::{merge, person};

/// Undoes a merge.
pub struct UnmergePeople {
    /// The merge.
    pub merge: Id,
    /// Why they are two.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for UnmergePeople {
    type Facts = MergeFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "unmerge-people"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MergeFacts> {
        let merge = merge::find(tx, self.merge).await?;
        let kept = person::facts(tx, merge.kept, true).await?;
        Ok(MergeFacts { kept, merged: person::facts(tx, merge.merged, true).await? })
    }

    fn policy(&self, actor: &Actor, facts: &MergeFacts) -> Decision {
        facts.policy(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let MergeFacts { kept, merged } = permit.facts();
        let reason = reason(&permit.act().reason)?;
        merge::undo(tx, permit.act().merge).await?;
        person::touch(tx, kept).await?;
        person::touch(tx, merged).await?;
        tx.trace.kind = Some("person");
        tx.trace.subject = Some(merged.id);
        // Somebody erased has no key any more; the organisation's keeps the reason.
        tx.trace.key = merged.erased_at.is_none().then_some(merged.key);
        tx.trace.listed = vec![kept.id, permit.act().merge];
        tx.trace.detail.reason = Some(reason.to_owned());
        Ok(Opened { id: merged.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.merge)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
