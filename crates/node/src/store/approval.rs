//! Decisions that need a second pair of eyes: when one is needed, and whether it is there.

use model::time::DAY;
use model::{Id, Record};

use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Refuses to close a case of a child at high risk, or what the actor's role takes only with an approval, unless somebody else
/// has approved it since the case reached its present state (domain model, sections 4 and 9.1).
pub(crate) async fn needed(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    record: &Record,
    kind: &'static str,
) -> Result<()> {
    let risk = record.text(facts.kind, "risk_level");
    let high = kind == "closure" && risk == "high";
    if !high && !asked_of_role(tx, actor, kind).await? {
        return Ok(());
    }
    if given(tx, facts.root, kind).await? { Ok(()) } else { Err(Error::Refused("approval-needed")) }
}

/// Refuses to an acting holder what is reserved to a full one, unless the post above has countersigned it.
pub(crate) async fn countersigned(
    tx: &mut Tx,
    actor: &Actor,
    post: Option<Id>,
    facts: &MatterFacts,
    kind: &'static str,
) -> Result<()> {
    let acting = post.and_then(|post| actor.holding(post)).is_some_and(|holding| holding.acting);
    if !acting || given(tx, facts.root, kind).await? {
        Ok(())
    } else {
        Err(Error::Refused("countersignature-needed"))
    }
}

/// Whether the role through which somebody acts takes this decision only with an approval.
async fn asked_of_role(tx: &mut Tx, actor: &Actor, kind: &str) -> Result<bool> {
    let now = tx.now;
    for holding in actor.holdings_at(now) {
        let row = tx
            .row(
                "select role from role_approval where role = $1 and approval_type = $2",
                &[holding.role.slug.as_str().into(), kind.into()],
            )
            .await?;
        if row.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether holders of a post take this decision only with an approval.
pub(crate) async fn asked_of_post(tx: &mut Tx, post: Id, kind: &str) -> Result<bool> {
    let row = tx
        .row(
            "select a.role from role_approval a join post p on p.role = a.role where p.id = $1 and a.approval_type = $2",
            &[post.into(), kind.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// Days in which an approval for one thing is used; then it is asked for again.
const USED_WITHIN: i64 = 7;

/// Uses up an approval that a post asked for and somebody else gave of late: it carries one decision, once. What is about a receiver
/// counts for that organisation alone.
pub(crate) async fn use_up(
    tx: &mut Tx,
    root: Id,
    (kind, recipient): (&str, Option<Id>),
    post: Id,
) -> Result<bool> {
    let (now, since) = (tx.now, tx.now.plus(-USED_WITHIN * DAY));
    let recipient = recipient.map(|id| id.to_string()).unwrap_or_default();
    let row = tx
        .row(
            "select m.id from matter m join k_approval k on k.id = m.id join approval_request a on a.id = m.id
             where m.root_id = $1 and m.kind = 'approval' and m.state = 'approved' and k.approval_type = $2
               and a.post_id = $3 and a.used_at is null and a.decided_at >= $4
               and coalesce(a.recipient_id, '') = $5 order by a.decided_at, m.id limit 1",
            &[root.into(), kind.into(), post.into(), since.into(), recipient.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    tx.run_one(
        "update approval_request set used_at = $2 where id = $1 and used_at is null",
        &[row.id(0)?.into(), now.into()],
    )
    .await?;
    Ok(true)
}

/// Whether somebody has approved it since the root reached its present state.
pub(crate) async fn given(tx: &mut Tx, root: Id, kind: &str) -> Result<bool> {
    let row = tx
        .row(
            "select m.id from matter m join k_approval k on k.id = m.id join matter r on r.id = m.root_id
             where m.root_id = $1 and m.kind = 'approval' and m.state = 'approved' and k.approval_type = $2
               and m.opened_at >= r.state_since limit 1",
            &[root.into(), kind.into()],
        )
        .await?;
    Ok(row.is_some())
}
