//! `/handover/{id}/accept`, `…/contest`, `…/decide`: what a successor and the post above answer.

use axum::extract::State;
use model::Id;
use node::acts::handover::{AcceptHandover, ContestHandover, DecideHandover, ReviewHandover};
use node::{Error, ShownRecord};

use super::handover::said;
use super::{ids, living_posts, post_choices};
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// Takes one matter, or everything that need not be taken one by one.
pub(crate) async fn accept(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let act = AcceptHandover { handover: id, matters: ids(&posted, "matter") };
    state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, &format!("/handover/{id}"), "accept-handover"))
}

pub(crate) async fn contest_form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
) -> Answer {
    show_contest(&state, &who, id, &Posted::default(), None).await
}

pub(crate) async fn contest(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let matters = ids(&posted, "matters");
    let act =
        ContestHandover { handover: id, matters: matters.clone(), reason: posted.text("reason").to_owned() };
    let contested = if matters.is_empty() {
        Err(Error::field("matters", model::ProblemCode::Missing))
    } else {
        state.node.perform_as(posted.act(&state), &who.session.actor, act).await
    };
    match contested {
        Ok(_) => Ok(done(&state, "/handover", "contest-handover")),
        Err(error) => show_contest(&state, &who, id, &posted, Some(shown(error)?)).await,
    }
}

async fn show_contest(
    state: &WebState,
    who: &SignedIn,
    id: Id,
    posted: &Posted,
    error: Option<Error>,
) -> Answer {
    let view = state.node.perform(&who.session.actor, ReviewHandover { handover: id }).await?;
    if !view.may_answer {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(state, who);
    let asked = ids(posted, "matters");
    let choice = |item: &node::acts::handover::HandoverItem| {
        let line = said(&f, item);
        let label = [Some(line.code), line.name, Some(line.kind), line.priority.map(|badge| badge.text)];
        let label: Vec<String> = label.into_iter().flatten().collect();
        Choice::new(&item.id.to_string(), label.join(" · "), asked.contains(&item.id))
    };
    let choices = view.items.iter().filter(|item| item.answer == "waiting").map(choice).collect();
    let error = error.as_ref();
    let controls = vec![
        Control::new("matters", f.t("handover-contested-ones"), Input::Checks(choices))
            .required()
            .problem(problem(&f, error, "matters")),
        Control::new("reason", f.t("handover-contest-why"), Input::Narrative(2_000))
            .required()
            .value(posted.text("reason"))
            .problem(problem(&f, error, "reason")),
    ];
    let lead = f.t("handover-contest-lead").into_owned();
    let (path, back) = (format!("/handover/{id}/contest"), format!("/handover/{id}"));
    let mut page = ActPage::new(f, "contest-handover", &path, &back, controls).refused(error);
    page.about = view.envelope.code;
    page.lead = vec![lead];
    page.answer()
}

pub(crate) async fn decide_form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
) -> Answer {
    show_decide(&state, &who, id, &Posted::default(), None).await
}

pub(crate) async fn decide(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let decided = match ids(&posted, "post").first() {
        Some(post) => {
            let act = DecideHandover { handover: id, post: *post, reason: posted.text("reason").to_owned() };
            state.node.perform_as(posted.act(&state), &who.session.actor, act).await
        }
        None => Err(Error::field("post", model::ProblemCode::Missing)),
    };
    match decided {
        Ok(_) => {
            // What was decided away from one's own unit is out of sight at once.
            let stays = state.node.perform(&who.session.actor, ReviewHandover { handover: id }).await.is_ok();
            let path = if stays { format!("/handover/{id}") } else { "/handover".to_owned() };
            Ok(done(&state, &path, "decide-handover"))
        }
        Err(error) => show_decide(&state, &who, id, &posted, Some(shown(error)?)).await,
    }
}

async fn show_decide(
    state: &WebState,
    who: &SignedIn,
    id: Id,
    posted: &Posted,
    error: Option<Error>,
) -> Answer {
    let view = state.node.perform(&who.session.actor, ReviewHandover { handover: id }).await?;
    if !view.may_decide {
        return Err(Fault::from(Error::Denied("no-right")));
    }
    let f = Frame::of(state, who);
    let posts = living_posts(state, who).await?;
    let error = error.as_ref();
    let controls = vec![
        Control::new(
            "post",
            f.t("assign-post"),
            Input::Select(post_choices(f.words, &posts, posted.text("post"))),
        )
        .required()
        .value(posted.text("post"))
        .problem(problem(&f, error, "post")),
        Control::new("reason", f.t("handover-decide-why"), Input::Narrative(2_000))
            .required()
            .value(posted.text("reason"))
            .problem(problem(&f, error, "reason")),
    ];
    let lead = lead(&f, &view.record, view.items.len());
    let (path, back) = (format!("/handover/{id}/decide"), format!("/handover/{id}"));
    let mut page = ActPage::new(f, "decide-handover", &path, &back, controls).refused(error);
    page.about = view.envelope.code.clone();
    page.lead = lead;
    page.answer()
}

fn lead(f: &Frame, record: &ShownRecord, items: usize) -> Vec<String> {
    let mut lead =
        vec![f.words.count("handover-decide-lead", i64::try_from(items).unwrap_or(0)).into_owned()];
    let why = record.text("contest_reason");
    if !why.is_empty() {
        lead.push(format!("{}: {why}", f.words.field("handover", "contest_reason")));
    }
    lead
}
