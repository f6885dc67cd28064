//! In and out.

use axum::http::StatusCode;

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn a_wrong_password_says_so_and_keeps_the_address() {
    let world = World::new().await;
    let (_, email) = world.hire("case-worker").await;
    let mut browser = world.stranger();
    let token = browser.get("/sign-in").await.input("form_token");
    let fields = [("form_token", token.as_str()), ("email", &email), ("password", "salah")];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
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

    let home = browser.get("/").await;
    assert_eq!(home.location(), "/report", "home leads to the first list");
    let token = browser.token().await;
    assert_eq!(browser.post("/sign-out", &[("form_token", &token)]).await.location(), "/sign-in");
    assert_eq!(browser.get("/report").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_second_factor_is_asked_for() {
    let mut world = World::new().await;
    let auth = std::sync::Arc::new(web::auth::DevAuth::new(PASSWORD, Some("123456")));
    let (account, email) = world.hire("case-worker").await;
    auth.add(&email, account, "Petugas Contoh");
    let settings = web::Settings { secure: false, ..web::Settings::default() };
    world.app = web::router(web::WebState::new(world.node.clone(), settings, auth));
    let mut browser = world.stranger();
    let token = browser.get("/sign-in").await.input("form_token");
    let fields = [("form_token", token.as_str()), ("email", &email), ("password", PASSWORD)];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.location(), "/sign-in/code");
    assert_eq!(browser.get("/report").await.status, StatusCode::SEE_OTHER, "not in yet");
    let wrong = browser.post("/sign-in/code", &[("form_token", &token), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    let right = browser.post("/sign-in/code", &[("form_token", &token), ("code", "123456")]).await;
    assert_eq!(right.location(), "/");
    assert_eq!(browser.get("/report").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_post_without_rights_has_an_honest_empty_page() {
    let world = World::new().await;
    let mut trainer = world.staff("trainer").await;
    let home = trainer.get("/").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.body.contains("Belum ada pekerjaan"));
    let list = trainer.get("/case").await;
    assert_eq!(list.status, StatusCode::FORBIDDEN);
    assert!(list.body.contains("tidak memiliki hak"));
}
