//! `view-reporter`: the identity of a reporter, for whoever was granted to see it and only for as long.

use model::field::{DataGroup, Groups};
use model::kinds::Report;
use model::{Id, Kind, Timestamp};

use crate::access::{self, Actor, Decision, MatterFacts, Rule};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::store::{ShownRecord, fields};

/// Looks at who reported.
pub struct ViewReporter {
    /// The report.
    pub report: Id,
}

/// An opening that runs: for this account in this post, until then.
struct Opening {
    account: Id,
    post: Id,
    until: Timestamp,
}

/// Facts about the report and its openings.
pub struct ReporterFacts {
    report: MatterFacts,
    openings: Vec<Opening>,
}

impl ReporterFacts {
    /// A report without any opening, for the policy matrix.
    pub fn through(matter: &MatterFacts) -> Self {
        Self { report: matter.clone(), openings: Vec::new() }
    }
}

/// Who reported.
#[derive(Debug)]
pub struct OpenedReporter {
    /// Number of the report.
    pub code: String,
    /// The record, of which only the reporter's own fields can be read.
    pub record: Seen<ShownRecord>,
    /// Until when it may be looked at.
    pub until: Timestamp,
}

#[async_trait::async_trait]
impl Act for ViewReporter {
    type Facts = ReporterFacts;
    type Output = OpenedReporter;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-reporter"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<ReporterFacts> {
        let report = of_kind(access::load::matter(tx, self.report, false).await?, Report::META)?;
        let now = tx.now;
        let rows = tx
            .rows(
                "select account_id, post_id, until_at from identity_opening
                 where report_id = $1 and from_at <= $2 and until_at > $2 order by until_at, request_id",
                &[report.id.into(), now.into()],
            )
            .await?;
        let openings = rows
            .iter()
            .map(|row| Ok(Opening { account: row.id(0)?, post: row.id(1)?, until: row.time(2)? }))
            .collect::<Result<_>>()?;
        Ok(ReporterFacts { report, openings })
    }

    fn policy(&self, actor: &Actor, facts: &ReporterFacts) -> Decision {
        // Whoever cannot see the report any more does not see who told it either.
        match access::by_scope(actor, "view", "report", &facts.report) {
            Decision::Allow(_) => {}
            no => return no,
        }
        match own(actor, facts) {
            Some(opening) => Decision::Allow(Rule {
                name: "identity-opened",
                post: Some(opening.post),
                groups: Groups::NONE.with(DataGroup::Reporter),
            }),
            None => Decision::Deny("identity-sealed"),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OpenedReporter> {
        let report = &permit.facts().report;
        let record = permit.reveal(fields::load(tx, Report::META, report.id, report.key).await?)?;
        tx.trace.kind = Some("report");
        tx.trace.subject = Some(report.id);
        let until = own(permit.actor(), permit.facts()).map_or(tx.now, |opening| opening.until);
        Ok(OpenedReporter { code: report.code.clone(), record, until })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }
}

/// The opening that is this actor's: the same person in the same post.
fn own<'f>(actor: &Actor, facts: &'f ReporterFacts) -> Option<&'f Opening> {
    let holds = |post| actor.holdings_at(facts.report.now).any(|holding| holding.post == post);
    facts.openings.iter().rfind(|opening| actor.account() == Some(opening.account) && holds(opening.post))
}
