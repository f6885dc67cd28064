//! A report that was not true: it is looked into, screened out with a reason, answered, counted nowhere, and does not come back by
//! itself.

use serde_json::json;

use super::scene::story;

story!(a_false_report_ends_visibly, |scene| {
    let mut cast = scene.cast().await;
    let mut stranger = scene.world.stranger();
    let told = [
        ("narrative", "Data rekaan: kabar yang ternyata tidak benar."),
        ("imminent_danger", "false"),
        ("region", "32.73"),
    ];
    let receipt = scene.tell(&mut stranger, &told).await;
    let listed = cast.operator.page("/api/report").await;
    let listed: serde_json::Value = serde_json::from_str(&listed.body).unwrap();
    let report = listed["rows"][0]["id"].as_str().unwrap().to_owned();
    assert!(cast.operator.day_has("today", &report).await);
    cast.operator.step("acknowledge-report", &report, json!({})).await;
    scene.hours(3).await;
    let bare = json!({ "id": report, "fields": { "triage_outcome": "screened_out" } });
    assert_eq!(cast.operator.is_refused("triage-report", bare).await, "invalid", "never without a reason");
    let out = json!({ "triage_outcome": "screened_out", "screening_reason": "malicious_or_abusive",
        "triage_note": "Sekolah dan RT sudah ditanya (rekaan)." });
    cast.operator.step("triage-report", &report, out).await;
    cast.operator.does("answer-reporter", json!({ "report": report, "text": "Sudah kami periksa." })).await;
    cast.operator.step("close-report", &report, json!({})).await;
    let read = stranger.post("/lapor/kembali", &[("receipt", &receipt)]).await;
    assert!(read.body.contains("Sudah kami periksa."));
    let day = cast.operator.page("/").await;
    assert!(!day.body.contains(&report), "nobody's work any more");

    // The reporter insists: that is seen although the report is closed, and does not open it in silence.
    let again = [
        ("receipt", receipt.as_str()),
        ("act", &read.input("act")),
        ("text", "Tolong periksa lagi (rekaan)."),
    ];
    stranger.post("/lapor/kembali", &again).await;
    assert!(cast.operator.day_has("unanswered", &report).await);
    assert_eq!(cast.operator.state("report", &report).await, "closed");
    let answer = json!({ "report": report, "text": "Kami sudah menanyakan kembali." });
    cast.operator.does("answer-reporter", answer).await;
    assert!(!cast.operator.day_has("unanswered", &report).await);

    scene.later(366).await;
    assert_eq!(cast.manager.counts("number_of_cases", "Anak").await.0, Some(0));
    assert_eq!(cast.manager.counts("number_of_cases", "Kasus").await.0, Some(0));
    assert_eq!(cast.manager.counts("reporting_delay", "Tidak diketahui").await.0, Some(0));
    let board = cast.chief.page("/stalled").await;
    assert!(!board.body.contains(&report));
    for outsider in &mut cast.outsiders {
        outsider.nothing_at(&format!("/report/{report}")).await;
    }
});
