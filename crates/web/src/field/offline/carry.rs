//! What a device takes along: who it is, the cases of its post to choose from, and the chosen ones.

use axum::extract::State;
use axum::response::Response;
use model::{Id, Kind, kinds};
use node::acts::ListQuery;
use node::acts::desk::ListNotes;
use node::acts::field::CarryCase;
use node::registry;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::said::{AtApp, FromApp};
use super::{No, said};
use crate::api::json;
use crate::state::WebState;

/// What can be done beside the steps of a kind.
const VERBS: [&str; 8] = ["open", "edit", "refer", "give", "note", "request", "approve", "accept"];
/// Cases that one request may ask for.
const AT_ONCE: usize = 20;
/// Notes that are taken along with a case.
const NOTES: usize = 30;
/// Cases that are offered to choose from.
const MOST: usize = 500;
/// Cases on one page of a list.
const PAGE: i64 = 200;

/// `GET /app/device`: who the device is, what its post may do, and the key to seal to.
pub(crate) async fn device(State(state): State<WebState>, AtApp(device): AtApp) -> Result<Response, No> {
    let key = state.node.offline_key().await?;
    let titles = state.node.post_titles(&[device.post], device.lang).await?;
    let now = state.node.now();
    let mut rights = Map::new();
    if let Some(holding) = device.actor.holdings_at(now).next() {
        for meta in super::kinds::carried().chain(super::kinds::beside()) {
            let steps = meta.lifecycle.steps.iter().map(|step| step.action);
            let verbs = VERBS.into_iter().chain(steps);
            let may: Vec<&str> = verbs.filter(|verb| holding.role.reach(verb, meta.slug).is_some()).collect();
            rights.insert(meta.slug.into(), json!(may));
        }
    }
    Ok(said(
        &state,
        json!({
            "device": device.id,
            "post": device.post,
            "title": titles.get(&device.post),
            "lang": device.lang.code(),
            "names": device.names,
            "kinds": super::kinds::mark(),
            "key": key.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
            "rights": rights,
        }),
    ))
}

/// `GET /app/cases`: open cases of the device's post.
pub(crate) async fn cases(State(state): State<WebState>, AtApp(device): AtApp) -> Result<Response, No> {
    let entry = registry::kind("case").ok_or(node::Error::NotFound)?;
    let filters =
        [("phase".to_owned(), "open".to_owned()), ("custodian".to_owned(), device.post.to_string())];
    let mut query = ListQuery { filters: filters.into(), limit: PAGE, ..ListQuery::default() };
    let mut found = Vec::new();
    while found.len() < MOST {
        let listed = entry.list(&state.node, &device.actor, query.clone()).await?;
        found.extend(listed.rows);
        match listed.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    let rows: Vec<Value> = found
        .iter()
        .map(|row| {
            json!({
                "id": row.envelope.id, "code": row.envelope.code, "state": row.envelope.state,
                "priority": row.envelope.priority, "name": row.name.as_ref().filter(|_| device.names),
            })
        })
        .collect();
    Ok(said(&state, json!({ "cases": rows })))
}

/// The cases that the worker chose.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    cases: Vec<Id>,
}

/// `POST /app/carry`: each chosen case as its page shows it. Each is a look of its own, and written down as carried by this device.
pub(crate) async fn carry(
    State(state): State<WebState>,
    AtApp(device): AtApp,
    FromApp(chosen): FromApp<Chosen>,
) -> Result<Response, No> {
    if chosen.cases.len() > AT_ONCE {
        return Err(No::UNREADABLE);
    }
    let mut given = Vec::with_capacity(chosen.cases.len());
    for case in chosen.cases {
        let carry = CarryCase { case, device: device.id };
        match state.node.perform(&device.actor, carry).await {
            Ok(until) => {
                let content = content(&state, &device, case).await?;
                given.push(json!({ "id": case, "until": until.millis(), "content": content }));
            }
            Err(node::Error::NotFound) => given.push(json!({ "id": case, "code": "not-found" })),
            Err(node::Error::Denied(code) | node::Error::Refused(code)) => {
                given.push(json!({ "id": case, "code": code }));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(said(&state, json!({ "cases": given })))
}

async fn content(state: &WebState, device: &node::field::Device, case: Id) -> Result<Value, No> {
    let entry = registry::kind(<kinds::Case as Kind>::META.slug).ok_or(node::Error::NotFound)?;
    let seen = entry.view(&state.node, &device.actor, case).await?;
    let notes = notes(state, device, case).await?;
    let mut content = json::viewed(&seen);
    if let Some(members) = content.as_object_mut() {
        // Who did what at the office stays at the office.
        members.remove("history");
        let may: Vec<&str> =
            seen.parts.iter().filter(|part| part.may_open).map(|part| part.meta.slug).collect();
        members.insert("may_open".into(), json!(may));
        members.insert("notes".into(), json!(notes));
    }
    Ok(content)
}

/// The newest notes about a case that the device's user may read.
async fn notes(state: &WebState, device: &node::field::Device, case: Id) -> Result<Vec<Value>, No> {
    let rows = match state.node.perform(&device.actor, ListNotes { matter: case }).await {
        Err(node::Error::Denied(_)) => return Ok(Vec::new()),
        rows => rows?,
    };
    let rows = rows.iter().filter_map(|row| {
        let text = row.text.as_ref()?;
        Some(json!({ "at": row.at, "by": row.by, "text": text }))
    });
    Ok(rows.take(NOTES).collect())
}
