//! `/submissions/{id}`: one submission: what it asks for, what became of it, and, where something is left, both values side by side
//! and the ways to decide.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::{Id, Kind, kinds};
use node::acts::field::{PlannedSeen, ReviewSubmission, Reviewed};
use node::acts::{ListQuery, ViewMatter};
use node::field::Choice;
use node::{Error, registry};

use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw_with};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "field/submission.html")]
struct SubmissionPage {
    f: Frame,
    id: Id,
    code: String,
    form: String,
    about: String,
    state: Badge,
    reason: Option<String>,
    /// What to do about the reason.
    advice: Option<String>,
    refused: Option<String>,
    things: Vec<ThingLine>,
    kept: Vec<(String, String)>,
    problems: Vec<(String, String)>,
    /// Whether somebody may still decide.
    open: bool,
    /// Cases to choose from, where it needs one.
    cases: Vec<(Id, String)>,
    needs_case: bool,
    likely: bool,
    conflict: bool,
    /// Whether its acts may simply be tried again.
    again: bool,
}

/// One thing that a submission asks for.
struct ThingLine {
    title: String,
    fields: Vec<FieldLine>,
    outcome: Option<Badge>,
    href: Option<String>,
}

/// One field: what was sent and, where it differs, what stands there now.
struct FieldLine {
    name: String,
    label: String,
    sent: String,
    now: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, Path(id): Path<Id>) -> Answer {
    show(&state, &who, id, None).await
}

async fn show(state: &WebState, who: &SignedIn, id: Id, refused: Option<String>) -> Answer {
    let actor = &who.session.actor;
    let seen = state.node.perform(actor, ReviewSubmission { submission: id, case: None }).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let open = matches!(seen.state.as_str(), "received" | "kept" | "conflict");
    let mut things = Vec::new();
    for thing in &seen.things {
        things.push(line(state, who, &f, thing, open).await?);
    }
    let meta = kinds::FieldSubmission::META;
    let phase = if open { "open" } else { "closed" };
    let reason = seen.reason.as_deref();
    let settled = ["answers", "mapping", "invalid", "no_target"];
    let page = SubmissionPage {
        id,
        code: seen.code.clone(),
        form: seen.form.clone(),
        about: about(&f, &seen),
        state: say::state(w, meta, &seen.state, phase),
        reason: reason.map(|code| w.code("submission-reason", code).to_owned()),
        advice: reason.filter(|_| open).map(|code| advice(w, code)),
        refused: refused.clone(),
        things,
        kept: seen.kept.clone(),
        problems: seen.problems.clone(),
        open,
        cases: if open && seen.needs_case { cases(state, who, &f).await? } else { Vec::new() },
        needs_case: seen.needs_case,
        likely: reason == Some("likely_duplicate"),
        conflict: seen.state == "conflict" && seen.queued.is_none(),
        again: open && !seen.needs_case && reason.is_none_or(|code| !settled.contains(&code)),
        f,
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    draw_with(status, &page)
}

fn about(f: &Frame, seen: &Reviewed) -> String {
    format!("{} {} · {}", f.t("form-version"), seen.version, say::time(f.words, seen.received_at))
}

fn advice(w: crate::i18n::Words, reason: &str) -> String {
    let key = match reason {
        "no_target" => "submission-choose-case",
        "likely_duplicate" => "submission-compare",
        "changed" => "submission-both",
        "out_of_reach" | "no_right" | "post_left" => "submission-by-holder",
        "closed" => "submission-closed",
        "corrects" | "instance_differs" => "submission-twice",
        "answers" | "mapping" | "invalid" => "submission-by-hand",
        _ => "submission-look",
    };
    w.t(key).into_owned()
}

async fn line(
    state: &WebState,
    who: &SignedIn,
    f: &Frame,
    thing: &PlannedSeen,
    open: bool,
) -> Result<ThingLine, Fault> {
    let w = f.words;
    let now = match (thing.target, open && thing.outcome.as_deref() != Some("done")) {
        (Some(target), true) => {
            match state.node.perform(&who.session.actor, ViewMatter::new(thing.meta, target)).await {
                Ok(seen) => Some(seen),
                Err(Error::NotFound | Error::Denied(_)) => None,
                Err(error) => return Err(error.into()),
            }
        }
        _ => None,
    };
    let today = crate::kinds::today(state);
    let said =
        |field: &'static model::Field, text: &str| match model::draft::parse_text(field.shape, text, today) {
            Ok(value) => say::plain(w, field, &value),
            Err(_) => text.to_owned(),
        };
    let fields = thing
        .fields
        .iter()
        .map(|(meta, field, sent)| {
            let there = now.as_ref().map(|seen| seen.record.text(field.name));
            let there = there.filter(|there| !there.is_empty() && there != sent);
            FieldLine {
                name: field.name.to_owned(),
                label: w.field(meta.slug, field.name).into_owned(),
                sent: said(field, sent),
                now: there.map(|there| said(field, &there)),
            }
        })
        .collect();
    let verb = match &thing.step {
        Some(step) => format!("{}-{}", step.replace('_', "-"), thing.meta.slug),
        None => format!("kind-{}", thing.meta.slug),
    };
    let outcome = thing.outcome.as_deref().map(|code| match code {
        "done" => Badge { text: w.t("submission-done").into_owned(), tone: "closed" },
        code => Badge { text: w.code("submission-reason", code).to_owned(), tone: "soon" },
    });
    let href = thing.record.map(|record| f.url(&format!("/{}/{record}", thing.meta.slug)));
    Ok(ThingLine { title: w.t(&verb).into_owned(), fields, outcome, href })
}

/// Open cases that the reader may choose.
async fn cases(state: &WebState, who: &SignedIn, f: &Frame) -> Result<Vec<(Id, String)>, Fault> {
    let Some(entry) = registry::kind("case") else { return Ok(Vec::new()) };
    let filters = [("phase".to_owned(), "open".to_owned())].into();
    let query = ListQuery { filters, limit: 200, ..ListQuery::default() };
    let listed = match entry.list(&state.node, &who.session.actor, query).await {
        Ok(listed) => listed,
        Err(Error::Denied(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let label = |row: &node::acts::ShownRow| match &row.name {
        Some(name) => format!("{} · {name}", row.envelope.code),
        None => format!("{} · {}", row.envelope.code, say::time(f.words, row.envelope.opened_at)),
    };
    Ok(listed.rows.iter().map(|row| (row.envelope.id, label(row))).collect())
}

/// A person decides.
pub(crate) async fn decide(
    State(state): State<WebState>,
    who: SignedIn,
    Path(id): Path<Id>,
    posted: Posted,
) -> Answer {
    let mut choice = Choice { case: posted.text("case").parse().ok(), ..Choice::default() };
    match posted.text("do") {
        "again" => {}
        "other-child" => choice.other_child = true,
        "one-more" => choice.one_more = true,
        "fields" => choice.fields = Some(posted.all("field").map(str::to_owned).collect()),
        _ => return Err(Fault::Unreadable),
    }
    let actor = &who.session.actor;
    let seen = state.node.perform(actor, ReviewSubmission { submission: id, case: None }).await?;
    if let Some(queued) = seen.queued.as_ref().filter(|_| matches!(seen.state.as_str(), "kept" | "conflict"))
    {
        return again(&state, &who, (id, &posted, choice.other_child), queued).await;
    }
    match state.node.decide_submission(posted.act(&state), actor, id, &choice).await {
        Ok(taken) => match taken.reason {
            None => Ok(done(&state, &format!("/submissions/{id}"), "settle-submission")),
            Some(_) => {
                let refused = who.words().t("submission-still").into_owned();
                show(&state, &who, id, Some(refused)).await
            }
        },
        Err(error @ Error::Refused(_)) => {
            let refused = Fault::from(error).told(who.words()).text;
            show(&state, &who, id, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// An act of the offline app that was kept is performed by whoever decides.
async fn again(
    state: &WebState,
    who: &SignedIn,
    (id, posted, other): (Id, &Posted, bool),
    queued: &str,
) -> Answer {
    #[derive(serde::Deserialize)]
    struct Kept {
        slug: String,
        body: serde_json::Value,
    }
    let mut kept: Kept = serde_json::from_str(queued).map_err(|_| Fault::Unreadable)?;
    if let Some(members) = kept.body.as_object_mut() {
        // Sent twice it is done once.
        members.insert("act".into(), serde_json::json!(posted.act(state)));
    }
    let actor = &who.session.actor;
    let performed =
        match super::offline::search::first(&state.node, actor, &kept.slug, &mut kept.body, other).await {
            Ok(()) => crate::api::acts::perform_named(&state.node, actor, &kept.slug, kept.body).await,
            Err(fault) => Err(fault),
        };
    match performed {
        Ok(_) => {
            state.node.settle_kept_act(state.node.new_id(), actor, id).await?;
            Ok(done(state, &format!("/submissions/{id}"), "settle-submission"))
        }
        Err(fault @ Fault::Node(Error::Storage(_) | Error::Transient | Error::Sealed)) => Err(fault),
        Err(fault) => {
            let refused = fault.told(who.words()).text;
            show(state, who, id, Some(refused)).await
        }
    }
}
