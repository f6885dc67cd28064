//! Rights of the person: a copy that does not reach the abuser, erasure that a hold stops, reviews that delete nothing.

use model::kinds::{Breach, Case, Document, LegalHold, RetentionReview, SubjectRequest};
use model::{Draft, Id};
use node::acts::people::{ErasePerson, EraseReason};
use node::acts::rights::{AccessCopy, ViewProcessing};
use node::acts::{List, ListQuery, Move, Open, View};
use node::{Error, Shown};

use crate::world::{Staff, World};

const DAY: i64 = 24 * 3_600_000;

async fn child(world: &World, case: Id) -> Id {
    world.sql(&format!("select child from k_case where id = '{case}'")).await[0][0].parse().unwrap()
}

async fn request(world: &World, lead: &Staff, person: Id, change: &[(&str, &str)]) -> Id {
    let mut draft = Draft::default()
        .with("request_type", "access")
        .with("requester", "self")
        .with("person", person.to_string())
        .with("delivery", "in_person")
        .with("request_text", "Minta salinan data saya (rekaan).");
    for (field, value) in change {
        draft.set(field, *value);
    }
    world.node.perform(&lead.actor, Open::<SubjectRequest>::root(draft)).await.unwrap().id
}

async fn step(
    world: &World,
    lead: &Staff,
    id: Id,
    action: &str,
    fields: &[(&str, &str)],
) -> Result<Id, Error> {
    let mut draft = Draft::default();
    for (field, value) in fields {
        draft.set(field, *value);
    }
    let step = Move::<SubjectRequest>::new(id, action, draft).unwrap();
    world.node.perform(&lead.actor, step).await.map(|opened| opened.id)
}

async fn decided(world: &World, lead: &Staff, id: Id) {
    step(world, lead, id, "verify", &[("verified_how", "Bertemu langsung (rekaan)")]).await.unwrap();
    step(world, lead, id, "decide", &[("decision", "granted")]).await.unwrap();
}

on_both!(a_copy_holds_what_is_the_persons_own, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let case = world.open_case(&worker.actor, "low").await;
    let person = child(&world, case).await;
    let about = Draft::default().with("suspects", "Orang lain rekaan").with("household", "Keluarga rekaan");
    world.node.perform(&worker.actor, node::acts::Edit::<Case>::new(case, about)).await.unwrap();
    let asked = request(&world, &lead, person, &[]).await;
    let copy = || AccessCopy { request: asked };
    let early = world.node.perform(&lead.actor, copy()).await;
    assert!(matches!(early, Err(Error::Refused("request-undecided"))));
    decided(&world, &lead, asked).await;
    let made = world.node.perform(&lead.actor, copy()).await.unwrap();
    assert!(!made.person.text("name").is_empty());
    let record = &made.cases[0].record;
    for others in ["suspects", "household", "circumstances"] {
        assert_eq!(record.get(others), Some(&Shown::Hidden), "{others}");
    }
    assert!(world.node.perform(&worker.actor, copy()).await.is_err(), "not everybody makes copies");
    step(&world, &lead, asked, "carry-out", &[("carried_note", "Diserahkan langsung")]).await.unwrap();
    let clock =
        world.sql(&format!("select met_at is not null from matter_clock where matter_id = '{asked}'")).await;
    assert_eq!(clock.len(), 1);
    assert!(["1", "t"].contains(&clock[0][0].as_str()), "answered within its clock");
});

on_both!(a_copy_does_not_reach_who_may_harm, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let case = world.open_case(&worker.actor, "high").await;
    let person = child(&world, case).await;
    let suspect = Draft::default().with("guardian_is_suspect", "true");
    world.node.perform(&worker.actor, node::acts::Edit::<Case>::new(case, suspect)).await.unwrap();
    for (change, code) in [
        (vec![("requester", "guardian")], "guardian-is-suspect"),
        (vec![("delivery", "safe_channel"), ("delivery_safe", "false")], "unsafe-channel"),
        (vec![("request_type", "correction")], "no-copy-asked"),
    ] {
        let asked = request(&world, &lead, person, &change).await;
        decided(&world, &lead, asked).await;
        let refused = world.node.perform(&lead.actor, AccessCopy { request: asked }).await;
        assert!(matches!(refused, Err(Error::Refused(found)) if found == code), "{code}");
    }
    let refused = request(&world, &lead, person, &[]).await;
    step(&world, &lead, refused, "verify", &[("verified_how", "Rekaan")]).await.unwrap();
    step(&world, &lead, refused, "decide", &[("decision", "refused")]).await.unwrap();
    assert!(world.node.perform(&lead.actor, AccessCopy { request: refused }).await.is_err());
    assert!(step(&world, &lead, refused, "carry-out", &[("carried_note", "Rekaan")]).await.is_err());
});

async fn closed_case(world: &World, worker: &Staff) -> Id {
    let case = world.open_case(&worker.actor, "low").await;
    let close = Draft::default()
        .with("closure_reason", "formal_closing")
        .with("closure_date", "2026-03-05")
        .with("last_contact_on", "2026-03-05");
    world.node.perform(&worker.actor, Move::<Case>::new(case, "close", close).unwrap()).await.unwrap();
    case
}

on_both!(a_hold_stops_an_erasure_until_it_is_lifted, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let case = world.open_case(&worker.actor, "low").await;
    let hold = Draft::default()
        .with("basis", "prosecution")
        .with("authority", "Kejaksaan rekaan")
        .with("review_on", "2027-03-05");
    let hold = world.node.perform(&lead.actor, Open::<LegalHold>::part(case, hold)).await.unwrap().id;
    let close = Draft::default()
        .with("closure_reason", "formal_closing")
        .with("closure_date", "2026-03-05")
        .with("last_contact_on", "2026-03-05");
    world.node.perform(&worker.actor, Move::<Case>::new(case, "close", close).unwrap()).await.unwrap();
    let person = child(&world, case).await;
    let erase = || ErasePerson { id: person, reason: EraseReason::SubjectRequest };
    let asked = request(&world, &lead, person, &[("request_type", "erasure")]).await;
    decided(&world, &lead, asked).await;
    assert!(matches!(world.node.perform(&lead.actor, erase()).await, Err(Error::Refused("legal-hold"))));
    let early = step(&world, &lead, asked, "carry-out", &[("carried_note", "Rekaan")]).await;
    assert!(matches!(early, Err(Error::Refused("not-erased"))), "nothing is carried out on paper alone");
    let lift = Draft::default().with("lift_reason", "Putusan sudah tetap (rekaan)");
    world.node.perform(&lead.actor, Move::<LegalHold>::new(hold, "lift", lift).unwrap()).await.unwrap();
    world.node.perform(&lead.actor, erase()).await.unwrap();
    step(&world, &lead, asked, "carry-out", &[("carried_note", "Dihapus (rekaan)")]).await.unwrap();
});

on_both!(a_review_is_raised_and_nothing_deletes_itself, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let case = closed_case(&world, &worker).await;
    world.node.turn_clock().await.unwrap();
    let list = || List::<RetentionReview>::new(ListQuery { limit: 10, ..ListQuery::default() });
    assert!(world.node.perform(&lead.actor, list()).await.unwrap().rows.is_empty());
    world.clock.advance(3_700 * DAY);
    let lead = Staff { actor: world.again(lead.account).await, ..lead };
    world.node.turn_clock().await.unwrap();
    world.node.turn_clock().await.unwrap();
    let rows = world.node.perform(&lead.actor, list()).await.unwrap().rows;
    assert_eq!(rows.len(), 1, "one review, however often the clock turns");
    let review = rows[0].envelope.id;
    let viewed = world.node.perform(&lead.actor, View::<RetentionReview>::new(review)).await.unwrap();
    assert_eq!(viewed.record.text("about_case"), case.to_string());
    let erase = Draft::default().with("erase_note", "Rekaan");
    let erase = Move::<RetentionReview>::new(review, "confirm-erasure", erase).unwrap();
    assert!(matches!(world.node.perform(&lead.actor, erase).await, Err(Error::Refused("not-erased"))));
    assert!(!child_name(&world, &lead, case).await.is_empty(), "it is all still there");
    let keep =
        Draft::default().with("keep_reason", "Anak meminta (rekaan)").with("review_again", "2037-01-01");
    world
        .node
        .perform(&lead.actor, Move::<RetentionReview>::new(review, "keep", keep).unwrap())
        .await
        .unwrap();
    assert_eq!(world.node.turn_clock().await.unwrap(), 0);
});

async fn child_name(world: &World, lead: &Staff, case: Id) -> String {
    let seen = world.node.perform(&lead.actor, View::<Case>::new(case)).await.unwrap();
    seen.child.unwrap().text("name")
}

on_both!(a_breach_has_three_days_from_its_discovery, |world| {
    let lead = world.staff("protection-lead", None).await;
    let draft = Draft::default()
        .with("discovered_on", "2026-03-04")
        .with("what_happened", "Berkas rekaan terkirim ke alamat yang salah.");
    let breach = world.node.perform(&lead.actor, Open::<Breach>::root(draft)).await.unwrap().id;
    let due = world.sql(&format!("select due_at from matter_clock where matter_id = '{breach}'")).await;
    let found = model::Timestamp::start_of("2026-03-04".parse().unwrap(), Default::default());
    assert_eq!(due[0][0], found.plus(3 * DAY).millis().to_string());
    let matter = world.sql(&format!("select due_at from matter where id = '{breach}'")).await;
    assert_eq!(matter[0][0], due[0][0], "and the matter is due then");
});

on_both!(letters_are_numbered_as_they_are_issued, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let case = world.open_case(&worker.actor, "low").await;
    let letter = |direction: &str| {
        Draft::default()
            .with("direction", direction)
            .with("template", "referral_letter")
            .with("subject", "Permohonan layanan")
            .with("body", "Surat rekaan.")
    };
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let id = world
            .node
            .perform(&worker.actor, Open::<Document>::part(case, letter("outgoing")))
            .await
            .unwrap()
            .id;
        let date = Draft::default().with("document_date", "2026-03-05").with("addressee_kind", "institution");
        let issue = Move::<Document>::new(id, "issue", date).unwrap();
        world.node.perform(&worker.actor, issue).await.unwrap();
        let seen = world.node.perform(&worker.actor, View::<Document>::new(id)).await.unwrap();
        numbers.push(seen.record.text("number"));
    }
    assert_eq!(numbers, ["001/PA/III/2026", "002/PA/III/2026"]);
    let received =
        world.node.perform(&worker.actor, Open::<Document>::part(case, letter("incoming"))).await.unwrap().id;
    let date = Draft::default().with("document_date", "2026-03-05").with("addressee_kind", "institution");
    let issue = Move::<Document>::new(received, "issue", date).unwrap();
    assert!(matches!(world.node.perform(&worker.actor, issue).await, Err(Error::Refused("not-a-letter"))));
    let cells = world.sql("select body, number, subject from k_document").await;
    assert!(cells.iter().flatten().all(|cell| !cell.contains("rekaan") && !cell.contains("PA/")), "sealed");
});

on_both!(the_record_of_processing_is_for_who_answers_for_it, |world| {
    let manager = world.staff("manager", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    world.open_case(&worker.actor, "low").await;
    let seen = world.node.perform(&manager.actor, ViewProcessing).await.unwrap();
    assert_eq!((seen.people, seen.retention.len()), (1, 2));
    assert!(seen.roles.iter().any(|(role, ..)| role.slug == "case-worker"));
    assert!(matches!(
        world.node.perform(&worker.actor, ViewProcessing).await,
        Err(Error::Denied("no-right"))
    ));
});

on_both!(a_granted_request_changes_what_it_asks_to_change, |world| {
    let two = crate::moves::two(&world).await;
    let (w, p) = (&two.worker.actor, &two.provider.actor);
    let case = world.open_case(w, "low").await;
    let person = child(&world, case).await;
    crate::moves::agree(&world, w, case).await;
    let referral = crate::moves::refer(&world, w, case, two.provider.post).await.unwrap();
    crate::moves::step(&world, p, referral, "accept", &[("first_contact_by", "2026-03-07")]).await.unwrap();
    let role = model::ParticipantRole::Guardian;
    let mother = crate::safeguards::person(&world, w, case, role, "mother").await.to_string();
    let withdrawal =
        [("request_type", "withdrawal"), ("requester", "guardian"), ("requester_person", mother.as_str())];
    let asked = request(&world, &two.lead, person, &withdrawal).await;
    decided(&world, &two.lead, asked).await;
    assert!(world.node.perform(p, View::<Case>::new(case)).await.is_ok(), "not before it is carried out");
    step(&world, &two.lead, asked, "carry-out", &[("carried_note", "Ditarik (rekaan)")]).await.unwrap();
    assert!(world.node.perform(p, View::<Case>::new(case)).await.is_err(), "what rested on it has ended");
    assert_eq!(world.sql("select state from matter where kind = 'consent'").await, [["withdrawn"]]);

    let asked = request(&world, &two.lead, person, &[("request_type", "correction")]).await;
    decided(&world, &two.lead, asked).await;
    let note = [("carried_note", "Diperbaiki (rekaan)")];
    let early = step(&world, &two.lead, asked, "carry-out", &note).await;
    assert!(matches!(early, Err(Error::Refused("not-corrected"))), "{early:?}");
    let draft = Draft::default().with("schooling", "Kelas 7 (rekaan)");
    let edit = node::acts::people::EditPerson { id: person, draft, since: None };
    world.node.perform(&two.lead.actor, edit).await.unwrap();
    step(&world, &two.lead, asked, "carry-out", &note).await.unwrap();
});
