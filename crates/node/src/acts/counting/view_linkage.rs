//! `view-linkage`: a run as a snapshot: what went in, by which model and program, and what came out.

use linkage::link::{FIELDS, Model};
use model::{Id, Timestamp};
use serde::Serialize;

use super::{may_view, sees_exact};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::lists::{self, ListRow};
use crate::store::counting::runs::{self, Run};

/// Looks at a run.
#[derive(Debug, Clone, Copy)]
pub struct ViewLinkage {
    /// The run.
    pub run: Id,
}

/// What a level of a field weighs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelShown {
    /// Field.
    pub field: &'static str,
    /// Level of agreement.
    pub level: &'static str,
    /// Chance among pairs of one child.
    pub m: f64,
    /// Chance among strangers.
    pub u: f64,
    /// Weight in bits.
    pub weight: f64,
}

/// A run with what went in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Linkage {
    /// The run.
    pub run: Run,
    /// Its lists, with how many rows of each.
    pub inputs: Vec<(ListRow, i64)>,
    /// What the model weighs.
    pub levels: Vec<LevelShown>,
    /// Least score of a pair that joins, and of a pair that is kept, in bits.
    pub thresholds: (f64, f64),
    /// Decisions that it obeyed.
    pub decisions: i64,
    /// Children that became one, and parts that became children of their own, since the run before.
    pub history: (i64, i64),
    /// Whether numbers of children are shown.
    pub exact: bool,
    /// Whether this reader may make the run again.
    pub may_link: bool,
}

#[async_trait::async_trait]
impl Act for ViewLinkage {
    type Facts = Timestamp;
    type Output = Linkage;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-linkage"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        may_view(actor, now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Linkage> {
        let (organisation, id) = (permit.organisation()?, permit.act().run);
        let mut run = runs::get(tx, organisation, id).await?;
        tx.trace.kind = Some("data-centre");
        tx.trace.subject = Some(id);
        let all = lists::all(tx, organisation).await?;
        let inputs = runs::inputs(tx, id).await?;
        let inputs = inputs
            .into_iter()
            .filter_map(|(list, n)| Some((all.iter().find(|row| row.id == list)?.clone(), n)))
            .collect();
        let model = Model::from_toml(&run.model).map_err(|_| Error::Refused("model-unreadable"))?;
        let bits = |weight: i32| f64::from(weight) / f64::from(linkage::link::BIT);
        let levels = FIELDS.into_iter().zip(&model.levels).flat_map(|(field, levels)| {
            let named = field.levels().iter().zip(levels).skip(1);
            named.map(move |(level, found)| LevelShown {
                field: field.key(),
                level,
                m: found.m,
                u: found.u,
                weight: bits(found.weight),
            })
        });
        let exact = sees_exact(permit.actor(), tx.now);
        if !exact {
            super::view_data_centre::hide(&mut run);
        }
        Ok(Linkage {
            inputs,
            levels: levels.collect(),
            thresholds: (bits(linkage::link::Policy::default().join), bits(model.keep)),
            decisions: i64::try_from(runs::obeyed(tx, id).await?.len()).unwrap_or(i64::MAX),
            history: if exact { runs::history(tx, id).await? } else { (0, 0) },
            may_link: access::holds_right(permit.actor(), "link", "data-centre", tx.now).allows(),
            run,
            exact,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.run)
    }
}
