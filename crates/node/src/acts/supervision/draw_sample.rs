//! `draw-sample`: closed cases drawn by lot from what the actor watches over, each to be looked through with a short list of
//! questions by the post that drew them.

use model::time::DAY;
use model::{Draft, Id, Kind, Timestamp, kinds};
use serde::Serialize;

use super::view_workload::within;
use super::{watchers, watching};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::open::open_part;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::custody;
use crate::store::scope::Builder;

/// Draws them.
pub struct DrawSample {
    /// How many at most, 1 to 20.
    pub size: usize,
    /// Closed within so many days, 1 to 366.
    pub days: i64,
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawn {
    /// The reviews.
    pub reviews: Vec<Id>,
    /// From how many closed cases.
    pub from: usize,
}

#[async_trait::async_trait]
impl Act for DrawSample {
    type Facts = Timestamp;
    type Output = Drawn;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "draw-sample"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match access::holds_right(actor, "draw", "quality-review", *now) {
            Decision::Allow(_) => watchers(actor, *now),
            other => other,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Drawn> {
        let act = permit.act();
        if !(1..=20).contains(&act.size) {
            return Err(Error::field("size", model::ProblemCode::OutOfRange));
        }
        if !(1..=366).contains(&act.days) {
            return Err(Error::field("days", model::ProblemCode::OutOfRange));
        }
        let (holding, scope) = watching(permit.actor(), tx.now).ok_or(Error::NotFound)?;
        let mut b = Builder::new("select m.id from matter m join post p on p.id = m.custodian_post");
        b.text(" where m.kind = 'case' and m.state = 'closed' and m.closed_at >= ");
        b.value(tx.now.plus(-act.days * DAY));
        within(&mut b, holding, scope);
        b.text(
            " and not exists (select 1 from matter q where q.root_id = m.id and q.kind = 'quality-review'",
        );
        b.text(" and q.opened_at >= m.closed_at) order by m.id");
        let rows = tx.rows(b.sql, &b.params).await?;
        let mut closed = rows.iter().map(|row| row.id(0)).collect::<Result<Vec<Id>>>()?;
        let from = closed.len();
        if from == 0 {
            return Err(Error::Refused("nothing-to-draw"));
        }
        let mut reviews = Vec::new();
        for _ in 0..act.size.min(from) {
            let case = closed.swap_remove(draw(tx, closed.len()));
            reviews.push(open(tx, case, holding.post).await?);
        }
        tx.trace.kind = Some("quality-review");
        tx.trace.subject = None;
        tx.trace.key = None;
        tx.trace.listed.clone_from(&reviews);
        Ok(Drawn { reviews, from })
    }
}

/// A place below `below`, without favouring the first ones.
fn draw(tx: &mut Tx, below: usize) -> usize {
    let below = u64::try_from(below.max(1)).unwrap_or(1);
    let fair = u64::MAX - u64::MAX % below;
    loop {
        let mut bytes = [0; 8];
        tx.entropy.fill(&mut bytes);
        let drawn = u64::from_le_bytes(bytes);
        if drawn < fair {
            return usize::try_from(drawn % below).unwrap_or(0);
        }
    }
}

async fn open(tx: &mut Tx, case: Id, post: Id) -> Result<Id> {
    let meta = <kinds::QualityReview as Kind>::META;
    let facts = access::load::matter(tx, case, false).await?;
    let record = Draft::default().parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
    let id = open_part(tx, meta, &facts, &record).await?;
    custody::pass(tx, id, post).await?;
    Ok(id)
}
