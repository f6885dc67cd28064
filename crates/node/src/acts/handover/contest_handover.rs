//! `contest-handover`: a successor does not take what was offered, and says why. The post above decides.

use model::{Draft, Id};

use super::record::{self, New};
use super::{META, items};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::acts::staff::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{custody, fields, notification};

/// Refuses matters of a hand-over.
pub struct ContestHandover {
    /// Which.
    pub handover: Id,
    /// The matters; empty for everything that still waits.
    pub matters: Vec<Id>,
    /// Why, in at least ten characters.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for ContestHandover {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "contest-handover"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.handover, true).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "contest", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let why = reason(&act.reason)?;
        if facts.state != "offered" {
            return Err(Error::Refused("wrong-state"));
        }
        let parties = record::parties(tx, facts.id).await?;
        let to = parties.to.filter(|to| permit.rule().post == Some(*to)).ok_or(Error::NotFound)?;
        let waiting = items::waiting(tx, facts.id).await?;
        let all: Vec<Id> = waiting.iter().map(|one| one.matter).collect();
        let chosen = if act.matters.is_empty() { all.clone() } else { act.matters.clone() };
        items::named(&waiting, &chosen)?;
        let above = custody::above(tx, to).await?.unwrap_or(to);
        let id = if chosen.len() == all.len() {
            facts.id
        } else {
            let shown = permit.reveal(fields::load(tx, META, facts.id, facts.key).await?)?;
            let brief: Draft = record::brief_of(&shown.to_record());
            let new = New {
                from: parties.from,
                from_tenure: parties.from_tenure,
                to: Some(to),
                state: "contested",
                custodian: above,
                due: None,
                brief,
                matters: &[],
            };
            let id = record::open(tx, new).await?;
            items::shift(tx, facts.id, id, &chosen).await?;
            id
        };
        for matter in &chosen {
            items::decide(tx, id, *matter, "contested", permit.actor().account()).await?;
        }
        let key = access::load::matter(tx, id, false).await?.key;
        record::write_contest(tx, id, key, &why).await?;
        record::mark_waiting(tx, id, "contested").await?;
        let due = record::answer_by(tx, id).await?;
        record::to_state(tx, id, "contested", above, Some(due)).await?;
        notification::tell(tx, above, "handover-contested", Some(id)).await?;
        notification::tell(tx, parties.from, "handover-contested", Some(id)).await?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.listed = chosen;
        tx.trace.detail.reason = Some(why);
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.handover)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
