//! `count-indicators`: the figures of a period, for the cases that the actor watches over. Whoever may see statistics alone gets
//! them without small numbers.

use model::field::{DataGroup, Groups};
use model::{Date, Timestamp};
use serde::Serialize;

use super::view_workload::within;
use super::{watchers, watching};
use crate::access::{Actor, Decision, Holding, Rule, Scope};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::figures::{self, Figure};

/// Counts them.
pub struct CountIndicators {
    /// First day of the period.
    pub from: Date,
    /// Last day of the period, not before the first.
    pub to: Date,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Counted at.
    pub as_of: Timestamp,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// `unit`, `organisation`, `all`: of which cases.
    pub scope: &'static str,
    /// Whether small numbers were left out.
    pub protected: bool,
    /// Children of these cases who are in no figure about children, because their last word about statistics is no. Told to
    /// whoever works with the cases.
    pub kept_out: Option<i64>,
    /// The figures, in the order of the domain model.
    pub figures: Vec<Figure>,
}

/// The widest holding that may see statistics without seeing cases.
fn readers(actor: &Actor, now: Timestamp) -> Option<(&Holding, Scope)> {
    let reach = |holding: &Holding| {
        holding.role.reach("view", "statistics").filter(|scope| *scope >= Scope::Organisation)
    };
    actor
        .holdings_at(now)
        .filter_map(|holding| Some((holding, reach(holding)?)))
        .max_by_key(|(_, scope)| *scope)
}

#[async_trait::async_trait]
impl Act for CountIndicators {
    type Facts = Timestamp;
    type Output = Counted;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "count-indicators"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match (watchers(actor, *now), readers(actor, *now)) {
            (allowed @ Decision::Allow(_), _) => allowed,
            (_, Some((holding, _))) => Decision::Allow(Rule {
                name: "statistics",
                post: Some(holding.post),
                groups: Groups::NONE.with(DataGroup::Record),
            }),
            (refused, None) => refused,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Counted> {
        let (act, now) = (permit.act(), tx.now);
        if act.to < act.from {
            return Err(Error::field("to", model::ProblemCode::DateOutOfRange));
        }
        let watched = watching(permit.actor(), now);
        let protected = watched.is_none();
        let (holding, scope) = watched.or_else(|| readers(permit.actor(), now)).ok_or(Error::NotFound)?;
        let facts = figures::load(tx, |b| within(b, holding, scope)).await?;
        let mut figures = figures::count(&facts, act.from, act.to);
        if protected {
            figures::protect(&mut figures);
        }
        tx.trace.kind = Some("statistics");
        let kept_out = (!protected).then_some(facts.kept_out);
        Ok(Counted {
            as_of: now,
            from: act.from,
            to: act.to,
            scope: scope.code(),
            protected,
            kept_out,
            figures,
        })
    }
}
