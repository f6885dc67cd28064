//! `POST /api/acts/{slug}`: performs an act. The body names the act's id, so that sending it twice acts once.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use model::{Draft, Id};
use node::acts::ListQuery;
use node::registry::{KINDS, KindEntry};
use node::{Actor, Node, Way};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{json, special};
use crate::carried::{is_of, read};
use crate::error::{Answer, Fault};
use crate::kinds::{act_slug, list_query};
use crate::session::{SignedIn, fits};
use crate::state::WebState;

/// What a program sends.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    /// Id of the act, made by the caller.
    act: Option<Id>,
    /// The record it is about.
    id: Option<Id>,
    /// The matter that a new part belongs to.
    parent: Option<Id>,
    /// The version that an edit started from.
    version: Option<i64>,
    /// Fields by name.
    #[serde(default)]
    fields: Map<String, Value>,
    /// The post that takes custody, for `assign-…`.
    post: Option<Id>,
    /// Why.
    #[serde(default)]
    reason: String,
    /// What a list should show.
    query: Option<ListQuery>,
}

/// What a slug means: a kind and a verb.
pub(crate) fn resolve(slug: &str) -> Option<(&'static KindEntry, &'static str)> {
    KINDS.iter().find_map(|entry| {
        let steps = entry.meta.lifecycle.steps.iter().map(|step| step.action);
        let mut verbs = ["open", "view", "list", "edit", "assign"].into_iter().chain(steps);
        verbs.find(|verb| act_slug(verb, entry.meta.slug) == slug).map(|verb| (entry, verb))
    })
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    Path(slug): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    let token = headers.get("x-form-token").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !fits(token, &who.session.form_token) {
        return Err(Fault::Form);
    }
    let body = read(request, &who.visitor, Way::Program).await?;
    if !is_of(&headers, "application/json") {
        return Err(Fault::MediaType);
    }
    let body: Value = serde_json::from_slice(&body).map_err(|_| Fault::Unreadable)?;
    Ok(Json(perform_named(&state.node, &who.session.actor, &slug, body).await?).into_response())
}

/// Performs the act of this name. The body may name the act's id.
pub(crate) async fn perform_named(
    node: &Node,
    actor: &Actor,
    slug: &str,
    mut body: Value,
) -> Result<Value, Fault> {
    if special::knows(slug) {
        let act = body.as_object_mut().and_then(|members| members.remove("act"));
        let act = match act {
            Some(act) => serde_json::from_value(act).map_err(|_| Fault::Unreadable)?,
            None => node.new_id(),
        };
        special::perform(special::Call { node, actor, act }, slug, body).await
    } else {
        let (entry, verb) = resolve(slug).ok_or(Fault::NOT_FOUND)?;
        let body: Body = serde_json::from_value(body).map_err(|_| Fault::Unreadable)?;
        let draft = json::draft(entry.meta, &body.fields).ok_or(Fault::Unreadable)?;
        let act = body.act.unwrap_or_else(|| node.new_id());
        perform((node, actor), (entry, verb), act, body, draft).await
    }
}

async fn perform(
    (node, actor): (&Node, &Actor),
    (entry, verb): (&KindEntry, &str),
    act: Id,
    body: Body,
    draft: Draft,
) -> Result<Value, Fault> {
    let id = || body.id.ok_or(Fault::NOT_FOUND);
    let opened = match verb {
        "open" => entry.open(node, act, actor, body.parent, draft).await?,
        "edit" => entry.edit(node, act, actor, id()?, draft, body.version).await?,
        "assign" => {
            entry.assign(node, act, actor, id()?, body.post.ok_or(Fault::Unreadable)?, &body.reason).await?
        }
        "view" => return Ok(json::viewed(&entry.view(node, actor, id()?).await?)),
        "list" => {
            let listed = entry.list(node, actor, body.query.unwrap_or_default()).await?;
            let rows: Vec<Value> = listed.rows.iter().map(|row| json::row(row)).collect();
            let next = listed.next.map(list_query::cursor_text);
            return Ok(json!({ "rows": rows, "next": next, "total": listed.total }));
        }
        step => entry.step(node, act, actor, id()?, step, draft).await?,
    };
    Ok(json!({ "act": act, "id": opened.id }))
}
