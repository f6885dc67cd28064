//! A child from the Philippines who is found here: a consulate that is no member is written to by a numbered letter, its answer
//! comes back on paper, a relative is looked for, and the child goes home with somebody who waits there.

use serde_json::json;

use super::scene::{case_of, story};

const NAME: &str = "Amihan Rekaan Dalisay";

story!(a_child_goes_home_across_the_border, |scene| {
    let mut cast = scene.cast().await;
    let mut stranger = scene.world.stranger();
    let told = [
        ("narrative", "Data rekaan: anak berbahasa asing di pelabuhan."),
        ("imminent_danger", "false"),
        ("region", "32.73"),
    ];
    scene.tell(&mut stranger, &told).await;
    let listed = cast.operator.page("/api/report").await;
    let listed: serde_json::Value = serde_json::from_str(&listed.body).unwrap();
    let report = listed["rows"][0]["id"].as_str().unwrap().to_owned();
    let girl = json!({ "name": NAME, "sex": "female", "birth_year": 2013, "nationality": "PH",
        "age_basis": "stated" });
    let search = cast.operator.looks_for(&girl).await;
    let opened = json!({ "search": search, "report": report, "child": girl, "post": cast.worker.post,
        "fields": case_of(scene, "high") });
    let case = cast.operator.does("open-case", opened).await;
    cast.worker.meets(&case).await;
    let tongue = cast.worker.adds("service", &case, json!({ "service_type": "interpreter" })).await;
    cast.worker.step("deliver-service", &tongue, json!({ "delivered_on": scene.day(0) })).await;

    // The consulate is no member: a letter with a number, on paper, and a service that stays open until it answers.
    let asked = json!({ "service_type": "return_home", "provider": "Konsulat rekaan",
        "appointment_date": scene.day(10) });
    let service = cast.worker.adds("service", &case, asked).await;
    cast.worker.step("offer-service", &service, json!({})).await;
    let path = format!("/case/{case}/letter");
    let form = cast.worker.page(&format!("{path}?template=referral_letter")).await;
    assert!(form.body.contains("KS-"));
    let written = [
        ("template", "referral_letter"),
        ("subject", "Permohonan pendampingan anak (rekaan)"),
        ("addressee", "Konsulat rekaan"),
        ("body", "Dengan hormat,\n\nSurat rekaan."),
    ];
    let letter = cast.worker.sends(&path, &written).await;
    let id = letter.rsplit('/').next().unwrap().to_owned();
    cast.worker
        .step(
            "issue-document",
            &id,
            json!({ "document_date": scene.day(0), "addressee_kind": "institution" }),
        )
        .await;
    let printed = cast.worker.page(&format!("{letter}/print")).await;
    assert!(printed.body.contains("Rahasia") && printed.body.contains("Konsulat rekaan"));
    assert!(!printed.body.split("</title>").next().unwrap().contains(NAME));
    scene.later(11).await;
    assert_eq!(cast.worker.state("service", &service).await, "offered", "not done before an answer is there");
    cast.nobody_else_sees(&case, NAME).await;

    // An aunt is looked for and found through the answer that came on paper.
    let sought = json!({ "sought_name": "Bibi Rekaan Dalisay", "relation": "aunt", "sought_sex": "female",
        "separation_cause": "migration" });
    let tracing = cast.worker.adds("tracing-request", &case, sought).await;
    cast.worker.step("trace-tracing-request", &tracing, json!({ "next_search_on": scene.day(7) })).await;
    cast.worker.step("agree-service", &service, json!({})).await;
    cast.worker.visits_now(&case, json!({})).await;
    cast.worker.assesses(&case, &mut cast.chief, "low").await;
    let gone = json!({ "delivered_on": scene.day(0), "provider_note": "Diterima keluarga (rekaan)." });
    cast.worker.step("deliver-service", &service, gone).await;
    cast.worker.closes(&case, "repatriated").await;
    assert_eq!(cast.manager.counts("case_closures", "Dipulangkan ke negara asal").await.0, Some(1));
    let due = cast.worker.visits_due(&case).await;
    assert_eq!(due.len(), 4, "looked for over there too");
    scene.until(&due[0]).await;
    // Nobody over there answers the first time: that is said, not hidden.
    let id = cast.worker.parts(&case, "follow-up", "due").await.remove(0);
    let unheard = json!({ "id": id, "fields": {} });
    assert_eq!(cast.worker.is_refused("miss-follow-up", unheard).await, "invalid");
    cast.worker
        .step("miss-follow-up", &id, json!({ "not_seen_reason": "Belum ada jawaban (rekaan)." }))
        .await;
    for _ in 0..3 {
        cast.worker.visits(&case, json!({ "safe": "true", "in_school_or_work": "true" })).await;
    }
    let lasting = cast.manager.counts("lasting_recovery", "Aman dan bersekolah atau bekerja layak").await;
    assert_eq!(lasting, (Some(1), Some(1)));
    assert_eq!(cast.manager.counts("services_provided", "Anak").await.0, Some(1), "two services, one child");
});
