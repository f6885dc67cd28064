//! `jejaring import --kind iati`: activity files become programmes, organisation files the budgets of organisations. A file that is not valid changes
//! nothing; each reason is told with its place.

use formats::iati::{LIMITS, Records, check_iati, read_iati};
use node::acts::money::{ActivityOutcome, ImportIati, ImportOrganisations};
use node::{Actor, Node};
use serde_json::json;

use crate::failure::{Failure, Result};
use crate::out::Out;

/// Findings printed one by one.
const PRINTED: usize = 50;

/// Reads a file and takes it in: everything in it or nothing.
pub(super) async fn run(
    node: &Node,
    actor: &Actor,
    (name, bytes): (&str, &[u8]),
    dry_run: bool,
    out: &mut Out,
) -> Result<()> {
    let verdict = check_iati(bytes, &LIMITS, node.now().millis());
    for finding in verdict.errors.iter().take(PRINTED) {
        out.say(format_args!("line {}, {}: {}", finding.line, finding.place, finding.reason));
    }
    let invalid = || {
        Failure::new(format!("{name} is no valid IATI 2.03 file: correct what is named and import it again"))
    };
    if !verdict.errors.is_empty() {
        return Err(invalid());
    }
    match read_iati(bytes, &LIMITS).map_err(|_| invalid())?.records {
        Records::Activities(activities) => {
            let done = node.perform(actor, ImportIati { activities, dry_run }).await?;
            for (number, outcome) in &done.activities {
                if let ActivityOutcome::Refused(kind, field, problem) = outcome {
                    out.say(format_args!("activity {number}, {kind}, {field}: {problem:?}"));
                }
            }
            let created = done.count(|outcome| matches!(outcome, ActivityOutcome::Created(_)));
            let updated = done.count(|outcome| matches!(outcome, ActivityOutcome::Updated(_)));
            let known = done.count(|outcome| *outcome == ActivityOutcome::Known);
            let refused = done.activities.len() - created - updated - known;
            if !dry_run && !done.kept {
                return Err(Failure::new(format!(
                    "nothing was taken in: {refused} activities cannot be used; correct them and import the file again"
                )));
            }
            out.say(format_args!(
                "{created} programmes new, {updated} brought up to date, {known} here already"
            ));
            out.finish(&json!({ "ok": true, "records": "activities", "created": created, "updated": updated,
                "known": known, "refused": refused, "kept": done.kept, "dry_run": dry_run }));
        }
        Records::Organisations(organisations) => {
            let done = node.perform(actor, ImportOrganisations { organisations, dry_run }).await?;
            let (created, updated, known) = (done.created, done.updated, done.known);
            out.say(format_args!(
                "{created} organisations new, {updated} brought up to date, {known} here already"
            ));
            out.finish(
                &json!({ "ok": true, "records": "organisations", "created": created, "updated": updated,
                "known": known, "refused": 0, "kept": done.kept, "dry_run": dry_run }),
            );
        }
    }
    Ok(())
}
