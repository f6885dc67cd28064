//! A girl who takes her word back: the helper of another organisation sees nothing from that hour on, both sides know, her own
//! organisation goes on, and she is in no published figure.

use serde_json::json;

use super::scene::{case_of, child, story};

const NAME: &str = "Ayu Rekaan Larasati";

story!(consent_is_taken_back, |scene| {
    let mut cast = scene.cast().await;
    let case = cast.worker.opens_case(None, child(NAME, "female"), case_of(scene, "low")).await;
    cast.worker.meets(&case).await;
    let give = |kind: &str, by: &str, decision: &str, purposes: serde_json::Value| {
        json!({ "case": case,
        "fields": { "consent_kind": kind, "given_by": by, "decision": decision, "purposes": purposes,
            "data_groups": ["identity", "services"], "recipients": ["other_organizations"],
            "safe_channels": ["visit"] } })
    };
    let both = json!(["services", "information_sharing"]);
    cast.worker.does("give-consent", give("guardian_consent", "guardian", "given", both.clone())).await;
    let assent = cast.worker.does("give-consent", give("child_assent", "child", "given", both.clone())).await;
    let refer = json!({ "case": case, "to": cast.provider.post, "groups": ["identity", "services"],
        "fields": { "service_types": ["psychological_support"], "reason": "Data rekaan." } });
    let referral = cast.worker.does("refer-case", refer.clone()).await;
    cast.provider.step("accept-referral", &referral, json!({ "first_contact_by": scene.day(2) })).await;
    assert!(cast.provider.page(&format!("/case/{case}")).await.body.contains(NAME));

    scene.later(5).await;
    let back = json!({ "withdrawn_reason": "Anak berubah pikiran (rekaan)." });
    cast.worker.step("withdraw-consent", &assent, back).await;
    cast.provider.nothing_at(&format!("/case/{case}")).await;
    assert!(cast.provider.told("Persetujuan ditarik; berbagi dihentikan").await);
    assert_eq!(cast.worker.state("referral", &referral).await, "revoked");
    assert_eq!(cast.worker.is_refused("refer-case", refer.clone()).await, "share-child-refused");
    let past = json!({ "reason": "Pemeriksaan tidak dapat menunggu (rekaan)", "legal_basis": "UU 35/2014 pasal 59A" });
    let mut over = refer;
    over["past_consent"] = past;
    assert_eq!(cast.worker.is_refused("refer-case", over.clone()).await, "no-right-to-override");
    // Past her no it takes two: the chief asks, the protection lead says yes, once.
    assert_eq!(cast.chief.is_refused("refer-case", over.clone()).await, "override-needs-approval");
    let receivers = cast.chief.performs("list-receivers", json!({})).await;
    let receivers = receivers["receivers"].as_array().unwrap();
    let recipient =
        &receivers.iter().find(|one| one["post"] == json!(cast.provider.post)).unwrap()["organisation"];
    let ask = json!({ "case": case, "fields": { "approval_type": "consent_override",
        "request_note": "Pemeriksaan di rumah sakit (rekaan)." }, "recipient": recipient });
    let approval = cast.chief.does("request-approval", ask).await;
    let yes = json!({ "approval": approval, "granted": true });
    assert_eq!(cast.chief.is_refused("approve", yes.clone()).await, "own-request");
    cast.lead.does("approve", yes).await;
    cast.chief.does("refer-case", over).await;
    assert!(cast.lead.told("Berbagi tanpa persetujuan perlu ditinjau").await, "somebody else looks at it");

    // A no to statistics keeps her out of every figure about children, whoever looks; her case goes on all the same.
    assert_eq!(cast.manager.counts("number_of_cases", "Anak").await.0, Some(1));
    let mut statistician = scene.hire("programme-officer", None).await;
    let no = give("child_assent", "child", "refused", json!(["statistics"]));
    cast.worker.does("give-consent", no).await;
    let kept_out = statistician.page("/indicators").await;
    assert!(!kept_out.body.contains(NAME));
    assert_eq!(
        statistician.counts("number_of_cases", "Anak").await.0,
        Some(0),
        "in no figure that leaves case work"
    );
    assert_eq!(cast.manager.counts("number_of_cases", "Anak").await.0, Some(0));
    assert_eq!(
        cast.manager.counts("case_load", "0–9 kasus").await.0,
        Some(1),
        "how much work there is stays true"
    );
    let own = cast.manager.page("/indicators").await;
    assert!(own.body.contains("1 anak"), "who leads the work is told how many are left out: {}", own.body);

    cast.worker.visits(&case, json!({})).await;
    let wanted = cast.worker.parts(&case, "referral", "in_progress").await;
    let ended = json!({ "revoked_reason": "Tidak diperlukan lagi (rekaan)." });
    for referral in wanted {
        cast.chief.step("revoke-referral", &referral, ended.clone()).await;
    }
    cast.worker.closes(&case, "withdrawn_by_child_and_family").await;
    cast.worker.looks_after(&case).await;
    assert_eq!(
        statistician.counts("lasting_recovery", "Aman dan bersekolah atau bekerja layak").await.0,
        Some(0)
    );
    cast.nobody_else_sees(&case, NAME).await;
    cast.provider.sees_nothing(&case, NAME).await;
});
