//! `/{kind}/many/assign`: parts of many cases (visits, hearings, services) are given to one post while the cases stay, with a result
//! for each.

use axum::extract::State;
use axum::http::Uri;
use model::{Id, kinds};
use node::acts::ListQuery;
use node::acts::moves::{AssignParts, run_bulk};
use node::{Error, access};

use super::many::{Bulk, all, draw_choice, told};
use super::receivers;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::Frame;
use crate::kinds::{KindPath, list_query};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

const SLUG: &str = "assign-parts";

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, path: KindPath, uri: Uri) -> Answer {
    show(&state, &who, &path, &uri, &Posted::default(), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    path: KindPath,
    uri: Uri,
    posted: Posted,
) -> Answer {
    let meta = path.0.meta;
    if !kinds::ASSIGNABLE.contains(&meta.slug) {
        return Err(Fault::NOT_FOUND);
    }
    let ids: Vec<Id> = match posted.text("all") {
        "1" => all(&state, &who, path.0, &open(&uri, &path)).await?,
        _ => posted.all("row").filter_map(|id| id.parse().ok()).collect(),
    };
    let Ok(to) = posted.text("to").parse::<Id>() else {
        return show(&state, &who, &path, &uri, &posted, Some("many-to-missing")).await;
    };
    if ids.is_empty() {
        return show(&state, &who, &path, &uri, &posted, Some("many-rows-missing")).await;
    }
    let reason = posted.text("reason");
    let assign = |parts| AssignParts { kind: meta, parts, to, reason: reason.to_owned() };
    let summary = run_bulk(&state.node, &who.session.actor, &ids, assign).await;
    told(&state, &who, (SLUG, meta.slug), &summary)
}

/// What is still to be done, unless the list asked for something else.
fn open(uri: &Uri, path: &KindPath) -> ListQuery {
    let mut query = list_query::read(uri, path.0.meta);
    if !query.filters.contains_key("phase") && !query.filters.contains_key("state") {
        query.filters.insert("phase".to_owned(), "open".to_owned());
    }
    query
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    path: &KindPath,
    uri: &Uri,
    posted: &Posted,
    refused: Option<&'static str>,
) -> Answer {
    let (actor, meta) = (&who.session.actor, path.0.meta);
    if !kinds::ASSIGNABLE.contains(&meta.slug) {
        return Err(Fault::NOT_FOUND);
    }
    if !access::holds_right(actor, "assign", meta.slug, state.node.now()).allows() {
        return Err(Error::Denied("no-right").into());
    }
    let found = receivers::all(state, who).await?;
    let f = Frame::of(state, who);
    let own = |organisation: Id| actor.holdings().iter().any(|held| held.organisation == organisation);
    let choices = receivers::choices(&f, &found, posted.text("to"), |one| own(one.organisation));
    let controls = vec![
        Control::new("to", f.t("refer-to"), Input::Groups(choices)).required().value(posted.text("to")),
        Control::new("reason", f.t("assign-reason"), Input::Narrative(2_000)).value(posted.text("reason")),
    ];
    let query = open(uri, path);
    let bulk = Bulk { slug: SLUG, lead: "assign-parts-lead", verb: "assign", kind: path.0, query };
    draw_choice(state, who, bulk, (controls, posted), refused).await
}
