//! What a hand-over lists.

use model::Id;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::custody;

/// One matter that waits for somebody to take it.
pub(super) struct Waiting {
    pub(super) matter: Id,
    /// The post that has custody now.
    pub(super) custodian: Option<Id>,
    /// Whether it is about a child at high risk: such a matter is taken one by one.
    pub(super) high: bool,
    /// Whether it is still open; what was closed meanwhile needs nobody.
    pub(super) open: bool,
}

/// What waits in a hand-over, or was contested, most urgent first.
pub(super) async fn waiting(tx: &mut Tx, handover: Id) -> Result<Vec<Waiting>> {
    tx.rows(
        "select m.id, m.custodian_post, r.priority, m.phase,
           case r.priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end as rank
         from handover_item i join matter m on m.id = i.matter_id join matter r on r.id = m.root_id
         where i.handover_id = $1 and i.state in ('waiting', 'contested') order by rank, m.id",
        &[handover.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Waiting {
            matter: row.id(0)?,
            custodian: row.id_opt(1)?,
            high: ["urgent", "high"].contains(&row.text(2)?.as_str()),
            open: row.text(3)? != "closed",
        })
    })
    .collect()
}

/// Those of what waits that are named; refuses anything else.
pub(super) fn named<'w>(waiting: &'w [Waiting], matters: &[Id]) -> Result<Vec<&'w Waiting>> {
    let mut seen = std::collections::BTreeSet::new();
    matters
        .iter()
        .map(|id| {
            let found = waiting.iter().find(|one| one.matter == *id).filter(|_| seen.insert(*id));
            found.ok_or(Error::Refused("not-in-handover"))
        })
        .collect()
}

/// Gives a matter to a post; its due date stays. What was closed or went elsewhere meanwhile is only crossed off.
pub(super) async fn take(
    tx: &mut Tx,
    (handover, from): (Id, Id),
    one: &Waiting,
    to: Id,
    (state, by): (&'static str, Option<Id>),
) -> Result<bool> {
    let here = one.open && (one.custodian == Some(from) || one.custodian == Some(to));
    if here {
        custody::pass_as(tx, one.matter, to, state).await?;
        crate::store::offer::readdress(tx, one.matter, to).await?;
    }
    decide(tx, handover, one.matter, if here { state } else { "gone" }, by).await?;
    Ok(here)
}

/// Crosses off one matter of a hand-over.
pub(super) async fn decide(tx: &mut Tx, handover: Id, matter: Id, state: &str, by: Option<Id>) -> Result<()> {
    let now = tx.now;
    let by = by.map(|id| id.to_string());
    tx.run_one(
        "update handover_item set state = $3, decided_at = $4, decided_by = $5 where handover_id = $1 and matter_id = $2",
        &[handover.into(), matter.into(), state.into(), now.into(), by.into()],
    )
    .await
}

/// Moves matters from one hand-over into another, where they wait.
pub(super) async fn shift(tx: &mut Tx, from: Id, to: Id, matters: &[Id]) -> Result<()> {
    for matter in matters {
        tx.run(
            "delete from handover_item where handover_id = $1 and matter_id = $2",
            &[from.into(), (*matter).into()],
        )
        .await?;
    }
    super::record::add(tx, to, matters).await
}

/// A post of the organisation that can take work now.
pub(super) async fn successor(tx: &mut Tx, post: Id, organisation: Id) -> Result<()> {
    let (owner, _) = custody::post(tx, post).await?;
    if owner != organisation {
        return Err(Error::Refused("post-elsewhere"));
    }
    match custody::holder(tx, post).await? {
        Some(_) => Ok(()),
        None => Err(Error::Refused("no-living-holder")),
    }
}
