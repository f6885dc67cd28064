//! `GET /api/openapi.json`: OpenAPI 3.1, from the same declarations as everything else.

use axum::Json;
use axum::extract::State;
use node::registry::KINDS;
use serde_json::{Map, Value, json};

use super::{schema, special};
use crate::kinds::{act_slug, list_query};
use crate::state::WebState;

pub(crate) async fn document(State(state): State<WebState>) -> Json<Value> {
    Json(build(&state.settings.url("")))
}

/// The whole document for pages below a base path.
pub(crate) fn build(base: &str) -> Value {
    let mut paths = Map::new();
    for entry in KINDS.iter() {
        let slug = entry.meta.slug;
        paths.insert(format!("/api/{slug}"), json!({ "get": list(entry.meta) }));
        paths.insert(format!("/api/{slug}/{{id}}"), json!({ "get": view(slug) }));
        let steps = entry.meta.lifecycle.steps.iter().map(|step| step.action);
        for verb in ["open", "edit"].into_iter().chain(steps) {
            let act = act_slug(verb, slug);
            // A case has a body of its own to be opened with.
            if act != "open-case" {
                paths.insert(format!("/api/acts/{act}"), json!({ "post": perform(&act, slug, verb) }));
            }
        }
        if entry.meta.role == model::Role::Root {
            let act = act_slug("assign", slug);
            paths.insert(format!("/api/acts/{act}"), json!({ "post": perform(&act, slug, "assign") }));
        }
    }
    for (act, members) in special::all() {
        paths.insert(format!("/api/acts/{act}"), json!({ "post": post(act, special::schema(members)) }));
    }
    paths.insert(
        "/api/session".into(),
        json!({ "get": {
        "operationId": "session", "summary": "Who is signed in, and the token for acts",
        "responses": responses(json!({ "type": "object" })),
    } }),
    );
    let mut schemas = schema::lists(model::kinds::ALL.iter().copied());
    schemas.extend(model::kinds::ALL.iter().map(|meta| (meta.slug.to_owned(), schema::kind(meta))));
    schemas.extend(common());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Jejaring", "version": env!("CARGO_PKG_VERSION"),
            "description": "Every call is an act: authorised, journalled, and done once for each act id.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": if base.is_empty() { "/" } else { base } }],
        "security": [{ "session": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": "jejaring" } },
        },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn responses(schema: Value) -> Value {
    let problem = json!({
        "description": "What is wrong and what to do next",
        "content": { "application/problem+json": { "schema": reference("problem") } },
    });
    json!({
        "200": { "description": "Done", "content": { "application/json": { "schema": schema } } },
        "default": problem,
    })
}

fn list(meta: &model::KindMeta) -> Value {
    let names = list_query::filters(meta).chain(["sort", "overdue", "root", "after", "limit"]);
    let parameters: Vec<Value> =
        names.map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } })).collect();
    json!({
        "operationId": act_slug("list", meta.slug),
        "parameters": parameters,
        "responses": responses(reference("listed")),
    })
}

fn view(slug: &str) -> Value {
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } });
    let fields = json!({ "allOf": [reference("viewed"), { "properties": { "fields": reference(slug) } }] });
    json!({ "operationId": act_slug("view", slug), "parameters": [id], "responses": responses(fields) })
}

fn perform(act: &str, slug: &str, verb: &str) -> Value {
    let mut properties = json!({ "act": { "type": "string", "format": "uuid" }, "fields": reference(slug) });
    let target = match verb {
        "open" => "parent",
        _ => "id",
    };
    if let Some(members) = properties.as_object_mut() {
        members.insert(target.into(), json!({ "type": "string", "format": "uuid" }));
        if verb == "assign" {
            members.remove("fields");
            members.insert("post".into(), json!({ "type": "string", "format": "uuid" }));
            members.insert("reason".into(), json!({ "type": "string" }));
        }
        if verb == "edit" {
            members.insert("version".into(), json!({ "type": "integer" }));
        }
    }
    post(act, json!({ "type": "object", "properties": properties, "additionalProperties": false }))
}

fn post(act: &str, body: Value) -> Value {
    let token =
        json!({ "name": "X-Form-Token", "in": "header", "required": true, "schema": { "type": "string" } });
    json!({
        "operationId": act,
        "parameters": [token],
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": responses(reference("done")),
    })
}

fn common() -> Map<String, Value> {
    let uuid = json!({ "type": "string", "format": "uuid" });
    let schemas = json!({
        "done": { "type": "object", "properties": { "act": uuid, "id": uuid }, "required": ["act", "id"] },
        "listed": { "type": "object", "required": ["rows", "total"], "properties": {
            "rows": { "type": "array", "items": { "type": "object" } },
            "next": { "type": ["string", "null"] }, "total": { "type": "integer" } } },
        "viewed": { "type": "object", "required": ["envelope", "version", "fields"], "properties": {
            "envelope": { "type": "object" }, "version": { "type": "integer" },
            "withheld": { "type": "array", "items": { "type": "string" } },
            "steps": { "type": "array", "items": { "type": "string" } }, "may_edit": { "type": "boolean" } } },
        "problem": { "type": "object", "description": "RFC 9457", "required": ["type", "title", "status"], "properties": {
            "type": { "type": "string", "format": "uri" }, "title": { "type": "string" },
            "status": { "type": "integer" }, "detail": { "type": "string" }, "code": { "type": "string" },
            "problems": { "type": "array", "items": { "type": "object", "properties": {
                "field": { "type": "string" }, "code": { "type": "string" }, "detail": { "type": "string" } } } } } },
    });
    schemas.as_object().cloned().unwrap_or_default()
}
