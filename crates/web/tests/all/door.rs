//! What happens around every request.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use model::Lang;
use web::Settings;

use crate::world::World;

#[tokio::test]
async fn nothing_from_elsewhere_runs_on_a_page() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    for path in ["/case", "/report/new", "/sign-in", "/no-such-kind"] {
        let page = worker.get(path).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"));
        assert_eq!(page.headers["cache-control"], "no-store", "{path}");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        // Nothing that the policy would have to block: no inline script or style, no other origin.
        assert!(
            !page.body.contains(" style=")
                && !page.body.contains("<style")
                && !page.body.contains(" onclick")
        );
        assert!(!page.body.contains("https://") && !page.body.contains("http://"), "{path}");
    }
}

#[tokio::test]
async fn another_site_cannot_act() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let token = worker.token().await;
    for (header, value) in [
        ("origin", "https://lain.invalid"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let request = worker
            .request(Method::POST, "/sign-out")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(header, value)
            .body(Body::from(format!("form_token={token}")))
            .unwrap();
        assert_eq!(worker.send(request).await.status, StatusCode::FORBIDDEN, "{header}: {value}");
    }
    // Our own forms come with the origin `null`, because our pages send no referrer: there the token decides.
    let request = worker
        .request(Method::POST, "/sign-out")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "null")
        .body(Body::from(format!("form_token={}", "0".repeat(64))))
        .unwrap();
    assert_eq!(worker.send(request).await.status, StatusCode::FORBIDDEN, "no token, no act");
    assert_eq!(worker.get("/case").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn what_was_typed_into_a_form_that_is_not_taken_is_given_back() {
    const WORDS: &str = "Data rekaan: catatan panjang <tentang> kunjungan.";
    const SHOWN: &str = "Data rekaan: catatan panjang &#60;tentang&#62; kunjungan.";
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let token = worker.token().await;
    let report = [("form_token", token.as_str()), ("narrative", WORDS), ("region", "32.76")];
    // The token of an earlier session, and then no session at all.
    let stale = [("form_token", "0"), report[1], report[2]];
    let page = worker.post("/report/new", &stale).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains(SHOWN) && !page.body.contains("32.76"), "{}", page.body);
    worker.post("/sign-out", &[("form_token", &token)]).await;
    let page = worker.post("/report/new", &report).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains(SHOWN) && page.body.contains("/sign-in"), "{}", page.body);
    assert!(!page.body.contains(&token));
    // No secret is given back, and nothing to another site.
    let secret = "sandi rekaan yang sangat panjang";
    let page = worker.post("/account", &[("form_token", "0"), ("current", secret), ("new", secret)]).await;
    assert!(!page.body.contains(secret), "{}", page.body);
    let request = worker
        .request(Method::POST, "/report/new")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://lain.invalid")
        .body(Body::from("narrative=Data+rekaan+dari+situs+lain+sama+sekali"))
        .unwrap();
    assert!(!worker.send(request).await.body.contains("situs lain"));
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_in_words() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    for path in [
        "/nonsense",
        "/case/nonsense",
        "/case/01890a5d-ac96-774b-bcce-b302099a8057",
        "/follow_up",
        "/case/x/y/z",
    ] {
        let page = worker.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.body.contains("Tidak ditemukan") && page.body.contains("supervisor"), "{path}");
    }
    worker.speaks(Lang::En);
    let page = worker.get("/nonsense?lang=en").await;
    assert!(page.body.contains("Not found") && page.body.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn a_language_once_chosen_stays() {
    let world = World::new().await;
    let mut stranger = world.stranger();
    assert!(stranger.get("/sign-in").await.body.contains("Kata sandi"));
    assert!(stranger.get("/sign-in?lang=en").await.body.contains("Password"));
    assert!(stranger.get("/sign-in").await.body.contains("Password"), "the cookie keeps it");
    let mut stranger = world.stranger();
    stranger.speaks(Lang::En);
    assert!(stranger.get("/sign-in").await.body.contains("Password"), "the browser asks for it");
}

#[tokio::test]
async fn too_much_is_refused() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let token = worker.token().await;
    let much = "x".repeat(web::BODY_LIMIT + 1);
    let page = worker.post("/report/new", &[("form_token", &token), ("narrative", &much)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.body.contains("256 KB"));
    let request = worker
        .request(Method::POST, "/report/new")
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::from("--x--"))
        .unwrap();
    assert_eq!(worker.send(request).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn cookies_are_strict_and_everything_may_lie_below_a_path() {
    let settings = Settings { base: "/jejaring".into(), ..Settings::default() };
    let world = World::with(settings).await;
    let mut stranger = world.stranger();
    let page = stranger.get("/jejaring/case").await;
    assert_eq!(page.location(), "/jejaring/sign-in?next=/jejaring/case");
    let page = world.stranger().get("/jejaring/sign-in").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("action=\"/jejaring/sign-in\""));
    let cookie = page.headers["set-cookie"].to_str().unwrap();
    for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/jejaring"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(stranger.get("/case").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn probes_answer_and_metrics_stay_here() {
    let world = World::new().await;
    let mut probe = world.stranger();
    assert_eq!(probe.get("/healthz").await.body, "ok\n");
    assert_eq!(probe.get("/readyz").await.status, StatusCode::OK);
    assert_eq!(probe.get("/metrics").await.status, StatusCode::NOT_FOUND, "not from this machine");
    let known = probe.get("/.well-known/jejaring.json").await;
    let known: serde_json::Value = serde_json::from_str(&known.body).unwrap();
    assert_eq!(known["member"], crate::world::ORIGIN);
    let key = &known["keys"][0];
    let verifier = seal::NoteVerifier::parse(key["verifier"].as_str().unwrap()).unwrap();
    assert!(key["valid_from"].is_string() && key["valid_until"].is_null(), "{key}");
    world.node.place_waiting().await.unwrap();
    let checkpoint = probe.get(known["log"]["checkpoint"].as_str().unwrap()).await.body;
    seal::SignedNote::parse(&checkpoint).unwrap().verify(&[verifier]).unwrap();
    let css = probe.get("/static/app.css").await;
    assert!(css.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert!(css.body.len() < 32 * 1024, "the one stylesheet stays small: {}", css.body.len());
    assert_eq!(css.body.matches("\n.thread li {").count(), 1, "messages look the same on either side");

    let here: std::net::SocketAddr = "127.0.0.1:5000".parse().unwrap();
    let mut request = probe.request(Method::GET, "/metrics").body(Body::empty()).unwrap();
    request.extensions_mut().insert(axum::extract::ConnectInfo(here));
    let metrics = probe.send(request).await;
    assert!(
        metrics.body.contains("jejaring_requests_total{route=\"/healthz\",method=\"GET\",status=\"200\"} 1")
    );
}

#[tokio::test]
async fn figures_are_for_this_machine_or_whoever_has_the_token() {
    let token = "rekaan-0123456789-abcdef";
    let settings = Settings { metrics_token: Some(token.into()), ..Settings::default() };
    let world = World::with(settings).await;
    let mut probe = world.stranger();
    let with = |shown: &str| {
        let request = Request::builder().uri("/metrics").header("host", "contoh.invalid");
        request.header("authorization", shown.to_owned()).body(Body::empty()).unwrap()
    };
    assert_eq!(probe.send(with(&format!("Bearer {token}"))).await.status, StatusCode::OK);
    for wrong in ["Bearer rekaan-0123456789-abcdeg", "Bearer ", "Bearer", token] {
        assert_eq!(probe.send(with(wrong)).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let none = World::new().await;
    assert_eq!(none.stranger().send(with("Bearer ")).await.status, StatusCode::NOT_FOUND, "no token is none");
}

#[tokio::test]
async fn whoever_sends_work_here_hears_what_does_not_work() {
    let world = World::new().await;
    let mut probe = world.stranger();
    world.node.place_waiting().await.unwrap();
    assert_eq!(probe.get("/readyz").await.body, "ready\n");
    world.staff("case-worker").await;
    world.clock.advance(3 * 60_000);
    let late = probe.get("/readyz").await;
    assert_eq!(
        (late.status, late.body.as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "{\"failed\":[\"journal\"]}")
    );
}
