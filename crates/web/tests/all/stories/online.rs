//! A boy who was approached online: his mother calls, nothing that shows him is ever taken, he has a card of his own for bad
//! days, and the platform's part is written down without an address that anybody could open.

use serde_json::json;

use super::scene::{case_of, child, story};

const NAME: &str = "Banyu Rekaan Prakasa";

story!(a_boy_groomed_online, |scene| {
    let mut cast = scene.cast().await;
    let call = json!({ "fields": { "channel": "phone", "reporter_mode": "confidential", "reporter_kind": "parent",
        "reporter_name": "Ibu Rekaan", "call_type": "new_referral_action_required", "imminent_danger": "unknown",
        "narrative": "Data rekaan: anak diajak bertemu oleh orang yang dikenal lewat permainan daring.",
        "exploitation_forms": ["online_grooming"], "region": "32.73" },
        "caller": "0800-0000-1234", "receipt": true });
    let logged = cast.operator.performs("log-call", call.clone()).await;
    let report = logged["id"].as_str().unwrap().to_owned();
    assert_eq!(logged["receipt"].as_str().unwrap().len(), 19);
    let mut picture = call;
    picture["fields"]["narrative"] =
        json!("Tangkapan layar data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ");
    assert_eq!(
        cast.operator.is_refused("log-call", picture).await,
        "carries",
        "no picture, whatever the field"
    );
    assert!(!cast.operator.page(&format!("/report/{report}")).await.body.contains("Ibu Rekaan"));

    cast.operator.step("acknowledge-report", &report, json!({})).await;
    let to_worker = json!({ "id": report, "post": cast.worker.post, "reason": "Dekat dengan anak (rekaan)" });
    assert_eq!(cast.operator.is_refused("assign-case", to_worker.clone()).await, "not-found");
    cast.chief.does("assign-report", to_worker).await;
    assert!(cast.worker.told("Ditawarkan kepada Anda").await);
    let offered = cast.worker.performs("list-moves", json!({})).await;
    let offer = offered["received"][0]["id"].as_str().unwrap().to_owned();
    assert!(
        cast.operator.day_has("new", &report).await || cast.operator.day_has("today", &report).await,
        "until somebody takes it on the report stays where it is"
    );
    cast.worker.step("accept-assignment", &offer, json!({})).await;
    let case = cast.worker.opens_case(Some(&report), child(NAME, "male"), case_of(scene, "medium")).await;
    cast.nobody_else_sees(&case, NAME).await;

    cast.worker.meets(&case).await;
    assert_eq!(cast.worker.visits_due(&case).await, [scene.day(14)]);
    let happened = json!({ "date_of_first_report": scene.day(0), "incident_date": scene.day(-20),
        "exploitation_forms": ["online_grooming"], "online_part": true, "cp_incident_location_type": "online" });
    cast.worker.adds("incident", &case, happened).await;
    let plan = json!({ "safety_plan_needed": true, "warning_signs": "Pesan dari akun baru (rekaan)",
        "signal": "Kata sandi keluarga: layang-layang", "safe_people": "Bibi rekaan",
        "not_to_be_told": "Teman rekaan" });
    let plan = cast.worker.adds("safety-plan", &case, plan).await;
    let agreed = json!({ "completion_date": scene.day(0), "review_date": scene.day(14), "developed_with_child": true });
    cast.worker.step("agree-safety-plan", &plan, agreed).await;
    let card = cast.worker.page(&format!("/safety-plan/{plan}/card")).await;
    assert!(card.body.contains("layang-layang") && !card.body.contains(NAME));
    assert!(!card.body.contains("Teman rekaan"), "who must not be told stays off a paper that may be found");

    cast.worker.assesses(&case, &mut cast.chief, "medium").await;
    let goal = cast.worker.plans(&case, &mut cast.chief).await;
    let filed = json!({ "reported_on": scene.day(0), "report_number": "LP/REKAAN/2" });
    let track = cast.worker.adds("legal-process", &case, filed).await;
    let stopped = json!({ "stage_on": scene.day(0), "end_reason": "suspect_at_large" });
    scene.later(14).await;
    assert!(cast.worker.day_has("today", &plan).await, "the safety plan is looked at again");
    let again = json!({ "reviewed_on": scene.day(0), "review_date": scene.day(60) });
    cast.worker.step("review-safety-plan", &plan, again).await;
    cast.worker.visits_now(&case, json!({})).await;
    let stopped = json!({ "stage_on": scene.day(0), "end_reason": stopped["end_reason"] });
    cast.worker.step("end-legal-process", &track, stopped).await;
    cast.worker.step("meet-plan-goal", &goal, json!({})).await;
    let closing = json!({ "id": case, "fields": { "closure_reason": "goals_met", "closure_date": scene.day(0),
        "last_contact_on": scene.day(0) } });
    assert_eq!(
        cast.worker.is_refused("close-case", closing).await,
        "closure-incomplete",
        "a safety plan is running"
    );
    cast.worker.step("end-safety-plan", &plan, json!({ "end_note": "Aman (rekaan)." })).await;
    cast.worker.closes(&case, "goals_met").await;
    cast.worker.looks_after(&case).await;
    assert_eq!(cast.manager.counts("number_of_cases", "Anak").await.0, Some(1));
    assert_eq!(
        cast.manager.counts("reporting_delay", "15–30 hari").await.0,
        Some(1),
        "by the dates of the incident, not of the report"
    );
    cast.nobody_else_sees(&case, NAME).await;
});
