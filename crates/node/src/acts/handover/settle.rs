//! What follows by itself when the holder of a post changes, leaves, or is about to leave.

use model::{Draft, Id, Timestamp};

use super::record::{self, New, Parties};
use crate::db::Tx;
use crate::error::Result;
use crate::store::{custody, notification, staff};

/// Brings everything at a post in line with whoever holds it now. Matters of a new holder are offered to them; where nobody
/// holds the post they climb to the post above. One hand-over lists what no other hand-over lists.
pub(crate) async fn settle(tx: &mut Tx, post: Id, reason: &str) -> Result<()> {
    staff::refresh_post(tx, post).await?;
    let before = custody::follow_holder(tx, post).await?;
    let holder = custody::holder(tx, post).await?;
    if holder.is_none() {
        reseat(tx, post).await?;
        still_offered(tx, post).await?;
    }
    let loose = loose(tx, post).await?;
    let waiting = ahead(tx, post).await?;
    match (holder, waiting) {
        (None, Some(parties)) => {
            record::add(tx, parties.id, &loose).await?;
            climb(tx, &parties).await
        }
        (None, None) if loose.is_empty() => Ok(()),
        (None, None) => {
            let id = open(tx, (post, before, None), "vacant", reason, &loose).await?;
            let parties = record::parties(tx, id).await?;
            climb(tx, &parties).await
        }
        (Some(tenure), Some(parties)) if parties.from_tenure != Some(tenure) => {
            record::add(tx, parties.id, &loose).await?;
            record::offer(tx, &parties, post).await
        }
        (Some(_), _) if loose.is_empty() => Ok(()),
        (Some(_), _) => {
            let id = open(tx, (post, before, Some(post)), "offered", reason, &loose).await?;
            let parties = record::parties(tx, id).await?;
            record::offer(tx, &parties, post).await
        }
    }
}

async fn open(
    tx: &mut Tx,
    (from, from_tenure, to): (Id, Option<Id>, Option<Id>),
    state: &'static str,
    reason: &str,
    matters: &[Id],
) -> Result<Id> {
    let brief = Draft::default().with("reason", reason);
    let custodian = match to {
        Some(to) => to,
        None => custody::above(tx, from).await?.unwrap_or(from),
    };
    let new = New { from, from_tenure, to, state, custodian, due: None, brief, matters };
    record::open(tx, new).await
}

/// Hands a hand-over up to whoever is above the post that cannot answer.
async fn climb(tx: &mut Tx, parties: &Parties) -> Result<()> {
    record::mark_waiting(tx, parties.id, "escalated").await?;
    let due = record::answer_by(tx, parties.id).await?;
    let above = custody::above(tx, parties.from).await?;
    let custodian = above.unwrap_or(parties.from);
    tx.run("update handover set to_post = null where id = $1", &[parties.id.into()]).await?;
    record::to_state(tx, parties.id, "escalated", custodian, Some(due)).await?;
    match above {
        Some(above) => notification::tell(tx, above, "custody-vacant", Some(parties.id)).await,
        None => Ok(()),
    }
}

/// Hand-overs that lie with a post which nobody holds any more go on to the post above it: an offer that its receiver left
/// behind, a decision that the decider left behind.
async fn reseat(tx: &mut Tx, post: Id) -> Result<()> {
    let rows = tx
        .rows(
            "select m.id, m.state from matter m where m.kind = 'handover' and m.custodian_post = $1 and m.phase <> 'closed'
             order by m.id",
            &[post.into()],
        )
        .await?;
    for row in &rows {
        let parties = record::parties(tx, row.id(0)?).await?;
        match row.text(1)?.as_str() {
            "contested" => {
                if let Some(above) = custody::above(tx, post).await? {
                    let due = record::answer_by(tx, parties.id).await?;
                    record::to_state(tx, parties.id, "contested", above, Some(due)).await?;
                    notification::tell(tx, above, "handover-contested", Some(parties.id)).await?;
                }
            }
            _ => climb(tx, &parties).await?,
        }
    }
    Ok(())
}

/// What was offered to another post before its holder left is still offered there.
async fn still_offered(tx: &mut Tx, post: Id) -> Result<()> {
    tx.run(
        "update custody set state = 'offered' where post_id = $1 and to_at is null and matter_id in
           (select i.matter_id from handover_item i join handover h on h.id = i.handover_id join matter m on m.id = h.id
            where h.from_post = $1 and h.settled_at is null and m.state = 'offered' and i.state = 'waiting')",
        &[post.into()],
    )
    .await?;
    Ok(())
}

/// Open matters of a post that need somebody and that no open hand-over lists.
async fn loose(tx: &mut Tx, post: Id) -> Result<Vec<Id>> {
    tx.rows(
        "select m.id from custody c join matter m on m.id = c.matter_id
         where c.post_id = $1 and c.to_at is null and m.phase <> 'closed' and m.kind <> 'handover'
           and c.state in ('vacant', 'escalated', 'offered')
           and not exists (select 1 from handover_item i join handover h on h.id = i.handover_id
                           where i.matter_id = m.id and i.state in ('waiting', 'contested') and h.settled_at is null)
         order by m.id",
        &[post.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// A hand-over of this post that has not been offered to anybody yet.
pub(crate) async fn ahead(tx: &mut Tx, post: Id) -> Result<Option<Parties>> {
    let row = tx
        .row(
            "select h.id from handover h join matter m on m.id = h.id
             where h.from_post = $1 and h.settled_at is null and m.state in ('handover_due', 'vacant', 'escalated')
             order by h.id limit 1",
            &[post.into()],
        )
        .await?;
    match row {
        Some(row) => Ok(Some(record::parties(tx, row.id(0)?).await?)),
        None => Ok(None),
    }
}

/// Raises the hand-over of a tenure whose end is known: its holder completes the brief and offers it while still there.
/// Nothing happens where nothing is open or one has been raised already.
pub(crate) async fn raise(
    tx: &mut Tx,
    (post, tenure): (Id, Option<Id>),
    due: Option<Timestamp>,
    reason: &str,
) -> Result<Option<Id>> {
    if ahead(tx, post).await?.is_some() {
        return Ok(None);
    }
    let matters = tx
        .rows(
            "select m.id from matter m where m.custodian_post = $1 and m.phase <> 'closed' and m.kind <> 'handover'
               and not exists (select 1 from handover_item i join handover h on h.id = i.handover_id
                               where i.matter_id = m.id and i.state in ('waiting', 'contested') and h.settled_at is null)
             order by m.id",
            &[post.into()],
        )
        .await?
        .iter()
        .map(|row| row.id(0))
        .collect::<Result<Vec<_>>>()?;
    if matters.is_empty() {
        return Ok(None);
    }
    let brief = Draft::default().with("reason", reason);
    let new = New {
        from: post,
        from_tenure: tenure,
        to: None,
        state: "handover_due",
        custodian: post,
        due,
        brief,
        matters: &matters,
    };
    let id = record::open(tx, new).await?;
    record::mark_waiting(tx, id, "handover_due").await?;
    notification::tell(tx, post, "handover-due", Some(id)).await?;
    notification::tell_above(tx, post, "handover-due", Some(id)).await?;
    Ok(Some(id))
}
