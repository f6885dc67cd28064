//! Visits: an open case always has the next one, no later than the risk of the child allows.

use model::kinds::FollowUp;
use model::time::Span;
use model::{Date, Draft, Id, Kind, Record};

use super::{date, later, root, today};
use crate::access::MatterFacts;
use crate::acts::open::open_part;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{matter, notification, stage};

/// Days between visits by risk level (domain model, section 6.2).
const fn rhythm(risk: &str) -> i32 {
    match risk.as_bytes() {
        b"high" => 7,
        b"medium" => 14,
        _ => 30,
    }
}

/// Days within which a child who was not seen is looked for again, whatever the risk.
const UNSEEN: i32 = 7;

/// Sees to it that an open case has a visit due within its rhythm from a day on: adds one where there is none, brings one
/// forward that is too late. A visit that was promised earlier stays.
pub(super) async fn keep_rhythm(tx: &mut Tx, case: &MatterFacts, from: Date) -> Result<()> {
    let risk = tx
        .row("select risk_level from k_case where id = $1", &[case.id.into()])
        .await?
        .map_or(Ok(None), |row| row.text_opt(0))?;
    let latest = later(from, Span::new().days(rhythm(&risk.unwrap_or_default())))?;
    let next = tx
        .row(
            "select m.id, k.needed_by from matter m join k_follow_up k on k.id = m.id
             where m.root_id = $1 and m.kind = 'follow-up' and m.state = 'due' and coalesce(k.after_closure, $2) = $2
             order by k.needed_by, m.id limit 1",
            &[case.id.into(), false.into()],
        )
        .await?;
    let Some(next) = next else {
        return schedule(tx, case, "in_care", latest, false).await;
    };
    let planned: Option<Date> = next.text_opt(1)?.and_then(|text| text.parse().ok());
    if planned.is_none_or(|planned| planned > latest) {
        bring_forward(tx, next.id(0)?, latest).await?;
    }
    Ok(())
}

async fn bring_forward(tx: &mut Tx, visit: Id, to: Date) -> Result<()> {
    let (now, due) = (tx.now, matter::end_of(to));
    tx.run_one("update k_follow_up set needed_by = $2 where id = $1", &[visit.into(), to.to_string().into()])
        .await?;
    tx.run_one(
        "update matter set due_at = $2, changed_at = $3, version = version + 1 where id = $1",
        &[visit.into(), due.into(), now.into()],
    )
    .await
}

/// A visit was made: the next one follows as promised or by the rhythm. After closure nothing follows but what was promised,
/// and a bad answer proposes to open the case again.
pub(super) async fn recorded(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let case = root(tx, facts).await?;
    let after_closure = is_after_closure(record);
    if let Some(next) = record.told(FollowUp::META, "next_followup") {
        let kind = record.told(FollowUp::META, "followup_type").unwrap_or_else(|| "in_care".to_owned());
        schedule(tx, &case, &kind, date(Some(next))?, after_closure).await?;
    }
    let on = date(record.told(FollowUp::META, "followup_date"))?;
    if record.told(FollowUp::META, "seen_child").as_deref() == Some("false") {
        return unseen(tx, facts, &case, record, on).await;
    }
    if case.state == "open" && !after_closure {
        keep_rhythm(tx, &case, on).await?;
    }
    if case.state == "closed" && FollowUp::proposes_reopening(record) {
        notification::tell(tx, case.custodian, "reopen-proposed", Some(case.id)).await?;
        notification::tell_above(tx, case.custodian, "reopen-proposed", Some(case.id)).await?;
    }
    Ok(())
}

/// Somebody went, and did not see the child: that is no visit. They go again soon, and after the second time in a row the post above knows.
async fn unseen(
    tx: &mut Tx,
    facts: &MatterFacts,
    case: &MatterFacts,
    record: &Record,
    on: Date,
) -> Result<()> {
    let after_closure = is_after_closure(record);
    let kind = record.told(FollowUp::META, "followup_type").unwrap_or_else(|| "in_care".to_owned());
    let soon = later(on.max(today(tx)), Span::new().days(UNSEEN))?;
    let planned = tx
        .row(
            "select m.id, k.needed_by from matter m join k_follow_up k on k.id = m.id
             where m.root_id = $1 and m.kind = 'follow-up' and m.state = 'due' and coalesce(k.after_closure, $3) = $2
             order by k.needed_by, m.id limit 1",
            &[case.id.into(), after_closure.into(), false.into()],
        )
        .await?;
    match planned {
        None => schedule(tx, case, &kind, soon, after_closure).await?,
        Some(row) => {
            let by: Option<Date> = row.text_opt(1)?.and_then(|text| text.parse().ok());
            if by.is_none_or(|by| by > soon) {
                bring_forward(tx, row.id(0)?, soon).await?;
            }
        }
    }
    let before = tx
        .row(
            "select k.seen_child from matter m join k_follow_up k on k.id = m.id
             where m.root_id = $1 and m.kind = 'follow-up' and m.state = 'done' and m.id <> $2
             order by k.followup_date desc, m.id desc limit 1",
            &[case.id.into(), facts.id.into()],
        )
        .await?;
    let again = before.map(|row| row.flag_opt(0)).transpose()?.flatten() == Some(false);
    notification::tell(tx, case.custodian, "child-unseen", Some(case.id)).await?;
    if again {
        notification::tell_above(tx, case.custodian, "child-unseen", Some(case.id)).await?;
    }
    Ok(())
}

/// A visit that did not happen, or was called off, is made up for.
pub(super) async fn missed(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let case = root(tx, facts).await?;
    if case.state == "open" && !is_after_closure(record) {
        let from = today(tx);
        keep_rhythm(tx, &case, from).await?;
    }
    Ok(())
}

fn is_after_closure(record: &Record) -> bool {
    record.is_yes(FollowUp::META, "after_closure")
}

/// Opens a visit due by a day.
pub(super) async fn schedule(
    tx: &mut Tx,
    case: &MatterFacts,
    kind: &str,
    due: Date,
    after_closure: bool,
) -> Result<()> {
    let draft = Draft::default()
        .with("followup_type", kind)
        .with("needed_by", due.to_string())
        .with("after_closure", after_closure.to_string());
    let record = draft.parse(FollowUp::META, today(tx)).map_err(Error::Invalid)?;
    open_part(tx, FollowUp::META, case, &record).await?;
    Ok(())
}

/// Cancels the visits that are due, those after closure or the others: closing and reopening change which ones make sense.
pub(super) async fn cancel(tx: &mut Tx, case: Id, after_closure: bool) -> Result<()> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select m.id from matter m join k_follow_up k on k.id = m.id
             where m.root_id = $1 and m.kind = 'follow-up' and m.state = 'due' and coalesce(k.after_closure, $3) = $2
             order by m.id",
            &[case.into(), after_closure.into(), false.into()],
        )
        .await?;
    for row in &rows {
        let id = row.id(0)?;
        tx.run_one(
            "update matter set state = 'cancelled', phase = 'closed', state_since = $2, closed_at = $2,
               changed_at = $2, version = version + 1
             where id = $1",
            &[id.into(), now.into()],
        )
        .await?;
        stage::enter(tx, id, "cancelled", now).await?;
    }
    Ok(())
}
