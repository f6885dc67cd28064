//! What a device takes along besides cases: what waits for an answer of its post, posts that can be asked, and forms to fill in.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use model::{DataGroup, Id};
use node::acts::ListQuery;
use node::acts::handover::{HandoverView, ReviewHandover};
use node::acts::moves::{ListMoves, ListReceivers};
use node::field::Device;
use node::{Error, registry};
use serde_json::{Value, json};

use super::said::AtApp;
use super::{No, said};
use crate::api::json;
use crate::state::WebState;
use crate::visitor::query;

/// Records of one sort that are taken along.
const MOST: i64 = 200;

/// `GET /app/desk`: offers to answer, approvals to decide and hand-overs to accept. Each is looked at, and written down as such. A
/// device without names takes none of it along.
pub(crate) async fn desk(State(state): State<WebState>, AtApp(device): AtApp) -> Result<Response, No> {
    if !device.names {
        return Err(Error::Denied("device-without-names").into());
    }
    let now = state.node.now();
    let body = json!({
        "until": now.plus(node::field::offline::CARRIED_FOR).millis(),
        "offers": offers(&state, &device).await?,
        "approvals": approvals(&state, &device).await?,
        "handovers": handovers(&state, &device).await?,
    });
    Ok(said(&state, body))
}

/// What the answer to a question is when the device's post may not ask it.
fn or_nothing<T: Default>(answer: Result<T, Error>) -> Result<T, No> {
    match answer {
        Err(Error::Denied(_) | Error::NotFound) => Ok(T::default()),
        answer => Ok(answer?),
    }
}

async fn offers(state: &WebState, device: &Device) -> Result<Vec<Value>, No> {
    let moves = match state.node.perform(&device.actor, ListMoves).await {
        Err(Error::Denied(_)) => return Ok(Vec::new()),
        moves => moves?,
    };
    let mut given = Vec::new();
    for row in moves.received.iter().filter(|row| row.ended_at.is_none()) {
        let Some(mut content) = viewed(state, device, &row.kind, row.id).await? else { continue };
        if let Some(members) = content.as_object_mut() {
            members.insert("kind".into(), json!(row.kind));
            members.insert("from".into(), json!(row.from));
            members.insert("respond_by".into(), json!(row.respond_by));
            members.insert("about".into(), json!(row.matter.as_ref().map(|matter| &matter.code)));
        }
        given.push(content);
    }
    Ok(given)
}

/// A record as its page shows it, as far as the phone needs it.
async fn viewed(state: &WebState, device: &Device, kind: &str, id: Id) -> Result<Option<Value>, No> {
    let entry = registry::kind(kind).ok_or(Error::NotFound)?;
    let seen = match entry.view(&state.node, &device.actor, id).await {
        Ok(seen) => seen,
        Err(Error::Denied(_) | Error::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(Some(json!({
        "envelope": seen.envelope,
        "version": seen.version,
        "fields": json::record(&seen.record),
        "steps": seen.steps.iter().map(|step| step.action).collect::<Vec<_>>(),
    })))
}

/// Ids of open records of a kind that lie with the device's post, in one state.
async fn lying(state: &WebState, device: &Device, kind: &str, at: &str) -> Result<Vec<Id>, No> {
    let entry = registry::kind(kind).ok_or(Error::NotFound)?;
    let filters = [("state".to_owned(), at.to_owned())];
    let asked = ListQuery { filters: filters.into(), limit: MOST, ..ListQuery::default() };
    let rows = or_nothing(entry.list(&state.node, &device.actor, asked).await.map(|listed| listed.rows))?;
    // A part lies where its answer is due, not where its case does.
    let lying = rows.iter().filter(|row| row.envelope.custodian == device.post);
    Ok(lying.map(|row| row.envelope.id).collect())
}

async fn approvals(state: &WebState, device: &Device) -> Result<Vec<Value>, No> {
    let mut given = Vec::new();
    for id in lying(state, device, "approval", "requested").await? {
        given.extend(viewed(state, device, "approval", id).await?);
    }
    Ok(given)
}

async fn handovers(state: &WebState, device: &Device) -> Result<Vec<Value>, No> {
    let mut given = Vec::new();
    for id in lying(state, device, "handover", "offered").await? {
        match state.node.perform(&device.actor, ReviewHandover { handover: id }).await {
            Ok(view) if view.may_answer => given.push(handover(&view)),
            Ok(_) | Err(Error::Denied(_) | Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(given)
}

fn handover(view: &HandoverView) -> Value {
    let items = view.items.iter().filter(|item| ["waiting", "contested"].contains(&item.answer.as_str()));
    let items = items.map(|item| {
        json!({
            "id": item.id, "kind": item.kind, "code": item.code, "state": item.state, "priority": item.priority,
            "due_at": item.due_at, "one_by_one": item.one_by_one,
            "name": item.name.as_ref().map(|name| name.text("name")).filter(|name| !name.is_empty()),
            "parts": item.parts,
        })
    });
    json!({
        "envelope": view.envelope, "from": view.from_title, "fields": json::record(&view.record),
        "items": items.collect::<Vec<_>>(),
    })
}

/// `GET /app/posts`: posts that can be asked for something, and the groups of data that may be shared with them. Nothing of it is
/// about anybody.
pub(crate) async fn posts(State(state): State<WebState>, AtApp(device): AtApp) -> Result<Response, No> {
    let receivers = or_nothing(state.node.perform(&device.actor, ListReceivers).await)?;
    let receivers = receivers.iter().filter(|one| one.held && one.post != device.post);
    let posts = receivers
        .map(|one| json!({ "post": one.post, "title": one.title, "organisation": one.organisation_name, "at": one.organisation }));
    let groups = match device.actor.holdings_at(state.node.now()).next() {
        Some(holding) => {
            let kept = [DataGroup::Record, DataGroup::Reporter, DataGroup::Address];
            let seen = DataGroup::ALL.into_iter().filter(|group| holding.groups().has(*group));
            seen.filter(|group| !kept.contains(group)).map(DataGroup::code).collect()
        }
        None => Vec::new(),
    };
    Ok(said(&state, json!({ "posts": posts.collect::<Vec<_>>(), "groups": groups })))
}

/// `GET /app/forms`: XLSForms that the device's post may fill in.
pub(crate) async fn forms(State(state): State<WebState>, AtApp(device): AtApp) -> Result<Response, No> {
    let lines = state.node.forms_for(&device).await?;
    let lines = lines.iter().map(|line| {
        json!({
            "id": line.form_id, "version": line.version, "title": line.title, "md5": line.md5,
            "file": line.target.file(),
        })
    });
    Ok(said(&state, json!({ "forms": lines.collect::<Vec<_>>() })))
}

/// `GET /app/form`: one of them as the engine on the phone reads it, with the choices that it brings along.
pub(crate) async fn form(
    State(state): State<WebState>,
    AtApp(device): AtApp,
    uri: Uri,
) -> Result<Response, No> {
    let (id, version) = (query(&uri, "id").unwrap_or_default(), query(&uri, "version").unwrap_or_default());
    let file = state.node.form_for(&device, &id, &version).await?;
    let mut choices = None;
    if file.target.file().is_some() {
        let csv = state.node.choices_for(&device, file.target).await?.csv;
        choices = Some(String::from_utf8_lossy(&csv).into_owned());
    }
    let tables = file.tables.iter().map(|table| (table.file.clone(), Value::from(table.content.as_str())));
    let tables: Vec<(String, Value)> = tables.collect();
    let until = state.node.now().plus(node::field::offline::CARRIED_FOR).millis();
    Ok(said(
        &state,
        json!({
            "document": file.whole.unwrap_or(file.document), "file": file.target.file(), "choices": choices,
            "tables": tables.into_iter().collect::<serde_json::Map<_, _>>(), "until": until,
        }),
    ))
}
