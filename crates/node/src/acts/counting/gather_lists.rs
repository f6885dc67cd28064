//! `gather-lists`: opens the rows of all accepted lists for the linkage, which reads them in memory. Nobody is shown a row.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::Gathered;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::{lists, pairs, runs};

/// Gathers.
#[derive(Debug, Clone, Copy, Default)]
pub struct GatherLists {
    /// A model is learned from these rows although the run before has one.
    pub relearn: bool,
    /// What this run was made from, to make it again.
    pub again: Option<Id>,
}

#[async_trait::async_trait]
impl Act for GatherLists {
    type Facts = Timestamp;
    type Output = Gathered;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "gather-lists"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "link", "data-centre", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Gathered> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        tx.trace.kind = Some("data-centre");
        let (from, decisions, before, relearn, again) = match act.again {
            None => {
                let newest = runs::newest(tx, organisation).await?;
                let before = runs::before(tx, newest.as_ref()).await?;
                let decisions = pairs::standing(tx, organisation).await?;
                (lists::accepted(tx, organisation).await?, decisions, before, act.relearn, None)
            }
            Some(id) => {
                let run = runs::get(tx, organisation, id).await?;
                let earlier = match run.earlier {
                    Some(earlier) => Some(runs::get(tx, organisation, earlier).await?),
                    None => None,
                };
                let before = runs::before(tx, earlier.as_ref()).await?;
                let decisions = runs::obeyed(tx, id).await?;
                let decisions = pairs::these(tx, &decisions).await?;
                let from = runs::inputs(tx, id).await?.into_iter().map(|(list, _)| list).collect();
                tx.trace.subject = Some(id);
                (from, decisions, before, run.learned, Some((id, run.result_hash)))
            }
        };
        if from.is_empty() {
            return Err(Error::Refused("no-accepted-lists"));
        }
        tx.trace.listed.clone_from(&from);
        let mut counted = Vec::with_capacity(from.len());
        let mut rows = Vec::new();
        for list in &from {
            let opened = lists::open(tx, &[*list]).await?;
            counted.push((*list, i64::try_from(opened.len()).unwrap_or(i64::MAX)));
            rows.extend(opened);
        }
        rows.sort_by_key(|given| given.row);
        Ok(Gathered { lists: counted, rows, before, decisions, relearn, again })
    }
}
