//! What comes next in a case: the top of its page, computed from what is due. Nobody ticks it.

use model::Phase;
use node::acts::{PartList, ShownRow, Viewed};

use super::CASE;
use super::case_parts::{self, PartRow};
use crate::frame::Frame;
use crate::kinds::act_slug;
use crate::session::SignedIn;

/// Things shown at most: more do not fit into a tired head.
const MOST: usize = 4;

/// One thing to do.
pub(super) struct Todo {
    /// Which kind of thing.
    pub(super) kind: String,
    pub(super) row: PartRow,
    /// Whether it is the first.
    pub(super) main: bool,
}

/// A step of the case itself, or why not yet.
pub(super) struct NextStep {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) main: bool,
    /// What has to be done first, and where.
    pub(super) first: Option<(String, String)>,
}

/// Open parts by what is due first; what waits for others comes last.
pub(super) fn todo(f: &Frame, who: &SignedIn, viewed: &Viewed) -> Vec<Todo> {
    let mut open: Vec<(&PartList, &ShownRow)> = viewed
        .parts
        .iter()
        .flat_map(|part| part.rows.iter().map(move |row| (part, &**row)))
        .filter(|(_, row)| row.envelope.phase == Phase::Open.code() && row.envelope.due_at.is_some())
        .collect();
    open.sort_by_key(|(_, row)| (row.envelope.due_at, row.envelope.id));
    let first = steps(f, viewed).iter().any(|step| step.main);
    let todo = open.into_iter().take(MOST).enumerate().map(|(at, (part, row))| Todo {
        kind: f.t(&format!("kind-{}", part.meta.slug)).into_owned(),
        row: case_parts::row(f, who, (part, viewed.granted.is_some()), row),
        main: at == 0 && !first,
    });
    todo.collect()
}

/// Steps of the case that may be taken: first contact and reopening. Closing stands beside its checklist.
pub(super) fn steps(f: &Frame, viewed: &Viewed) -> Vec<NextStep> {
    let id = viewed.envelope.id;
    let proposed = viewed.practice.as_ref().is_some_and(|practice| practice.reopen_proposed.is_some());
    let steps = viewed.steps.iter().filter(|step| step.action != "close").map(|step| {
        let first = before(f, viewed, step.action);
        NextStep {
            label: f.t(&act_slug(step.action, CASE.slug)).into_owned(),
            href: f.url(&format!("/case/{id}/{}", step.action.replace('_', "-"))),
            main: first.is_none() && (step.action != "reopen" || proposed),
            first,
        }
    });
    steps.collect()
}

fn before(f: &Frame, viewed: &Viewed, action: &str) -> Option<(String, String)> {
    let id = viewed.envelope.id;
    let risk = &viewed.record;
    (action == "contact" && risk.text("risk_level").is_empty() && !risk.hides("risk_level"))
        .then(|| (f.t("case-first-risk").into_owned(), f.url(&format!("/case/{id}/edit"))))
}

/// What an open case that has nothing due lacks: so that no child falls out.
pub(super) fn lacking(f: &Frame, viewed: &Viewed) -> Vec<(String, String)> {
    let id = viewed.envelope.id;
    let none = |slug: &str| {
        viewed.parts.iter().any(|part| part.meta.slug == slug && part.rows.is_empty() && part.may_open)
    };
    let met = !viewed.record.text("first_contact_on").is_empty() || viewed.record.hides("first_contact_on");
    if viewed.envelope.phase == "closed" || !met {
        return Vec::new();
    }
    let wanted = ["assessment", "plan-goal", "case-plan"].into_iter().filter(|slug| none(slug));
    let links = wanted
        .map(|slug| (f.t(&act_slug("open", slug)).into_owned(), f.url(&format!("/{slug}/new?parent={id}"))));
    links.take(1).collect()
}

/// How the child fares, first and last, for who may see it: label, what, and whether it is better.
pub(super) fn change(f: &Frame, viewed: &Viewed) -> Vec<(String, String, Option<bool>)> {
    let Some(practice) = &viewed.practice else { return Vec::new() };
    let mut said = Vec::new();
    if let Some((first, last)) = practice.change.wellbeing {
        let better = practice.change.improved_wellbeing();
        said.push((f.t("case-change-wellbeing").into_owned(), format!("{first} → {last}"), better));
    }
    if let Some((first, last)) = practice.change.severity {
        let list = model::codes::list("severity");
        let label = |at: usize| {
            let code = list.and_then(|list| list.codes.get(at));
            code.map(|code| code.label(f.words.lang)).unwrap_or_default()
        };
        let text = format!("{} → {}", label(first), label(last));
        said.push((f.t("case-change-severity").into_owned(), text, practice.change.less_impacted()));
    }
    said
}
