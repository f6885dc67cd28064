//! What becomes of a report when a case is opened from it, or when it joins one.

use model::{Id, Kind, Record, kinds::Report};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::matter::{self, Touch};
use crate::store::{clocks, fields};

pub(super) const OPENED: &str = "opened_as_case";
pub(super) const JOINED: &str = "joined_to_case";

/// Triages a report into a case. A report about several children leads to several cases: after the first it stays as it is.
pub(super) async fn lead_to(
    tx: &mut Tx,
    report: &MatterFacts,
    outcome: &'static str,
    case: Id,
) -> Result<()> {
    let meta = Report::META;
    let step = meta.lifecycle.step("triage").ok_or(Error::Refused("wrong-state"))?;
    if !step.from.contains(&report.state.as_str()) {
        let found = tx.row("select triage_outcome from k_report where id = $1", &[report.id.into()]).await?;
        let before = found.map(|row| row.text(0)).transpose()?.unwrap_or_default();
        let again = outcome == OPENED && before == OPENED && report.is_open();
        return if again { Ok(()) } else { Err(Error::Refused("wrong-state")) };
    }
    let mut record = Record::empty(meta);
    record.set(meta, "triage_outcome", outcome.into());
    record.set(meta, "joined_case", case.into());
    let key = tx.key_for_writing(report.key).await?;
    fields::change(tx, meta, report.id, &key, &record, &["triage_outcome", "joined_case"]).await?;
    let state = meta.lifecycle.state(step.to).ok_or(Error::Refused("wrong-state"))?;
    let touch = Touch { state: Some((state.name, state.phase.code())), ..Touch::default() };
    matter::touch(tx, report, touch).await?;
    clocks::report_moved(tx, report.id, state.name, outcome).await?;
    let met = tx.row("select first_contact_on from k_case where id = $1", &[case.into()]).await?;
    match met.map(|row| row.text_opt(0)).transpose()?.flatten() {
        Some(_) => clocks::child_met(tx, case).await,
        None => Ok(()),
    }
}
