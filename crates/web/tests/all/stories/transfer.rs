//! A child who moves to where another organisation works: the case goes along with its dates and its history, the former owner
//! keeps the trail and no access, and the child is counted where the case is.

use serde_json::json;

use super::scene::{case_of, child, story};

const NAME: &str = "Rangga Rekaan Wibisana";

story!(a_case_goes_to_another_organisation, |scene| {
    let mut cast = scene.cast().await;
    let mut over_there = scene.hire_next_door("manager").await;
    let case = cast.worker.opens_case(None, child(NAME, "male"), case_of(scene, "medium")).await;
    cast.worker.meets(&case).await;
    let due = cast.worker.visits_due(&case).await;
    let give = json!({ "case": case, "to": cast.provider.post,
        "fields": { "reason": "Data rekaan: keluarga pindah ke wilayah lain." } });
    assert_eq!(cast.worker.is_refused("transfer-case", give.clone()).await, "no-right");
    assert_eq!(cast.chief.is_refused("transfer-case", give.clone()).await, "share-without-consent");
    let agreed = json!({ "case": case, "fields": { "consent_kind": "guardian_consent", "given_by": "guardian",
        "decision": "given", "purposes": ["services", "information_sharing"], "recipients": ["other_organizations"],
        "data_groups": ["identity", "contact", "family", "health", "incident", "suspect", "services", "legal", "documents"] } });
    cast.worker.does("give-consent", agreed).await;
    let transfer = cast.chief.does("transfer-case", give.clone()).await;
    assert!(cast.provider.told("Pelimpahan kasus untuk Anda jawab").await);
    assert!(cast.worker.case(&case).await["envelope"]["state"] == "open", "nothing changes before a yes");
    let day = cast.provider.page("/").await;
    assert!(day.body.contains(&transfer));

    // The first offer is not answered in time and ends where everybody sees it.
    scene.later(8).await;
    assert_eq!(cast.chief.state("transfer", &transfer).await, "expired");
    cast.provider.nothing_at(&format!("/case/{case}")).await;
    let transfer = cast.chief.does("transfer-case", give).await;
    cast.provider.step("accept-transfer", &transfer, json!({})).await;
    assert!(cast.chief.told("Pelimpahan diterima").await);
    assert!(cast.provider.day_has("new", &case).await);
    assert_eq!(cast.provider.visits_due(&case).await, due, "no due date moved");
    for before in [&mut cast.worker, &mut cast.chief, &mut cast.manager, &mut cast.lead] {
        before.nothing_at(&format!("/case/{case}")).await;
    }
    assert_eq!(cast.manager.counts("number_of_cases", "Anak").await.0, Some(0));
    assert_eq!(over_there.counts("number_of_cases", "Anak").await.0, Some(1), "counted where the case is");
    let moves = cast.chief.performs("list-moves", json!({})).await;
    assert!(
        moves["sent"].as_array().unwrap().iter().any(|row| row["state"] == "accepted"),
        "the trail stays"
    );

    cast.provider.visits_now(&case, json!({})).await;
    cast.provider.closes(&case, "formal_closing").await;
    cast.provider.looks_after(&case).await;
    let lasting = over_there.counts("lasting_recovery", "Aman dan bersekolah atau bekerja layak").await;
    assert_eq!(lasting, (Some(1), Some(1)));
    // The organisation next door has people of its own who have nothing to do with it, and a manager who does.
    for at in [0, 2, 3, 4] {
        cast.outsiders[at].sees_nothing(&case, NAME).await;
    }
});
