//! In and out.

use axum::http::StatusCode;

use model::time::HOUR;
use node::acts::staff::{EnrolTotp, StartTotp};

use crate::world::{Browser, PASSWORD, Page, World};

#[tokio::test]
async fn a_wrong_password_says_so_and_keeps_the_address() {
    let world = World::new().await;
    let (_, email) = world.hire("case-worker").await;
    let mut browser = world.stranger();
    let token = browser.get("/sign-in").await.input("form_token");
    let fields = [("form_token", token.as_str()), ("email", &email), ("password", "salah")];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("tidak cocok"));
    assert_eq!(page.input("email"), email);
    assert!(!page.body.contains("salah"), "a password never comes back");
}

#[tokio::test]
async fn one_comes_back_to_where_one_wanted_to_go() {
    let world = World::new().await;
    let (_, email) = world.hire("case-worker").await;
    let mut browser = world.stranger();
    let door = browser.get("/report").await;
    assert_eq!(door.location(), "/sign-in?next=/report");
    let form = browser.get(door.location()).await;
    let (token, next) = (form.input("form_token"), form.input("next"));
    let fields = [("form_token", token.as_str()), ("next", &next), ("email", &email), ("password", PASSWORD)];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.location(), "/report");
    assert_eq!(browser.get("/report").await.status, StatusCode::OK);

    let token = browser.token().await;
    assert_eq!(
        browser.post("/sign-out", &[("form_token", &token)]).await.location(),
        "/sign-in?done=sign-out"
    );
    assert_eq!(browser.get("/report").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_post_without_rights_has_an_honest_empty_page() {
    let world = World::new().await;
    let mut trainer = world.staff("trainer").await;
    let home = trainer.get("/").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.body.contains("Tidak ada yang jatuh tempo, dan"));
    let list = trainer.get("/case").await;
    assert_eq!(list.status, StatusCode::FORBIDDEN);
    assert!(list.body.contains("tidak memiliki hak"));
}

async fn send(browser: &mut Browser<'_>, email: &str, password: &str) -> Page {
    let token = browser.get("/sign-in").await.input("form_token");
    browser.post("/sign-in", &[("form_token", &token), ("email", email), ("password", password)]).await
}

#[tokio::test]
async fn a_session_lives_in_a_strict_cookie_of_this_host_that_ends_with_the_browser() {
    let world = World::with(web::Settings::default()).await;
    let (_, email) = world.hire("case-worker").await;
    let mut browser = world.stranger();
    let page = send(&mut browser, &email, PASSWORD).await;
    let cookies = page.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let session = cookies.into_iter().find(|cookie| cookie.starts_with("__Host-jejaring=")).unwrap();
    for part in ["; Path=/;", "HttpOnly", "Secure", "SameSite=Strict"] {
        assert!(session.contains(part), "{session}");
    }
    assert!(!session.contains("Max-Age") && !session.contains("Expires") && !session.contains("Domain"));
    let token = session.split(['=', ';']).nth(1).unwrap().to_owned();
    let form_token = browser.token().await;
    assert!(form_token.len() == 64 && form_token != token, "a form never carries what signs in");
    assert!(!browser.get("/account").await.body.contains(&token));
}

#[tokio::test]
async fn too_many_failures_say_how_long_to_wait() {
    let world = World::new().await;
    let (_, email) = world.hire("case-worker").await;
    let mut browser = world.stranger();
    for _ in 0..10 {
        let page = send(&mut browser, &email, "kata yang salah sekali").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    let page = send(&mut browser, &email, PASSWORD).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.body.contains("Tunggu 1 menit"), "{}", page.body);
    world.clock.advance(HOUR);
    assert_eq!(send(&mut browser, &email, PASSWORD).await.location(), "/");
}

#[tokio::test]
async fn an_ended_session_leads_to_the_door_and_back_but_never_elsewhere() {
    let world = World::new().await;
    let (_, email) = world.hire("case-worker").await;
    let mut browser = world.stranger();
    assert_eq!(send(&mut browser, &email, PASSWORD).await.location(), "/");
    let before = browser.token().await;
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    world.clock.advance(HOUR);
    let away = browser.get("/account").await;
    assert_eq!(away.location(), "/sign-in?next=/account");
    let fields = [("form_token", before.as_str()), ("current", PASSWORD), ("new", "x"), ("again", "x")];
    assert_eq!(browser.post("/account", &fields).await.status, StatusCode::UNAUTHORIZED);
    for (next, to) in [("/account", "/account"), ("//lain.invalid/x", "/"), ("https://lain.invalid", "/")] {
        let token = browser.get("/sign-in").await.input("form_token");
        let fields = [("form_token", &*token), ("next", next), ("email", &*email), ("password", PASSWORD)];
        assert_eq!(browser.post("/sign-in", &fields).await.location(), to, "{next}");
        let after = browser.token().await;
        assert_ne!(after, before, "a form of an ended session is worth nothing");
        browser.post("/sign-out", &[("form_token", &after)]).await;
    }
}

#[tokio::test]
async fn whose_role_asks_for_a_second_factor_sets_it_up_first_and_then_signs_in_with_it() {
    let world = World::strict().await;
    let (_, email) = world.hire("manager").await;
    let mut browser = world.stranger();
    assert_eq!(send(&mut browser, &email, PASSWORD).await.location(), "/");
    for path in ["/", "/case", "/account", "/stalled"] {
        assert_eq!(browser.get(path).await.location(), "/account/second-factor", "{path}");
    }
    assert_eq!(browser.get("/api/session").await.status, StatusCode::FORBIDDEN);
    let page = browser.get("/account/second-factor").await;
    assert!(page.body.contains("Peran Anda mewajibkan") && !page.body.contains("main-nav"));
    let token = page.input("form_token");
    let started = browser.post("/account/second-factor", &[("form_token", &token)]).await;
    assert!(started.body.contains("otpauth://totp/Jejaring:"));
    let shown = started.body.split("secret number\">").nth(1).unwrap().split('<').next().unwrap();
    let secret = seal::TotpSecret::from_base32(&shown.replace(' ', "")).unwrap();
    let wrong = [("form_token", token.as_str()), ("code", "12")];
    let wrong = browser.post("/account/second-factor", &wrong).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    assert!(wrong.body.contains("Kode tidak cocok") && !wrong.body.contains("otpauth"));
    let code = code(&world, &secret);
    let codes = browser.post("/account/second-factor", &[("form_token", &token), ("code", &code)]).await;
    assert_eq!(codes.body.matches("<li class=\"number\">").count(), 10);
    assert_eq!(browser.get("/case").await.status, StatusCode::OK, "now everything opens");
    assert!(browser.get("/account").await.body.contains("Ganti autentikator"));

    let mut other = world.stranger();
    assert_eq!(send(&mut other, &email, PASSWORD).await.location(), "/sign-in/code");
    assert_eq!(other.get("/case").await.location(), "/sign-in?next=/case", "not in yet");
    let token = other.get("/sign-in/code").await.input("form_token");
    let wrong = other.post("/sign-in/code", &[("form_token", &token), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.body.contains("Tunggu kode berikutnya"));
    let recovery = codes.body.split("<li class=\"number\">").nth(1).unwrap().split('<').next().unwrap();
    let right = other.post("/sign-in/code", &[("form_token", &token), ("code", recovery)]).await;
    assert_eq!(right.location(), "/account?done=confirm-second-factor", "{}", right.body);
    let told = other.get(right.location()).await;
    assert!(
        told.body.contains("Kode itu tidak berlaku lagi"),
        "whoever uses up a recovery code is told: {}",
        told.body
    );
    assert_eq!(other.get("/case").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_that_comes_too_late_begins_again_at_the_password() {
    let world = World::strict().await;
    let (account, email) = world.hire("case-worker").await;
    let actor = world.node.actor(account, model::Lang::Id, node::access::Origin::Online).await.unwrap();
    let started = world.node.perform(&actor, StartTotp).await.unwrap();
    let secret = seal::TotpSecret::from_base32(&started.secret).unwrap();
    world.node.perform(&actor, EnrolTotp { code: code(&world, &secret) }).await.unwrap();
    let mut browser = world.stranger();
    assert_eq!(send(&mut browser, &email, PASSWORD).await.location(), "/sign-in/code");
    world.clock.advance(6 * 60_000);
    let token = browser.get("/sign-in/code").await.input("form_token");
    let code = code(&world, &secret);
    let late = browser.post("/sign-in/code", &[("form_token", &token), ("code", &code)]).await;
    assert_eq!(late.location(), "/sign-in?again=1");
    assert!(browser.get(late.location()).await.body.contains("telah habis"));
}

fn code(world: &World, secret: &seal::TotpSecret) -> String {
    secret.code_at(u64::try_from(world.node.now().millis() / 1_000).unwrap())
}
