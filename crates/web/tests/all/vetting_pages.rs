//! Vetting of staff through its pages, in both languages; parts of cases handed on many at once; many links to a hospital.

use axum::http::StatusCode;
use model::Lang;

use crate::world::{World, look, send};

#[tokio::test]
async fn a_lead_asks_for_vettings_and_decides_them() {
    let world = World::new().await;
    let worker = world.staff("case-worker").await;
    let mut lead = world.staff("protection-lead").await;
    let fields = [("role", "case-worker"), ("required", "true")];
    assert_eq!(send(&mut lead, "/vettings", &fields).await.status, StatusCode::SEE_OTHER);
    let listed = look(&mut lead, "/vettings").await;
    assert!(listed.body.contains("tanpa pemeriksaan yang berlaku"), "{}", listed.body);
    let account = worker.actor.account().unwrap().to_string();
    assert_eq!(send(&mut lead, "/vettings", &[("account", &account)]).await.status, StatusCode::SEE_OTHER);
    let twice = send(&mut lead, "/vettings", &[("account", &account)]).await;
    assert!(twice.status == StatusCode::CONFLICT && twice.body.contains("sudah ada"), "{}", twice.body);
    let listed = look(&mut lead, "/vettings").await;
    let record = listed.body.split("href=\"/vetting/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for lang in Lang::ALL {
        lead.speaks(lang);
        for path in ["/vettings".to_owned(), "/vetting".into(), format!("/vetting/{record}")] {
            let page = look(&mut lead, &format!("{path}?lang={}", lang.code())).await;
            assert!(!page.body.contains(">vetting-") && page.body.matches("<h1").count() == 1, "{path}");
        }
    }
    lead.speaks(Lang::Id);
    look(&mut lead, "/vettings?lang=id").await;
    let short = send(&mut lead, &format!("/vetting/{record}/clear"), &[("result", "suitable")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cleared = [
        ("certificate_on", "2026-01-10"),
        ("references_on", "2026-01-11"),
        ("code_signed_on", "2026-01-12"),
        ("training_on", "2026-01-13"),
        ("result", "suitable"),
        ("valid_until", "2099-01-01"),
    ];
    let done = send(&mut lead, &format!("/vetting/{record}/clear"), &cleared).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let listed = look(&mut lead, "/vettings").await;
    assert!(
        listed.body.contains("Semua petugas yang bekerja dengan anak sudah diperiksa"),
        "{}",
        listed.body
    );
}

#[tokio::test]
async fn visits_are_handed_on_many_at_once() {
    let world = World::new().await;
    let mut supervisor = world.staff("supervisor").await;
    supervisor.case_with_parts().await;
    let worker = world.staff("case-worker").await;
    let to = worker.actor.holdings()[0].post.to_string();
    let list = look(&mut supervisor, "/follow-up").await;
    assert!(list.body.contains("/follow-up/many/assign"));
    let form = look(&mut supervisor, "/follow-up/many/assign").await;
    let row = form.body.split("name=\"row\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let none = send(&mut supervisor, "/follow-up/many/assign", &[("to", &to)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = send(&mut supervisor, "/follow-up/many/assign", &[("to", &to), ("row", &row)]).await;
    assert!(told.status == StatusCode::OK && told.body.contains("1 dari 1 berhasil"), "{}", told.body);
    let no_part = supervisor.get("/report/many/assign").await;
    assert_eq!(no_part.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn many_children_are_referred_to_a_hospital() {
    let world = World::new().await;
    let mut worker = world.staff("supervisor").await;
    let (case, _) = worker.case_with_parts().await;
    let row = case.to_string();
    let form = look(&mut worker, "/case/many/refer-outside").await;
    assert!(form.body.contains("name=\"receiver\"") && form.body.contains(&row));
    let asked = [
        ("row", row.as_str()),
        ("receiver", "RSUD Contoh (rekaan)"),
        ("authority", "false"),
        ("service_types", "health_care"),
        ("reason", "Data rekaan: anak perlu diperiksa."),
        ("groups", "services"),
    ];
    let unnamed = send(&mut worker, "/case/many/refer-outside", &asked[..1]).await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let silent = send(&mut worker, "/case/many/refer-outside", &asked).await;
    assert_eq!(silent.status, StatusCode::OK);
    assert!(!silent.body.contains("code-big"), "nobody agreed: {}", silent.body);
    let consent = [
        ("consent_kind", "guardian_consent"),
        ("given_by", "guardian"),
        ("giver_relation", "mother"),
        ("decision", "given"),
        ("purposes", "services"),
        ("purposes", "information_sharing"),
        ("data_groups", "services"),
        ("recipients", "other_organizations"),
    ];
    send(&mut worker, &format!("/case/{case}/consent"), &consent).await;
    let made = send(&mut worker, "/case/many/refer-outside", &asked).await;
    assert_eq!(made.body.matches("code-big").count(), 1, "{}", made.body);
}
