//! A girl who was promised work and taken aboard a fishing vessel: reported by a stranger at night, met within hours, helped by a
//! second organisation, accompanied through the courts, and still well a year after her case was closed.

use serde_json::json;

use super::scene::{Scene, case_of, child, story};

const NAME: &str = "Wulandari Rekaan Segara";

story!(a_girl_trafficked_at_sea, |scene| {
    let mut cast = scene.cast().await;
    let mut stranger = scene.world.stranger();
    let told = [
        ("narrative", "Data rekaan: seorang anak perempuan bekerja di kapal dan tidak boleh turun."),
        ("imminent_danger", "true"),
        ("imminent_reason", "Kapal berangkat besok (rekaan)."),
        ("region", "32.73"),
        ("children", "Anak perempuan, sekitar 14 tahun"),
    ];
    let receipt = scene.tell(&mut stranger, &told).await;

    // Within the hour somebody takes it on; nobody else is shown it.
    let board = cast.operator.page("/api/report").await;
    let listed: serde_json::Value = serde_json::from_str(&board.body).unwrap();
    let report = listed["rows"][0]["id"].as_str().unwrap().to_owned();
    let due =
        listed["rows"][0]["due_at"].as_i64().unwrap() - listed["rows"][0]["opened_at"].as_i64().unwrap();
    assert!(due <= 3_600_000, "a child in danger now: an hour, not {due} ms");
    assert!(cast.operator.day_has("today", &report).await);
    assert!(!cast.worker.day_has("today", &report).await);
    scene.hours(2).await;
    assert!(cast.operator.day_has("late", &report).await);
    assert!(cast.chief.told("Terlambat di bawah pengawasan Anda").await, "what is late climbs by itself");
    cast.operator.step("acknowledge-report", &report, json!({})).await;
    let asked = json!({ "report": report, "text": "Terima kasih. Kapal itu bersandar di mana? (rekaan)" });
    cast.operator.does("answer-reporter", asked).await;
    let read = stranger.post("/lapor/kembali", &[("receipt", &receipt)]).await;
    assert!(read.body.contains("bersandar di mana"));
    let answer =
        [("receipt", receipt.as_str()), ("act", &read.input("act")), ("text", "Dermaga dua (rekaan).")];
    stranger.post("/lapor/kembali", &answer).await;
    assert!(cast.operator.day_has("unanswered", &report).await);
    cast.operator.does("answer-reporter", json!({ "report": report, "text": "Petugas berangkat." })).await;

    // The operator opens the case for the worker who goes there.
    let girl = child(NAME, "female");
    let search = cast.operator.looks_for(&girl).await;
    let body = json!({ "search": search, "report": report, "child": girl, "fields": case_of(scene, "high"),
        "post": cast.worker.post });
    let case = cast.operator.does("open-case", body).await;
    assert!(cast.worker.day_has("new", &case).await);
    assert_eq!(cast.operator.state("report", &report).await, "triaged");
    cast.nobody_else_sees(&case, NAME).await;
    helped(scene, &mut cast, &case).await;
    for act in ["open-case", "contact-case"] {
        assert!(cast.manager.history_has(&case, act).await, "{act} is in the journal");
    }
    before_the_law(scene, &mut cast, &case).await;

    // Visits, and the goals are met.
    for _ in 0..3 {
        cast.worker.visits(&case, json!({})).await;
    }
    let goals = cast.worker.parts(&case, "plan-goal", "not_started").await;
    cast.worker.step("meet-plan-goal", &goals[0], json!({ "success": "Sudah bersekolah (rekaan)." })).await;
    cast.worker.assesses(&case, &mut cast.chief, "low").await;
    cast.worker.closes(&case, "goals_met").await;
    assert_eq!(cast.worker.visits_due(&case).await.len(), 4);
    assert!(cast.manager.history_has(&case, "close-case").await);
    assert_eq!(cast.manager.counts("case_closures", "Anak").await.0, Some(1));
    cast.worker.looks_after(&case).await;

    // Each child once, whatever else is counted.
    assert_eq!(cast.manager.counts("number_of_cases", "Anak").await.0, Some(1));
    let lasting = cast.manager.counts("lasting_recovery", "Aman dan bersekolah atau bekerja layak").await;
    assert_eq!(lasting, (Some(1), Some(1)));
    assert_eq!(cast.manager.counts("services_provided", "Anak").await.0, Some(1));
    cast.nobody_else_sees(&case, NAME).await;
    cast.provider.sees_nothing(&case, NAME).await;
});

/// Contact within hours, an assessment, a plan, and a place to stay with a second organisation, by consent.
async fn helped(scene: &Scene, cast: &mut super::scene::Cast<'_>, case: &str) {
    cast.worker.meets(case).await;
    assert_eq!(cast.worker.visits_due(case).await, [scene.day(7)], "at high risk every week");
    let vessel = json!({ "date_of_first_report": scene.day(0), "exploitation_forms": ["fishing_or_vessel"],
        "cp_incident_location_type": "vessel", "region": "32.73", "online_part": false });
    cast.worker.adds("incident", case, vessel).await;
    let asked = json!({ "requested_on": scene.day(0), "kinds": ["physical_protection"] });
    let request = cast.worker.adds("protection-request", case, asked).await;
    cast.worker.assesses(case, &mut cast.chief, "high").await;
    cast.worker.plans(case, &mut cast.chief).await;
    let wanted = json!({ "service_type": "shelter" });
    let service = cast.worker.adds("service", case, wanted).await;
    let refer = json!({ "case": case, "to": cast.provider.post, "service": service,
        "fields": { "reason": "Data rekaan: anak perlu tempat yang aman.", "urgent": true },
        "groups": ["identity", "services"] });
    assert_eq!(cast.worker.is_refused("refer-case", refer.clone()).await, "share-without-consent");
    let agreed = json!({ "case": case, "fields": { "consent_kind": "guardian_consent",
        "given_by": "other_guardian", "giver_relation": "grandmother", "decision": "given", "purposes": ["services", "information_sharing"],
        "data_groups": ["identity", "services"], "recipients": ["other_organizations"] } });
    cast.worker.does("give-consent", agreed).await;
    let referral = cast.worker.does("refer-case", refer).await;
    assert!(cast.provider.told("Rujukan untuk Anda jawab").await);
    assert!(cast.provider.day_has("new", &referral).await || cast.provider.day_has("today", &referral).await);
    let before = cast.provider.page(&format!("/case/{case}")).await;
    assert!(!before.body.contains(NAME), "before a yes nothing that finds the child");
    let yes = json!({ "first_contact_by": scene.day(1) });
    cast.provider.step("accept-referral", &referral, yes).await;
    assert!(cast.provider.page(&format!("/case/{case}")).await.body.contains(NAME));
    scene.later(1).await;
    let done =
        json!({ "outcome": "delivered", "outcome_on": scene.day(0), "outcome_note": "Sudah di rumah aman." });
    cast.provider.step("finish-referral", &referral, done).await;
    assert!(cast.worker.told("Hasil rujukan Anda sudah masuk").await);
    assert_eq!(cast.worker.state("service", &service).await, "delivered");
    let granted = json!({ "decided_on": scene.day(0), "until": scene.day(30) });
    cast.worker.step("grant-protection-request", &request, granted).await;
}

/// From the police report to a judgment that is final.
async fn before_the_law(scene: &Scene, cast: &mut super::scene::Cast<'_>, case: &str) {
    let filed = json!({ "reported_on": scene.day(0), "report_number": "LP/REKAAN/1", "accompanied": true });
    let track = cast.worker.adds("legal-process", case, filed).await;
    for act in ["inquire", "investigate", "send-file", "hand-over", "prosecute", "bring-to-trial"] {
        cast.worker.step(&format!("{act}-legal-process"), &track, json!({ "stage_on": scene.day(0) })).await;
    }
    let hearing = json!({ "hearing_date": scene.day(2), "hearing_kind": "child_testimony",
        "child_must_attend": true, "support": ["companion", "video_link"] });
    let hearing = cast.worker.adds("hearing", case, hearing).await;
    scene.hours(1).await;
    assert!(cast.worker.told("Sidang segera berlangsung").await);
    let made = cast.worker.tries("/calendar", &[("do", "start")]).await;
    let secret = made.body.split("/calendar-feed/").nth(1).expect("a secret address")[..64].to_owned();
    let feed = scene.world.stranger().get(&format!("/calendar-feed/{secret}.ics")).await;
    assert!(feed.body.contains("SUMMARY:") && !feed.body.contains("Segara"), "no name in a calendar");
    scene.later(2).await;
    cast.worker.step("record-hearing", &hearing, json!({ "outcome": "Selesai (rekaan)." })).await;
    let verdict = json!({ "stage_on": scene.day(0), "verdict_result": "convicted", "sentence": "Pidana penjara (rekaan)",
        "restitution_ordered": 5_000_000 });
    cast.worker.step("decide-legal-process", &track, verdict).await;
    cast.worker.step("finalise-legal-process", &track, json!({ "stage_on": scene.day(0) })).await;
    assert_eq!(cast.worker.state("legal-process", &track).await, "final");
}
