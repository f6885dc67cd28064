//! One's own account: passwords by code, another password, other devices.

use axum::http::StatusCode;
use node::acts::staff::ResetAccount;

use crate::world::{Browser, PASSWORD, World};

const OTHER: &str = "perahu hijau di teluk";

async fn sign_in(browser: &mut Browser<'_>, email: &str, password: &str) -> StatusCode {
    let token = browser.get("/sign-in").await.input("form_token");
    let fields = [("form_token", token.as_str()), ("email", email), ("password", password)];
    browser.post("/sign-in", &fields).await.status
}

#[tokio::test]
async fn an_invitation_sets_a_password_once() {
    let world = World::new().await;
    let (account, email) = world.hire("case-worker").await;
    let pass = world.node.perform(&world.admin, ResetAccount { account }).await.unwrap();
    let mut browser = world.stranger();
    let form = browser.get("/set-password").await;
    let token = form.input("form_token");
    let fields = |code: &'static str, new: &'static str, again: &'static str| {
        [("form_token", ""), ("code", code), ("new", new), ("again", again)]
    };
    for (fields, status, word) in [
        (fields("salah", OTHER, OTHER), StatusCode::FORBIDDEN, "tidak berlaku lagi"),
        (fields("", OTHER, "lain sama sekali"), StatusCode::CONFLICT, "tidak sama"),
        (fields("", "pendek", "pendek"), StatusCode::CONFLICT, "Terlalu pendek"),
        (fields("", "rahasia12345", "rahasia12345"), StatusCode::CONFLICT, "mudah ditebak"),
    ] {
        let mut fields = fields;
        fields[0].1 = &token;
        if fields[1].1.is_empty() {
            fields[1].1 = pass.token();
        }
        let page = browser.post("/set-password", &fields).await;
        assert_eq!(page.status, status, "{word}");
        assert!(page.body.contains(word) && !page.body.contains("value=\"rahasia"), "{word}");
        assert_eq!(page.input("code"), fields[1].1, "the code need not be typed again");
    }
    let right = [("form_token", token.as_str()), ("code", pass.token()), ("new", OTHER), ("again", OTHER)];
    let set = browser.post("/set-password", &right).await;
    assert_eq!(set.location(), "/sign-in?done=set-password");
    assert!(browser.get(set.location()).await.body.contains("Kata sandi disimpan"));
    assert_eq!(sign_in(&mut browser, &email, PASSWORD).await, StatusCode::FORBIDDEN);
    assert_eq!(sign_in(&mut browser, &email, OTHER).await, StatusCode::SEE_OTHER);
    let again = world.stranger().get("/set-password").await;
    let mut late = world.stranger();
    let token = late.get("/set-password").await.input("form_token");
    let used = [("form_token", token.as_str()), ("code", pass.token()), ("new", OTHER), ("again", OTHER)];
    assert_eq!(late.post("/set-password", &used).await.status, StatusCode::FORBIDDEN, "{}", again.body);
}

#[tokio::test]
async fn another_password_signs_out_other_devices() {
    let world = World::new().await;
    let (_, email) = world.hire("case-worker").await;
    let (mut here, mut there) = (world.stranger(), world.stranger());
    for browser in [&mut here, &mut there] {
        assert_eq!(sign_in(browser, &email, PASSWORD).await, StatusCode::SEE_OTHER);
    }
    let token = here.get("/account").await.input("form_token");
    let send =
        |current: &'static str| [("form_token", ""), ("current", current), ("new", OTHER), ("again", OTHER)];
    let mut wrong = send("kata yang salah");
    wrong[0].1 = &token;
    let page = here.post("/account", &wrong).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("Kata sandi sekarang tidak cocok"));
    let mut right = send(PASSWORD);
    right[0].1 = &token;
    let page = here.post("/account", &right).await;
    assert_eq!(page.location(), "/account?done=change-password");
    assert!(here.get(page.location()).await.body.contains("Kata sandi diganti"));
    assert_eq!(there.get("/account").await.location(), "/sign-in?next=/account");
}

#[tokio::test]
async fn a_device_is_signed_out_from_another() {
    let world = World::new().await;
    let (_, email) = world.hire("case-worker").await;
    let (mut here, mut there) = (world.stranger(), world.stranger());
    for browser in [&mut there, &mut here] {
        assert_eq!(sign_in(browser, &email, PASSWORD).await, StatusCode::SEE_OTHER);
    }
    let page = here.get("/account").await;
    assert!(page.body.contains("Perangkat ini"));
    let (token, session) = (page.input("form_token"), page.input("session"));
    let ended = here.post("/account/devices", &[("form_token", &token), ("session", &session)]).await;
    assert_eq!(ended.location(), "/account?done=end-session");
    assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
    let page = here.get("/account").await;
    assert!(page.status == StatusCode::OK && page.input("session").is_empty(), "one device is left");
    let stranger = [("form_token", token.as_str()), ("session", "01890a5d-ac96-774b-bcce-b302099a8057")];
    assert_eq!(here.post("/account/devices", &stranger).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_language_of_an_account_follows_to_other_devices() {
    let world = World::new().await;
    let (_, email) = world.hire("case-worker").await;
    let mut here = world.stranger();
    assert_eq!(sign_in(&mut here, &email, PASSWORD).await, StatusCode::SEE_OTHER);
    let page = here.get("/account").await;
    assert!(page.body.contains("aria-pressed=\"true\">Bahasa Indonesia"), "{}", page.body);
    let token = page.input("form_token");
    let sent = here.post("/account/language", &[("form_token", &token), ("lang", "en")]).await;
    assert_eq!(sent.location(), "/account?done=change-language");
    assert!(here.get(sent.location()).await.body.contains("Account language changed"));
    let odd = here.post("/account/language", &[("form_token", &token), ("lang", "xx")]).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);

    let mut there = world.stranger();
    assert_eq!(sign_in(&mut there, &email, PASSWORD).await, StatusCode::SEE_OTHER);
    assert!(
        there.get("/").await.body.contains("<html lang=\"en\">"),
        "the account\u{2019}s language, not the browser\u{2019}s"
    );
}
