//! Searching, opening cases, calls and reports.

use model::{Id, kinds};
use node::acts::BreakGlass;
use node::acts::intake::{AnswerReporter, LogCall, MeetClock, MergeReports, UnmergeReports};
use node::acts::people::{DecideDuplicate, JoinReport, MergePeople, NewCase, OpenCase, SearchPeople};
use serde_json::json;

use super::body::Fields;
use super::call::acts;

acts! {
    "search-people" {; free: String, fields: Fields<kinds::Person>} => |call| {
        let search = match fields.is_empty() {
            true => SearchPeople::free(&free),
            false => SearchPeople::form(fields.draft()?),
        };
        call.look(search).await
    };
    "open-case" {
        search: Id, fields: Fields<kinds::Case>;
        child: Fields<kinds::Person>, person: Option<Id>, report: Option<Id>, post: Option<Id>, sibling: Option<Id>,
        confirmed_not_duplicate: bool
    } => |call| {
        let case = fields.draft()?;
        let new = match person {
            Some(known) => NewCase::of(case, known),
            None => NewCase::child(case, child.draft()?),
        };
        let mut open = OpenCase::new(new, search);
        if let Some(report) = report {
            open = open.from_report(report);
        }
        if let Some(post) = post {
            open = open.with_custodian(post);
        }
        if let Some(sibling) = sibling {
            open = open.sibling_of(sibling);
        }
        if confirmed_not_duplicate {
            open = open.confirmed_not_duplicate();
        }
        call.done(call.write(open).await?.id)
    };
    "join-report" { report: Id, case: Id } => |call| call.done(call.write(JoinReport { report, case }).await?.id);
    "answer-reporter" { report: Id, text: String } => |call| {
        call.done(call.write(AnswerReporter { report, text }).await?.id)
    };
    "break-glass" { id: Id, reason: String } => |call| {
        let broken = call.write(BreakGlass { id, reason }).await?;
        Ok(json!({ "act": call.act, "id": broken.id, "until": broken.until }))
    };
    "decide-duplicate" { one: Id, other: Id, distinct: bool, reason: String } => |call| {
        call.write(DecideDuplicate { one, other, distinct, reason }).await?;
        call.done(one)
    };
    "log-call" { fields: Fields<kinds::Report>; caller: String, quick: bool, receipt: bool } => |call| {
        let logged = call.write(LogCall { draft: fields.draft()?, caller, quick, receipt }).await?;
        let receipt = logged.receipt.map(|receipt| receipt.grouped().to_string());
        Ok(json!({ "act": call.act, "id": logged.id, "before": logged.before, "receipt": receipt }))
    };
    "meet-clock" { report: Id, clock: String, reason: String } => |call| {
        call.done(call.write(MeetClock { report, clock, note: reason }).await?.id)
    };
    "merge-reports" { kept: Id, merged: Id, reason: String } => |call| {
        call.done(call.write(MergeReports { kept, merged, reason }).await?.id)
    };
    "unmerge-reports" { merged: Id, reason: String } => |call| {
        call.done(call.write(UnmergeReports { merged, reason }).await?.id)
    };
    "merge-people" { kept: Id, merged: Id, reason: String } => |call| {
        call.done(call.write(MergePeople { kept, merged, reason }).await?.merge)
    };
}
