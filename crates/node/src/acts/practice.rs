//! What the parts of a case say together: what closing it still needs, closures set aside, how the child fares.

use model::kinds::Change;
use model::{DataGroup, Id};

use super::view::ViewMatter;
use crate::act::Permit;
use crate::db::Tx;
use crate::error::Result;
use crate::held::Seen;
use crate::store::closure::{self, ClosureItem};
use crate::store::reopened::{self, Reopening};

/// Computed from a case and its parts, never typed.
#[derive(Debug)]
pub struct Practice {
    /// The checklist of closure, in the order of work.
    pub checklist: Vec<ClosureItem>,
    /// Closures that a reopening set aside, first to last.
    pub reopenings: Vec<Seen<Reopening>>,
    /// First and latest wellbeing and severity, for who may see them.
    pub change: Change,
    /// The last visit after closure whose answers propose to open the case again.
    pub reopen_proposed: Option<Id>,
}

impl Practice {
    /// Whether nothing stands in the way of closing.
    #[must_use]
    pub fn may_close(&self) -> bool {
        self.checklist.iter().all(|item| item.missing == 0)
    }
}

/// Reads it.
pub(super) async fn of(permit: &Permit<'_, ViewMatter>, tx: &mut Tx) -> Result<Practice> {
    let facts = permit.facts();
    let checklist = closure::checklist(tx, facts.id).await?;
    let held = reopened::of(tx, facts.id, facts.key).await?;
    let reopenings = held.into_iter().map(|one| permit.reveal(one)).collect::<Result<Vec<_>>>()?;
    let healthy = permit.rule().groups.has(DataGroup::Health);
    let change = if healthy { change(tx, facts.id).await? } else { Change::default() };
    let reopen_proposed = if facts.state == "closed" { proposal(tx, facts.id).await? } else { None };
    Ok(Practice { checklist, reopenings, change, reopen_proposed })
}

async fn change(tx: &mut Tx, case: Id) -> Result<Change> {
    let rows = tx
        .rows(
            "select k.wellbeing, k.severity from matter m join k_measure k on k.id = m.id
             where m.root_id = $1 and m.kind = 'measure' and m.state = 'taken' order by k.measured_on, m.id",
            &[case.into()],
        )
        .await?;
    let (mut wellbeing, mut severity) = (Vec::new(), Vec::new());
    for row in &rows {
        wellbeing.extend(row.int_opt(0)?);
        severity.extend(row.text_opt(1)?);
    }
    let severity: Vec<&str> = severity.iter().map(String::as_str).collect();
    Ok(Change::of(&wellbeing, &severity))
}

/// Only the latest visit since the closure counts: what a later one found well is well.
async fn proposal(tx: &mut Tx, case: Id) -> Result<Option<Id>> {
    let row = tx
        .row(
            "select m.id, k.safe, k.wellbeing from matter m join k_follow_up k on k.id = m.id join matter r on r.id = m.root_id
             where m.root_id = $1 and m.kind = 'follow-up' and m.state = 'done' and k.after_closure = $2
               and m.closed_at >= r.closed_at
             order by k.followup_date desc, m.closed_at desc, m.id desc limit 1",
            &[case.into(), true.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let low = row.int_opt(2)?.is_some_and(|score| score <= model::kinds::FollowUp::LOW_WELLBEING);
    let bad = row.text_opt(1)?.as_deref() == Some("false") || low;
    Ok(if bad { Some(row.id(0)?) } else { None })
}
