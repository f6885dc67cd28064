//! The house through its pages: posts, people who come and go, accounts, roles, the journal's note.

use axum::http::StatusCode;
use node::acts::staff::{ListAccounts, ListPosts};

use crate::world::{World, send};

#[tokio::test]
async fn a_post_is_opened_filled_left_and_abolished() {
    let world = World::new().await;
    let mut admin = world.staff("administrator").await;
    world.hire("supervisor").await;
    let bare =
        send(&mut admin, "/admin/posts/new", &[("do", "open"), ("title_id", ""), ("role", "case-worker")])
            .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.body.contains("id=\"title_id-problem\""), "{}", bare.body);
    let fields = [("do", "open"), ("title_id", "Jabatan Baru"), ("title_en", ""), ("role", "case-worker")];
    let opened = send(&mut admin, "/admin/posts/new", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let path = opened.location().split('?').next().unwrap().to_owned();
    assert!(admin.get(&path).await.body.contains("Kosong"));
    let accounts = world.node.perform(world.admin(), ListAccounts).await.unwrap();
    let account = accounts.iter().find(|one| one.name.contains("supervisor")).unwrap().id.to_string();
    let nobody = send(&mut admin, &path, &[("do", "start"), ("account", ""), ("acting", "false")]).await;
    assert!(nobody.body.contains("id=\"account-problem\""), "{}", nobody.body);
    send(&mut admin, &path, &[("do", "start"), ("account", &account), ("acting", "true")]).await;
    assert!(admin.get(&path).await.body.contains("Pelaksana tugas"));
    let held = send(&mut admin, &path, &[("do", "abolish")]).await;
    assert_eq!(held.status, StatusCode::CONFLICT);
    let posts = world.node.perform(world.admin(), ListPosts).await.unwrap();
    let tenure = posts.iter().find(|post| post.title_id == "Jabatan Baru").unwrap().tenures[0].id.to_string();
    send(&mut admin, &path, &[("do", "end"), ("tenure", &tenure), ("on", "")]).await;
    let gone = send(&mut admin, &path, &[("do", "abolish")]).await;
    assert!(gone.location().ends_with("?done=abolish-post"), "{}", gone.body);
    assert!(admin.get("/admin/posts").await.body.contains("Dihapus"));
}

#[tokio::test]
async fn an_account_gets_one_code_and_can_be_suspended() {
    let world = World::new().await;
    let mut admin = world.staff("administrator").await;
    let fields =
        [("do", "open"), ("name", "Orang Contoh"), ("email", "orang@contoh.invalid"), ("lang", "id")];
    let opened = send(&mut admin, "/admin/accounts/new", &fields).await;
    let path = opened.location().split('?').next().unwrap().to_owned();
    let taken = send(&mut admin, "/admin/accounts/new", &fields).await;
    assert!(taken.status == StatusCode::CONFLICT && taken.body.contains("Orang Contoh"), "{}", taken.body);
    let invited = send(&mut admin, &path, &[("do", "invite")]).await;
    assert!(
        invited.body.contains("Kode sekali pakai") && invited.body.contains("/set-password"),
        "{}",
        invited.body
    );
    assert!(!admin.get(&path).await.body.contains("Kode sekali pakai"), "shown once");
    let short = send(&mut admin, &path, &[("do", "suspend"), ("suspend_reason", "pendek")]).await;
    assert!(short.body.contains("id=\"suspend_reason-problem\"") && short.body.contains("pendek"));
    send(&mut admin, &path, &[("do", "suspend"), ("suspend_reason", "Alasan rekaan yang cukup.")]).await;
    assert!(admin.get(&path).await.body.contains("Dibekukan"));
    send(&mut admin, &path, &[("do", "resume")]).await;
    assert!(!admin.get(&path).await.body.contains("Dibekukan"));
}

#[tokio::test]
async fn roles_units_and_the_note() {
    let world = World::new().await;
    let mut admin = world.staff("administrator").await;
    assert!(admin.get("/admin").await.body.contains("Pengelolaan"));
    send(&mut admin, "/admin/units", &[("do", "open"), ("name", "Unit Contoh Baru")]).await;
    assert!(admin.get("/admin/units").await.body.contains("Unit Contoh Baru"));
    let role = admin.get("/admin/roles/statistician").await;
    assert!(role.body.contains("name=\"right-0\""), "{}", role.body);
    let fields = [("groups", "record"), ("verb", "no-such"), ("kind", "case"), ("scope", "own")];
    let wrong = send(&mut admin, "/admin/roles/statistician", &fields).await;
    assert!(
        wrong.status == StatusCode::CONFLICT && wrong.body.contains("Hak ini tidak dikenal"),
        "{}",
        wrong.body
    );
    let fields = [("groups", "record"), ("verb", "view"), ("kind", "report"), ("scope", "unit")];
    let done = send(&mut admin, "/admin/roles/statistician", &fields).await;
    assert!(done.location().ends_with("?done=edit-role"), "{}", done.body);
    assert_eq!(admin.get("/journal").await.status, StatusCode::FORBIDDEN);
    world.node.place_waiting().await.unwrap();
    let mut auditor = world.staff("auditor").await;
    assert!(auditor.get("/journal").await.body.contains("Cara memeriksa"));
    let mut worker = world.staff("case-worker").await;
    assert_eq!(worker.get("/admin").await.status, StatusCode::FORBIDDEN);
    assert_eq!(worker.get("/admin/accounts").await.status, StatusCode::FORBIDDEN);
}
