//! `mandate-transfer`: the posts of a reorganised unit move to another one in a single act, with everything that lies with them.

use model::{Draft, Id};

use super::record::{self, New};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::staff::Within;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{custody, notification, staff};

/// Moves the posts of a unit.
pub struct MandateTransfer {
    /// The unit whose posts move.
    pub from: Id,
    /// The unit to which they belong from now on; of the same organisation.
    pub to: Id,
    /// To which post the heads of the moved posts answer from now on, if that changes.
    pub parent: Option<Id>,
    /// The legal act: its number and date.
    pub legal_act: String,
}

#[async_trait::async_trait]
impl Act for MandateTransfer {
    type Facts = Within;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "mandate-transfer"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        let row = tx.row("select organisation_id from unit where id = $1", &[self.from.into()]).await?;
        Ok(Within { organisation: row.ok_or(Error::NotFound)?.id(0)?, now: tx.now })
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "edit", "post", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, organisation) = (permit.act(), permit.facts().organisation);
        let legal_act = act.legal_act.trim();
        if legal_act.is_empty() {
            return Err(Error::field("legal_act", model::ProblemCode::Missing));
        }
        if act.from == act.to {
            return Err(Error::Refused("already-there"));
        }
        let of_unit = "select organisation_id from unit where id = $1";
        staff::belongs(tx, of_unit, act.to, organisation, "to").await?;
        let posts = posts(tx, act.from).await?;
        if let Some(parent) = act.parent {
            let of_post = "select organisation_id from post where id = $1 and state <> 'abolished'";
            staff::belongs(tx, of_post, parent, organisation, "parent").await?;
            if posts.iter().any(|(post, _)| *post == parent) {
                return Err(Error::field("parent", model::ProblemCode::OutOfRange));
            }
        }
        let mut listed = Vec::new();
        for (post, above) in &posts {
            let head = above.is_none_or(|above| posts.iter().all(|(other, _)| *other != above));
            let parent = act.parent.filter(|_| head).or(*above);
            tx.run_one(
                "update post set unit_id = $2, parent_post = $3 where id = $1",
                &[(*post).into(), act.to.into(), parent.into()],
            )
            .await?;
            listed.extend(write_down(tx, *post, legal_act).await?);
        }
        tx.trace.kind = Some("unit");
        tx.trace.subject = Some(act.to);
        tx.trace.listed = listed;
        tx.trace.detail.from = Some(act.from.to_string());
        tx.trace.detail.to = Some(act.to.to_string());
        tx.trace.detail.reason = Some(legal_act.to_owned());
        Ok(Opened { id: act.to })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.from)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

async fn posts(tx: &mut Tx, unit: Id) -> Result<Vec<(Id, Option<Id>)>> {
    tx.rows(
        "select id, parent_post from post where unit_id = $1 and state <> 'abolished' order by id",
        &[unit.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.id(0)?, row.id_opt(1)?)))
    .collect()
}

/// The history of what moved with a post: a hand-over that nobody needs to accept, because nobody else has the matters.
async fn write_down(tx: &mut Tx, post: Id, legal_act: &str) -> Result<Vec<Id>> {
    let matters: Vec<Id> = roots(tx, post).await?;
    if matters.is_empty() {
        return Ok(matters);
    }
    let tenure = custody::holder(tx, post).await?;
    let brief = Draft::default().with("reason", "mandate_transfer").with("legal_act", legal_act);
    let new = New {
        from: post,
        from_tenure: tenure,
        to: Some(post),
        state: "accepted",
        custodian: post,
        due: None,
        brief,
        matters: &matters,
    };
    let id = record::open(tx, new).await?;
    let now = tx.now;
    tx.run(
        "update handover_item set state = 'accepted', decided_at = $2 where handover_id = $1",
        &[id.into(), now.into()],
    )
    .await?;
    tx.run("update handover set settled_at = $2 where id = $1", &[id.into(), now.into()]).await?;
    notification::tell(tx, post, "mandate-transfer", Some(id)).await?;
    Ok(matters)
}

async fn roots(tx: &mut Tx, post: Id) -> Result<Vec<Id>> {
    let all = custody::open_under(tx, post).await?;
    let mut kept = Vec::with_capacity(all.len());
    for id in all {
        let row = tx.row("select kind from matter where id = $1", &[id.into()]).await?;
        if row.is_some_and(|row| row.text(0).is_ok_and(|kind| kind != "handover")) {
            kept.push(id);
        }
    }
    Ok(kept)
}
