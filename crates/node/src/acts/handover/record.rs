//! One hand-over: between whom, in which state, about what.

use model::time::{DAY, HOUR};
use model::{Draft, Id, Record, Timestamp};

use super::META;
use crate::acts::open::insert_root;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{custody, fields, stage};

/// Days in which an offer is answered or a decision is taken.
const ANSWER: i64 = 3 * DAY;
/// The same where a child is in danger or at high risk.
const ANSWER_SOON: i64 = 24 * HOUR;

/// Between whom.
pub(crate) struct Parties {
    pub(crate) id: Id,
    pub(crate) from: Id,
    pub(crate) from_tenure: Option<Id>,
    pub(crate) to: Option<Id>,
    pub(crate) offered_at: Option<Timestamp>,
}

/// A hand-over about to be opened.
pub(crate) struct New<'a> {
    pub(crate) from: Id,
    pub(crate) from_tenure: Option<Id>,
    pub(crate) to: Option<Id>,
    pub(crate) state: &'static str,
    /// Who must move it.
    pub(crate) custodian: Id,
    pub(crate) due: Option<Timestamp>,
    pub(crate) brief: Draft,
    pub(crate) matters: &'a [Id],
}

/// Reads the parties of a hand-over.
pub(crate) async fn parties(tx: &mut Tx, id: Id) -> Result<Parties> {
    let row = tx
        .row("select from_post, from_tenure, to_post, offered_at from handover where id = $1", &[id.into()])
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Parties {
        id,
        from: row.id(0)?,
        from_tenure: row.id_opt(1)?,
        to: row.id_opt(2)?,
        offered_at: row.time_opt(3)?,
    })
}

/// Opens a hand-over about matters. The trace stays that of the act that brings it about.
pub(crate) async fn open(tx: &mut Tx, new: New<'_>) -> Result<Id> {
    let trace = tx.trace.clone();
    let row = tx.row("select organisation_id from post where id = $1", &[new.from.into()]).await?;
    let organisation = row.ok_or(Error::NotFound)?.id(0)?;
    let record = new.brief.parse(META, tx.now.date(Default::default())).map_err(Error::Invalid)?;
    let (key_id, key) = tx.make_person_key(organisation).await?;
    let (id, now) = (tx.new_id(), tx.now);
    insert_root(tx, META, id, (organisation, new.custodian), (key_id, &key), &record).await?;
    let offered = (new.state == "offered").then_some(now);
    tx.run(
        "insert into handover (id, from_post, from_tenure, to_post, offered_at) values ($1, $2, $3, $4, $5)",
        &[id.into(), new.from.into(), new.from_tenure.into(), new.to.into(), offered.into()],
    )
    .await?;
    add(tx, id, new.matters).await?;
    to_state(tx, id, new.state, new.custodian, new.due).await?;
    tx.trace = trace;
    Ok(id)
}

/// Adds matters that wait in a hand-over.
pub(crate) async fn add(tx: &mut Tx, handover: Id, matters: &[Id]) -> Result<()> {
    for matter in matters {
        tx.run(
            "insert into handover_item (handover_id, matter_id, state) values ($1, $2, 'waiting')
             on conflict (handover_id, matter_id) do update set state = 'waiting', decided_at = null, decided_by = null",
            &[handover.into(), (*matter).into()],
        )
        .await?;
    }
    Ok(())
}

/// Moves a hand-over into a state, into the custody of whoever must move it next.
pub(crate) async fn to_state(
    tx: &mut Tx,
    id: Id,
    state: &'static str,
    custodian: Id,
    due: Option<Timestamp>,
) -> Result<()> {
    let phase = META.lifecycle.state(state).map_or("open", |state| state.phase.code());
    let now = tx.now;
    let closed = (phase == "closed").then_some(now);
    let before = tx.row("select custodian_post, state from matter where id = $1", &[id.into()]).await?;
    let before = before.ok_or(Error::NotFound)?;
    tx.run_one(
        "update matter set state = $2, phase = $3, state_since = $4, changed_at = $4, closed_at = $5, due_at = $6,
           version = version + 1
         where id = $1",
        &[id.into(), state.into(), phase.into(), now.into(), closed.into(), due.into()],
    )
    .await?;
    if before.text(1)? != state {
        stage::enter(tx, id, state, now).await?;
    }
    if before.id_opt(0)? != Some(custodian) {
        custody::pass(tx, id, custodian).await?;
    }
    Ok(())
}

/// Until when somebody answers about these matters.
pub(crate) async fn answer_by(tx: &mut Tx, handover: Id) -> Result<Timestamp> {
    let urgent = tx
        .row(
            "select m.id from handover_item i join matter m on m.id = i.matter_id join matter r on r.id = m.root_id
             where i.handover_id = $1 and i.state in ('waiting', 'contested') and r.priority in ('urgent', 'high') limit 1",
            &[handover.into()],
        )
        .await?;
    Ok(tx.now.plus(if urgent.is_some() { ANSWER_SOON } else { ANSWER }))
}

/// Offers what waits in a hand-over to a post that somebody holds. Due dates of the matters do not move.
pub(crate) async fn offer(tx: &mut Tx, parties: &Parties, to: Id) -> Result<()> {
    let (id, now) = (parties.id, tx.now);
    tx.run_one(
        "update handover set to_post = $2, offered_at = $3 where id = $1",
        &[id.into(), to.into(), now.into()],
    )
    .await?;
    tx.run(
        "update handover_item set state = 'waiting', decided_at = null, decided_by = null
         where handover_id = $1 and state = 'contested'",
        &[id.into()],
    )
    .await?;
    mark_waiting(tx, id, "offered").await?;
    let due = answer_by(tx, id).await?;
    to_state(tx, id, "offered", to, Some(due)).await?;
    if to != parties.from {
        let_see(tx, id, parties.from).await?;
    }
    crate::store::notification::tell(tx, to, "handover-offered", Some(id)).await
}

/// How the custody of everything that waits in a hand-over stands.
pub(crate) async fn mark_waiting(tx: &mut Tx, handover: Id, state: &str) -> Result<()> {
    tx.run(
        "update custody set state = $2 where to_at is null and matter_id in
           (select matter_id from handover_item where handover_id = $1 and state in ('waiting', 'contested'))",
        &[handover.into(), state.into()],
    )
    .await?;
    Ok(())
}

/// Whoever gives a caseload away may see what becomes of the offer, while holding the post.
async fn let_see(tx: &mut Tx, handover: Id, post: Id) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now);
    let there = tx
        .row(
            "select id from matter_grant where matter_id = $1 and post_id = $2 and basis = 'handover' limit 1",
            &[handover.into(), post.into()],
        )
        .await?;
    if there.is_none() {
        tx.run(
            "insert into matter_grant (id, matter_id, post_id, data_groups, verbs, from_at, basis)
             values ($1, $2, $3, 'record', 'view list', $4, 'handover')",
            &[id.into(), handover.into(), post.into(), now.into()],
        )
        .await?;
    }
    Ok(())
}

/// The brief of a hand-over as a draft, for the hand-overs it is split into.
pub(crate) fn brief_of(record: &Record) -> Draft {
    let mut draft = Draft::of(META, record);
    draft.0.remove("contest_reason");
    draft
}

/// Writes why a successor would not take it.
pub(crate) async fn write_contest(tx: &mut Tx, id: Id, key: Id, reason: &str) -> Result<()> {
    let mut record = Record::empty(META);
    record.set(META, "contest_reason", reason.into());
    let key = tx.key_for_writing(key).await?;
    fields::change(tx, META, id, &key, &record, &["contest_reason"]).await
}

/// Closes a hand-over once nothing waits in it any more. Answers whether it is closed.
pub(crate) async fn finish(tx: &mut Tx, parties: &Parties, custodian: Id, by: Option<Id>) -> Result<bool> {
    let waiting = tx
        .row(
            "select count(*), sum(case when state = 'assigned' then 1 else 0 end) from handover_item
             where handover_id = $1 and state in ('waiting', 'contested', 'assigned')",
            &[parties.id.into()],
        )
        .await?;
    let (left, assigned) = match &waiting {
        Some(row) => (row.int(0)?, row.int_opt(1)?.unwrap_or_default()),
        None => (0, 0),
    };
    if left > assigned {
        return Ok(false);
    }
    let now = tx.now;
    let by = by.map(|id| id.to_string());
    tx.run(
        "update handover set settled_at = $2, settled_by = $3 where id = $1",
        &[parties.id.into(), now.into(), by.into()],
    )
    .await?;
    let state = if assigned > 0 { "assigned" } else { "accepted" };
    to_state(tx, parties.id, state, custodian, None).await?;
    Ok(true)
}
