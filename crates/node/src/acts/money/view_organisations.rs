//! `view-organisations`: what organisation files tell: who may spend how much in which year, and who has spent how much. The two are never added.

use formats::iati::{Organisation, OrganisationBudget, in_language};
use model::Timestamp;
use serde::Serialize;

use super::organisation_file;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Looks at them.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewOrganisations;

/// An organisation as its file tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrganisationTold {
    /// Identifier.
    pub identifier: String,
    /// Name, in the reader's language where the file has it.
    pub name: String,
    /// When its newest file came.
    pub taken_at: Timestamp,
    /// What it may spend.
    pub budgets: Vec<YearTold>,
    /// What it has spent.
    pub expenditures: Vec<YearTold>,
}

/// A sum of a time of at most a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearTold {
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// How much, as the file writes it.
    pub value: String,
    /// Currency.
    pub currency: String,
    /// Whether it is committed; otherwise it is only indicated.
    pub committed: bool,
}

#[async_trait::async_trait]
impl Act for ViewOrganisations {
    type Facts = Timestamp;
    type Output = Vec<OrganisationTold>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-organisations"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "programme", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<OrganisationTold>> {
        let lang = permit.actor().lang();
        let told = |kept: organisation_file::Kept| {
            let Organisation { identifier, names, currency, lang: own, budgets, expenditures, .. } =
                kept.organisation;
            let years = |of: Vec<OrganisationBudget>| {
                of.into_iter().map(|one| year(one, currency.as_deref())).collect()
            };
            let name = in_language(&names, lang.code(), own.as_deref()).unwrap_or_default().to_owned();
            OrganisationTold {
                name: if name.is_empty() { identifier.clone() } else { name },
                identifier,
                taken_at: kept.taken_at,
                budgets: years(budgets),
                expenditures: years(expenditures),
            }
        };
        tx.trace.kind = Some("programme");
        Ok(organisation_file::all(tx, permit.organisation()?).await?.into_iter().map(told).collect())
    }
}

fn year(of: OrganisationBudget, currency: Option<&str>) -> YearTold {
    YearTold {
        start: of.start,
        end: of.end,
        value: of.amount.value,
        currency: of.amount.currency.or_else(|| currency.map(str::to_owned)).unwrap_or_default(),
        committed: of.status.as_deref() == Some("2"),
    }
}
