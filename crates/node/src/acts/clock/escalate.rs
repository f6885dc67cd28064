//! `escalate`: what is overdue or stands still climbs one step: to the post above, then to the organisation's duty post. Done by
//! the clock, once for each cause and step; it stands in the matter's history like any act.

use model::Id;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::{self, Trace};
use crate::store::{custody, notification};

/// Lets one matter climb.
pub struct Escalate {
    /// Which.
    pub matter: Id,
    /// Why and how far.
    pub climb: Climb,
}

/// Why something climbs, and how far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Climb {
    /// `overdue` or `stalled`, with the instant from which it is: the same again is no new cause.
    pub cause: String,
    /// 1 to the post above, 2 to the duty post.
    pub step: i64,
}

#[async_trait::async_trait]
impl Act for Escalate {
    type Facts = ();
    type Output = bool;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "escalate"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<bool> {
        climb(tx, permit.act().matter, &permit.act().climb).await
    }

    fn subject(&self) -> Option<Id> {
        Some(self.matter)
    }
}

/// Lets a matter climb within another act of the clock, with an entry of its own.
pub(super) async fn within(tx: &mut Tx, matter: Id, step: &Climb) -> Result<()> {
    let outer = std::mem::take(&mut tx.trace);
    climb(tx, matter, step).await?;
    let trace: Trace = std::mem::replace(&mut tx.trace, outer);
    let id = tx.new_id();
    let decision = Decision::allow("system");
    journal::append(tx, id, "escalate", &Actor::system("clock"), &decision, trace).await
}

async fn climb(tx: &mut Tx, matter: Id, climb: &Climb) -> Result<bool> {
    let row = tx
        .row(
            "select coalesce(m.custodian_post, r.custodian_post), m.kind, o.duty_post
             from matter m join matter r on r.id = m.root_id join organisation o on o.id = m.organisation_id
             where m.id = $1",
            &[matter.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let (post, duty) = (row.id(0)?, row.id_opt(2)?);
    let above = custody::above(tx, post).await?;
    let to = match (climb.step, duty) {
        (1, _) => above,
        (_, Some(duty)) if duty != post && custody::holder(tx, duty).await?.is_some() => Some(duty),
        _ => match above {
            Some(above) => custody::above(tx, above).await?.or(Some(above)),
            None => None,
        },
    };
    let (id, now) = (tx.new_id(), tx.now);
    let inserted = tx
        .run(
            "insert into escalation (id, matter_id, cause, step, to_post, at) values ($1, $2, $3, $4, $5, $6)
             on conflict (matter_id, cause, step) do nothing",
            &[
                id.into(),
                matter.into(),
                climb.cause.as_str().into(),
                climb.step.into(),
                to.unwrap_or(post).into(),
                now.into(),
            ],
        )
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    let stalled = climb.cause.starts_with("stalled");
    let code = if stalled { "stalled-above" } else { "overdue-above" };
    if climb.step == 1 {
        notification::tell(tx, post, if stalled { "stalled" } else { "overdue" }, Some(matter)).await?;
    }
    if let Some(to) = to {
        notification::tell(tx, to, code, Some(matter)).await?;
    }
    tx.trace.kind = model::kinds::by_slug(&row.text(1)?).map(|meta| meta.slug);
    tx.trace.subject = Some(matter);
    tx.trace.detail.to = to.map(|to| to.to_string());
    tx.trace.detail.reason = Some(code.to_owned());
    Ok(true)
}
