//! The API: the same acts, the same rights, problems that say what to do.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{Page, World, report};

fn body(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap()
}

#[tokio::test]
async fn a_report_is_opened_listed_seen_and_closed_by_a_program() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let act = world.node.new_id();
    let fields = json!({
        "channel": "phone", "reporter_mode": "confidential", "imminent_danger": "false",
        "narrative": "Data rekaan: anak bekerja.", "exploitation_forms": ["forced_labour", "debt_bondage"],
    });
    let opened = worker.act("open-report", json!({ "act": act, "fields": fields })).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.body);
    let again = worker.act("open-report", json!({ "act": act, "fields": fields })).await;
    assert_eq!(body(&again), body(&opened), "one act id, one report");
    let id = body(&opened)["id"].as_str().unwrap().to_owned();

    let seen = body(&worker.get(&format!("/api/report/{id}")).await);
    assert_eq!(seen["envelope"]["state"], "received");
    assert_eq!(seen["fields"]["exploitation_forms"], json!(["debt_bondage", "forced_labour"]));
    assert_eq!(seen["withheld"], json!(["reporter_name", "reporter_contact"]));
    assert!(seen["fields"].get("reporter_name").is_none());
    let listed = body(&worker.get("/api/report?phase=open").await);
    assert_eq!((listed["total"].as_i64(), listed["rows"][0]["id"].as_str()), (Some(1), Some(id.as_str())));
    assert_eq!(listed["rows"][0]["fields"]["channel"], "phone");

    let triage = json!({ "id": id, "fields": { "triage_outcome": "advice_given" } });
    assert_eq!(worker.act("triage-report", triage).await.status, StatusCode::OK);
    let edit = json!({ "id": id, "version": 1, "fields": { "imminent_danger": "true" } });
    assert_eq!(
        worker.act("edit-report", edit).await.status,
        StatusCode::OK,
        "nobody else changed this field"
    );
    let twice = json!({ "id": id, "version": 1, "fields": { "imminent_danger": "unknown" } });
    assert_eq!(worker.act("edit-report", twice).await.status, StatusCode::OK);
    let seen = body(&worker.get(&format!("/api/report/{id}")).await);
    let both = &seen["conflicts"][0];
    assert_eq!((both["field"].as_str(), both["held"].as_str()), (Some("imminent_danger"), Some("true")));
    let settle = json!({ "id": both["id"], "take": "held" });
    assert_eq!(worker.act("settle-conflict", settle).await.status, StatusCode::OK);
    let seen = body(&worker.get(&format!("/api/report/{id}")).await);
    assert_eq!(seen["conflicts"], json!([]));
    let edit = json!({ "id": id, "version": 99, "fields": { "imminent_danger": "true" } });
    let stale = worker.act("edit-report", edit).await;
    assert_eq!(
        (stale.status, body(&stale)["type"].clone()),
        (StatusCode::CONFLICT, json!("urn:jejaring:problem:conflict"))
    );
}

#[tokio::test]
async fn problems_name_field_code_and_remedy() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let page = worker.act("open-report", json!({ "fields": { "channel": "pigeon", "wings": 2 } })).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.headers["content-type"], "application/problem+json");
    let problem = body(&page);
    let named: Vec<_> = problem["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["field"].as_str().unwrap(), p["code"].as_str().unwrap()))
        .collect();
    assert!(named.contains(&("channel", "unknown-code")) && named.contains(&("wings", "unknown-field")));
    assert!(named.contains(&("narrative", "missing")));
    assert_eq!(problem["status"], 422);
    let refused = worker.open("report", None, report()).await;
    let page = worker.act("close-report", json!({ "id": refused })).await;
    assert_eq!(body(&page)["code"], "wrong-state");
}

#[tokio::test]
async fn bodies_are_checked_before_they_are_read() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let token = worker.token().await;
    let mut send = async |kind: &str, token: &str, body: String| {
        let request = worker
            .request(Method::POST, "/api/acts/open-report")
            .header("content-type", kind)
            .header("x-form-token", token)
            .body(Body::from(body))
            .unwrap();
        worker.send(request).await
    };
    let json = "application/json";
    assert_eq!(send(json, "", "{}".into()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(send("text/plain", &token, "{}".into()).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(send(json, &token, "{".into()).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(send(json, &token, "{\"feilds\":{}}".into()).await.status, StatusCode::BAD_REQUEST);
    let much = format!("{{\"fields\":{{\"narrative\":\"{}\"}}}}", "x".repeat(web::BODY_LIMIT));
    assert_eq!(send(json, &token, much).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let nested = "{\"fields\":{\"narrative\":{\"a\":1}}}";
    assert_eq!(send(json, &token, nested.into()).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_document_describes_every_generic_act() {
    let world = World::new().await;
    let mut stranger = world.stranger();
    let document = body(&stranger.get("/api/openapi.json").await);
    assert_eq!(document["openapi"], "3.1.0");
    for entry in node::registry::KINDS.iter() {
        let steps = entry.meta.lifecycle.steps.iter().map(|step| step.action.replace('_', "-"));
        for verb in steps.chain(["open".to_owned(), "edit".to_owned()]) {
            let path = format!("/api/acts/{verb}-{}", entry.meta.slug);
            assert!(document["paths"][&path].is_object(), "{path}");
        }
    }
    for act in ["assign-case", "assign-report", "search-people", "open-case", "break-glass", "merge-people"] {
        assert!(node::registry::ACTS.iter().any(|known| known.slug == act), "{act} is an act");
        assert!(document["paths"][format!("/api/acts/{act}")].is_object(), "{act}");
    }
    // Every reference leads somewhere.
    let text = document.to_string();
    for rest in text.split("\"#/components/schemas/").skip(1) {
        let name = rest.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
    insta::assert_snapshot!("openapi", serde_json::to_string_pretty(&document).unwrap());
}
