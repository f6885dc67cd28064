//! `/handover/{id}/offer`: choose the successors, look at a fair split, change it, and offer. Nothing is kept before that.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::{Draft, Id};
use node::Error;
use node::acts::handover::{HandOver, HandoverView, ReviewHandover, Share};
use node::acts::staff::PostRow;

use super::handover::{Item, said};
use super::{brief_words, ids, living_posts, post_label};
use crate::casework::OnePath;
use crate::casework::form_page::shown;
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/offer.html")]
struct OfferPage {
    f: Frame,
    id: String,
    code: String,
    posts: Control,
    /// The split, once successors were chosen.
    lines: Vec<Line>,
    counts: Vec<(String, String)>,
    brief: Vec<Control>,
    chosen: Vec<String>,
    refused: Option<String>,
}

/// One matter and who shall take it.
struct Line {
    item: Item,
    to: Control,
}

/// What the leaver adds.
const BRIEF: [&str; 4] = ["promises", "contacts", "risks", "practice"];

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    show(&state, &who, id, &Posted::default(), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    if posted.text("do") != "offer" {
        return show(&state, &who, id, &posted, None).await;
    }
    let view = state.node.perform(&who.session.actor, ReviewHandover { handover: id }).await?;
    let mut shares: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    for item in view.items.iter().filter(|item| waits(&item.answer)) {
        if let Some(post) = ids(&posted, &format!("to-{}", item.id)).first() {
            shares.entry(*post).or_default().push(item.id);
        }
    }
    let shares = shares.into_iter().map(|(post, matters)| Share { post, matters }).collect();
    let mut brief = Draft::default();
    for name in BRIEF.into_iter().filter(|name| posted.has(name)) {
        brief.set(name, posted.text(name));
    }
    let act = HandOver { handover: id, shares, brief };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/handover/{id}"), "hand-over")),
        Err(error) => show(&state, &who, id, &posted, Some(shown(error)?)).await,
    }
}

fn waits(answer: &str) -> bool {
    ["waiting", "contested"].contains(&answer)
}

async fn show(state: &WebState, who: &SignedIn, id: Id, posted: &Posted, error: Option<Error>) -> Answer {
    let view = state.node.perform(&who.session.actor, ReviewHandover { handover: id }).await?;
    if !view.may_offer {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(state, who);
    let living = living_posts(state, who).await?;
    let chosen: Vec<&PostRow> = {
        let asked = ids(posted, "posts");
        living.iter().filter(|post| asked.contains(&post.id)).collect()
    };
    let split = split(&view, &chosen, posted);
    let names: BTreeMap<Id, String> =
        chosen.iter().map(|post| (post.id, post_label(f.words, post))).collect();
    let counts = chosen.iter().map(|post| {
        let share: Vec<_> = view.items.iter().filter(|item| split.get(&item.id) == Some(&post.id)).collect();
        let high = share.iter().filter(|item| item.one_by_one).count();
        let text = f.words.count("handover-share", i64::try_from(share.len()).unwrap_or(0)).into_owned();
        let high = f.words.count("handover-share-high", i64::try_from(high).unwrap_or(0));
        (post_label(f.words, post), format!("{text}, {high}"))
    });
    let lines = view.items.iter().filter(|item| waits(&item.answer) && !chosen.is_empty()).map(|item| {
        let to = split.get(&item.id);
        let options =
            names.iter().map(|(id, name)| Choice::new(&id.to_string(), name.clone(), to == Some(id)));
        let control =
            Control::new(&format!("to-{}", item.id), f.t("handover-to"), Input::Select(options.collect()))
                .nothing(f.t("handover-stays"));
        Line { item: said(&f, item), to: control }
    });
    let boxes = living.iter().map(|post| {
        let on = chosen.iter().any(|one| one.id == post.id);
        Choice::new(&post.id.to_string(), post_label(f.words, post), on)
    });
    let brief = BRIEF.into_iter().map(|name| {
        let kept = Some(view.record.text(name)).filter(|text| !text.is_empty());
        let typed = match posted.has(name) {
            true => posted.text(name).to_owned(),
            false => kept.unwrap_or_else(|| brief_words::prefill(f.words, &view, name)),
        };
        Control::new(name, f.words.field("handover", name), Input::Narrative(8_000)).value(typed)
    });
    let refused = error.map(|error| Fault::from(error).told(f.words).text);
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = OfferPage {
        id: id.to_string(),
        code: view.envelope.code.clone(),
        posts: Control::new("posts", f.t("handover-successors"), Input::Checks(boxes.collect()))
            .hint(f.t("handover-successors.hint"))
            .required(),
        counts: counts.collect(),
        lines: lines.collect(),
        brief: brief.collect(),
        chosen: chosen.iter().map(|post| post.id.to_string()).collect(),
        refused,
        f,
    };
    draw_with(status, &page)
}

/// What was chosen for each matter; where nothing was, the successor who has least by then. The most urgent are dealt first, so
/// that they do not all go to one.
fn split(view: &HandoverView, chosen: &[&PostRow], posted: &Posted) -> BTreeMap<Id, Id> {
    let again = posted.text("do") == "count" || posted.text("do") == "offer";
    let mut load: Vec<(i64, Id)> = chosen.iter().map(|post| (post.open_matters, post.id)).collect();
    let mut split = BTreeMap::new();
    for item in view.items.iter().filter(|item| waits(&item.answer)) {
        let name = format!("to-{}", item.id);
        if again && posted.has(&name) {
            if let Some(post) = ids(posted, &name).first() {
                split.insert(item.id, *post);
            }
            continue;
        }
        let Some(least) = load.iter_mut().min() else { continue };
        split.insert(item.id, least.1);
        // A child at high risk weighs as much as two others.
        least.0 += if item.one_by_one { 2 } else { 1 };
    }
    split
}
