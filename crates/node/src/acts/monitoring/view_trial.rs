//! `view-trial`: when a rule would have answered, before it wakes anybody.

use model::kinds::AlertRule;
use model::{Id, Kind};
use serde::Serialize;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::fields;

/// Looks at it.
#[derive(Debug, Clone, Copy)]
pub struct ViewTrial {
    /// The rule.
    pub id: Id,
}

/// A trial of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trial {
    /// Readable number of the rule.
    pub code: String,
    /// Its name.
    pub name: String,
    /// State.
    pub state: String,
    /// Day of the trial; nothing when it was not tried.
    pub tested_on: Option<String>,
    /// Alerts that it would have opened.
    pub would_fire: i64,
    /// Its answers, by area; at most two hundred.
    pub answers: Vec<Answer>,
    /// Alerts of it that are open.
    pub open: i64,
}

/// One answer of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// Code of the area.
    pub area: String,
    /// Code of the stratum.
    pub stratum: String,
    /// Period.
    pub period: String,
    /// The number, where it is shown.
    pub shown: Option<f64>,
    /// What was expected, from what is shown.
    pub expected: f64,
    /// Whether it would have opened an alert.
    pub opens: bool,
}

#[async_trait::async_trait]
impl Act for ViewTrial {
    type Facts = MatterFacts;
    type Output = Trial;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-trial"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.id, false).await?;
        if facts.kind.slug == AlertRule::META.slug { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", AlertRule::META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Trial> {
        let facts = permit.facts();
        let record = permit.reveal(fields::load(tx, AlertRule::META, facts.id, facts.key).await?)?;
        let rows = tx
            .rows(
                "select area, stratum, period, shown, expected, opens from rule_trial where rule_id = $1 order by place",
                &[facts.id.into()],
            )
            .await?;
        let answers = rows
            .iter()
            .map(|row| {
                Ok(Answer {
                    area: row.text(0)?,
                    stratum: row.text(1)?,
                    period: row.text(2)?,
                    shown: row.real_opt(3)?,
                    expected: row.real_opt(4)?.unwrap_or_default(),
                    opens: row.flag(5)?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let open = tx
            .row(
                "select count(*) from alert_series where rule_id = $1 and closed_in is null",
                &[facts.id.into()],
            )
            .await?;
        tx.trace.kind = Some(AlertRule::META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(Trial {
            code: facts.code.clone(),
            name: record.text("name"),
            state: facts.state.clone(),
            tested_on: Some(record.text("tested_on")).filter(|day| !day.is_empty()),
            would_fire: record.text("would_fire").parse().unwrap_or(0),
            answers,
            open: open.map_or(Ok(0), |row| row.int(0))?,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}
