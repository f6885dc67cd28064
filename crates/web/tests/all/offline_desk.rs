//! What a telephone began without a case or answered without a network: reports, new cases, referrals, approvals, hand-overs and filled
//! forms. Each is sealed, taken once, and kept for a person where it may not be done.

use axum::http::StatusCode;
use model::kinds::{Approval, Case, FieldSubmission, Handover, Referral};
use model::{Draft, Id};
use node::acts::field::{EndDevice, ListSubmissions, ReviewSubmission};
use node::acts::handover::{HandOver, RaiseHandover, Share};
use node::acts::moves::{ReferCase, Sharing};
use node::acts::{ListQuery, View};
use serde_json::{Value, json};

use crate::offline_queue::Phone;
use crate::openrosa::{case_with_visit, on_both, report};
use crate::world::World;

fn outcome(told: &Value) -> (&str, &str) {
    (told["outcome"].as_str().unwrap_or_default(), told["reason"].as_str().unwrap_or_default())
}

async fn json_of(phone: &Phone<'_>, path: &str) -> Value {
    let page = phone.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    serde_json::from_str(&page.body).unwrap()
}

async fn post_of(phone: &Phone<'_>) -> Id {
    phone.actor().await.holdings_at(phone.world.node.now()).next().unwrap().post
}

fn child(name: &str) -> Value {
    json!({ "name": name, "sex": "female", "birth_year": 2013, "region": "32.76" })
}

fn new_case(name: &str) -> Value {
    json!({ "child": child(name), "fields": { "registration_date": "2026-03-05", "risk_level": "low", "region": "32.76" } })
}

#[tokio::test]
async fn reports_and_new_cases_arrive_and_a_child_who_may_be_known_waits_for_a_person() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let told_here = json!({ "fields": { "channel": "outreach", "reporter_mode": "confidential", "imminent_danger": "false",
            "narrative": "Laporan rekaan dari desa." } });
        let (_, reported) = phone.queue("open-report", told_here, &[]);
        let (open, opening) = phone.queue("open-case", new_case("Contoh Kemuning Baru"), &[]);
        let note = json!({ "matter": format!("@{open}"), "visibility": "post", "text": "Catatan pertama rekaan." });
        let (_, note) = phone.queue("write-note", note, &[open]);
        let step = json!({ "id": format!("@{open}"), "fields": { "first_contact_on": "2026-03-05" } });
        let (_, step) = phone.queue("contact-case", step, &[open]);
        // The case comes last: everything waits for it, and is done once.
        let told = phone.send(&[&reported, &note, &step]).await;
        assert_eq!(told.iter().map(|one| outcome(one).0).collect::<Vec<_>>(), ["applied", "held", "held"], "{told:?}");
        for _ in 0..2 {
            let told = phone.send(&[&opening, &note, &step]).await;
            assert!(told.iter().all(|one| one["outcome"] == "applied"), "{told:?}");
            let case: Id = told[0]["record"].as_str().unwrap().parse().unwrap();
            let seen = world.node.perform(&phone.actor().await, View::<Case>::new(case)).await.unwrap();
            assert_eq!(&*seen.envelope.state, "open");
            assert_eq!(seen.child.as_ref().unwrap().text("name"), "Contoh Kemuning Baru");
        }

        // The same child again, from another hand: nobody could search there, so a person compares here.
        let (_, again) = phone.queue("open-case", new_case("Contoh Kemuning Baru"), &[]);
        let told = phone.send(&[&again]).await;
        assert_eq!(outcome(&told[0]), ("kept", "likely_duplicate"));
        let kept = told[0]["record"].as_str().unwrap().to_owned();
        let mut desk = world.seat_of(phone.account).await;
        let page = desk.get(&format!("/submissions/{kept}")).await;
        assert!(page.body.contains("Contoh Kemuning Baru") && page.body.contains("other-child"), "{}", page.body);
        let fields = |page: &crate::world::Page, what: &'static str| {
            [("form_token".to_owned(), page.input("form_token")), ("act".to_owned(), page.input("act")), ("do".to_owned(), what.to_owned())]
        };
        let sent = fields(&page, "other-child");
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let done = desk.post(&format!("/submissions/{kept}"), &sent).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let cases = node::registry::kind("case").unwrap();
        let listed = cases.list(&world.node, &phone.actor().await, ListQuery { limit: 100, ..ListQuery::default() }).await.unwrap();
        assert_eq!(listed.rows.len(), 2);
    })
    .await;
}

/// A case of somebody else, referred to this telephone's post.
async fn referred(world: &World, to: &Phone<'_>) -> Id {
    let other = Phone::new(world, "supervisor", true).await;
    let (case, _) = case_with_visit(world, &other.actor().await, "Contoh Flamboyan").await;
    let draft = Draft::default()
        .with("service_types", "health_care")
        .with("reason", "Data rekaan: anak perlu diperiksa.");
    let sharing = Sharing { draft, groups: vec!["services".into()], ..Sharing::default() };
    let refer = ReferCase { case, to: post_of(to).await, service: None, sharing };
    world.node.perform(&other.actor().await, refer).await.unwrap().id
}

#[tokio::test]
async fn a_referral_is_carried_answered_and_made_without_a_network() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let nameless = Phone::new(&world, "case-worker", false).await;
        assert_eq!(nameless.get("/app/desk").await.status, StatusCode::FORBIDDEN);
        let referral = referred(&world, &phone).await;
        let desk = json_of(&phone, "/app/desk").await;
        let offer = &desk["offers"][0];
        assert_eq!((&offer["envelope"]["id"], &offer["kind"]), (&json!(referral), &json!("referral")), "{desk}");
        assert!(offer["steps"].as_array().unwrap().contains(&json!("accept")), "{offer}");
        assert!(!desk.to_string().contains("Flamboyan"), "whoever has not said yes sees no name");
        let accept = json!({ "id": referral, "version": offer["version"], "fields": { "first_contact_by": "2026-03-07" } });
        let (_, accept) = phone.queue("accept-referral", accept, &[]);
        let (_, look) = phone.queue("view-referral", json!({ "id": referral }), &[]);
        for _ in 0..2 {
            let told = phone.send(&[&look, &accept]).await;
            assert!(told.iter().all(|one| one["outcome"] == "applied"), "{told:?}");
        }
        let seen = world.node.perform(&phone.actor().await, View::<Referral>::new(referral)).await.unwrap();
        assert_eq!(&*seen.envelope.state, "accepted");
        let (_, reject) = phone.queue("reject-referral", json!({ "id": referral, "fields": { "rejected_reason": "no_capacity" } }), &[]);
        assert_eq!(outcome(&phone.send(&[&reject]).await[0]).0, "kept", "one answer is enough");

        // Out to a colleague; posts to choose from lie on the telephone.
        let posts = json_of(&phone, "/app/posts").await;
        let to = posts["posts"].as_array().unwrap().iter().find(|one| one["post"] != json!(null)).unwrap();
        let groups: Vec<&str> = posts["groups"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        assert!(groups.contains(&"services") && !groups.contains(&"reporter") && !groups.contains(&"record"), "{groups:?}");
        let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Bakung").await;
        let refer = json!({ "case": case, "to": to["post"], "groups": ["services"],
            "fields": { "service_types": ["health_care"], "reason": "Data rekaan." } });
        let (_, refer) = phone.queue("refer-case", refer, &[]);
        assert_eq!(outcome(&phone.send(&[&refer]).await[0]).0, "applied");
    })
    .await;
}

#[tokio::test]
async fn approvals_are_asked_for_and_decided_without_a_network() {
    on_both(async |world| {
        let mut chief = Phone::new(&world, "supervisor", true).await;
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Gladiol").await;
        let ask = json!({ "case": case, "fields": { "approval_type": "closure", "request_note": "Data rekaan: selesai." } });
        let (_, ask) = phone.queue("request-approval", ask, &[]);
        let told = phone.send(&[&ask]).await;
        assert_eq!(told[0]["outcome"], "applied", "{told:?}");
        let desk = json_of(&chief, "/app/desk").await;
        let approval = desk["approvals"][0]["envelope"]["id"].clone();
        assert_eq!(desk["approvals"][0]["fields"]["request_note"], "Data rekaan: selesai.", "{desk}");
        let (_, granted) = chief.queue("approve", json!({ "approval": approval, "granted": true, "note": "" }), &[]);
        let (_, twice) = chief.queue("approve", json!({ "approval": approval, "granted": false, "note": "Terlambat." }), &[]);
        let told = chief.send(&[&granted, &twice]).await;
        assert_eq!((&told[0]["outcome"], &told[1]["outcome"]), (&json!("applied"), &json!("kept")), "{told:?}");
        let id: Id = approval.as_str().unwrap().parse().unwrap();
        let seen = world.node.perform(&chief.actor().await, View::<Approval>::new(id)).await.unwrap();
        assert_eq!(&*seen.envelope.state, "approved");
        assert!(json_of(&chief, "/app/desk").await["approvals"].as_array().unwrap().is_empty());
        let kept: Id = told[1]["record"].as_str().unwrap().parse().unwrap();
        let page = world.seat_of(chief.account).await.get(&format!("/submissions/{kept}")).await;
        assert!(page.body.contains("Terlambat."), "what was said is there: {}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_hand_over_is_accepted_without_a_network_and_high_risk_one_by_one() {
    on_both(async |world| {
        let leaver = Phone::new(&world, "case-worker", true).await;
        let mut next = Phone::new(&world, "case-worker", true).await;
        let actor = leaver.actor().await;
        let low = case_with_visit(&world, &actor, "Contoh Melur").await.0;
        let mut high = Vec::new();
        for name in ["Contoh Wijaya", "Contoh Sakura"] {
            let case = case_with_visit(&world, &actor, name).await.0;
            let risk = Draft::default().with("risk_level", "high");
            world.node.perform(&actor, node::acts::Edit::<Case>::new(case, risk)).await.unwrap();
            high.push(case);
        }
        let raise = RaiseHandover { post: post_of(&leaver).await, reason: "leave".into() };
        let handover = world.node.perform(&actor, raise).await.unwrap().id;
        let matters = vec![low, high[0], high[1]];
        let share = Share { post: post_of(&next).await, matters };
        let offer = HandOver {
            handover,
            shares: vec![share],
            brief: Draft::default().with("promises", "Rapor (rekaan)"),
        };
        world.node.perform(&actor, offer).await.unwrap();

        let desk = json_of(&next, "/app/desk").await;
        let one = &desk["handovers"][0];
        let handover = one["envelope"]["id"].clone();
        assert_eq!(one["fields"]["promises"], "Rapor (rekaan)", "{desk}");
        let items = one["items"].as_array().unwrap();
        assert_eq!(items.iter().filter(|item| item["one_by_one"] == true).count(), 2, "{desk}");
        let (_, both) = next.queue("accept-handover", json!({ "handover": handover, "matters": high }), &[]);
        let (_, rest) = next.queue("accept-handover", json!({ "handover": handover, "matters": [low] }), &[]);
        let told = next.send(&[&both, &rest]).await;
        assert_eq!(outcome(&told[0]), ("kept", "refused"), "two at high risk are never one act");
        assert_eq!(told[1]["outcome"], "applied", "{told:?}");
        for case in &high {
            let (_, one) =
                next.queue("accept-handover", json!({ "handover": handover, "matters": [case] }), &[]);
            let told = next.send(&[&one]).await;
            assert_eq!(told[0]["outcome"], "applied", "{told:?}");
            assert_eq!(next.send(&[&one]).await[0]["outcome"], "applied", "once, however often it comes");
            world.node.perform(&next.actor().await, View::<Case>::new(*case)).await.unwrap();
        }
        let id: Id = handover.as_str().unwrap().parse().unwrap();
        let seen = world.node.perform(&next.actor().await, View::<Handover>::new(id)).await.unwrap();
        assert_eq!(&*seen.envelope.state, "accepted");
    })
    .await;
}

#[tokio::test]
async fn a_filled_form_goes_the_way_of_every_submission() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "intake-operator", false).await;
        let forms = json_of(&phone, "/app/forms").await;
        let line =
            forms["forms"].as_array().unwrap().iter().find(|one| one["id"] == "jejaring_report").unwrap();
        let path = format!("/app/form?id=jejaring_report&version={}", line["version"].as_str().unwrap());
        let form = json_of(&phone, &path).await;
        assert!(form["document"].as_str().unwrap().contains("<h:html"), "{form}");
        let xml = report("6f0c0a4e-0000-4000-8000-00000000aa01");
        let (_, first) = phone.queue("submit-form", json!({ "xml": xml }), &[]);
        // The same answers a second time, under another act: one submission.
        let (_, second) = phone.queue("submit-form", json!({ "xml": xml }), &[]);
        let told = phone.send(&[&first, &second]).await;
        assert!(told.iter().all(|one| one["outcome"] == "applied"), "{told:?}");
        assert_eq!(told[0]["record"], told[1]["record"]);
        let (_, unread) = phone.queue("submit-form", json!({ "xml": "bukan formulir" }), &[]);
        assert_eq!(outcome(&phone.send(&[&unread]).await[0]).0, "kept");

        // From a telephone that was ended it waits for a person, with its answers.
        let end = EndDevice { device: phone.device.id };
        world.node.perform(&phone.actor().await, end).await.unwrap();
        let late = report("6f0c0a4e-0000-4000-8000-00000000aa02");
        let (_, late) = phone.queue("submit-form", json!({ "xml": late }), &[]);
        let told = phone.send(&[&late]).await;
        assert_eq!(outcome(&told[0]), ("kept", "post_left"), "{told:?}");
        let parts = world.node.perform(&phone.actor().await, ListSubmissions).await.unwrap();
        let count = |state: &str| parts.iter().find(|part| part.state == state).map_or(0, |part| part.count);
        assert_eq!((count("applied"), count("kept")), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn what_nobody_records_is_gone_after_three_months() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let text = json!({ "matter": world.node.new_id(), "visibility": "post", "text": "Catatan salah alamat (rekaan)." });
        let (_, lost) = phone.queue("write-note", text, &[]);
        let told = phone.send(&[&lost]).await;
        assert_eq!(outcome(&told[0]), ("kept", "out_of_reach"));
        let id: Id = told[0]["record"].as_str().unwrap().parse().unwrap();
        let actor = phone.actor().await;
        let draft = Draft::default().with("discard_reason", "Bukan kasus kami (rekaan).");
        let discard = node::acts::Move::<FieldSubmission>::new(id, "discard", draft).unwrap();
        world.node.perform(&actor, discard).await.unwrap();
        let answers = async || {
            let review = ReviewSubmission { submission: id, case: None };
            world.node.perform(&phone.actor().await, review).await.unwrap().kept.len()
        };
        world.node.turn_clock().await.unwrap();
        world.clock.advance(89 * 86_400_000);
        world.node.turn_clock().await.unwrap();
        assert!(answers().await > 0, "somebody may say that it was a mistake");
        world.clock.advance(2 * 86_400_000);
        world.node.turn_clock().await.unwrap();
        assert_eq!(answers().await, 0);
        assert_eq!(outcome(&phone.send(&[&lost]).await[0]).0, "kept", "and is known still");
    })
    .await;
}
