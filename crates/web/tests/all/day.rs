//! A day at a set clock, and what supervisors see standing still.

use axum::http::StatusCode;
use model::time::DAY;
use model::{Draft, Lang};
use node::acts::intake::{FileReport, WriteAsReporter};
use node::acts::{Move, View};

use crate::world::{Page, World, case, report};

/// The part of a page under a bucket's heading; empty when the bucket is not shown.
fn bucket<'p>(page: &'p Page, slug: &str) -> &'p str {
    let from = page.body.split(&format!("id=\"{slug}\" aria-labelledby")).nth(1).unwrap_or_default();
    from.split("</section>").next().unwrap_or_default()
}

#[tokio::test]
async fn a_day_begins_with_what_is_late() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let empty = worker.get("/").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("Tidak ada yang jatuh tempo"));
    assert!(empty.body.contains("href=\"/case\""), "an empty day leads on to the lists");
    let id = worker.open("report", None, report()).await;
    let today = worker.get("/").await;
    assert!(today.body.contains("Kamis, 5 Maret 2026") && today.body.contains("1 jatuh tempo hari ini."));
    let row = bucket(&today, "today");
    assert!(row.contains(&format!("href=\"/report/{id}\"")), "one tap to the thing");
    assert!(row.contains("Hari ini") && row.contains("Laporan"));
    assert!(!today.body.contains("Pelapor Contoh"), "no reporter on a day's page");
    assert!(bucket(&today, "new").is_empty(), "nothing stands twice");
    assert!(today.body.contains("<a href=\"/\" aria-current=\"page\">Hari ini</a>"));

    world.clock.advance(3 * DAY);
    let mut worker = world.back(worker).await;
    let late = worker.get("/").await;
    assert!(bucket(&late, "late").contains("Terlambat 3 hari"), "{}", late.body);
    assert!(bucket(&late, "today").is_empty());
    assert!(bucket(&late, "new").is_empty(), "what is late stands there alone");
    worker.speaks(Lang::En);
    assert!(bucket(&worker.get("/?lang=en").await, "late").contains("3 days late"));
}

#[tokio::test]
async fn nobody_is_nudged_to_end_what_goes_on() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let id = worker.open("case", None, case()).await;
    let contact = Draft::default().with("first_contact_on", "2026-03-05");
    let step = Move::<model::kinds::Case>::new(id, "contact", contact).unwrap();
    world.node.perform(&worker.actor, step).await.unwrap();
    let page = worker.get("/").await;
    let row = page.body.split(&format!("href=\"/case/{id}\"")).nth(1).unwrap();
    let row = row.split("</li>").next().unwrap();
    assert!(!row.contains("Tutup kasus") && row.contains("Terbuka"), "{row}");
    // What is written into a case says whose it is, before and after.
    let form = worker.get(&format!("/flag/new?parent={id}")).await;
    let seen = world.node.perform(&worker.actor, View::<model::kinds::Case>::new(id)).await.unwrap();
    let whose = format!("{} · {}", seen.envelope.code, seen.child.unwrap().text("name"));
    assert!(form.body.contains(&whose), "{}", form.body);
    let flag = Draft::default().with("message", "Data rekaan.").with("date", "2026-03-12");
    let flag = worker.open("flag", Some(id), flag).await;
    assert!(worker.get(&format!("/flag/{flag}")).await.body.contains(&whose));
    assert!(worker.get(&format!("/flag/{flag}/resolve")).await.body.contains(&whose));
}

#[tokio::test]
async fn a_reporter_who_waits_comes_right_after() {
    let world = World::new().await;
    let mut intake = world.staff("intake-operator").await;
    let public = node::Actor::public(Lang::Id);
    let draft = Draft::default().with("narrative", "Data rekaan.").with("imminent_danger", "unknown");
    let file = FileReport { organisation: None, draft, work: None, source: None };
    let receipt = world.node.perform(&public, file).await.unwrap().receipt.as_str().to_owned();
    assert!(bucket(&intake.get("/").await, "unanswered").is_empty());
    let write = WriteAsReporter { receipt, text: "Apakah sudah dibaca?".into(), source: None };
    world.node.perform(&public, write).await.unwrap();
    let page = intake.get("/").await;
    assert!(bucket(&page, "unanswered").contains("Jawab pelapor"));
    assert!(!page.body.contains("sudah dibaca"), "no message on a day's page");
}

#[tokio::test]
async fn whoever_watches_sees_what_stands_still() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let mut supervisor = world.staff("supervisor").await;
    assert_eq!(worker.get("/stalled").await.status, StatusCode::FORBIDDEN);
    assert!(!worker.get("/").await.body.contains("/stalled"));
    assert!(supervisor.get("/").await.body.contains("href=\"/stalled\""));
    assert!(supervisor.get("/stalled").await.body.contains("Semua berjalan."));
    let id = worker.open("report", None, report()).await;
    world.clock.advance(5 * DAY);
    let mut supervisor = world.back(supervisor).await;
    let page = supervisor.get("/stalled").await;
    assert!(bucket(&page, "late").contains(&id.to_string()) && bucket(&page, "standing").contains("5 hari"));
    assert!(bucket(&page, "late").contains("Jabatan case-worker"), "whose it is: {}", page.body);
    assert!(!bucket(&page, "late").contains("class=\"next\""), "a state is no step to be taken");
    assert!(page.body.contains("<a href=\"/stalled\" aria-current=\"page\">"));
}

#[tokio::test]
async fn only_who_may_search_has_the_box() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let page = worker.get("/").await;
    assert!(
        page.body.contains("method=\"post\" action=\"/people/search\""),
        "names never go into an address"
    );
    let mut trainer = world.staff("trainer").await;
    assert!(!trainer.get("/").await.body.contains("/people/search"));
}
