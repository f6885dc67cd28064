//! A claim for restitution: counted up with the child, filed in time, granted in part, left unpaid, and covered by the victims'
//! fund. Claimed, ordered and paid are three numbers.

use serde_json::json;

use super::scene::{case_of, child, story};

const NAME: &str = "Melur Rekaan Sasmita";

story!(a_claim_is_paid_in_the_end, |scene| {
    let mut cast = scene.cast().await;
    let mut lawyer = scene.hire("legal-officer", Some(&cast.chief)).await;
    let case = cast.worker.opens_case(None, child(NAME, "female"), case_of(scene, "medium")).await;
    cast.worker.meets(&case).await;
    cast.worker.assesses(&case, &mut cast.chief, "low").await;
    let filed = json!({ "reported_on": scene.day(0), "report_number": "LP/REKAAN/9" });
    let track = cast.worker.adds("legal-process", &case, filed).await;
    let claim = json!({ "claim_kind": "restitution", "heads_of_loss": ["suffering", "medical_and_psychological_care"],
        "deadline": scene.day(20) });
    let claim = cast.worker.adds("restitution-claim", &case, claim).await;
    lawyer.nothing_at(&format!("/case/{case}")).await;

    // The case goes to the lawyer for the time of the trial: nobody answers for it twice.
    let give = json!({ "id": case, "post": lawyer.post, "reason": "Pendampingan hukum (rekaan)" });
    cast.chief.does("assign-case", give).await;
    assert!(lawyer.told("Ditawarkan kepada Anda").await);
    let offer = lawyer.performs("list-moves", json!({})).await["received"][0]["id"].clone();
    lawyer.does("accept-assignment", json!({ "id": offer })).await;
    assert!(lawyer.day_has("new", &case).await);
    cast.worker.nothing_at(&format!("/case/{case}")).await;
    cast.nobody_else_sees(&case, NAME).await;
    scene.later(14).await;
    assert!(lawyer.day_has("week", &claim).await, "the deadline is in the day before it passes");
    let file = json!({ "filed_on": scene.day(0), "filed_with": "lpsk", "amount_claimed": 50_000_000 });
    lawyer.step("file-restitution-claim", &claim, file).await;
    for act in ["investigate", "send-file", "hand-over", "prosecute", "bring-to-trial"] {
        lawyer.step(&format!("{act}-legal-process"), &track, json!({ "stage_on": scene.day(0) })).await;
    }
    scene.later(60).await;
    let verdict =
        json!({ "stage_on": scene.day(0), "verdict_result": "convicted", "restitution_ordered": 30_000_000 });
    lawyer.step("decide-legal-process", &track, verdict).await;
    let partly = json!({ "decided_on": scene.day(0), "amount_ordered": 30_000_000 });
    lawyer.step("grant-partly-restitution-claim", &claim, partly).await;
    lawyer.step("finalise-legal-process", &track, json!({ "stage_on": scene.day(0) })).await;
    let deadline = scene.day(30);
    lawyer.step("await-payment-restitution-claim", &claim, json!({ "deadline": deadline })).await;
    scene.later(31).await;
    lawyer.step("default-restitution-claim", &claim, json!({})).await;
    let some = json!({ "amount_paid": 30_000_000 });
    lawyer.step("cover-restitution-claim", &claim, some).await;
    let seen = lawyer.record("restitution-claim", &claim).await;
    let amounts =
        ["amount_claimed", "amount_ordered", "amount_paid"].map(|name| seen["fields"][name].to_string());
    assert_eq!(amounts, ["50000000", "30000000", "30000000"].map(str::to_owned));
    let path = |line| ("legal_path", line);
    for (line, children) in [
        ("Dilaporkan ke polisi", 1),
        ("Dipidana atau dikenai tindakan", 1),
        ("Restitusi diputuskan", 1),
        ("Restitusi dibayar", 1),
    ] {
        let (figure, line) = path(line);
        assert_eq!(cast.manager.counts(figure, line).await.0, Some(children), "{line}");
    }

    // Back to the worker, who closes and looks after the child; the law goes on beside the closed case.
    let give = json!({ "id": case, "post": cast.worker.post });
    cast.chief.does("assign-case", give).await;
    let moves = cast.worker.performs("list-moves", json!({})).await;
    let offer =
        moves["received"].as_array().unwrap().iter().find(|row| row["state"] == "in_progress").unwrap()["id"]
            .clone();
    cast.worker.does("accept-assignment", json!({ "id": offer })).await;
    cast.worker.visits_now(&case, json!({})).await;
    cast.worker.closes(&case, "goals_met").await;
    cast.worker
        .step(
            "execute-legal-process",
            &track,
            json!({ "stage_on": scene.day(0), "restitution_paid": 30_000_000 }),
        )
        .await;
    cast.worker.looks_after(&case).await;
    cast.nobody_else_sees(&case, NAME).await;
    assert_eq!(cast.worker.state("legal-process", &track).await, "execution");
});
