//! `end-tenure`: somebody leaves a post, now or on a day that is known. What is open there is handed over by itself; nothing is
//! left behind in silence, and whoever leaves loses what the post opened at once.

use model::{Id, ProblemCode, Timestamp, codes};

use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::handover::settle;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{accounts, administrators, custody};

/// Ends a tenure.
pub struct EndTenure {
    /// Which.
    pub tenure: Id,
    /// When; now if nothing is said or the instant has passed.
    pub on: Option<Timestamp>,
    /// Code of list `handover-reason`; empty for a rotation.
    pub reason: String,
}

impl EndTenure {
    /// Ends it now.
    pub fn now(tenure: Id) -> Self {
        Self { tenure, on: None, reason: String::new() }
    }
}

/// What ending a tenure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedTenure {
    /// The hand-over that lists what is open at the post, if anything is.
    pub handover: Option<Id>,
    /// How many open matters the post has.
    pub open: usize,
}

#[async_trait::async_trait]
impl Act for EndTenure {
    type Facts = Within;
    type Output = EndedTenure;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "end-tenure"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within::tenure(tx, self.tenure).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "end", "tenure", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<EndedTenure> {
        let (act, organisation) = (permit.act(), permit.facts().organisation);
        let reason = if act.reason.is_empty() { "rotation" } else { act.reason.as_str() };
        if codes::list("handover-reason").and_then(|list| list.get(reason)).is_none() {
            return Err(Error::field("reason", ProblemCode::UnknownCode));
        }
        let now = tx.now;
        let on = act.on.filter(|on| *on > now);
        let (post, account) = end(tx, act.tenure, on.unwrap_or(now)).await?;
        let handover = match on {
            Some(on) => settle::raise(tx, (post, Some(act.tenure)), Some(on), reason).await?,
            None => {
                settle::settle(tx, post, reason).await?;
                if !accounts::holds_post(tx, account).await? {
                    accounts::end_sessions(tx, account, None).await?;
                }
                newest(tx, post).await?
            }
        };
        administrators::remain(tx, organisation).await?;
        let matters = custody::open_under(tx, post).await?;
        tx.trace.kind = Some("tenure");
        tx.trace.subject = Some(act.tenure);
        tx.trace.listed.clone_from(&matters);
        Ok(EndedTenure { handover, open: matters.len() })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.tenure)
    }
}

/// Ends the row; answers its post and account.
async fn end(tx: &mut Tx, tenure: Id, on: Timestamp) -> Result<(Id, Id)> {
    let now = tx.now;
    let row = tx
        .row("select post_id, account_id, to_at from tenure where id = $1", &[tenure.into()])
        .await?
        .ok_or(Error::NotFound)?;
    if row.time_opt(2)?.is_some_and(|ended: Timestamp| ended <= now) {
        return Err(Error::Refused("tenure-has-ended"));
    }
    tx.run_one("update tenure set to_at = $2 where id = $1", &[tenure.into(), on.into()]).await?;
    Ok((row.id(0)?, row.id(1)?))
}

/// The newest open hand-over of a post.
async fn newest(tx: &mut Tx, post: Id) -> Result<Option<Id>> {
    let row = tx
        .row(
            "select id from handover where from_post = $1 and settled_at is null order by id desc limit 1",
            &[post.into()],
        )
        .await?;
    row.map(|row| row.id(0)).transpose()
}
