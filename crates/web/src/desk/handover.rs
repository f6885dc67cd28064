//! `/handover/{id}`: the list and the brief of a hand-over, and what may be done with it now.

use askama::Template;
use axum::extract::State;
use model::{Id, Kind, kinds};
use node::acts::handover::{EndingAccess, HandoverItem, RaiseHandover, ReviewHandover, UnsentWork};

use super::{brief_words, ids};
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input, of_list};
use crate::frame::{Frame, done, draw};
use crate::kinds::view::{Fields, fields};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/handover.html")]
struct HandoverPage {
    f: Frame,
    id: String,
    code: String,
    state: Badge,
    due: Option<Badge>,
    from: String,
    to: Option<String>,
    custodian: String,
    brief: Fields,
    practice: Vec<(String, String)>,
    /// Matters of others into which the leaver may look no longer.
    ending: Vec<String>,
    /// Work that may lie on a telephone still.
    unsent: Vec<String>,
    items: Vec<Item>,
    waiting: usize,
    together: usize,
    may_offer: bool,
    may_edit: bool,
    may_answer: bool,
    may_decide: bool,
}

/// One matter of the list, said.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) href: Option<String>,
    pub(super) name: Option<String>,
    pub(super) kind: String,
    pub(super) code: String,
    pub(super) state: Badge,
    pub(super) priority: Option<Badge>,
    pub(super) due: Option<Badge>,
    pub(super) still: String,
    pub(super) parts: Vec<String>,
    pub(super) more: usize,
    /// What is promised to be done next.
    pub(super) next_step: Option<String>,
    /// What the system knows, under its headings.
    pub(super) brief: Vec<(String, Vec<String>)>,
    pub(super) answer: Option<Badge>,
    pub(super) waits: bool,
    pub(super) one_by_one: bool,
}

/// Open parts that are named before "and more".
const PARTS: usize = 4;

pub(crate) async fn page(state: &WebState, who: &SignedIn, id: Id) -> Answer {
    let view = state.node.perform(&who.session.actor, ReviewHandover { handover: id }).await?;
    let f = Frame::of(state, who);
    let (words, envelope) = (f.words, &view.envelope);
    let items: Vec<Item> = view.items.iter().map(|item| said(&f, item)).collect();
    let page = HandoverPage {
        id: id.to_string(),
        code: envelope.code.clone(),
        state: say::state(words, <kinds::Handover as Kind>::META, &envelope.state, &envelope.phase),
        due: envelope.due_at.map(|due| say::due(words, due, f.now, &envelope.phase)),
        from: view.from_title.clone(),
        to: view.to.as_ref().map(|(_, title)| title.clone()),
        custodian: view.custodian.clone(),
        brief: fields(&f, &view.record),
        practice: view
            .practice
            .iter()
            .map(|note| (f.url(&format!("/practice-note/{}", note.id)), note.title.clone()))
            .collect(),
        ending: view.ending.iter().map(|one| ending(&f, one)).collect(),
        unsent: view.unsent.iter().map(|one| unsent(&f, one)).collect(),
        waiting: items.iter().filter(|item| item.waits).count(),
        together: items.iter().filter(|item| item.waits && !item.one_by_one).count(),
        items,
        may_offer: view.may_offer,
        may_edit: view.may_offer && envelope.state == "handover_due",
        may_answer: view.may_answer,
        may_decide: view.may_decide,
        f,
    };
    draw(&page)
}

fn ending(f: &Frame, one: &EndingAccess) -> String {
    let kind = f.t(&format!("kind-{}", one.kind));
    match one.until {
        Some(until) => format!("{kind} {}, {}", one.code, say::time(f.words, until)),
        None => format!("{kind} {}", one.code),
    }
}

fn unsent(f: &Frame, one: &UnsentWork) -> String {
    let seen = match one.seen_at {
        Some(at) => say::ago(f.words, at, f.now),
        None => f.t("handover-device-never").into_owned(),
    };
    let (carries, held) = (one.carries.to_string(), one.held.to_string());
    f.words.with("handover-device", &[("ago", &seen), ("carries", &carries), ("held", &held)]).into_owned()
}

/// One matter of a hand-over in words.
pub(super) fn said(f: &Frame, item: &HandoverItem) -> Item {
    let words = f.words;
    let meta = kinds::by_slug(item.kind);
    let part = |part: &node::acts::handover::PartLine| {
        let kind = words.t(&format!("kind-{}", part.kind));
        match part.due_at {
            Some(due) => format!("{kind} ({})", say::due_soon(words, due, f.now).text),
            None => kind.into_owned(),
        }
    };
    let waits = ["waiting", "contested"].contains(&item.answer.as_str());
    let answer = match item.answer.as_str() {
        "accepted" => Some(("handover-item-accepted", "closed")),
        "assigned" => Some(("handover-item-assigned", "closed")),
        "contested" => Some(("handover-item-contested", "late")),
        "gone" => Some(("handover-item-gone", "closed")),
        _ => None,
    };
    let name = item.name.as_ref().map(|child| child.text("name")).filter(|name| !name.is_empty());
    Item {
        id: item.id.to_string(),
        href: item.opens.then(|| f.url(&format!("/{}/{}", item.kind, item.id))),
        name,
        kind: words.t(&format!("kind-{}", item.kind)).into_owned(),
        code: item.code.clone(),
        state: match meta {
            Some(meta) => say::state(words, meta, &item.state, &item.phase),
            None => Badge { text: item.state.clone(), tone: "open" },
        },
        priority: say::priority(words, &item.priority),
        due: item.due_at.map(|due| say::due(words, due, f.now, &item.phase)),
        still: words.with("handover-moved", &[("ago", &say::ago(words, item.moved_at, f.now))]).into_owned(),
        parts: item.parts.iter().take(PARTS).map(part).collect(),
        more: item.parts.len().saturating_sub(PARTS),
        next_step: item.next_step.clone(),
        brief: brief_words::of_item(words, item),
        answer: answer.map(|(key, tone)| Badge { text: words.t(key).into_owned(), tone }),
        waits,
        one_by_one: item.one_by_one,
    }
}

/// `/handover/new`: a post that one holds raises its own hand-over.
pub(crate) async fn new(State(state): State<WebState>, who: SignedIn) -> Answer {
    raise_form(&state, &who, None).await
}

pub(crate) async fn raise(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let raised = match ids(&posted, "post").first() {
        Some(post) => {
            let raise = RaiseHandover { post: *post, reason: posted.text("reason").to_owned() };
            state.node.perform_as(posted.act(&state), &who.session.actor, raise).await
        }
        None => Err(node::Error::field("post", model::ProblemCode::Missing)),
    };
    match raised {
        Ok(opened) => Ok(done(&state, &format!("/handover/{}", opened.id), "raise-handover")),
        Err(error) => raise_form(&state, &who, Some(shown(error)?)).await,
    }
}

async fn raise_form(state: &WebState, who: &SignedIn, error: Option<node::Error>) -> Answer {
    let f = Frame::of(state, who);
    let actor = &who.session.actor;
    let own: Vec<Id> = actor.holdings_at(f.now).map(|holding| holding.post).collect();
    let titles = state.node.post_titles(&own, f.words.lang).await?;
    let alone = titles.len() == 1;
    let mut posts: Vec<Choice> =
        titles.iter().map(|(id, title)| Choice::new(&id.to_string(), title.clone(), alone)).collect();
    posts.sort_by(|a, b| a.code.cmp(&b.code));
    let error = error.as_ref();
    let controls = vec![
        Control::new("post", f.t("handover-post"), Input::Radios(posts))
            .required()
            .problem(problem(&f, error, "post")),
        Control::new(
            "reason",
            f.words.field("handover", "reason"),
            Input::Select(of_list(f.words, "handover-reason", "")),
        )
        .required()
        .problem(problem(&f, error, "reason")),
    ];
    let lead = f.t("handover-raise-lead").into_owned();
    let mut page = ActPage::new(f, "raise-handover", "/handover/new", "/handover", controls).refused(error);
    page.lead = vec![lead];
    page.answer()
}
