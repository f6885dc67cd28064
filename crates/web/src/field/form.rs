//! `/field/forms/{form}`: one form: where each answer goes, its versions, and which posts it is offered to.

use askama::Template;
use axum::extract::{Path, State};
use model::Id;
use node::acts::field::{OfferForm, QuestionRow, ViewForm};
use node::acts::staff::ListPosts;
use node::field::Target;

use crate::error::Answer;
use crate::frame::{Frame, done, draw};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "field/form.html")]
struct FormPage {
    f: Frame,
    form_id: String,
    title: String,
    about: &'static str,
    rows: Vec<Row>,
    rights: Vec<String>,
    versions: Vec<(String, String)>,
    offered: bool,
    /// Posts to choose from, for whoever may say so: id, title, whether it is chosen.
    posts: Option<Vec<(Id, String, bool)>>,
}

/// One question and where its answer goes.
struct Row {
    question: String,
    path: String,
    to: Vec<String>,
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    Path(form_id): Path<String>,
) -> Answer {
    let actor = &who.session.actor;
    let seen = state.node.perform(actor, ViewForm { form_id: form_id.clone() }).await?;
    let posts = match super::may(&state, &who, "publish", "form") {
        true => Some(state.node.perform(actor, ListPosts).await?),
        false => None,
    };
    let f = Frame::of(&state, &who);
    let w = f.words;
    let title = |post: &node::acts::staff::PostRow| match w.lang {
        model::Lang::Id => post.title_id.clone(),
        model::Lang::En => post.title_en.clone(),
    };
    let when = |at: Option<model::Timestamp>| match at {
        Some(at) => say::time(w, at),
        None => f.t("form-of-program").into_owned(),
    };
    let right = |(verb, kind): &(String, String)| {
        let slug = format!("{}-{kind}", verb.replace('_', "-"));
        let known = node::registry::ACTS.iter().any(|act| act.slug == slug);
        if known { w.t(&slug).into_owned() } else { w.t("search-people").into_owned() }
    };
    let page = FormPage {
        title: seen.form.settings.title.clone(),
        about: match seen.target {
            Target::Nothing => "form-target-nothing",
            Target::Case => "form-target-case",
            Target::Visit => "form-target-visit",
        },
        rows: seen.rows.iter().map(|row| self::row(&f, row)).collect(),
        rights: seen.rights.iter().map(right).collect(),
        versions: seen.versions.iter().map(|(version, at)| (version.clone(), when(*at))).collect(),
        offered: seen.offered,
        posts: posts.map(|posts| {
            let open = posts.iter().filter(|post| post.state != "abolished");
            open.map(|post| (post.id, title(post), seen.posts.contains(&post.id))).collect()
        }),
        form_id,
        f,
    };
    draw(&page)
}

fn row(f: &Frame, row: &QuestionRow) -> Row {
    let mut to: Vec<String> = row
        .fills
        .iter()
        .map(|(meta, field)| {
            format!("{} → {}", f.t(&format!("kind-{}", meta.slug)), f.words.field(meta.slug, field))
        })
        .collect();
    if row.decides {
        to.push(f.t("form-decides").into_owned());
    }
    if row.kept {
        to.push(f.t("form-kept").into_owned());
    }
    let question = if row.label.is_empty() { row.question.to_owned() } else { row.label.clone() };
    Row { question, path: row.path.clone(), to }
}

/// Says how it is offered.
pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    Path(form_id): Path<String>,
    posted: Posted,
) -> Answer {
    let act = OfferForm {
        form_id: form_id.clone(),
        offered: posted.text("offered") == "true",
        posts: posted.all("post").filter_map(|post| post.parse().ok()).collect(),
    };
    state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, &format!("/field/forms/{form_id}"), "offer-form"))
}
