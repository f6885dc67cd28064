//! A case that was closed too early: the third month finds the child in need again, the case is opened again with its closure on
//! record, and the second closing holds.

use serde_json::json;

use super::scene::{case_of, child, story};

const NAME: &str = "Sekar Rekaan Ningtyas";

story!(a_case_is_opened_again, |scene| {
    let mut cast = scene.cast().await;
    let case = cast.worker.opens_case(None, child(NAME, "female"), case_of(scene, "low")).await;
    cast.worker.meets(&case).await;
    let before = json!({ "moment": "intake", "planned_for": scene.day(0) });
    let before = cast.worker.adds("measure", &case, before).await;
    let taken = json!({ "measured_on": scene.day(0), "severity": "severe", "wellbeing": 3 });
    cast.worker.step("take-measure", &before, taken).await;
    cast.worker.closes(&case, "formal_closing").await;
    let more = json!({ "parent": case, "fields": { "service_type": "education" } });
    assert_eq!(cast.worker.is_refused("open-service", more).await, "matter-closed");
    cast.worker.visits(&case, json!({ "safe": "true", "wellbeing": 8, "in_school_or_work": "true" })).await;
    cast.worker.visits(&case, json!({ "safe": "false", "wellbeing": 2, "in_school_or_work": "false" })).await;
    assert!(cast.worker.told("Diusulkan dibuka kembali").await);
    assert!(cast.chief.told("Diusulkan dibuka kembali").await, "and the post above");
    let page = cast.worker.page(&format!("/case/{case}")).await;
    assert!(page.body.contains(&format!("/case/{case}/reopen")));

    // Somebody tells of the same child meanwhile; a report joins no closed case in silence.
    let call = json!({ "fields": { "channel": "phone", "reporter_mode": "confidential", "imminent_danger": "false",
        "call_type": "providing_update", "narrative": "Data rekaan: anak tidak sekolah lagi.", "region": "32.73" } });
    let report = cast.worker.does("open-report", json!({ "fields": call["fields"] })).await;
    let join = json!({ "report": report, "case": case });
    assert_eq!(cast.worker.is_refused("join-report", join.clone()).await, "matter-closed");
    let again = json!({ "reopened_reason": "Anak perlu bantuan lagi (rekaan)." });
    cast.worker.step("reopen-case", &case, again).await;
    cast.worker.does("join-report", join).await;
    let seen = cast.worker.case(&case).await;
    assert_eq!(
        (seen["envelope"]["state"].as_str(), seen["fields"]["workflow"].as_str()),
        (Some("open"), Some("reopened"))
    );
    assert!(seen["fields"]["closure_reason"].is_null(), "the next closing asks afresh");
    assert_eq!(
        cast.worker.visits_due(&case).await,
        [scene.day(30)],
        "visited again, and no longer after closure"
    );
    assert_eq!(cast.manager.counts("case_closures", "Anak").await.0, Some(0));

    let after = json!({ "moment": "closure", "planned_for": scene.day(0) });
    let after = cast.worker.adds("measure", &case, after).await;
    let taken = json!({ "measured_on": scene.day(0), "severity": "mild", "wellbeing": 7 });
    cast.worker.step("take-measure", &after, taken).await;
    cast.worker.visits(&case, json!({})).await;
    cast.worker.closes(&case, "formal_closing").await;
    cast.worker.looks_after(&case).await;
    let page = cast.worker.page(&format!("/case/{case}")).await;
    assert!(page.body.contains("Catatan penutup rekaan."), "the first closure stays on record");
    assert_eq!(cast.manager.counts("case_closures", "Anak").await.0, Some(1), "one child");
    assert_eq!(cast.manager.counts("improved_wellbeing", "Membaik").await, (Some(1), Some(1)));
    assert_eq!(cast.manager.counts("less_impacted", "Terdampak lebih ringan").await, (Some(1), Some(1)));
    assert_eq!(
        cast.manager.counts("client_satisfaction_rate", "Puas").await,
        (Some(1), Some(1)),
        "one child, asked twice"
    );
    cast.nobody_else_sees(&case, NAME).await;
});
