//! Pages about online harm: a child tells, hashes are looked up, the public reads figures.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use model::{Draft, Lang};
use node::acts::field::OpenDevice;
use node::acts::harm::{ChangeHashList, OpenHashList};
use node::acts::{List, ListQuery};

use crate::world::World;

const MD5: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn a_child_tells_with_two_taps_and_gets_a_receipt() {
    let world = World::new().await;
    world.hire("intake-operator").await;
    let mut stranger = world.stranger();
    for (lang, words) in [("id", "Ini bukan salahmu"), ("en", "It is not your fault")] {
        let form = stranger.get(&format!("/anak?lang={lang}")).await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(form.body.contains(words) && form.headers.get("set-cookie").is_none());
        assert!(!form.body.contains("type=\"file\""), "nothing can be attached");
    }
    let form = stranger.get("/anak?lang=id").await;
    let nothing =
        stranger.post("/anak?lang=id", &[("act", &form.input("act")), ("more", "Teks rekaan")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Teks rekaan"), "what was typed stays");
    let fields = [("act", nothing.input("act")), ("harm", "bullying".into()), ("danger", "unknown".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let sent = stranger.post("/anak?lang=id", &fields).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(sent.body.contains("code-big number"), "a receipt like any other");
    let operator = world.actor_of("intake-operator").await;
    let query = ListQuery { limit: 5, ..ListQuery::default() };
    let listed = world.node.perform(&operator, List::<model::kinds::Report>::new(query)).await.unwrap();
    assert_eq!(listed.rows.len(), 1, "it waits in triage");
}

#[tokio::test]
async fn the_public_reads_figures_and_nothing_else() {
    let world = World::new().await;
    let mut stranger = world.stranger();
    for lang in Lang::ALL {
        let page = stranger.get(&format!("/konten?lang={}", lang.code())).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.headers.get("set-cookie").is_none() && !page.body.contains("hxxp"));
    }
}

#[tokio::test]
async fn matching_takes_digits_and_nothing_else() {
    let world = World::new().await;
    let mut analyst = world.staff("hotline-analyst").await;
    let list = OpenHashList { name: "contoh".into(), role: "signal".into() };
    let list = world.node.perform(&analyst.actor, list).await.unwrap().id;
    let provenance = "Data rekaan".to_owned();
    let add = ChangeHashList { list, add: format!("md5:{MD5}"), remove: String::new(), provenance };
    world.node.perform(&analyst.actor, add).await.unwrap();
    let found = analyst.get(&format!("/m/lookup?signal_type=md5&signal={MD5}")).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.body);
    let banks: serde_json::Value = serde_json::from_str(&found.body).unwrap();
    assert_eq!(banks["contoh"][0]["distance"], "0");
    let raw = analyst.get(&format!("/m/raw_lookup?signal_type=md5&signal={MD5}")).await;
    let raw: serde_json::Value = serde_json::from_str(&raw.body).unwrap();
    assert_eq!(raw["matches"].as_array().map(Vec::len), Some(1));
    for path in
        ["/m/lookup?url=https://contoh.invalid/a.jpg", "/m/lookup", "/m/lookup?signal=zz&signal_type=md5"]
    {
        assert_eq!(analyst.get(path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
    let sent = analyst.post("/m/lookup", &[("file", "GIF89a")]).await;
    assert_eq!(sent.status, StatusCode::METHOD_NOT_ALLOWED, "nothing can be sent there");
    let mut worker = world.staff("case-worker").await;
    let refused = worker.get(&format!("/m/lookup?signal_type=md5&signal={MD5}")).await;
    assert_ne!(refused.status, StatusCode::OK);

    // A program comes with the secret of a device, and with its post's rights alone.
    let path = format!("/m/lookup?signal_type=md5&signal={MD5}");
    for (actor, status) in [(&analyst.actor, StatusCode::OK), (&worker.actor, StatusCode::FORBIDDEN)] {
        let device = world.node.perform(actor, OpenDevice { post: None, names: false }).await.unwrap();
        for (secret, status) in [(device.secret.as_str(), status), ("salah", StatusCode::UNAUTHORIZED)] {
            let basic = seal::to_base64(format!("{}:{secret}", device.user_name).as_bytes());
            let mut program = world.stranger();
            let asked = program.request(Method::GET, &path).header("authorization", format!("Basic {basic}"));
            let answer = program.send(asked.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, status, "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn an_analyst_finds_every_page_and_a_stranger_to_addresses_sees_none() {
    let world = World::new().await;
    let mut analyst = world.staff("hotline-analyst").await;
    for path in [
        "/hash-lists",
        "/hash-lists/look-up",
        "/hash-lists/new",
        "/hash-lists/judge",
        "/overlaps",
        "/content-report/new",
    ] {
        let page = analyst.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    }
    let draft = Draft::default()
        .with("channel", "email")
        .with("harm", "grooming")
        .with("imminent_danger", "false")
        .with("address", "https://contoh-rekaan.invalid/x");
    let report = analyst.open("content-report", None, draft).await;
    let page = analyst.get(&format!("/content-report/{report}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("contoh-rekaan"), "this organisation is no hotline: not even its own");
    assert!(!page.body.contains("/file\""), "nor may it make a file");
    let export = analyst.get("/content-report/export?format=csv").await;
    assert!(!export.body.contains("contoh-rekaan"));
    let made = analyst.get(&format!("/content-report/{report}/file")).await;
    assert_eq!(made.status, StatusCode::OK, "the form opens; making refuses");
}
