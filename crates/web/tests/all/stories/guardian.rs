//! A child whose guardian turns out to be the suspect: from that hour the guardian's word counts for nothing, nobody who helps
//! learns where the household is, nothing is sent there, and help goes on by order of a court.

use serde_json::json;

use super::scene::{case_of, child, story};

const NAME: &str = "Kirana Rekaan Maheswari";
const GUARDIAN: &str = "Paman Rekaan Sudarsa";

story!(the_guardian_is_the_suspect, |scene| {
    let mut cast = scene.cast().await;
    let mut girl = child(NAME, "female");
    girl["guardian_name"] = json!(GUARDIAN);
    girl["guardian_relation"] = json!("uncle");
    girl["phone"] = json!("0800-0000-0077");
    let case = cast.worker.opens_case(None, girl, case_of(scene, "medium")).await;
    cast.worker.meets(&case).await;
    let consent = |kind: &str, by: &str| {
        json!({ "case": case, "fields": { "consent_kind": kind, "given_by": by,
        "decision": "given", "purposes": ["services", "information_sharing"],
        "data_groups": ["identity", "contact", "services"], "recipients": ["other_organizations"] } })
    };
    cast.worker.does("give-consent", consent("guardian_consent", "guardian")).await;
    let refer = |to: &str| {
        json!({ "case": case, "to": to, "groups": ["identity", "contact", "services"],
        "fields": { "service_types": ["psychological_support"], "reason": "Data rekaan: anak perlu didampingi." } })
    };
    let to = cast.provider.post.clone();
    let referral = cast.worker.does("refer-case", refer(&to)).await;
    cast.provider.step("accept-referral", &referral, json!({ "first_contact_by": scene.day(2) })).await;
    let seen = cast.provider.case(&case).await;
    assert_eq!(seen["child"]["phone"], "0800-0000-0077");

    // The child says so at the second visit.
    scene.later(3).await;
    let seen = cast.worker.case(&case).await;
    assert_eq!(seen["guardian_is_suspect"], false);
    let people = seen["people"].as_array().unwrap().clone();
    let guardian = people.iter().find(|one| one["role"] == "guardian").expect("a guardian")["person"].clone();
    let search = cast.worker.looks_for(&json!({ "name": GUARDIAN, "sex": "male" })).await;
    let suspect = json!({ "case": case, "search": search, "role": "suspect", "person": guardian,
        "relation": "family_other_than_spouse_or_caregiver" });
    cast.worker.does("add-participant", suspect).await;
    assert!(cast.worker.told("Wali menjadi terduga pelaku: jangan dihubungi").await);
    let page = cast.worker.page(&format!("/case/{case}")).await;
    assert!(page.body.contains("alarm"), "said at the top of the case");
    let seen = cast.provider.case(&case).await;
    assert!(seen["child"]["phone"].is_null(), "what finds the household is withheld at once");
    assert_eq!(seen["child"]["name"], NAME, "help is not taken away");
    let elsewhere = scene.hire_next_door("case-worker").await;
    assert_eq!(
        cast.worker.is_refused("refer-case", refer(&elsewhere.post)).await,
        "share-guardian-is-suspect"
    );

    // Another basis within a day, and nothing for the guardian.
    scene.hours(1).await;
    let reviews = cast.worker.parts(&case, "consent-review", "open").await;
    assert_eq!(reviews.len(), 1, "{}", cast.worker.case(&case).await["parts"]["consent-review"]);
    let day = cast.worker.page("/").await;
    assert!(day.body.contains(&reviews[0]), "who has the case is asked for another basis");
    let person = cast.worker.case(&case).await["fields"]["child"].as_str().expect("a child").to_owned();
    let asked = json!({ "fields": { "request_type": "access", "requester": "guardian", "person": person,
        "requester_name": GUARDIAN, "request_text": "Meminta semua catatan (rekaan).",
        "delivery": "safe_channel", "delivery_safe": true, "delivery_contact": "0800-0000-0077" } });
    let asked = cast.lead.does("open-subject-request", asked).await;
    cast.lead.step("verify-subject-request", &asked, json!({ "verified_how": "Bertemu (rekaan)" })).await;
    cast.lead.step("decide-subject-request", &asked, json!({ "decision": "granted" })).await;
    let copy = cast.lead.answer(&format!("/subject-request/{asked}/copy")).await;
    assert!(!copy.status.is_success() && !copy.body.contains(NAME), "no copy for a suspect");
    let court = json!({ "case": case, "fields": { "consent_kind": "legal_basis_without_consent", "given_by": "court",
        "decision": "given", "legitimate_basis": "Penetapan rekaan 1/2026", "recipients": ["other_organizations"],
        "purposes": ["services", "information_sharing"], "data_groups": ["identity", "services"] } });
    cast.worker.does("give-consent", court).await;
    let mut narrow = refer(&elsewhere.post);
    narrow["groups"] = json!(["identity", "services"]);
    cast.worker.does("refer-case", narrow).await;
    cast.nobody_else_sees(&case, NAME).await;
    cast.nobody_else_sees(&case, GUARDIAN).await;

    // Placed with somebody who was looked at first, and well a year later.
    let home = json!({ "care_arrangements_type": "foster_care", "name_caregiver": "Keluarga Rekaan",
        "review_due": scene.day(60) });
    let home = cast.worker.adds("care-arrangement", &case, home).await;
    let vetted = json!({ "vetting_done_on": scene.day(0), "vetting_result": "suitable", "vetting_next_due": scene.day(20),
        "child_view": "Data rekaan: mau." });
    assert_eq!(
        cast.worker.is_refused("approve-care-arrangement", json!({ "id": home, "fields": vetted })).await,
        "no-right"
    );
    cast.chief.step("approve-care-arrangement", &home, vetted).await;
    let told = "Uji kelayakan pengasuh atau lembaga perlu diperbarui";
    assert!(!cast.worker.told(told).await);
    cast.worker.step("begin-care-arrangement", &home, json!({ "placed_on": scene.day(0) })).await;
    let done = json!({ "outcome": "delivered", "outcome_on": scene.day(0) });
    cast.provider.step("finish-referral", &referral, done).await;
    cast.worker.visits(&case, json!({})).await;
    assert!(cast.worker.told(told).await, "two weeks ahead");
    cast.worker.closes(&case, "formal_closing").await;
    cast.worker.looks_after(&case).await;
    cast.provider.sees_nothing(&case, NAME).await;
});
