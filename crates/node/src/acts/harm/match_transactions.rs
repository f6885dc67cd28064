//! `match-transactions`: whether cases name the accounts, telephones and wallets of a transaction report. The analyst learns in how many, never in
//! which; supervisors of those cases hear that somebody else works on the same thing, and nothing of a report.

use model::{Id, Kind, KindMeta, kinds};
use serde::Serialize;
use signals::links::Verdict;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::leads;
use crate::harm::marks::{self, Mark};
use crate::harm::overlaps;
use crate::store::fields;

const META: &KindMeta = kinds::TransactionReport::META;

/// Compares a report with cases.
pub struct MatchTransactions {
    /// The report.
    pub report: Id,
}

/// What was found about one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchedParty {
    /// A code of list `identifier-kind`.
    pub kind: &'static str,
    /// As the report has it.
    pub value: String,
    /// Cases that name it; nothing when so many do that it says nothing.
    pub cases: Option<usize>,
    /// Supervisors who heard of it by this.
    pub told: usize,
}

#[async_trait::async_trait]
impl Act for MatchTransactions {
    type Facts = MatterFacts;
    type Output = Vec<MatchedParty>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "match-transactions"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.report, true).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "review", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<MatchedParty>> {
        let facts = permit.facts();
        if !facts.is_open() {
            return Err(Error::Refused("matter-closed"));
        }
        let shown = permit.reveal(fields::load(tx, META, facts.id, facts.key).await?)?;
        let mut found = Vec::new();
        for (kind, value, identifier) in marks::parties(&shown.text("parties")) {
            let (cases, verdict) = leads::cases_naming(tx, &Mark::Named(identifier), facts.id).await?;
            let common = verdict == Verdict::TooCommon;
            let told = if common { 0 } else { overlaps::from_money(tx, facts, (&cases, kind)).await? };
            found.push(MatchedParty { kind, value, cases: (!common).then_some(cases.len()), told });
        }
        tx.trace = crate::journal::Trace::default();
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(found)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }
}
