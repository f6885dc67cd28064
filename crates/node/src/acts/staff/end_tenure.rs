//! `end-tenure`: somebody leaves a post, and loses what it opened at once. Nothing is left behind without a custodian.

use model::{Id, Timestamp};

use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{accounts, administrators, custody, staff};

/// Ends a tenure now.
pub struct EndTenure {
    /// Which.
    pub tenure: Id,
    /// The post to which open matters pass; needed when nobody else holds the post and there are some.
    pub successor: Option<Id>,
}

/// What ending a tenure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedTenure {
    /// Matters that passed to the successor.
    pub passed: usize,
}

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
        let (post, account) = end(tx, act.tenure).await?;
        let passed = pass_on(tx, post, organisation, act.successor).await?;
        staff::refresh_post(tx, post).await?;
        if !accounts::holds_post(tx, account).await? {
            accounts::end_sessions(tx, account, None).await?;
        }
        administrators::remain(tx, organisation).await?;
        tx.trace.kind = Some("tenure");
        tx.trace.subject = Some(act.tenure);
        Ok(EndedTenure { passed })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.tenure)
    }
}

/// Ends the row; answers its post and account.
async fn end(tx: &mut Tx, tenure: Id) -> Result<(Id, Id)> {
    let now = tx.now;
    let row = tx
        .row("select post_id, account_id, to_at from tenure where id = $1", &[tenure.into()])
        .await?
        .ok_or(Error::NotFound)?;
    if row.time_opt(2)?.is_some_and(|ended: Timestamp| ended <= now) {
        return Err(Error::Refused("tenure-has-ended"));
    }
    tx.run_one("update tenure set to_at = $2 where id = $1", &[tenure.into(), now.into()]).await?;
    Ok((row.id(0)?, row.id(1)?))
}

/// Another holder of the same post keeps its matters; else they pass to the successor's post; else the tenure cannot end.
async fn pass_on(tx: &mut Tx, post: Id, organisation: Id, successor: Option<Id>) -> Result<usize> {
    let matters = custody::open_under(tx, post).await?;
    if matters.is_empty() {
        return Ok(0);
    }
    let Some(successor) = successor else {
        if custody::holder(tx, post).await?.is_none() {
            return Err(Error::Refused("custody-open"));
        }
        custody::follow_holder(tx, post).await?;
        return Ok(0);
    };
    let (owner, _) = custody::post(tx, successor).await?;
    if owner != organisation {
        return Err(Error::Refused("post-elsewhere"));
    }
    if custody::holder(tx, successor).await?.is_none() {
        return Err(Error::Refused("no-living-holder"));
    }
    for matter in &matters {
        custody::pass(tx, *matter, successor).await?;
    }
    tx.trace.listed.clone_from(&matters);
    Ok(matters.len())
}
