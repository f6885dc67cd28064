//! `unmerge-reports`: a report that was merged stands alone again, in the state it had, and its clocks run on from receipt.

use model::kinds::Report;
use model::{Id, Kind, Record};

use super::MergeReportsFacts;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::staff::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::matter::{self, Touch};
use crate::store::{clocks, fields, report_merge};

/// Takes a merge back.
pub struct UnmergeReports {
    /// The report that was merged.
    pub merged: Id,
    /// Why it stands alone.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for UnmergeReports {
    type Facts = MergeReportsFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "unmerge-reports"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MergeReportsFacts> {
        let merge = report_merge::of(tx, self.merged).await?.ok_or(Error::NotFound)?;
        MergeReportsFacts::load(tx, merge.kept, merge.merged).await
    }

    fn policy(&self, actor: &Actor, facts: &MergeReportsFacts) -> Decision {
        facts.policy(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let merged = &permit.facts().merged;
        let reason = reason(&permit.act().reason)?;
        let merge = report_merge::of(tx, merged.id).await?.ok_or(Error::NotFound)?;
        let state = Report::META.lifecycle.state(&merge.state_before).ok_or(Error::Refused("wrong-state"))?;
        let now = tx.now;
        tx.run_one("update report_merge set undone_at = $2 where id = $1", &[merge.id.into(), now.into()])
            .await?;
        let empty = Record::empty(Report::META);
        let key = tx.key_for_writing(merged.key).await?;
        let names = ["triage_outcome", "screening_reason"];
        fields::change(tx, Report::META, merged.id, &key, &empty, &names).await?;
        let mut urgency = empty.clone();
        let danger =
            tx.row("select imminent_danger from k_report where id = $1", &[merged.id.into()]).await?;
        if let Some(danger) = danger.map(|row| row.text_opt(0)).transpose()?.flatten() {
            urgency.set(Report::META, "imminent_danger", danger.into());
        }
        let due = matter::report_due(state.name, &urgency, merged.opened_at);
        let touch =
            Touch { state: Some((state.name, state.phase.code())), due: Some(due), ..Touch::default() };
        matter::touch(tx, merged, touch).await?;
        clocks::revive(tx, merged.id, merge.at).await?;
        tx.trace.kind = Some("report");
        tx.trace.subject = Some(merged.id);
        tx.trace.key = Some(merged.key);
        tx.trace.listed = vec![merge.kept];
        tx.trace.detail.from = Some(merged.state.clone());
        tx.trace.detail.to = Some(state.name.to_owned());
        tx.trace.detail.reason = Some(reason);
        Ok(Opened { id: merged.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.merged)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
