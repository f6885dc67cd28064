//! A conference through its pages: who sits there, who was there, and whether they are enough.

use axum::http::StatusCode;
use model::{Draft, Lang};

use crate::world::{World, case, send};

#[tokio::test]
async fn members_are_added_noted_and_counted_on_one_page() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let chief = world.staff("supervisor").await;
    let id = worker.open("case", None, case()).await;
    let called = Draft::default()
        .with("conference_type", "case_conference")
        .with("date", "2026-03-12")
        .with("reason", "Data rekaan.");
    let conference = worker.open("conference", Some(id), called).await;
    let path = format!("/conference/{conference}/seats");
    assert!(
        worker.get(&format!("/conference/{conference}")).await.body.contains(&format!("href=\"{path}\""))
    );
    let page = worker.get(&path).await;
    assert!(page.body.contains("Belum ada peserta"), "{}", page.body);
    let nobody = send(&mut worker, &path, &[("member", "")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("id=\"member-problem\""), "{}", nobody.body);
    let stranger = [("member", ""), ("name", "Ahli Rekaan"), ("organisation", "Kantor rekaan")];
    let stranger = send(&mut worker, &path, &stranger).await;
    assert_eq!(stranger.status, StatusCode::CONFLICT, "nobody agreed that a stranger listens");
    assert!(stranger.body.contains("value=\"Ahli Rekaan\""), "what was typed stays");
    let posts = [&worker, &chief].map(|one| format!("post:{}", one.actor.holdings()[0].post));
    for post in &posts {
        assert!(page.body.contains(&format!("value=\"{post}\"")), "{post}");
        let sent = send(&mut worker, &path, &[("member", post)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    let page = worker.get(&path).await;
    assert!(page.body.contains("Kuorum belum terpenuhi") && page.body.contains("kehadiran belum dicatat"));
    let seats = page.body.split("name=\"seat\" value=\"").skip(1).map(|rest| rest[..36].to_owned());
    let seats: Vec<String> = seats.collect();
    assert_eq!(seats.len(), 2);
    let wordless = [("seat", &*seats[0]), ("present", "true"), ("conflict", "true"), ("note", "")];
    let wordless = send(&mut worker, &path, &wordless).await;
    assert!(
        wordless.status.is_client_error() && wordless.body.contains("role=\"alert\""),
        "{}",
        wordless.body
    );
    let long = "x".repeat(2_001);
    let long = [("seat", &*seats[0]), ("present", "false"), ("conflict", "true"), ("note", &long)];
    let long = send(&mut worker, &path, &long).await;
    assert!(long.status.is_client_error() && long.body.contains("xxxxxxxx"), "what was typed stays");
    assert!(long.body.contains("<details class=\"act\" open>"), "and stands open");
    // Somebody who was asked by mistake.
    let lead = world.staff("protection-lead").await;
    let lead = format!("post:{}", lead.actor.holdings()[0].post);
    send(&mut worker, &path, &[("member", &lead)]).await;
    let page = worker.get(&path).await;
    let wrong = page.body.split("name=\"seat\" value=\"").nth(3).unwrap()[..36].to_owned();
    let gone = send(&mut worker, &path, &[("seat", &wrong), ("do", "unseat")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    assert!(!worker.get(&path).await.body.contains(&wrong));
    for seat in &seats {
        let sent = send(&mut worker, &path, &[("seat", seat), ("present", "true"), ("note", "")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    for lang in Lang::ALL {
        let page = worker.get(&format!("{path}?lang={}", lang.code())).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains(">seats-") && page.body.matches("<h1").count() == 1);
    }
    assert!(worker.get(&format!("{path}?lang=id")).await.body.contains("Kuorum terpenuhi."));
}
