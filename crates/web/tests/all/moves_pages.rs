//! Consent beside a child, a referral to a colleague, its answer, a transfer and many cases at once, through forms.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{Browser, World, look, send};

async fn go(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let page = send(browser, path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "POST {path}: {}", page.body);
    page.location().to_owned()
}

const CONSENT: &[(&str, &str)] = &[
    ("consent_kind", "guardian_consent"),
    ("given_by", "other_guardian"),
    ("giver_relation", "aunt"),
    ("decision", "given"),
    ("purposes", "services"),
    ("purposes", "information_sharing"),
    ("data_groups", "services"),
    ("recipients", "other_organizations"),
    ("safe_channels", "visit"),
];

#[tokio::test]
async fn consent_is_written_down_and_taken_back() {
    let world = World::new().await;
    let mut worker = world.staff("supervisor").await;
    let (case, _) = worker.case_with_parts().await;
    let empty = look(&mut worker, &format!("/case/{case}/consents")).await;
    assert!(empty.body.contains("Belum ada persetujuan."));
    let form = look(&mut worker, &format!("/case/{case}/consent")).await;
    assert!(form.body.contains("Anak boleh berkata tidak"));
    let path = format!("/case/{case}/consent");
    let nothing = send(&mut worker, &path, &[("decision", "given"), ("said", "Kata anak rekaan")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Kata anak rekaan"), "nothing typed is lost");
    let there = go(&mut worker, &path, CONSENT).await;
    let page = look(&mut worker, there.split('?').next().unwrap()).await;
    assert!(page.body.contains("Kunjungan langsung") && page.body.contains("Tarik kembali persetujuan"));
    let withdraw = page.body.split("/consent/").find(|rest| rest.contains("/withdraw")).unwrap();
    let id = withdraw.split('/').next().unwrap().to_owned();
    go(&mut worker, &format!("/consent/{id}/withdraw"), &[("withdrawn_reason", "Berubah pikiran")]).await;
    let page = look(&mut worker, &format!("/case/{case}/consents")).await;
    assert!(page.body.contains("Ditarik kembali") && !page.body.contains("/withdraw\""));
}

#[tokio::test]
async fn a_referral_is_made_answered_and_seen_by_both_sides() {
    let world = World::new().await;
    let mut sender = world.staff("supervisor").await;
    let (case, _) = sender.case_with_parts().await;
    let mut receiver = world.staff("case-worker").await;
    let to = receiver.actor.holdings()[0].post.to_string();
    let path = format!("/case/{case}/refer");
    let form = look(&mut sender, &path).await;
    assert!(form.body.contains(&to) && form.body.contains("value=\"services\" checked"));
    let unnamed = send(&mut sender, &path, &[("reason", "Anak perlu pendampingan")]).await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unnamed.body.contains("Anak perlu pendampingan"));
    let fields = [
        ("to", to.as_str()),
        ("service_types", "health_care"),
        ("reason", "Data rekaan: anak perlu diperiksa."),
        ("groups", "services"),
        ("groups", "identity"),
    ];
    go(&mut sender, &path, &fields).await;
    let sent = look(&mut sender, "/moves").await;
    assert!(sent.body.contains("Menunggu jawaban"));

    let mine = look(&mut receiver, "/moves").await;
    let id = mine.body.split("/referral/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = look(&mut receiver, &format!("/referral/{id}")).await;
    assert!(page.body.contains("Terima rujukan") && page.body.contains("nama dan kontak belum ditampilkan"));
    let preview = look(&mut receiver, &format!("/case/{case}")).await;
    assert!(preview.body.contains("Anda melihat kasus ini melalui rujukan"));
    assert!(!preview.body.contains("identitas."), "{}", "the name is not among what is shown yet");
    go(&mut receiver, &format!("/referral/{id}/accept"), &[("first_contact_by", "2026-03-07")]).await;
    let done = [("outcome", "delivered"), ("outcome_note", "Sudah diperiksa.")];
    let there = go(&mut receiver, &format!("/referral/{id}/finish"), &done).await;
    assert!(there.starts_with("/moves"), "{there}");
    let over = look(&mut receiver, "/moves").await;
    assert!(over.body.contains("Layanan diberikan") && !over.body.contains(&format!("/referral/{id}")));
    let gone = receiver.get(&format!("/case/{case}")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let seen = look(&mut sender, &format!("/referral/{id}")).await;
    assert!(seen.body.contains("Sudah diperiksa."));
}

#[tokio::test]
async fn many_cases_are_assigned_with_a_result_for_each() {
    let world = World::new().await;
    let mut supervisor = world.staff("supervisor").await;
    let (case, _) = supervisor.case_with_parts().await;
    let worker = world.staff("case-worker").await;
    let to = worker.actor.holdings()[0].post.to_string();
    let list = look(&mut supervisor, "/case").await;
    assert!(list.body.contains("/case/many/assign"));
    let form = look(&mut supervisor, "/case/many/assign").await;
    assert!(form.body.contains(&case.to_string()));
    let none = send(&mut supervisor, "/case/many/assign", &[("to", &to)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let row = case.to_string();
    let nothing = "01890a5d-ac96-774b-bcce-b302099a8057";
    let fields = [("to", to.as_str()), ("row", row.as_str()), ("row", nothing)];
    let told = send(&mut supervisor, "/case/many/assign", &fields).await;
    assert!(told.status == StatusCode::OK && told.body.contains("1 dari 2 berhasil"), "{}", told.body);
    assert!(told.body.contains("di luar jangkauan jabatan Anda"));
    let again = supervisor.act("assign-cases", json!({ "cases": [case], "to": to })).await;
    assert!(again.body.contains("move-open"), "{}", again.body);
    let moves = supervisor.act("list-moves", json!({})).await;
    assert!(moves.body.contains("\"assignment\""), "{}", moves.body);
}
