//! `hand-over`: a caseload is offered, whole or in shares, to the posts that shall take it. Nothing changes hands yet.

use model::{Draft, Id};

use super::record::{self, New, Parties};
use super::{META, items};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::{changed_record, of_kind, write_change};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{custody, fields};

/// Offers what a hand-over lists.
pub struct HandOver {
    /// Which.
    pub handover: Id,
    /// Who shall take what; what no share names stays in this hand-over.
    pub shares: Vec<Share>,
    /// What the leaver adds to the brief: `promises`, `contacts`, `risks`, `practice`. Fields not named stay.
    pub brief: Draft,
}

/// What one successor is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The post; that of the leaver itself for the next holder.
    pub post: Id,
    /// Root matters, and parts assigned on their own.
    pub matters: Vec<Id>,
}

#[async_trait::async_trait]
impl Act for HandOver {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "hand-over"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.handover, true).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "offer", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if !["handover_due", "escalated", "contested"].contains(&facts.state.as_str()) {
            return Err(Error::Refused("wrong-state"));
        }
        let parties = record::parties(tx, facts.id).await?;
        let waiting = items::waiting(tx, facts.id).await?;
        let all: Vec<Id> = act.shares.iter().flat_map(|share| share.matters.iter().copied()).collect();
        items::named(&waiting, &all)?;
        if all.is_empty() {
            return Err(Error::Refused("nothing-to-hand-over"));
        }
        for share in &act.shares {
            items::successor(tx, share.post, facts.organisation).await?;
            let stays =
                share.post == parties.from && custody::holder(tx, share.post).await? == parties.from_tenure;
            if stays && parties.from_tenure.is_some() {
                return Err(Error::Refused("same-holder"));
            }
        }
        let shown = permit.reveal(fields::load(tx, META, facts.id, facts.key).await?)?;
        let (old, new) = changed_record(tx, META, &shown, &act.brief, &[])?;
        write_change(tx, facts, &old, &new, None).await?;
        offer_shares(tx, &parties, &act.shares, waiting.len(), &record::brief_of(&new)).await?;
        tx.trace.listed = all;
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.handover)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// One hand-over for each successor; the present one goes to the first of them unless something stays in it.
async fn offer_shares(
    tx: &mut Tx,
    parties: &Parties,
    shares: &[Share],
    waiting: usize,
    brief: &Draft,
) -> Result<()> {
    let shares: Vec<_> = shares.iter().filter(|share| !share.matters.is_empty()).collect();
    let shared: usize = shares.iter().map(|share| share.matters.len()).sum();
    let here = usize::from(shared == waiting);
    for share in shares.iter().skip(here) {
        let new = New {
            from: parties.from,
            from_tenure: parties.from_tenure,
            to: Some(share.post),
            state: "offered",
            custodian: share.post,
            due: None,
            brief: brief.clone(),
            matters: &[],
        };
        let id = record::open(tx, new).await?;
        items::shift(tx, parties.id, id, &share.matters).await?;
        let theirs = record::parties(tx, id).await?;
        record::offer(tx, &theirs, share.post).await?;
    }
    match shares.first().filter(|_| here == 1) {
        Some(first) => record::offer(tx, parties, first.post).await,
        None => Ok(()),
    }
}
