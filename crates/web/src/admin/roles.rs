//! `/admin/roles`: what each role may do and which data it may read, as a table, and how far.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::field::DataGroup;
use node::Error;
use node::access::Scope;
use node::acts::staff::{EditRole, ListRoles, RoleRow};

use super::posts::role_label;
use super::table::{Line, TablePage};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input, group_title};
use crate::frame::{Frame, done, draw, draw_with};
use crate::i18n::Words;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "admin/role.html")]
struct RolePage {
    f: Frame,
    title: String,
    slug: String,
    groups: Control,
    rights: Vec<RightLine>,
    verb: String,
    kind: String,
    scopes: Vec<Choice>,
    refused: Option<String>,
    act: model::Id,
}

/// One right and how far it may reach.
struct RightLine {
    index: usize,
    code: String,
    text: String,
    scopes: Vec<Choice>,
}

pub(crate) async fn list(State(state): State<WebState>, who: SignedIn) -> Answer {
    let roles = state.node.perform(&who.session.actor, ListRoles).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let line = |role: &RoleRow| Line {
        label: role_label(w, &roles, &role.slug),
        href: f.url(&format!("/admin/roles/{}", role.slug)),
        badge: None,
        cells: vec![
            crate::say::grouped(w, i64::try_from(role.rights.len()).unwrap_or(0)),
            role.groups.split_whitespace().map(|code| group(w, code)).collect::<Vec<_>>().join(", "),
        ],
    };
    let page = TablePage {
        title: w.t("admin-roles").into_owned(),
        lead: w.t("admin-roles-lead").into_owned(),
        new: None,
        columns: ["admin-role", "admin-rights", "admin-groups"].map(|key| w.t(key).into_owned()).to_vec(),
        rows: roles.iter().map(line).collect(),
        f,
    };
    draw(&page)
}

fn group(w: Words, code: &str) -> String {
    DataGroup::from_code(code).map_or_else(|| code.to_owned(), |group| group_title(w, group))
}

fn scopes(w: Words, on: &str) -> Vec<Choice> {
    let choice = |scope: Scope| Choice::new(scope.code(), w.code("scope", scope.code()), scope.code() == on);
    Scope::ALL.into_iter().map(choice).collect()
}

/// A right in words: the act's own where there is one.
fn right_text(w: Words, verb: &str, kind: &str) -> String {
    let name = w.maybe(&format!("kind-{kind}")).map_or_else(|| kind.to_owned(), |name| name.into_owned());
    match w.maybe(&format!("{}-{kind}", verb.replace('_', "-"))) {
        Some(act) => act.into_owned(),
        None if verb == "*" => format!("{}: {name}", w.t("admin-everything")),
        None => format!("{verb}: {name}"),
    }
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, Path(slug): Path<String>) -> Answer {
    show(&state, &who, &slug, None).await
}

pub(crate) async fn step(
    State(state): State<WebState>,
    who: SignedIn,
    Path(slug): Path<String>,
    posted: Posted,
) -> Answer {
    let roles = state.node.perform(&who.session.actor, ListRoles).await?;
    let role = roles.into_iter().find(|role| role.slug == slug).ok_or(Fault::NOT_FOUND)?;
    let right = |index: usize| {
        let (verb, kind) = posted.text(&format!("right-{index}")).split_once(' ')?;
        let scope = posted.text(&format!("scope-{index}"));
        (!scope.is_empty()).then(|| (verb.to_owned(), kind.to_owned(), scope.to_owned()))
    };
    // The page shows each right once, and a line more than there are for a new one.
    let mut rights: Vec<_> = (0..role.rights.len() + 1).filter_map(right).collect();
    let (verb, kind) = (posted.text("verb").trim(), posted.text("kind").trim());
    if !verb.is_empty() || !kind.is_empty() {
        rights.push((verb.to_owned(), kind.to_owned(), posted.text("scope").to_owned()));
    }
    let groups = posted.all("groups").map(str::to_owned).collect();
    let edit = EditRole { slug: role.slug, label_id: role.label_id, label_en: role.label_en, groups, rights };
    match state.node.perform_as(posted.act(&state), &who.session.actor, edit).await {
        Ok(()) => Ok(done(&state, &format!("/admin/roles/{slug}"), "edit-role")),
        Err(error @ (Error::Refused(_) | Error::Invalid(_))) => {
            show(&state, &who, &slug, Some((&posted, error))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(state: &WebState, who: &SignedIn, slug: &str, tried: Option<(&Posted, Error)>) -> Answer {
    let roles = state.node.perform(&who.session.actor, ListRoles).await?;
    let role = roles.iter().find(|role| role.slug == slug).ok_or(Fault::NOT_FOUND)?;
    let f = Frame::of(state, who);
    let w = f.words;
    let posted = tried.as_ref().map(|(posted, _)| *posted);
    let text = |name: &str| posted.map(|posted| posted.text(name).to_owned()).unwrap_or_default();
    let on = |code: &str| match posted {
        Some(posted) => posted.all("groups").any(|one| one == code),
        None => role.groups.split_whitespace().any(|one| one == code),
    };
    let groups =
        DataGroup::ALL.into_iter().map(|one| Choice::new(one.code(), group_title(w, one), on(one.code())));
    let line = |(index, (verb, kind, scope)): (usize, &(String, String, &'static str))| {
        let now = posted
            .map_or_else(|| (*scope).to_owned(), |posted| posted.text(&format!("scope-{index}")).to_owned());
        RightLine {
            index,
            code: format!("{verb} {kind}"),
            text: right_text(w, verb, kind),
            scopes: scopes(w, &now),
        }
    };
    let status = if tried.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let refused = tried.map(|(_, error)| match error {
        Error::Invalid(_) => w.t("admin-right-unknown").into_owned(),
        error => Fault::from(error).told(w).text,
    });
    let page = RolePage {
        title: role_label(w, &roles, slug),
        slug: slug.to_owned(),
        groups: Control::new("groups", w.t("admin-groups"), Input::Checks(groups.collect())),
        rights: role.rights.iter().enumerate().map(line).collect(),
        verb: text("verb"),
        kind: text("kind"),
        scopes: scopes(w, &text("scope")),
        refused,
        act: f.act,
        f,
    };
    draw_with(status, &page)
}
