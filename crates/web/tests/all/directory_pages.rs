//! Operators by their pages: the directory, its next version signed by two people; a list that goes to another data centre; security
//! checks with their findings.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use model::Lang;
use model::time::DAY;
use node::acts::exchange::{AdoptDirectory, EnrolMember, SetAnchor};
use seal::SigningKey;
use seal::exchange::{DIRECTORY_TYPE, Directory, Dsse, Hash, Policy};

use crate::stories::crossing_nodes::listed;
use crate::world::{Browser, Page, World, look, send};

fn operators() -> [SigningKey; 2] {
    [SigningKey::from_bytes(&[21; 32]), SigningKey::from_bytes(&[22; 32])]
}

/// This node and a data centre that nobody asks.
async fn join(world: &World) {
    let (node, system) = (&world.node, world.node.system("set-up"));
    let keys = node.perform(&system, EnrolMember { member: node.origin().to_owned() }).await.unwrap();
    let mut other = keys.clone();
    other.member = "ID/GOV/CONTOH-PUSAT".parse().unwrap();
    let [one, two] = operators();
    let directory = Directory {
        network: "contoh".try_into().unwrap(),
        version: 1,
        valid_from: node.now().millis(),
        valid_until: node.now().plus(300 * DAY).millis(),
        operators: [&one, &two].map(|key| Hash(key.verifying_key().to_bytes())).to_vec(),
        threshold: 2,
        members: vec![
            listed(&keys, "Yayasan Contoh Kasih (rekaan)"),
            listed(&other, "Pusat Data Contoh (rekaan)"),
        ],
        groups: Vec::new(),
        guardians: Vec::new(),
        witnesses: Vec::new(),
        revoked: Vec::new(),
        policy: Policy::default(),
    };
    node.perform(&system, SetAnchor { anchor: directory.anchor() }).await.unwrap();
    let document = Dsse::sign(DIRECTORY_TYPE, serde_json::to_vec(&directory).unwrap(), &[&one, &two]);
    node.perform(&system, AdoptDirectory { document }).await.unwrap();
}

/// Every page in both languages, without a bare key.
async fn both(browser: &mut Browser<'_>, paths: &[&str]) {
    for lang in Lang::ALL {
        browser.speaks(lang);
        for path in paths {
            let mark = if path.contains('?') { '&' } else { '?' };
            let page = look(browser, &format!("{path}{mark}lang={}", lang.code())).await;
            assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
            for bare in [
                ">directory-",
                ">lists-",
                ">security-",
                ">propose-",
                ">sign-directory",
                ">matching",
                ">make-",
            ] {
                assert!(!page.body.contains(bare), "{path} shows a bare key {bare}");
            }
        }
    }
    browser.speaks(Lang::Id);
    look(browser, "/?lang=id").await;
}

#[tokio::test]
async fn a_guardian_draws_its_key_and_a_worker_without_guardians_is_told() {
    let world = World::new().await;
    join(&world).await;
    let mut guardian = world.staff("administrator").await;
    let key = "/network/matching/key";
    assert_eq!(send(&mut guardian, key, &[("epoch", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(&mut guardian, key, &[("epoch", "2026-4")]).await.status, StatusCode::SEE_OTHER);
    let page = look(&mut guardian, "/network/matching").await;
    assert!(page.body.contains("2026-4") && page.body.contains("dipegang"), "{}", page.body);
    // Appointed by the page of the directory, it waits for two signatures like any other change.
    let public =
        page.body.split("<code class=\"path\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let fields = [
        ("what", "appoint"),
        ("member", "ID/GOV/CONTOH-PUSAT"),
        ("epoch", "2026-4"),
        ("key", public.as_str()),
        ("begins", "2026-03-05"),
        ("budget", "480"),
        ("days", "3"),
    ];
    let change = "/network/directory/change";
    assert_eq!(send(&mut guardian, change, &fields).await.status, StatusCode::SEE_OTHER);
    let few = fields.map(|(name, text)| if name == "budget" { (name, "3") } else { (name, text) });
    assert_eq!(send(&mut guardian, change, &few).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut worker = world.staff("case-worker").await;
    look(&mut worker, "/network/matching").await;
    assert_ne!(worker.get(key).await.status, StatusCode::OK);
}

#[tokio::test]
async fn two_administrators_suspend_a_member() {
    let world = World::new().await;
    join(&world).await;
    let (mut first, mut second) = (world.staff("administrator").await, world.staff("administrator").await);
    let changes =
        ["enrol", "renew", "suspend", "readmit", "withdraw", "revoke", "revoke_key", "witness", "appoint"]
            .map(|what| format!("/network/directory/change?what={what}"));
    let mut paths: Vec<&str> = changes.iter().map(String::as_str).collect();
    paths.extend(["/network/directory", "/network/matching", "/network/matching/key"]);
    both(&mut first, &paths).await;
    assert_eq!(first.get("/network/directory/change?what=nothing").await.status, StatusCode::NOT_FOUND);
    let change = "/network/directory/change";
    let strange =
        [("what", "enrol"), ("entry", "{}"), ("fingerprint", "0"), ("compared_with", "x"), ("days", "3")];
    let page = send(&mut first, change, &strange).await;
    assert!(page.body.contains("tidak terbaca"), "{}", page.body);
    let fields = [("what", "suspend"), ("member", "ID/GOV/CONTOH-PUSAT"), ("days", "3"), ("urgent", "no")];
    assert_eq!(send(&mut first, change, &fields).await.status, StatusCode::SEE_OTHER);
    let page = look(&mut first, "/network/directory").await;
    assert!(page.body.contains("0 dari 2 tanda tangan"), "{}", page.body);
    let mark = "href=\"/network/directory/0";
    let id = page.body.split(mark).nth(1).unwrap().split(['"', '/']).next().unwrap();
    let path = format!("/network/directory/0{id}");
    both(&mut first, &[&path]).await;
    let wrong = send(&mut first, &path, &[("key", &"7".repeat(64))]).await;
    assert!(
        wrong.status == StatusCode::CONFLICT && wrong.body.contains("tepat satu operator"),
        "{}",
        wrong.body
    );
    let [one, two] = operators().map(|key| seal::to_hex(key.expose_bytes()));
    assert_eq!(send(&mut first, &path, &[("key", &one)]).await.status, StatusCode::SEE_OTHER);
    let again = send(&mut first, &path, &[("key", &two)]).await;
    assert!(again.body.contains("Orang kedua"), "{}", again.body);
    // The second operator signs elsewhere and brings what was signed.
    let draft = look(&mut second, &format!("{path}/draft")).await;
    let key = SigningKey::from_bytes(&[22; 32]);
    let signed = Dsse::sign(DIRECTORY_TYPE, draft.body.into_bytes(), &[&key]).to_bytes();
    let signed = String::from_utf8(signed).unwrap();
    assert_eq!(send(&mut second, &path, &[("signed", &signed)]).await.status, StatusCode::SEE_OTHER);
    let page = look(&mut second, "/network/directory").await;
    assert!(page.body.contains("Dibekukan") || page.body.contains("beku"), "{}", page.body);
    assert!(!page.body.contains(&one), "no key is shown or kept");
    let mut worker = world.staff("case-worker").await;
    assert_ne!(worker.get("/network/directory").await.status, StatusCode::OK);
}

async fn send_list(browser: &mut Browser<'_>, fields: &[(&str, &str)], file: &str) -> Page {
    let token = browser.token().await;
    let mut body =
        format!("--mark\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n");
    for (name, text) in fields {
        body.push_str(&format!(
            "--mark\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str(&format!(
        "--mark\r\nContent-Disposition: form-data; name=\"file\"; filename=\"daftar.csv\"\r\n\r\n{file}\r\n--mark--\r\n"
    ));
    let request = browser
        .request(Method::POST, "/lists-sent/new")
        .header("content-type", "multipart/form-data; boundary=mark")
        .header("origin", "http://contoh.invalid")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

#[tokio::test]
async fn a_list_leaves_as_encodings_and_shows_how_far_it_came() {
    let world = World::new().await;
    join(&world).await;
    let mut boss = world.staff("manager").await;
    both(&mut boss, &["/lists-sent", "/lists-sent/new"]).await;
    let file =
        "nama,jenis_kelamin,tanggal_lahir\nAnak Contoh Satu,P,2012-04-09\nAnak Contoh Dua,L,2013-05-01\n";
    let told = |way: &'static str, secret: &'static str| {
        [
            ("to", "ID/GOV/CONTOH-PUSAT"),
            ("entity", "children"),
            ("from", "2025-01-01"),
            ("until", "2025-12-31"),
            ("way", way),
            ("secret", secret),
        ]
    };
    let short = send_list(&mut boss, &told("encoded", "q7zx-rekaan"), file).await;
    assert!(
        short.status == StatusCode::UNPROCESSABLE_ENTITY && short.body.contains("32 huruf"),
        "{}",
        short.body
    );
    assert!(!short.body.contains("q7zx-rekaan"), "a secret does not come back");
    let secret = "rahasia rekaan yang cukup panjang untuk semua";
    for way in ["encoded", "facts", "plain"] {
        let sent = send_list(&mut boss, &told(way, secret), file).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{way}: {}", sent.body);
    }
    let page = look(&mut boss, "/lists-sent").await;
    assert_eq!(page.body.matches("sebagai sandi").count(), 2, "{}", page.body);
    assert!(page.body.contains("0 dari 1 bagian"), "{}", page.body);
    let mut worker = world.staff("case-worker").await;
    assert_ne!(worker.get("/lists-sent").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_drill_is_planned_and_its_finding_recorded() {
    let world = World::new().await;
    let mut boss = world.staff("manager").await;
    both(&mut boss, &["/security-check", "/security-check/new"]).await;
    let plan =
        [("what", "drill_key_loss"), ("due_on", "2026-04-01"), ("plan", "Kunci cadangan dicoba (rekaan).")];
    let made = send(&mut boss, "/security-check/new", &plan).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let listed = look(&mut boss, "/security-check").await;
    let id = listed.body.split("href=\"/security-check/0").nth(1).unwrap().split(['"', '?']).next().unwrap();
    let (check, new) = (format!("/security-check/0{id}"), format!("/security-finding/new?parent=0{id}"));
    both(&mut boss, &[&check, &format!("{check}/hold"), &new]).await;
}
