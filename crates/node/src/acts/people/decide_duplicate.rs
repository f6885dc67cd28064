//! `decide-duplicate`: two records that look alike are two people, so that nobody is asked again; or that decision is taken back.

use model::Id;

use super::merge_people::{MergeFacts, reason};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{distinct, person};

/// Decides about two records of the same organisation. That they are one person is [`MergePeople`](super::MergePeople).
pub struct DecideDuplicate {
    /// One record.
    pub one: Id,
    /// The other.
    pub other: Id,
    /// Two people; `false` takes that back.
    pub distinct: bool,
    /// Why.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for DecideDuplicate {
    type Facts = MergeFacts;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "decide-duplicate"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MergeFacts> {
        let kept = person::facts(tx, self.one, true).await?;
        Ok(MergeFacts { kept, merged: person::facts(tx, self.other, true).await? })
    }

    fn policy(&self, actor: &Actor, facts: &MergeFacts) -> Decision {
        facts.policy(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, MergeFacts { kept: one, merged: other }) = (permit.act(), permit.facts());
        let reason = reason(&act.reason)?;
        if one.id == other.id {
            return Err(Error::Refused("same-person"));
        }
        if one.organisation != other.organisation {
            return Err(Error::Refused("person-elsewhere"));
        }
        if act.distinct {
            if one.erased_at.or(other.erased_at).is_some() {
                return Err(Error::Refused("person-erased"));
            }
            if one.merged_into == Some(other.id) || other.merged_into == Some(one.id) {
                return Err(Error::Refused("person-merged"));
            }
            distinct::decide(tx, (one.id, other.id), permit.actor().account(), permit.rule().post).await?;
        } else if !distinct::take_back(tx, one.id, other.id).await? {
            return Err(Error::NotFound);
        }
        tx.trace.kind = Some("person");
        tx.trace.subject = Some(one.id);
        // Somebody erased has no key any more; the organisation's keeps the reason.
        tx.trace.key = one.erased_at.is_none().then_some(one.key);
        tx.trace.listed = vec![other.id];
        tx.trace.detail.to = Some(if act.distinct { "distinct" } else { "open" }.into());
        tx.trace.detail.reason = Some(reason.to_owned());
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.one)
    }
}
