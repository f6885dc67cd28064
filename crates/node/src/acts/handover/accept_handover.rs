//! `accept-handover`: a successor takes what was offered, matter by matter, or all of it once its list was looked through.
//! Matters of children at high risk are always taken one by one.

use model::{Id, Timestamp};
use serde::Serialize;

use super::record::{self, Parties};
use super::{META, items};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::notification;

/// Takes matters of a hand-over.
pub struct AcceptHandover {
    /// Which.
    pub handover: Id,
    /// The matters; empty for everything that need not be taken one by one.
    pub matters: Vec<Id>,
}

/// What was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// Taken now.
    pub taken: usize,
    /// Still waiting.
    pub left: usize,
}

#[async_trait::async_trait]
impl Act for AcceptHandover {
    type Facts = MatterFacts;
    type Output = Accepted;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "accept-handover"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.handover, true).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "accept", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Accepted> {
        let (act, facts) = (permit.act(), permit.facts());
        if facts.state != "offered" {
            return Err(Error::Refused("wrong-state"));
        }
        let parties = record::parties(tx, facts.id).await?;
        let to = parties.to.filter(|to| permit.rule().post == Some(*to)).ok_or(Error::NotFound)?;
        let waiting = items::waiting(tx, facts.id).await?;
        let chosen: Vec<_> = if act.matters.is_empty() {
            if !looked_through(tx, permit.actor(), &parties).await? {
                return Err(Error::Refused("open-the-list-first"));
            }
            waiting.iter().filter(|one| !one.high).collect()
        } else {
            items::named(&waiting, &act.matters)?
        };
        if chosen.iter().filter(|one| one.high).count() > 1 {
            return Err(Error::Refused("one-by-one"));
        }
        if chosen.is_empty() {
            return Err(Error::Refused("one-by-one"));
        }
        let by = (("accepted"), permit.actor().account());
        for one in &chosen {
            items::take(tx, (parties.id, parties.from), one, to, by).await?;
        }
        let (taken, left) = (chosen.len(), waiting.len() - chosen.len());
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.listed = chosen.iter().map(|one| one.matter).collect();
        if record::finish(tx, &parties, to, permit.actor().account()).await? {
            notification::tell(tx, parties.from, "handover-accepted", Some(facts.id)).await?;
            notification::tell_above(tx, parties.from, "handover-accepted", Some(facts.id)).await?;
        }
        Ok(Accepted { taken, left })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.handover)
    }
}

/// Whether this person opened the list since it was offered.
async fn looked_through(tx: &mut Tx, actor: &Actor, parties: &Parties) -> Result<bool> {
    let since = parties.offered_at.unwrap_or(Timestamp::from_millis(0));
    let row = tx
        .row(
            "select id from journal where subject = $1 and act = 'review-handover' and outcome = 'done' and account = $2
               and at >= $3 limit 1",
            &[parties.id.into(), actor.account().map(|id| id.to_string()).into(), since.into()],
        )
        .await?;
    Ok(row.is_some())
}
