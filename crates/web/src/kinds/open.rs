//! `/{kind}/new`: a new record; `?parent=` names the matter that a part belongs to.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use model::{Draft, Id, KindMeta, Problem, Role};
use node::acts::ListQuery;
use node::registry::{self, KindEntry};
use node::{Error, ShownParticipant};

use super::{KindPath, act_slug, as_declared, today};
use crate::error::{Answer, Fault};
use crate::forms::{FieldUse, Form, FormBuilder, Links, typed};
use crate::frame::{Frame, done, draw_with};
use crate::people::choose;
use crate::session::{SignedIn, Typed};
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "kinds/form.html")]
pub(super) struct FormPage {
    pub(super) f: Frame,
    /// Slug of the kind.
    pub(super) kind: Option<&'static str>,
    pub(super) title: String,
    pub(super) submit: String,
    /// Where the form is sent.
    pub(super) action: String,
    /// Where it leads without acting.
    pub(super) back: String,
    /// What the form is about, above its title.
    pub(super) about: Option<String>,
    pub(super) form: Form,
    pub(super) act: Id,
    pub(super) version: Option<i64>,
    /// A refusal of the whole form.
    pub(super) refused: Option<String>,
    /// Somebody changed the record meanwhile.
    pub(super) conflict: bool,
}

/// Kinds whose words are read beyond the house: words that harm are marked in them while they are typed. Notes of cases are not among them.
const READ_BY_MANY: [&str; 19] = [
    "agreement",
    "brief",
    "brief-ask",
    "brief-paragraph",
    "campaign",
    "campaign-event",
    "campaign-material",
    "commitment",
    "course",
    "course-module",
    "course-question",
    "indicator",
    "legal-gap",
    "measure",
    "milestone",
    "policy-draft",
    "practice-note",
    "recommendation",
    "service-listing",
];

impl FormPage {
    /// Whether its words are looked at while they are typed.
    fn checks_words(&self) -> bool {
        self.kind.is_some_and(|kind| READ_BY_MANY.contains(&kind))
    }
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    KindPath(entry): KindPath,
    uri: Uri,
) -> Answer {
    if entry.meta.slug == "case" {
        // A child is looked for before a case is opened.
        return Ok(crate::door::go(&state.settings.url("/people")));
    }
    let parent = parent(entry.meta, &uri)?;
    // What has an act of its own to open it has a page of its own, too.
    if let (Some((_, id)), Some(page)) = (&parent, own_page(entry.meta.slug)) {
        return Ok(crate::door::go(&state.settings.url(&format!("/case/{id}/{page}"))));
    }
    let mut about = None;
    let may = match parent {
        // Whoever cannot see the root learns nothing from the form of its parts.
        Some((root, id)) => {
            let viewed = root.view(&state.node, &who.session.actor, id).await?;
            about = Some(super::view::about(&viewed));
            viewed.parts.iter().any(|part| part.meta.slug == entry.meta.slug && part.may_open)
        }
        None => {
            node::access::holds_right(&who.session.actor, "open", entry.meta.slug, state.node.now()).allows()
        }
    };
    if !may {
        return Err(Error::Denied("no-right").into());
    }
    let mut draft = Draft::default();
    for field in entry.meta.fields.iter().filter(|field| field.required) {
        if let model::Shape::Date { future: false } = field.shape {
            draft.set(field.name, today(&state).to_string());
        }
    }
    let people = people(&state, &who, entry, parent.map(|(_, id)| id)).await?;
    show(&state, &who, entry, (&uri, &people, about), (&draft, &[]), None).await
}

/// What a part will belong to, when the form comes back.
async fn about(state: &WebState, who: &SignedIn, meta: &KindMeta, parent: Option<Id>) -> Option<String> {
    let (Role::Part(root), Some(id)) = (meta.role, parent) else { return None };
    let viewed = registry::kind(root)?.view(&state.node, &who.session.actor, id).await.ok()?;
    Some(super::view::about(&viewed))
}

/// Those among whom somebody can be chosen.
async fn people(
    state: &WebState,
    who: &SignedIn,
    entry: &KindEntry,
    case: Option<Id>,
) -> Result<Vec<ShownParticipant>, Fault> {
    match case {
        Some(case) => choose::among(state, who, (entry.meta, &asked(entry.meta)), case).await,
        None => Ok(Vec::new()),
    }
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    KindPath(entry): KindPath,
    uri: Uri,
    typed_in: Typed,
) -> Answer {
    let meta = entry.meta;
    let posted = typed_in.of(meta)?;
    let parent = parent(meta, &uri)?.map(|(_, id)| id);
    let draft = typed(&posted, &asked(meta));
    let opened = entry.open(&state.node, posted.act(&state), &who.session.actor, parent, draft.clone()).await;
    match opened {
        Ok(opened) => {
            let path = match (meta.role, parent) {
                (Role::Part(root), Some(parent)) => format!("/{root}/{parent}"),
                _ => format!("/{}/{}", meta.slug, opened.id),
            };
            Ok(done(&state, &path, &act_slug("open", meta.slug)))
        }
        Err(Error::Invalid(problems)) => {
            let people = people(&state, &who, entry, parent).await?;
            let about = about(&state, &who, meta, parent).await;
            show(&state, &who, entry, (&uri, &people, about), (&draft, &problems), None).await
        }
        Err(Error::Refused(code)) => {
            let people = people(&state, &who, entry, parent).await?;
            let about = about(&state, &who, meta, parent).await;
            show(&state, &who, entry, (&uri, &people, about), (&draft, &[]), Some(code)).await
        }
        Err(error) => Err(error.into()),
    }
}

fn own_page(slug: &str) -> Option<&'static str> {
    match slug {
        "consent" => Some("consent"),
        "referral" => Some("refer"),
        "transfer" => Some("transfer"),
        _ => None,
    }
}

/// The root kind and the id of the matter that a part belongs to.
fn parent(meta: &KindMeta, uri: &Uri) -> Result<Option<(&'static KindEntry, Id)>, Fault> {
    match meta.role {
        Role::Part(root) => {
            let id = query(uri, "parent").and_then(|id| id.parse().ok()).ok_or(Fault::NOT_FOUND)?;
            let root = registry::kind(root).ok_or(Fault::NOT_FOUND)?;
            Ok(Some((root, id)))
        }
        Role::Root | Role::Subject => Ok(None),
    }
}

/// Fields that a step asks for later are left out of the first form, unless they are required.
fn asked(meta: &'static KindMeta) -> Vec<FieldUse> {
    let later = |name: &&str| {
        meta.lifecycle.steps.iter().any(|step| step.needs.contains(name) || step.offers.contains(name))
    };
    let fields =
        meta.fields.iter().filter(|field| !field.computed && (field.required || !later(&field.name)));
    fields.map(as_declared).collect()
}

/// What fields that point to parts of the same matter, or to the directory, may point to. Whoever may not see these has nothing
/// to choose from.
pub(super) async fn links(
    state: &WebState,
    who: &SignedIn,
    meta: &'static KindMeta,
    root: Option<Id>,
) -> Links {
    let actor = &who.session.actor;
    let mut links = Links::default();
    if let (Role::Part(whole), Some(root), true) = (meta.role, root, Links::asked_by(meta)) {
        let viewed = match registry::kind(whole) {
            Some(entry) => entry.view(&state.node, actor, root).await.ok(),
            None => None,
        };
        links = viewed.map(|viewed| Links::of(who.words(), meta, &viewed)).unwrap_or_default();
    }
    for kind in Links::listed_for(meta) {
        let Some(entry) = registry::kind(kind) else { continue };
        let query = ListQuery { limit: 200, ..ListQuery::default() };
        // Whoever may not list them has nothing to choose from, and types the number as before.
        if let Ok(listed) = entry.list(&state.node, actor, query).await {
            links = links.listed(kind, &listed.rows);
        }
    }
    links
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    entry: &KindEntry,
    (uri, people, about): (&Uri, &[ShownParticipant], Option<String>),
    (draft, problems): (&Draft, &[Problem]),
    refused: Option<&'static str>,
) -> Answer {
    let (meta, f) = (entry.meta, Frame::of(state, who));
    let parent = parent(meta, uri)?;
    let back = match &parent {
        Some((root, id)) => format!("/{}/{id}", root.meta.slug),
        None => format!("/{}", meta.slug),
    };
    let query = parent.as_ref().map(|(_, id)| format!("?parent={id}")).unwrap_or_default();
    let links = links(state, who, meta, parent.as_ref().map(|(_, id)| *id)).await;
    let asked = asked(meta);
    let builder = FormBuilder::new(f.words, meta, today(state), draft).problems(problems).links(links);
    let mut form = builder.build(&asked);
    choose::each(&f, &mut form, (meta, &asked), people, draft);
    let page = FormPage {
        kind: Some(meta.slug),
        title: f.t(&act_slug("open", meta.slug)).into_owned(),
        submit: f.t("form-save").into_owned(),
        action: f.url(&format!("/{}/new{query}", meta.slug)),
        back: f.url(&back),
        about,
        act: f.act,
        version: None,
        refused: refused.map(|code| Fault::from(Error::Refused(code)).told(f.words).text),
        conflict: false,
        form,
        f,
    };
    draw_with(status(&page), &page)
}

/// A form that comes back with problems is no success, also for programs.
pub(super) fn status(page: &FormPage) -> StatusCode {
    if page.conflict || page.refused.is_some() {
        StatusCode::CONFLICT
    } else if page.form.failed() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}
