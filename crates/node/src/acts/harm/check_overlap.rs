//! `check-overlap`: somebody asks whether others work on the same thing. They learn nothing: if so, both supervisors hear of it. Each post
//! has a budget, and every question is reviewed by another post.

use model::kinds::OverlapQuery;
use model::time::DAY;
use model::{Id, Kind, KindMeta, ProblemCode, Record, Timestamp, Value};

use super::said;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::open_for_node;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::{marks, overlaps};
use crate::store::attempts::{self, Limit};
use crate::store::{custody, notification, who};

const META: &KindMeta = OverlapQuery::META;
/// Questions of one post in a day (exchange specification, section 10).
const BUDGET: Limit = Limit { purpose: "check-overlap", most: 20, window: DAY };

/// Asks.
pub struct CheckOverlap {
    /// A code of list `identifier-kind`.
    pub kind: String,
    /// The number or name.
    pub value: String,
    /// Bank or platform, for accounts.
    pub holder: String,
    /// Why it is asked.
    pub purpose: String,
}

#[async_trait::async_trait]
impl Act for CheckOverlap {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "check-overlap"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "ask", "overlap-query", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let (value, purpose) = (said(&act.value, "value", 200)?, said(&act.purpose, "purpose", 2_000)?);
        let identifier = marks::identifier(&act.kind, &value, &act.holder);
        let identifier = identifier.ok_or(Error::field("value", ProblemCode::NotAnIdentifier))?;
        let source = post.to_string();
        if attempts::count(tx, &BUDGET, source.as_bytes()).await? >= BUDGET.most {
            return Err(Error::TooMany(BUDGET.wait(tx.now)));
        }
        attempts::add(tx, &BUDGET, source.as_bytes()).await?;
        let reviewer = custody::above(tx, post).await?.ok_or(Error::Refused("nobody-reviews"))?;
        let mut record = Record::empty(META);
        record.set(META, "kind", Value::from(act.kind.as_str()));
        record.set(META, "value", Value::from(value));
        record.set(META, "holder", Value::from(act.holder.trim()));
        record.set(META, "purpose", Value::from(purpose));
        record.set(META, "asked_by", Value::from(who::title(tx, post, permit.actor().lang()).await?));
        let organisation = custody::post(tx, reviewer).await?.0;
        let query = open_for_node(tx, META, (organisation, reviewer), None, &record).await?;
        tx.run("insert into overlap_asked (query_id, post_id) values ($1, $2)", &[query.into(), post.into()])
            .await?;
        let trace = tx.trace.clone();
        notification::tell(tx, reviewer, "overlap-query", Some(query)).await?;
        overlaps::raise(tx, query, &identifier).await?;
        tx.trace = trace;
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
