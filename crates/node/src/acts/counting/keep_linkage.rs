//! `keep-linkage`: keeps what a run of the linkage gave, if nothing that it was made from has changed meanwhile.

use std::sync::Arc;

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::counting::{Gathered, Outcome};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::{lists, pairs, runs};
use crate::store::notification;

/// Keeps a run. Only the node makes one, from what it gathered and worked out itself.
pub struct KeepLinkage {
    pub(super) made: Option<Arc<(Gathered, Outcome)>>,
}

impl KeepLinkage {
    /// With nothing in it, for the policy matrix; it is refused.
    pub(crate) const fn nothing() -> Self {
        Self { made: None }
    }
}

#[async_trait::async_trait]
impl Act for KeepLinkage {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "keep-linkage"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "link", "data-centre", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let made = permit.act().made.clone().ok_or(Error::Refused("no-accepted-lists"))?;
        let (gathered, outcome) = (&made.0, &made.1);
        let organisation = permit.organisation()?;
        let newest = runs::newest(tx, organisation).await?;
        let now: Vec<Id> = lists::accepted(tx, organisation).await?;
        let then: Vec<Id> = gathered.lists.iter().map(|(list, _)| *list).collect();
        let standing: Vec<Id> = pairs::standing(tx, organisation).await?.iter().map(|d| d.id).collect();
        let ordinal = newest.as_ref().map_or(0, |run| run.ordinal);
        if now != then || ordinal != gathered.before.ordinal || standing != outcome.decisions {
            return Err(Error::Refused("lists-changed"));
        }
        let id = tx.new_id();
        let by = (permit.actor().account(), permit.rule().post);
        runs::keep(tx, (id, organisation), by, newest.map(|run| run.id), gathered, outcome).await?;
        if !outcome.pairs.is_empty() {
            tell_reviewers(tx, organisation).await?;
        }
        tx.trace.kind = Some("data-centre");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// Tells the posts that decide pairs.
async fn tell_reviewers(tx: &mut Tx, organisation: Id) -> Result<()> {
    let posts = tx
        .rows(
            "select distinct p.id from post p join role_right r on r.role = p.role
             where p.organisation_id = $1 and p.state <> 'abolished' and r.kind = 'linkage-pair' and r.verb = 'decide'
             order by p.id",
            &[organisation.into()],
        )
        .await?;
    for row in &posts {
        notification::tell(tx, row.id(0)?, "pairs-wait", None).await?;
    }
    Ok(())
}
