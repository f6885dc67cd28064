//! A young person who tells about themselves: answered where they asked for it and nowhere else, asked for their own word, given a
//! copy of what is kept, and erased when they want it.

use serde_json::json;

use super::scene::{case_of, child, story};

const NAME: &str = "Tirta Rekaan Nugraha";

story!(somebody_tells_about_themselves, |scene| {
    let mut cast = scene.cast().await;
    let mut phone = scene.world.stranger();
    let told = [
        ("narrative", "Data rekaan: aku disuruh bekerja malam dan tidak sekolah."),
        ("imminent_danger", "unknown"),
        ("region", "32.73"),
        ("children", "Aku sendiri, 16 tahun"),
        ("reporter_name", "Tirta"),
        ("reporter_contact", "0800-0000-0055"),
        ("reporter_safe_contact", "false"),
    ];
    let receipt = scene.tell(&mut phone, &told).await;
    let listed = cast.operator.page("/api/report").await;
    let listed: serde_json::Value = serde_json::from_str(&listed.body).unwrap();
    let report = listed["rows"][0]["id"].as_str().unwrap().to_owned();
    let page = cast.operator.page(&format!("/report/{report}")).await;
    assert!(!page.body.contains("0800-0000-0055"), "who told is kept apart");
    cast.operator.step("acknowledge-report", &report, json!({})).await;
    cast.operator
        .does("answer-reporter", json!({ "report": report, "text": "Kami percaya. Boleh bertemu?" }))
        .await;
    let read = phone.post("/lapor/kembali", &[("receipt", &receipt)]).await;
    assert!(read.body.contains("Boleh bertemu?"));
    let yes =
        [("receipt", receipt.as_str()), ("act", &read.input("act")), ("text", "Boleh, di sekolah (rekaan).")];
    phone.post("/lapor/kembali", &yes).await;
    assert!(cast.operator.day_has("unanswered", &report).await);

    let mut young = child(NAME, "male");
    young["birth_year"] = json!(2010);
    let search = cast.operator.looks_for(&young).await;
    let opened = json!({ "search": search, "report": report, "child": young, "post": cast.worker.post,
        "fields": case_of(scene, "medium") });
    let case = cast.operator.does("open-case", opened).await;
    cast.worker.meets(&case).await;
    let word = json!({ "case": case, "fields": { "consent_kind": "young_person_consent", "given_by": "child",
        "decision": "given", "purposes": ["services", "information_sharing", "statistics"],
        "data_groups": ["identity", "services"], "recipients": ["other_organizations"], "safe_channels": ["visit"] } });
    cast.worker.does("give-consent", word).await;
    let refer = json!({ "case": case, "to": cast.provider.post, "groups": ["identity", "services"],
        "fields": { "service_types": ["education"], "reason": "Data rekaan: ingin bersekolah lagi." } });
    let referral = cast.worker.does("refer-case", refer).await;
    cast.provider.step("accept-referral", &referral, json!({ "first_contact_by": scene.day(1) })).await;
    let done = json!({ "outcome": "delivered", "outcome_on": scene.day(0), "services_given": ["education"] });
    cast.provider.step("finish-referral", &referral, done).await;
    cast.nobody_else_sees(&case, NAME).await;
    cast.worker.visits(&case, json!({})).await;
    cast.worker.closes(&case, "goals_met").await;
    cast.worker.looks_after(&case).await;
    let lasting = cast.manager.counts("lasting_recovery", "Aman dan bersekolah atau bekerja layak").await;
    assert_eq!(lasting, (Some(1), Some(1)));

    // A year later they ask what is kept, and then that it goes.
    let person = cast.worker.case(&case).await["fields"]["child"].as_str().unwrap().to_owned();
    let ask = |what: &str| {
        json!({ "fields": { "request_type": what, "requester": "self", "person": person,
        "requester_name": NAME, "request_text": "Permintaan saya (rekaan).", "delivery": "in_person",
        "delivery_safe": true } })
    };
    let copy = cast.lead.does("open-subject-request", ask("access")).await;
    cast.lead.step("verify-subject-request", &copy, json!({ "verified_how": "Bertemu (rekaan)" })).await;
    cast.lead.step("decide-subject-request", &copy, json!({ "decision": "granted" })).await;
    assert!(cast.lead.page(&format!("/subject-request/{copy}/copy")).await.body.contains(NAME));
    let erase = cast.lead.does("open-subject-request", ask("erasure")).await;
    cast.lead.step("verify-subject-request", &erase, json!({ "verified_how": "Bertemu (rekaan)" })).await;
    cast.lead.step("decide-subject-request", &erase, json!({ "decision": "granted" })).await;
    let early = json!({ "id": erase, "fields": { "carried_note": "Sudah." } });
    assert_eq!(cast.lead.is_refused("carry-out-subject-request", early.clone()).await, "not-erased");
    let number = cast.lead.case(&case).await["envelope"]["code"].as_str().unwrap().to_owned();
    cast.lead
        .sends(&format!("/person/{person}/erase"), &[("reason", "subject-request"), ("number", &number)])
        .await;
    cast.lead.does("carry-out-subject-request", early).await;
    let page = cast.lead.page(&format!("/case/{case}")).await;
    assert!(
        page.body.contains("Data telah dihapus") && !page.body.contains("Nama tidak ditampilkan"),
        "{}",
        page.body
    );
    assert!(!page.body.contains(NAME) && !page.body.contains("Data rekaan: anak belum bersekolah."));
    assert!(
        cast.lead.performs("search-people", json!({ "free": NAME })).await["hits"]
            .as_array()
            .is_none_or(Vec::is_empty)
    );
    assert_eq!(
        cast.manager.counts("number_of_cases", "Anak").await.0,
        Some(1),
        "that somebody was helped stays true"
    );
});
