//! `join-report`: a report turns out to be about a child who has a case.

use model::{Id, Kind, kinds};

use super::tell_report::{self, JOINED};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Joins a report to a case.
pub struct JoinReport {
    /// The report, which the actor may triage.
    pub report: Id,
    /// The case, which the actor may view.
    pub case: Id,
}

/// Facts about both.
pub struct JoinFacts {
    report: MatterFacts,
    case: MatterFacts,
}

impl JoinFacts {
    /// Both reached in the same way, for the policy matrix.
    pub fn through(matter: &MatterFacts) -> Self {
        let as_kind = |kind| MatterFacts { kind, ..matter.clone() };
        Self { report: as_kind(<kinds::Report as Kind>::META), case: as_kind(<kinds::Case as Kind>::META) }
    }
}

#[async_trait::async_trait]
impl Act for JoinReport {
    type Facts = JoinFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "join-report"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<JoinFacts> {
        let report =
            of_kind(access::load::matter(tx, self.report, true).await?, <kinds::Report as Kind>::META)?;
        let case = of_kind(access::load::matter(tx, self.case, false).await?, <kinds::Case as Kind>::META)?;
        Ok(JoinFacts { report, case })
    }

    fn policy(&self, actor: &Actor, facts: &JoinFacts) -> Decision {
        match access::by_scope(actor, "view", "case", &facts.case) {
            Decision::Allow(_) => access::by_scope(actor, "triage", "report", &facts.report),
            no => no,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let JoinFacts { report, case } = permit.facts();
        if report.organisation != case.organisation {
            return Err(Error::Refused("case-elsewhere"));
        }
        if !case.is_open() {
            return Err(Error::Refused("matter-closed"));
        }
        tell_report::lead_to(tx, report, JOINED, case.id).await?;
        tx.trace.kind = Some("report");
        tx.trace.subject = Some(report.id);
        tx.trace.key = Some(report.key);
        tx.trace.listed = vec![case.id];
        tx.trace.detail.from = Some(report.state.clone());
        tx.trace.detail.to = Some("triaged".to_owned());
        Ok(Opened { id: report.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
