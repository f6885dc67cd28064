//! What must be done before a case is closed (domain model, section 6.12), computed from its parts and never ticked.

use std::collections::HashMap;

use model::Id;
use serde::Serialize;

use crate::db::Tx;
use crate::error::Result;
use crate::store::{approval, offer, stage};

/// One line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ClosureItem {
    /// What it asks for: `assessments`, `goals`, `services`, `decisions`, `safety-plan`, `moves`, `legal`, `feedback`, `approval`.
    pub code: &'static str,
    /// Kind of the parts that it looks at; where to go when something is missing.
    pub kind: &'static str,
    /// How many things are missing; nothing is missing at 0.
    pub missing: i64,
}

/// Kinds that need an outcome, with the line that asks for it.
const FINISHED: [(&str, &str); 5] = [
    ("assessments", "assessment"),
    ("goals", "plan-goal"),
    ("services", "service"),
    ("decisions", "conference-decision"),
    ("safety-plan", "safety-plan"),
];

/// Reasons of a closure after which nobody is there to be asked.
pub(crate) const NOBODY_TO_ASK: [&str; 5] =
    ["death_of_child", "duplicate", "not_seen_during_verification", "repatriated", "transferred"];

/// The whole checklist of a case, in the order of work.
pub(crate) async fn checklist(tx: &mut Tx, case: Id) -> Result<Vec<ClosureItem>> {
    let mut items = Vec::with_capacity(9);
    let unfinished = unfinished(tx, case).await?;
    for (code, kind) in FINISHED {
        items.push(ClosureItem { code, kind, missing: unfinished.get(kind).copied().unwrap_or(0) });
    }
    // What others were asked for is settled before a case is closed: no offer is left behind.
    let moves = i64::try_from(offer::open_in(tx, case).await?.len()).unwrap_or(i64::MAX);
    items.push(ClosureItem { code: "moves", kind: "referral", missing: moves });
    items.push(ClosureItem { code: "legal", kind: "legal-process", missing: unheld_tracks(tx, case).await? });
    items.push(ClosureItem {
        code: "feedback",
        kind: "feedback",
        missing: feedback_missing(tx, case).await?,
    });
    items.push(ClosureItem { code: "approval", kind: "case", missing: approval_missing(tx, case).await? });
    Ok(items)
}

/// How many parts of each kind are open.
async fn unfinished(tx: &mut Tx, case: Id) -> Result<HashMap<String, i64>> {
    tx.rows(
        "select kind, count(*) from matter where root_id = $1 and phase <> 'closed' group by kind order by kind",
        &[case.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.text(0)?, row.int(1)?)))
    .collect()
}

/// An open legal track goes on after closure: somebody living must have it.
async fn unheld_tracks(tx: &mut Tx, case: Id) -> Result<i64> {
    let now = tx.now;
    tx.row(
        "select count(*) from matter m join matter r on r.id = m.root_id
         where m.root_id = $1 and m.kind = 'legal-process' and m.phase <> 'closed'
           and not exists (select 1 from tenure t where t.post_id = coalesce(m.custodian_post, r.custodian_post)
                             and t.from_at <= $2 and (t.to_at is null or t.to_at > $2))",
        &[case.into(), now.into()],
    )
    .await?
    .map_or(Ok(0), |row| row.int(0))
}

/// The child and the family are asked what they think, once for each time that a case is open. A case in which nobody has
/// met the child yet has nobody to ask.
async fn feedback_missing(tx: &mut Tx, case: Id) -> Result<i64> {
    let since = stage::left(tx, case, "closed").await?.unwrap_or_default();
    let met = tx
        .row(
            "select k.first_contact_on, (select count(*) from matter m
                                         where m.root_id = $1 and m.kind = 'feedback' and m.opened_at >= $2)
             from k_case k where k.id = $1",
            &[case.into(), since.into()],
        )
        .await?;
    let Some(row) = met else { return Ok(0) };
    Ok(i64::from(row.text_opt(0)?.is_some() && row.int(1)? == 0))
}

/// Closing the case of a child at high risk waits for somebody's approval; what a role may not do alone is asked of it when it
/// closes, see [`approval::needed`].
async fn approval_missing(tx: &mut Tx, case: Id) -> Result<i64> {
    let risk = tx
        .row("select risk_level from k_case where id = $1", &[case.into()])
        .await?
        .map_or(Ok(None), |row| row.text_opt(0))?;
    if risk.as_deref() != Some("high") {
        return Ok(0);
    }
    Ok(i64::from(!approval::given(tx, case, "closure").await?))
}
