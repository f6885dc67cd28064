//! Three siblings on a plantation: two reports of one thing, one mother and not three records of her, a brother whom two workers
//! wrote down, and three children in every figure.

use serde_json::json;

use super::scene::{Cast, Scene, case_of, child, story};

const ELDEST: &str = "Galih Rekaan Purnomo";
const MIDDLE: &str = "Gayatri Rekaan Purnomo";
const YOUNGEST: &str = "Gandes Rekaan Purnomo";

story!(siblings_on_a_plantation, |scene| {
    let mut cast = scene.cast().await;
    let call = |what: &str| {
        json!({ "fields": { "channel": "outreach", "reporter_mode": "named",
        "call_type": "new_referral_action_required", "imminent_danger": "false", "region": "32.73",
        "narrative": format!("Data rekaan: {what} bekerja memetik di kebun Contoh Makmur Abadi."),
        "exploitation_forms": ["plantation_or_mining"] } })
    };
    let first = cast.operator.does("log-call", call("tiga anak Purnomo")).await;
    let second = cast.operator.does("log-call", call("anak-anak Purnomo")).await;
    let board = cast.chief.page("/triage").await;
    assert!(
        board.body.contains(&format!("/report/{first}/same?with={second}"))
            || board.body.contains(&format!("/report/{second}/same?with={first}")),
        "the board sees that they are alike"
    );
    let same = json!({ "kept": first, "merged": second, "reason": "Kejadian dan anak yang sama" });
    cast.chief.does("merge-reports", same).await;
    assert_eq!(cast.chief.state("report", &second).await, "closed");
    let give = json!({ "id": first, "post": cast.worker.post });
    cast.chief.does("assign-report", give).await;
    let offer = cast.worker.performs("list-moves", json!({})).await["received"][0]["id"].clone();
    cast.worker.does("accept-assignment", json!({ "id": offer })).await;

    let mut eldest = child(ELDEST, "male");
    eldest["guardian_name"] = json!("Wulaningtyas Rekaan");
    eldest["guardian_relation"] = json!("mother");
    let one = cast.worker.opens_case(Some(&first), eldest, case_of(scene, "medium")).await;
    let mut cases = vec![one.clone()];
    for name in [MIDDLE, YOUNGEST] {
        let sibling = child(name, "female");
        let search = cast.worker.looks_for(&sibling).await;
        let body = json!({ "search": search, "child": sibling, "fields": case_of(scene, "medium"),
            "sibling": one, "confirmed_not_duplicate": true });
        cases.push(cast.worker.does("open-case", body).await);
    }
    let mothers: std::collections::BTreeSet<String> = {
        let mut all = std::collections::BTreeSet::new();
        for case in &cases {
            let seen = cast.worker.case(case).await;
            let people = seen["people"].as_array().unwrap().clone();
            let mother = people.iter().find(|one| one["role"] == "guardian").expect("their mother");
            all.insert(mother["person"].as_str().unwrap().to_owned());
        }
        all
    };
    assert_eq!(mothers.len(), 1, "one mother");
    let family = cast.worker.case(&one).await["fields"]["family"].as_str().expect("a family").to_owned();
    let page = cast.worker.page(&format!("/family/{family}")).await;
    assert!([ELDEST, MIDDLE, YOUNGEST].iter().all(|name| page.body.contains(name)));
    for name in [ELDEST, MIDDLE, YOUNGEST] {
        cast.nobody_else_sees(&one, name).await;
    }

    known_twice(scene, &mut cast, &one).await;
    looked_after(scene, &mut cast, &cases).await;
});

/// A colleague wrote the eldest down as well: found, compared and merged, and each child is counted once.
async fn known_twice(scene: &Scene, cast: &mut Cast<'_>, one: &str) {
    let mut again = child("Galih Rekaan Purnama", "male");
    again["birth_year"] = json!(2011);
    let search = cast.colleague.looks_for(&again).await;
    let body = json!({ "search": search, "child": again, "fields": case_of(scene, "low"),
        "confirmed_not_duplicate": true });
    let double = cast.colleague.does("open-case", body).await;
    assert_eq!(cast.manager.counts("number_of_cases", "Anak").await.0, Some(4), "nobody knows yet");
    let person = |seen: &serde_json::Value| seen["fields"]["child"].as_str().expect("a child").to_owned();
    let kept = person(&cast.chief.case(one).await);
    let merged = person(&cast.chief.case(&double).await);
    let pair = format!("/person/{kept}/compare?other={merged}");
    let compared = cast.chief.page(&pair).await;
    assert!(
        compared.body.contains("back=1"),
        "the colleague said that they are two, and it can be taken back"
    );
    let back = json!({ "one": kept, "other": merged, "distinct": false, "reason": "Ditanyakan kepada ibunya (rekaan)" });
    cast.chief.does("decide-duplicate", back).await;
    let compared = cast.chief.page(&pair).await;
    assert!(
        compared.body.contains("/distinct?other=") && compared.body.contains("/merge\""),
        "both ways out"
    );
    let reason = json!({ "kept": kept, "merged": merged, "reason": "Anak yang sama, ditanyakan (rekaan)" });
    cast.chief.does("merge-people", reason).await;
    assert_eq!(cast.manager.counts("number_of_cases", "Anak").await.0, Some(3), "each child once");
    assert_eq!(cast.manager.counts("number_of_cases", "Kasus").await.0, Some(4));
    let twice = json!({ "closure_reason": "duplicate", "closure_date": scene.day(0), "last_contact_on": scene.day(0) });
    cast.colleague.step("close-case", &double, twice).await;
    assert!(
        cast.colleague.visits_due(&double).await.is_empty(),
        "nobody looks after a case that is another one"
    );
}

/// School for all three, and a year in which they are looked for.
async fn looked_after(scene: &Scene, cast: &mut Cast<'_>, cases: &[String]) {
    for case in cases {
        cast.worker.meets(case).await;
        let asked = json!({ "service_type": "education" });
        let school = cast.worker.adds("service", case, asked).await;
        cast.worker.step("deliver-service", &school, json!({ "delivered_on": scene.day(0) })).await;
        cast.worker.closes(case, "formal_closing").await;
    }
    assert_eq!(cast.manager.counts("services_provided", "Anak").await.0, Some(3));
    assert_eq!(
        cast.manager.counts("case_closures", "Anak").await.0,
        Some(3),
        "three children, four closures"
    );
    scene.later(31).await;
    for case in cases {
        cast.worker.visits_now(case, json!({ "safe": "true", "in_school_or_work": "true" })).await;
    }
    scene.later(340).await;
    for case in cases {
        while !cast.worker.visits_due(case).await.is_empty() {
            cast.worker.visits_now(case, json!({ "safe": "true", "in_school_or_work": "true" })).await;
        }
    }
    let lasting = cast.manager.counts("lasting_recovery", "Aman dan bersekolah atau bekerja layak").await;
    assert_eq!(lasting, (Some(3), Some(3)));
}
