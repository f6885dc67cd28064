//! The workflow of a case, computed and never typed (domain model, section 6.2).

use model::{Date, Id, Timestamp};

use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::stage;

/// Computes a case's workflow anew after it or a part of it changed. Nothing happens when the root is no case.
pub(crate) async fn part_changed(tx: &mut Tx, root: Id) -> Result<()> {
    let row = tx
        .row(
            "select m.state, k.assessment_requested_on, k.date_case_plan, k.workflow
             from k_case k join matter m on m.id = k.id where k.id = $1",
            &[root.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    let services = tx
        .rows(
            "select m.phase, s.response_type, m.opened_at from matter m join k_service s on s.id = m.id
             where m.root_id = $1 and m.kind = 'service' order by m.opened_at desc, m.id desc",
            &[root.into()],
        )
        .await?;
    let reopened = stage::left(tx, root, "closed").await?;
    let workflow = computed(&row, &services, reopened)?;
    if row.text_opt(3)?.as_deref() != Some(workflow.as_str()) {
        tx.run("update k_case set workflow = $2 where id = $1", &[root.into(), workflow.into()]).await?;
    }
    Ok(())
}

/// After a reopening only what is newer than it counts.
fn computed(case: &Row, services: &[Row], reopened: Option<Timestamp>) -> Result<String> {
    if case.text(0)? == "closed" {
        return Ok("closed".to_owned());
    }
    let mut any = false;
    for service in services {
        if reopened.is_some_and(|at| service.time(2).is_ok_and(|opened| opened < at)) {
            continue;
        }
        any = true;
        if service.text(0)? != "closed" {
            return Ok(service.text_opt(1)?.unwrap_or_else(|| "service_provision".to_owned()));
        }
    }
    let since = reopened.map(|at| at.date(model::time::Zone::default()));
    let counts = |text: Option<String>| {
        let date: Option<Date> = text.and_then(|text| text.parse().ok());
        date.is_some_and(|date| since.is_none_or(|since| date >= since))
    };
    let workflow = if any {
        "services_implemented"
    } else if counts(case.text_opt(2)?) {
        "case_plan"
    } else if counts(case.text_opt(1)?) {
        "assessment"
    } else if reopened.is_some() {
        "reopened"
    } else {
        "new"
    };
    Ok(workflow.to_owned())
}
