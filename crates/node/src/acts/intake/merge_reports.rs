//! `merge-reports`: two reports tell of the same thing. The merged one is closed as a duplicate; its text, its thread and its
//! receipt stay, and `unmerge-reports` takes it back.

use model::kinds::Report;
use model::{Id, Kind, Record};
use seal::Place;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::acts::staff::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::matter::{self, Touch};
use crate::store::{clocks, fields, notification, report_merge};

/// Merges a report into another one of the same organisation.
pub struct MergeReports {
    /// The report to go on with.
    pub kept: Id,
    /// The report that tells of the same.
    pub merged: Id,
    /// Why they are the same.
    pub reason: String,
}

/// Facts about both.
pub struct MergeReportsFacts {
    pub(super) kept: MatterFacts,
    pub(super) merged: MatterFacts,
}

impl MergeReportsFacts {
    /// Both reached in the same way, for the policy matrix.
    pub fn through(matter: &MatterFacts) -> Self {
        Self { kept: matter.clone(), merged: matter.clone() }
    }

    pub(super) async fn load(tx: &mut Tx, kept: Id, merged: Id) -> Result<Self> {
        let kept = of_kind(access::load::matter(tx, kept, true).await?, Report::META)?;
        Ok(Self { kept, merged: of_kind(access::load::matter(tx, merged, true).await?, Report::META)? })
    }

    pub(super) fn policy(&self, actor: &Actor) -> Decision {
        match access::by_scope(actor, "triage", "report", &self.kept) {
            Decision::Allow(_) => access::by_scope(actor, "triage", "report", &self.merged),
            no => no,
        }
    }
}

#[async_trait::async_trait]
impl Act for MergeReports {
    type Facts = MergeReportsFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "merge-reports"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MergeReportsFacts> {
        MergeReportsFacts::load(tx, self.kept, self.merged).await
    }

    fn policy(&self, actor: &Actor, facts: &MergeReportsFacts) -> Decision {
        facts.policy(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let MergeReportsFacts { kept, merged } = permit.facts();
        let reason = reason(&permit.act().reason)?;
        if kept.id == merged.id {
            return Err(Error::Refused("same-report"));
        }
        if kept.organisation != merged.organisation {
            return Err(Error::Refused("report-elsewhere"));
        }
        let merged_before = report_merge::of(tx, kept.id).await?.is_some()
            || !report_merge::into(tx, merged.id).await?.is_empty();
        if merged_before {
            return Err(Error::Refused("report-merged"));
        }
        // What has led to a case, or has ended, is not folded into another; it may take others in.
        if !["received", "acknowledged"].contains(&merged.state.as_str()) {
            return Err(Error::Refused("wrong-state"));
        }
        note(tx, permit.facts(), &reason).await?;
        close(tx, merged).await?;
        if kept.custodian != merged.custodian {
            notification::tell(tx, kept.custodian, "report-merged", Some(kept.id)).await?;
        }
        tx.trace.kind = Some("report");
        tx.trace.subject = Some(merged.id);
        tx.trace.key = Some(merged.key);
        tx.trace.listed = vec![kept.id];
        tx.trace.detail.from = Some(merged.state.clone());
        tx.trace.detail.to = Some("closed".to_owned());
        tx.trace.detail.reason = Some(reason);
        Ok(Opened { id: kept.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.merged)
    }

    async fn repeat(&self, _: Id, _: Option<Id>, _: &mut Tx) -> Result<Option<Opened>> {
        Ok(Some(Opened { id: self.kept }))
    }
}

async fn note(tx: &mut Tx, facts: &MergeReportsFacts, reason: &str) -> Result<()> {
    let MergeReportsFacts { kept, merged } = facts;
    let key = tx.key_for_writing(merged.key).await?;
    let (id, now) = (tx.new_id(), tx.now);
    let place = Place { table: "report_merge", row: &id.to_string(), column: "reason" };
    let sealed = tx.seal(&key, place, reason);
    tx.run(
        "insert into report_merge (id, kept_id, merged_id, state_before, reason, merged_at)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            id.into(),
            kept.id.into(),
            merged.id.into(),
            merged.state.as_str().into(),
            sealed.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

async fn close(tx: &mut Tx, merged: &MatterFacts) -> Result<()> {
    let mut record = Record::empty(Report::META);
    record.set(Report::META, "triage_outcome", "screened_out".into());
    record.set(Report::META, "screening_reason", "duplicate".into());
    let key = tx.key_for_writing(merged.key).await?;
    let names = ["triage_outcome", "screening_reason"];
    fields::change(tx, Report::META, merged.id, &key, &record, &names).await?;
    let state = Report::META.lifecycle.state("closed").ok_or(Error::Refused("wrong-state"))?;
    let touch = Touch { state: Some((state.name, state.phase.code())), due: Some(None), ..Touch::default() };
    matter::touch(tx, merged, touch).await?;
    clocks::void_all(tx, merged.id).await
}
