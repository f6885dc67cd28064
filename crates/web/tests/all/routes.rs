//! Every address is an act or says that it is none; nobody comes in who did not sign in.

use axum::http::{Method, StatusCode};
use node::registry::ACTS;
use web::routes::{ROUTES, To};

use crate::world::World;

/// Addresses that perform no act. Nothing about a person may stand on them.
const ACTLESS: &[&str] = &[
    "/.well-known/jejaring.json",
    "/admin",
    "/api/openapi.json",
    "/api/session",
    "/app",
    "/app/",
    "/app/app.js",
    "/app/device",
    "/app/forms",
    "/app/forms.js",
    "/app/hello",
    "/app/kinds",
    "/app/manifest.webmanifest",
    "/app/worker.js",
    "/belajar",
    "/belajar/{slug}",
    "/belajar/{slug}/sisip",
    "/data",
    "/data/rilis/{id}/{form}",
    "/data/{file}",
    "/direktori",
    "/direktori/{id}",
    "/field/forms/primero",
    "/healthz",
    "/hsds/",
    "/hsds/organizations",
    "/hsds/organizations/{id}",
    "/hsds/package.zip",
    "/hsds/service_at_locations",
    "/hsds/service_at_locations/{id}",
    "/hsds/services",
    "/hsds/services/{id}",
    "/hsds/taxonomies",
    "/hsds/taxonomies/{id}",
    "/hsds/taxonomy_terms",
    "/hsds/taxonomy_terms/{id}",
    "/import",
    "/import/{id}/problems",
    "/instrumen",
    "/istilah",
    "/janji",
    "/janji/{id}",
    "/journal",
    "/konten",
    "/lencana",
    "/lencana/kunci.json",
    "/lencana/penerbit.json",
    "/lencana/status/{list}",
    "/log/checkpoint",
    "/metrics",
    "/openrosa/form",
    "/openrosa/formList",
    "/publik/indikator",
    "/publik/indikator/{id}",
    "/publik/indikator/{id}/{form}",
    "/publik/ringkasan",
    "/publik/ringkasan/{id}",
    "/publik/ringkasan/{id}/pdf",
    "/readyz",
    "/static/{file}",
    "/suara",
    "/terbitan",
    "/terbitan/{id}",
    "/umum",
];

#[test]
fn every_address_is_an_act_or_on_the_list() {
    let mut actless: Vec<_> =
        ROUTES.iter().filter(|route| route.acts.is_empty()).map(|route| route.path).collect();
    actless.sort_unstable();
    assert_eq!(actless, ACTLESS);
    for pattern in ROUTES.iter().flat_map(|route| route.acts) {
        let fits = |slug: &str| match pattern.split_once('*') {
            Some((head, tail)) => slug.starts_with(head) && slug.ends_with(tail.trim_start_matches("-*")),
            None => slug == *pattern,
        };
        assert!(ACTS.iter().any(|act| fits(act.slug)), "{pattern} is no act");
    }
}

/// An address with something in each of its blanks.
fn filled(path: &str) -> String {
    path.replace("{kind}", "case")
        .replace("{id}", "01890a5d-ac96-774b-bcce-b302099a8057")
        .replace("{action}", "close")
        .replace("{slug}", "open-report")
}

#[tokio::test]
async fn a_stranger_is_sent_to_the_door() {
    let world = World::new().await;
    for route in ROUTES.iter().filter(|route| route.to == To::Staff) {
        let path = filled(route.path);
        let mut stranger = world.stranger();
        let page = stranger.get(&path).await;
        if path.starts_with("/api/") {
            assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{path}");
            assert!(page.headers["content-type"].to_str().unwrap().starts_with("application/problem+json"));
        } else {
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
            assert!(page.location().starts_with("/sign-in"), "{path} leads to {}", page.location());
        }
        let request = stranger.request(Method::POST, &path).body(axum::body::Body::empty()).unwrap();
        assert_eq!(stranger.send(request).await.status, StatusCode::UNAUTHORIZED, "POST {path}");
    }
}

#[tokio::test]
async fn no_form_is_taken_without_its_token() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    for route in ROUTES.iter().filter(|route| ![To::Machines, To::Strangers].contains(&route.to)) {
        let path = filled(route.path);
        if path.starts_with("/api/") {
            continue;
        }
        for token in ["", "0000", &"0".repeat(64)] {
            let sent = worker.post(&path, &[("form_token", token), ("narrative", "x")]).await;
            let refused = [StatusCode::FORBIDDEN, StatusCode::METHOD_NOT_ALLOWED];
            assert!(refused.contains(&sent.status), "POST {path}: {}", sent.status);
        }
    }
}
