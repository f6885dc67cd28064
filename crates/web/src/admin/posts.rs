//! `/admin/posts` and `/admin/units`: the posts of the house and the units they belong to.

use axum::extract::State;
use node::Error;
use node::acts::staff::{ListPosts, ListRoles, ListUnits, OpenPost, OpenUnit, PostRow, RoleRow};

use super::panel::{Panel, ThingPage, Tried, id};
use super::table::{Line, TablePage};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw};
use crate::i18n::{Lang, Words};
use crate::say::Badge;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// Longest title or name.
const LINE: usize = 120;

pub(super) fn title(words: Words, post: &PostRow) -> String {
    if words.lang == Lang::En { post.title_en.clone() } else { post.title_id.clone() }
}

pub(super) fn role_label(words: Words, roles: &[RoleRow], slug: &str) -> String {
    let role = roles.iter().find(|role| role.slug == slug);
    let label =
        |role: &RoleRow| if words.lang == Lang::En { role.label_en.clone() } else { role.label_id.clone() };
    role.map_or_else(|| slug.to_owned(), label)
}

pub(super) fn state_badge(words: Words, state: &str) -> Badge {
    let (key, tone) = match state {
        "filled" => ("admin-filled", "open"),
        "acting" => ("admin-acting", "waiting"),
        "abolished" => ("admin-abolished", "closed"),
        _ => ("admin-vacant", "late"),
    };
    Badge { text: words.t(key).into_owned(), tone }
}

pub(super) fn holders(post: &PostRow) -> String {
    post.tenures
        .iter()
        .filter(|tenure| tenure.current)
        .map(|tenure| tenure.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

pub(crate) async fn list(State(state): State<WebState>, who: SignedIn) -> Answer {
    let actor = &who.session.actor;
    let (posts, roles) =
        (state.node.perform(actor, ListPosts).await?, state.node.perform(actor, ListRoles).await?);
    let f = Frame::of(&state, &who);
    let w = f.words;
    let line = |post: &PostRow| Line {
        label: title(w, post),
        href: f.url(&format!("/admin/posts/{}", post.id)),
        badge: Some(state_badge(w, post.state)),
        cells: vec![
            holders(post),
            role_label(w, &roles, &post.role),
            post.unit.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            crate::say::grouped(w, post.open_matters),
        ],
    };
    let page = TablePage {
        title: w.t("admin-posts").into_owned(),
        lead: w.t("admin-posts-lead").into_owned(),
        new: Some((f.url("/admin/posts/new"), w.t("open-post").into_owned())),
        columns: ["admin-post", "admin-holder", "admin-role", "admin-unit", "admin-open-matters"]
            .map(|key| w.t(key).into_owned())
            .to_vec(),
        rows: posts.iter().map(line).collect(),
        f,
    };
    draw(&page)
}

/// The controls of a post's form.
pub(super) struct PostForm {
    pub(super) posts: Vec<PostRow>,
    roles: Vec<RoleRow>,
    units: Vec<node::acts::staff::UnitRow>,
}

impl PostForm {
    pub(super) async fn load(state: &WebState, who: &SignedIn) -> Result<Self, Error> {
        let actor = &who.session.actor;
        Ok(Self {
            posts: state.node.perform(actor, ListPosts).await?,
            roles: state.node.perform(actor, ListRoles).await?,
            units: state.node.perform(actor, ListUnits).await?,
        })
    }

    pub(super) fn role(&self, words: Words, slug: &str) -> String {
        role_label(words, &self.roles, slug)
    }

    pub(super) fn controls(
        &self,
        w: Words,
        panel: &'static str,
        tried: &Tried,
        post: Option<&PostRow>,
    ) -> Vec<Control> {
        let is = |one: Option<model::Id>, other: model::Id| one == Some(other);
        let (role, unit) =
            (post.map(|post| post.role.as_str()), post.and_then(|post| post.unit.as_ref().map(|u| u.0)));
        let roles = self
            .roles
            .iter()
            .map(|one| Choice::new(&one.slug, self.role(w, &one.slug), role == Some(&one.slug)));
        let units =
            self.units.iter().map(|one| Choice::new(&one.id.to_string(), one.name.clone(), is(unit, one.id)));
        let parent = post.and_then(|post| post.parent);
        let others =
            self.posts.iter().filter(|one| one.state != "abolished" && !is(post.map(|post| post.id), one.id));
        let parents = others.map(|one| Choice::new(&one.id.to_string(), title(w, one), is(parent, one.id)));
        let text = |name: &str, value: Option<&String>| {
            Control::new(name, w.t(&format!("admin-{}", name.replace('_', "-"))), Input::Line(LINE))
                .value(value.cloned().unwrap_or_default())
        };
        let fields = vec![
            ("title_id", text("title_id", post.map(|post| &post.title_id)).required()),
            ("title_en", text("title_en", post.map(|post| &post.title_en))),
            ("role", Control::new("role", w.t("admin-role"), Input::Select(roles.collect())).required()),
            ("unit", Control::new("unit", w.t("admin-unit"), Input::Select(units.collect()))),
            ("parent", Control::new("parent", w.t("admin-parent"), Input::Select(parents.collect()))),
        ];
        fields.into_iter().map(|(field, control)| tried.fill(w, panel, field, control)).collect()
    }
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show_new(&state, &who, Tried::default()).await
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let open = OpenPost {
        title_id: posted.text("title_id").to_owned(),
        title_en: posted.text("title_en").to_owned(),
        role: posted.text("role").to_owned(),
        unit: id(&posted, "unit"),
        parent: id(&posted, "parent"),
    };
    if open.role.is_empty() {
        let error = Error::field("role", model::ProblemCode::Missing);
        return show_new(&state, &who, Tried::failed(who.words(), posted, error)?).await;
    }
    match state.node.perform_as(posted.act(&state), &who.session.actor, open).await {
        Ok(opened) => Ok(done(&state, &format!("/admin/posts/{}", opened.id), "open-post")),
        Err(error) => show_new(&state, &who, Tried::failed(who.words(), posted, error)?).await,
    }
}

async fn show_new(state: &WebState, who: &SignedIn, tried: Tried) -> Answer {
    let form = PostForm::load(state, who).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let panel = Panel {
        name: "open",
        title: w.t("open-post").into_owned(),
        text: w.t("admin-post-new").into_owned(),
        button: w.t("form-save").into_owned(),
        controls: form.controls(w, "open", &tried, None),
        open: true,
    };
    let page = ThingPage {
        title: w.t("open-post").into_owned(),
        back: (f.url("/admin/posts"), w.t("admin-posts").into_owned()),
        action: f.url("/admin/posts/new"),
        facts: Vec::new(),
        secret: None,
        refused: tried.refused.clone(),
        panels: vec![panel],
        act: f.act,
        f,
    };
    tried.draw(&page)
}

pub(crate) async fn units(State(state): State<WebState>, who: SignedIn) -> Answer {
    show_units(&state, &who, Tried::default()).await
}

pub(crate) async fn open_unit(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let open = OpenUnit { name: posted.text("name").to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, open).await {
        Ok(_) => Ok(done(&state, "/admin/units", "open-unit")),
        Err(error) => show_units(&state, &who, Tried::failed(who.words(), posted, error)?).await,
    }
}

async fn show_units(state: &WebState, who: &SignedIn, tried: Tried) -> Answer {
    let units = state.node.perform(&who.session.actor, ListUnits).await.map_err(Fault::from)?;
    let f = Frame::of(state, who);
    let w = f.words;
    let name = Control::new("name", w.t("admin-unit-name"), Input::Line(LINE)).required();
    let panel = Panel {
        name: "open",
        title: w.t("open-unit").into_owned(),
        text: String::new(),
        button: w.t("form-save").into_owned(),
        controls: vec![tried.fill(w, "open", "name", name)],
        open: true,
    };
    let page = ThingPage {
        title: w.t("admin-units").into_owned(),
        back: (f.url("/admin"), w.t("admin").into_owned()),
        action: f.url("/admin/units"),
        facts: units.into_iter().map(|unit| (w.t("admin-unit").into_owned(), unit.name)).collect(),
        secret: None,
        refused: tried.refused.clone(),
        panels: vec![panel],
        act: f.act,
        f,
    };
    tried.draw(&page)
}
