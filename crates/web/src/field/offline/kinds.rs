//! What the app needs to draw forms without us: the declarations of the case and its parts, with labels and code lists. Nothing here
//! is about anybody.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::Json;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use model::{Field, KindMeta, Lang, Shape, codes, kinds, regions};
use serde_json::{Value, json};

use crate::i18n::Words;
use crate::say;
use crate::visitor::query;

/// Under what the app finds provinces and regencies.
const PLACES: &str = "region";

/// The case and those of its parts that the app knows.
pub(crate) fn carried() -> impl Iterator<Item = &'static KindMeta> {
    kinds::by_slug("case").into_iter().chain(kinds::parts_of("case"))
}

/// What else it draws forms of: what is told where nobody has a case yet, and the child of a new one.
pub(crate) fn beside() -> impl Iterator<Item = &'static KindMeta> {
    ["report", "person", "handover"].into_iter().filter_map(kinds::by_slug)
}

/// Tells one edition of the declarations from another, so that a telephone fetches them once.
pub(crate) fn mark() -> u32 {
    static MARK: OnceLock<u32> = OnceLock::new();
    *MARK.get_or_init(|| crate::assets::fnv(document(Words::new(Lang::Id)).to_string().as_bytes()))
}

/// `GET /app/kinds`.
pub(crate) async fn show(uri: Uri) -> Response {
    let lang = query(&uri, "lang").and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default();
    Json(document(Words::new(lang))).into_response()
}

/// Everything in one language.
pub(crate) fn document(w: Words) -> Value {
    let places = regions::all().iter().map(|region| {
        let name = regions::full_label(region.code).unwrap_or_else(|| region.name.to_owned());
        (region.code, name)
    });
    let mut lists = BTreeMap::from([(PLACES, json!(places.collect::<Vec<_>>()))]);
    let mut known = serde_json::Map::new();
    for meta in carried().chain(beside()) {
        known.insert(meta.slug.into(), kind(w, meta));
        for field in meta.fields {
            let (Shape::Code(id) | Shape::Codes(id)) = field.shape else { continue };
            if let Some(list) = codes::list(id) {
                let labels = list.codes.iter().map(|code| (code.code, w.code(id, code.code)));
                lists.insert(id, json!(labels.collect::<Vec<_>>()));
            }
        }
    }
    if let Some(list) = codes::list("data-group") {
        lists.insert(
            list.id,
            json!(list.codes.iter().map(|c| (c.code, w.code(list.id, c.code))).collect::<Vec<_>>()),
        );
    }
    json!({ "lang": w.lang.code(), "kinds": known, "lists": lists })
}

fn kind(w: Words, meta: &'static KindMeta) -> Value {
    let steps = meta.lifecycle.steps.iter().map(|step| {
        let slug = crate::kinds::act_slug(step.action, meta.slug);
        json!({
            "action": step.action, "slug": slug, "label": w.t(&slug), "from": step.from, "to": step.to,
            "needs": step.needs, "offers": step.offers,
        })
    });
    let states = meta.lifecycle.states.iter().map(|state| {
        let badge = say::state(w, meta, state.name, state.phase.code());
        (state.name.to_owned(), json!({ "label": badge.text, "phase": state.phase.code() }))
    });
    let own_act = kinds::BY_OWN_ACT.contains(&meta.slug)
        || kinds::MOVES.contains(&meta.slug)
        || ["person", "handover", "approval"].contains(&meta.slug);
    json!({
        "label": w.t(&format!("kind-{}", meta.slug)),
        "open": if own_act { Value::Null } else { json!(crate::kinds::act_slug("open", meta.slug)) },
        "openLabel": if own_act { Value::Null } else { json!(w.t(&crate::kinds::act_slug("open", meta.slug))) },
        "edit": crate::kinds::act_slug("edit", meta.slug),
        "initial": meta.lifecycle.initial().map(|state| state.name),
        "states": states.collect::<serde_json::Map<_, _>>(),
        "steps": steps.collect::<Vec<_>>(),
        "fields": meta.fields.iter().map(|each| field(w, meta, each)).collect::<Vec<_>>(),
    })
}

fn field(w: Words, meta: &KindMeta, field: &Field) -> Value {
    let (shape, more) = match field.shape {
        Shape::Line(max) => ("line", json!({ "max": max })),
        Shape::Narrative(max) => ("narrative", json!({ "max": max })),
        Shape::Code(list) => ("code", json!({ "list": list })),
        Shape::Codes(list) => ("codes", json!({ "list": list })),
        Shape::Date { future } => ("date", json!({ "future": future })),
        Shape::Instant => ("instant", json!({})),
        Shape::Number { min, max, .. } => ("number", json!({ "least": min, "most": max })),
        Shape::YesNo => ("yes-no", json!({})),
        Shape::Region => ("region", json!({ "list": PLACES })),
        Shape::Link(to) => ("link", json!({ "to": to })),
    };
    let mut said = json!({
        "name": field.name, "label": w.field(meta.slug, field.name), "shape": shape,
        "required": field.required, "computed": field.computed,
    });
    if let (Some(said), Value::Object(more)) = (said.as_object_mut(), more) {
        said.extend(more);
    }
    said
}
