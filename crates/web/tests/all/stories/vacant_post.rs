//! A case that could have been lost because the post that had it stood vacant: it climbs, is seen, is given to somebody, and no
//! due date has moved meanwhile.

use model::Id;
use node::acts::staff::EndTenure;
use serde_json::json;

use super::scene::{case_of, child, story};

const NAME: &str = "Laras Rekaan Puspita";

story!(a_case_is_not_lost_by_a_vacant_post, |scene| {
    let mut cast = scene.cast().await;
    let case = cast.worker.opens_case(None, child(NAME, "female"), case_of(scene, "medium")).await;
    cast.worker.meets(&case).await;
    let due = cast.worker.visits_due(&case).await;
    let filed = json!({ "reported_on": scene.day(0), "next_date": scene.day(20) });
    let track = cast.worker.adds("legal-process", &case, filed).await;

    let end = EndTenure::now(cast.worker.tenure);
    scene.node().perform(&scene.world.admin, end).await.unwrap();
    let gone = cast.worker.browser.get(&format!("/case/{case}")).await;
    assert!(
        !gone.status.is_success() && !gone.body.contains(NAME),
        "who left sees nothing from that hour on"
    );
    scene.hours(1).await;
    assert!(cast.chief.told("Tanpa pemegang: perlu keputusan Anda").await);
    let stalled = cast.chief.page("/stalled").await;
    assert!(stalled.body.contains(&case), "without a living holder");
    let list = cast.chief.page("/api/handover?phase=open").await;
    let list: serde_json::Value = serde_json::from_str(&list.body).unwrap();
    let handover = list["rows"][0]["id"].as_str().expect("a hand-over").to_owned();
    assert_eq!(list["rows"][0]["state"], "escalated");
    assert!(cast.chief.page("/").await.body.contains(&handover), "it is in the day of the post above");
    assert_eq!(cast.manager.counts("handover_health", "Perkara tanpa pemegang").await.0, Some(1));

    // Nobody decides for a week: it climbs further.
    scene.later(7).await;
    assert!(cast.manager.told("Terlambat di bawah pengawasan Anda").await, "and then to the post above that");
    assert!(cast.chief.day_has("late", &handover).await);
    let decide =
        json!({ "handover": handover, "post": cast.colleague.post, "reason": "Paling dekat dengan anak" });
    assert!(
        ["not-found", "no-right"]
            .contains(&&*cast.colleague.is_refused("decide-handover", decide.clone()).await)
    );
    cast.chief.does("decide-handover", decide).await;
    assert!(cast.colleague.told("Diputuskan menjadi tugas Anda").await);
    assert!(cast.colleague.day_has("new", &case).await);
    assert_eq!(cast.colleague.visits_due(&case).await, due, "no due date moved");
    assert_eq!(cast.colleague.state("legal-process", &track).await, "reported_to_police");
    assert_eq!(cast.manager.counts("handover_health", "Perkara tanpa pemegang").await.0, Some(0));

    // Whoever is appointed to the old post finds nothing of it.
    let id: Id = cast.worker.post.parse().unwrap();
    let mut next = scene.appoint(&id.to_string(), "case-worker").await;
    next.nothing_at(&format!("/case/{case}")).await;
    cast.colleague.visits(&case, json!({})).await;
    let stopped = json!({ "stage_on": scene.day(0), "end_reason": "investigation_ended" });
    cast.colleague.step("end-legal-process", &track, stopped).await;
    cast.colleague.assesses(&case, &mut cast.chief, "low").await;
    cast.colleague.closes(&case, "formal_closing").await;
    cast.colleague.looks_after(&case).await;
    let history = cast.manager.case(&case).await;
    let posts: std::collections::BTreeSet<_> = history["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|told| told["post"].as_str().map(str::to_owned))
        .collect();
    assert!(posts.len() >= 2, "history keeps both: {posts:?}");
    cast.nobody_else_sees(&case, NAME).await;
});
