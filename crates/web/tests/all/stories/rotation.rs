//! A worker who rotates to another district: the brief tells what was promised, children at high risk are taken one by one, nothing
//! is due later than before, and who left sees nothing.

use node::acts::staff::EndTenure;
use serde_json::json;

use super::scene::{case_of, child, story};

const HIGH: &str = "Intan Rekaan Permata";
const LOW: &str = "Bagas Rekaan Pratama";

story!(an_official_rotates, |scene| {
    let mut cast = scene.cast().await;
    let high = cast.worker.opens_case(None, child(HIGH, "female"), case_of(scene, "high")).await;
    let low = cast.worker.opens_case(None, child(LOW, "male"), case_of(scene, "low")).await;
    for case in [&high, &low] {
        cast.worker.meets(case).await;
    }
    let due = (cast.worker.visits_due(&high).await, cast.worker.visits_due(&low).await);
    let on = Some(scene.node().now().plus(5 * model::time::DAY));
    let end = EndTenure { tenure: cast.worker.tenure, on, reason: "rotation".into() };
    scene.node().perform(&scene.world.admin, end).await.unwrap();
    assert!(cast.worker.told("Serah terima perlu disiapkan").await);
    assert!(cast.chief.told("Serah terima perlu disiapkan").await);
    let list = cast.worker.page("/api/handover?phase=open").await;
    let list: serde_json::Value = serde_json::from_str(&list.body).unwrap();
    let handover = list["rows"][0]["id"].as_str().expect("a hand-over").to_owned();
    let day = cast.worker.page("/").await;
    assert!(day.body.contains(&handover), "it is part of the day");
    let offer = json!({ "handover": handover, "brief": { "promises": "Menjemput rapor hari Senin (rekaan)" },
        "shares": [{ "post": cast.colleague.post, "matters": [high, low] }] });
    cast.worker.does("hand-over", offer).await;
    assert!(cast.colleague.told("Serah terima ditawarkan kepada Anda").await);
    let all = json!({ "handover": handover });
    assert_eq!(cast.colleague.is_refused("accept-handover", all.clone()).await, "open-the-list-first");
    let page = cast.colleague.page(&format!("/handover/{handover}")).await;
    assert!(
        page.body.contains("Menjemput rapor hari Senin") && !page.body.contains(HIGH),
        "names once it is taken"
    );
    let taken = cast.colleague.performs("accept-handover", all).await;
    assert_eq!((taken["taken"].as_i64(), taken["left"].as_i64()), (Some(1), Some(1)));
    assert!(
        cast.worker.page(&format!("/case/{high}")).await.body.contains(HIGH),
        "still the leaver's until it is taken"
    );
    cast.worker.nothing_at(&format!("/case/{low}")).await;
    cast.colleague.does("accept-handover", json!({ "handover": handover, "matters": [high] })).await;
    assert!(cast.chief.told("Serah terima selesai diterima").await);
    let now = (cast.colleague.visits_due(&high).await, cast.colleague.visits_due(&low).await);
    assert_eq!(now, due, "no due date moved");

    scene.later(6).await;
    let gone = cast.worker.browser.get(&format!("/case/{high}")).await;
    assert!(!gone.status.is_success() && !gone.body.contains(HIGH));
    assert_eq!(cast.manager.counts("handover_health", "Perkara tanpa pemegang").await.0, Some(0));
    assert_eq!(cast.manager.counts("handover_health", "Dengan keberatan").await, (Some(0), Some(1)));
    cast.colleague.visits(&high, json!({})).await;
    cast.colleague.assesses(&high, &mut cast.chief, "low").await;
    for case in [&high, &low] {
        cast.colleague.closes(case, "formal_closing").await;
    }
    cast.colleague.looks_after(&high).await;
    while !cast.colleague.visits_due(&low).await.is_empty() {
        cast.colleague.visits_now(&low, json!({ "safe": "true", "in_school_or_work": "false" })).await;
    }
    let lasting = cast.manager.counts("lasting_recovery", "Aman dan bersekolah atau bekerja layak").await;
    assert_eq!(lasting, (Some(1), Some(2)), "safe without school or work is not lasting");
    cast.nobody_else_sees(&high, HIGH).await;
    cast.nobody_else_sees(&low, LOW).await;
});
