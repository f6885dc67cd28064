//! `/processing`: the record of processing, and the way to requests, breaches and reviews.

use askama::Template;
use axum::extract::State;
use model::{DataGroup, KindMeta, Role, kinds};
use node::access;
use node::acts::rights::{Processing, ViewProcessing};

use crate::error::Answer;
use crate::forms::group_title;
use crate::frame::{Frame, draw};
use crate::i18n::Lang;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "papers/processing.html")]
struct ProcessingPage {
    f: Frame,
    lists: Vec<(String, String)>,
    people: String,
    kinds: Vec<KindLine>,
    retention: Vec<(String, String, bool)>,
}

struct KindLine {
    name: String,
    groups: String,
    sealed: String,
    roles: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let actor = &who.session.actor;
    let record = state.node.perform(actor, ViewProcessing).await?;
    let f = Frame::of(&state, &who);
    let lists = ["subject-request", "breach", "retention-review"];
    let reached = lists.into_iter().filter(|kind| access::holds_right(actor, "list", kind, f.now).allows());
    let lists =
        reached.map(|kind| (f.url(&format!("/{kind}")), f.t(&format!("kind-{kind}.plural")).into_owned()));
    let page = ProcessingPage {
        lists: lists.collect(),
        people: crate::say::grouped(f.words, record.people),
        kinds: kinds::ALL.iter().map(|meta| line(&f, meta, &record)).collect(),
        retention: record
            .retention
            .iter()
            .map(|rule| {
                let name = f.words.code("retention-rule", &rule.kind).to_owned();
                (name, f.words.count("processing-months", rule.months).into_owned(), rule.confirmed)
            })
            .collect(),
        f,
    };
    draw(&page)
}

fn line(f: &Frame, meta: &'static KindMeta, record: &Processing) -> KindLine {
    let there =
        DataGroup::ALL.into_iter().filter(|group| meta.fields.iter().any(|field| field.group == *group));
    let groups: Vec<_> = there.map(|group| group_title(f.words, group)).collect();
    let sealed = meta.fields.iter().filter(|field| field.keep == model::Keep::Sealed).count();
    let kind = if meta.role == Role::Subject { "person" } else { meta.slug };
    let roles = record.roles.iter().filter(|(role, ..)| role.reach("view", kind).is_some());
    let label = |id: &String, en: &String| if f.words.lang == Lang::En { en.clone() } else { id.clone() };
    let roles: Vec<_> = roles.map(|(_, id, en)| label(id, en)).collect();
    KindLine {
        name: f.t(&format!("kind-{}", meta.slug)).into_owned(),
        groups: groups.join(", "),
        sealed: format!("{sealed}/{}", meta.fields.len()),
        roles: roles.join(", "),
    }
}
