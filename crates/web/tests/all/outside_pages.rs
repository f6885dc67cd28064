//! A referral outside the network through forms: the link is shown once, a look ahead at it spends nothing, a hospital answers
//! without an account; one part of a case is given to a colleague; a family's consent and the end of its matter.

use axum::http::StatusCode;

use crate::world::{World, boxes, look, send};

const LINK: &[(&str, &str)] = &[
    ("receiver", "RSUD Contoh, Unit Anak (rekaan)"),
    ("authority", "false"),
    ("service_types", "health_care"),
    ("reason", "Data rekaan: anak perlu diperiksa."),
    ("groups", "services"),
    ("groups", "identity"),
];
const CONSENT: &[(&str, &str)] = &[
    ("consent_kind", "guardian_consent"),
    ("given_by", "guardian"),
    ("giver_relation", "mother"),
    ("decision", "given"),
    ("purposes", "services"),
    ("purposes", "information_sharing"),
    ("data_groups", "services"),
    ("data_groups", "identity"),
    ("recipients", "other_organizations"),
];

#[tokio::test]
async fn a_hospital_without_an_account_opens_and_answers() {
    let world = World::new().await;
    let mut worker = world.staff("supervisor").await;
    let (case, _) = worker.case_with_parts().await;
    send(&mut worker, &format!("/case/{case}/consent"), CONSENT).await;
    let form = look(&mut worker, &format!("/case/{case}/refer-outside")).await;
    assert!(form.body.contains("name=\"receiver\"") && !form.body.contains("name=\"to\""));
    let path = format!("/case/{case}/refer-outside");
    let unnamed = send(&mut worker, &path, &LINK[2..]).await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unnamed.body.contains("Data rekaan: anak perlu diperiksa."), "nothing typed is lost");
    let made = send(&mut worker, &path, LINK).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let [number, code] = boxes(&made).try_into().unwrap();
    assert!(made.body.contains(&format!("http://contoh.invalid/rujukan/{number}")));
    let referral = made.body.split("/referral/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = look(&mut worker, &format!("/referral/{referral}")).await;
    assert!(page.body.contains("Belum dibuka") && !page.body.contains(&number) && !page.body.contains(&code));

    // Whatever looks ahead at the link sees an empty form, leaves no cookie and spends nothing.
    let mut clerk = world.stranger();
    for _ in 0..3 {
        let ahead = look(&mut clerk, &format!("/rujukan/{number}")).await;
        assert!(!ahead.body.contains("Data rekaan") && ahead.headers.get("set-cookie").is_none());
    }
    let wrong = clerk.post("/rujukan", &[("number", &number), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    assert!(wrong.body.contains("tidak cocok"));
    let opened = clerk.post("/rujukan", &[("number", &number), ("code", &code)]).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.body);
    assert!(opened.body.contains("Data rekaan: anak perlu diperiksa.") && !opened.body.contains("Contoh 0"));
    assert!(opened.headers.get("set-cookie").is_none());
    let [back] = boxes(&opened).try_into().unwrap();
    let again = clerk.post("/rujukan", &[("number", &number), ("code", &code)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("sudah pernah dibuka"));

    let key = [("number", back.as_str()), ("code", code.as_str())];
    let with = |fields: &[(&'static str, &'static str)]| {
        key.iter().copied().chain(fields.iter().copied()).collect::<Vec<_>>()
    };
    let undated = clerk.post("/rujukan", &with(&[("do", "accept")])).await;
    assert_eq!(undated.status, StatusCode::UNPROCESSABLE_ENTITY);
    let yes = clerk.post("/rujukan", &with(&[("do", "accept"), ("first_contact_by", "2026-03-07")])).await;
    assert_eq!(yes.status, StatusCode::OK, "{}", yes.body);
    assert!(
        yes.body.contains("Jawaban Anda sudah sampai") && yes.body.contains("Contoh 0"),
        "the name follows the yes"
    );
    let told = look(&mut worker, &format!("/referral/{referral}")).await;
    assert!(told.body.contains("Sudah dibuka") && told.body.contains("Diterima"));
    let news = look(&mut worker, "/notifications").await;
    assert!(
        news.body.contains("Rujukan ke luar jaringan sudah dibuka")
            && news.body.contains("Rujukan Anda diterima")
    );
    let fields = [
        ("do", "finish"),
        ("outcome", "delivered"),
        ("outcome_on", "2026-03-05"),
        ("outcome_note", "Baik (rekaan)."),
    ];
    let done = clerk.post("/rujukan", &with(&fields)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(!done.body.contains("Contoh 0") && done.body.contains("Terima kasih"));
    let told = look(&mut worker, &format!("/referral/{referral}")).await;
    assert!(told.body.contains("Baik (rekaan)."));
}

#[tokio::test]
async fn a_lost_link_is_made_anew() {
    let world = World::new().await;
    let mut worker = world.staff("supervisor").await;
    let (case, _) = worker.case_with_parts().await;
    send(&mut worker, &format!("/case/{case}/consent"), CONSENT).await;
    let made = send(&mut worker, &format!("/case/{case}/refer-outside"), LINK).await;
    let [number, code] = boxes(&made).try_into().unwrap();
    let referral = made.body.split("/referral/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/referral/{referral}/renew-outside");
    let page = look(&mut worker, &format!("/referral/{referral}")).await;
    assert!(page.body.contains(&path));
    look(&mut worker, &path).await;
    let anew = send(&mut worker, &path, &[]).await;
    let [fresh, spoken] = boxes(&anew).try_into().unwrap();
    let mut clerk = world.stranger();
    let void = clerk.post("/rujukan", &[("number", &number), ("code", &code)]).await;
    assert_eq!(void.status, StatusCode::NOT_FOUND);
    let opened = clerk.post("/rujukan", &[("number", &fresh), ("code", &spoken)]).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.body);
    let mut colleague = world.staff("case-worker").await;
    assert_eq!(colleague.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_visit_is_given_to_a_colleague_who_sees_the_child_and_nothing_else() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let mut helper = world.staff("case-worker").await;
    let (case, parts) = worker.case_with_parts().await;
    let visit = parts.iter().find(|(kind, _)| *kind == "follow-up").unwrap().1;
    let page = look(&mut worker, &format!("/follow-up/{visit}")).await;
    assert!(page.body.contains("Serahkan kunjungan kepada jabatan lain"));
    let form = look(&mut worker, &format!("/follow-up/{visit}/assign")).await;
    assert!(form.body.contains("Hanya bagian ini yang berpindah"));
    let to = helper.actor.holdings()[0].post.to_string();
    let sent = send(&mut worker, &format!("/follow-up/{visit}/assign"), &[("post", &to)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let day = look(&mut helper, "/").await;
    let id = day.body.split("/assignment/").nth(1).unwrap().split(['"', '/']).next().unwrap().to_owned();
    look(&mut helper, &format!("/assignment/{id}")).await;
    let sent = send(&mut helper, &format!("/assignment/{id}/accept"), &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(look(&mut helper, "/").await.body.contains(&format!("/follow-up/{visit}")));
    assert!(!look(&mut worker, "/").await.body.contains(&format!("/follow-up/{visit}")));
    let seen = look(&mut helper, &format!("/case/{case}")).await;
    assert!(
        seen.body.contains("Anda memegang satu bagian kasus ini") && !seen.body.contains("belum bersekolah")
    );
    let assessment = parts.iter().find(|(kind, _)| *kind == "assessment").unwrap().1;
    assert_eq!(helper.get(&format!("/assessment/{assessment}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_guardian_speaks_for_all_children_and_the_matter_of_the_family_ends() {
    let world = World::new().await;
    let mut worker = world.staff("supervisor").await;
    let (case, _) = worker.case_with_parts().await;
    let made = send(&mut worker, "/family/new", &[("case", &case.to_string())]).await;
    let family = made.location().split('?').next().unwrap().to_owned();
    let page = look(&mut worker, &family).await;
    assert!(
        page.body.contains(&format!("{family}/consent")) && !page.body.contains(&format!("{family}/close"))
    );
    look(&mut worker, &format!("{family}/consent")).await;
    let guardian = ["given_by", "consent_kind", "giver_relation"];
    let mut alone: Vec<_> = CONSENT.iter().copied().filter(|(name, _)| !guardian.contains(name)).collect();
    alone.extend([("given_by", "child"), ("consent_kind", "child_assent")]);
    let sent = send(&mut worker, &format!("{family}/consent"), &alone).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "children are asked one by one");
    let sent = send(&mut worker, &format!("{family}/consent"), CONSENT).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let consents = look(&mut worker, &format!("/case/{case}/consents")).await;
    assert!(consents.body.contains("Ibu"), "the relation stands with the consent");
    look(&mut worker, &format!("{family}/close")).await;
    let fields = [("closure_reason", "goals_met"), ("closure_note", "Keluarga didampingi kader (rekaan).")];
    let early = send(&mut worker, &format!("{family}/close"), &fields).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.body.contains("Masih ada kasus anak yang terbuka"));
}
