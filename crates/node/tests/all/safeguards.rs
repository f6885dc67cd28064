//! What must never reach, and never be left with, somebody from whom a child is protected; what must not fall asleep; what one person may not
//! do alone.

use model::kinds::{
    AccessReview, Assessment, CareArrangement, Case, Consent, Document, FollowUp, Referral, SubjectRequest,
};
use model::time::DAY;
use model::{Draft, Id, Participant, ParticipantRole};
use node::acts::moves::{GiveConsent, Named};
use node::acts::people::{AddParticipant, EditPerson, SearchPeople, Whom};
use node::acts::rights::AccessCopy;
use node::acts::supervision::{DeclareKin, Kin};
use node::acts::{BreakGlass, Edit, Move, Open, View};
use node::{Actor, Error};

use crate::handover::under;
use crate::moves::{consent, refer, sharing, two};
use crate::world::{Staff, World};

fn draft(fields: &[(&str, &str)]) -> Draft {
    fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
}

pub(crate) async fn person(
    world: &World,
    actor: &Actor,
    case: Id,
    role: ParticipantRole,
    relation: &str,
) -> Id {
    let said = draft(&[("name", &format!("Rekaan {}", world.node.new_id())), ("sex", "unknown")]);
    let search = world.node.perform(actor, SearchPeople::form(said.clone())).await.unwrap().search;
    let part = Participant { relation: Some(relation.into()), ..Participant::default() };
    let add = AddParticipant { case, whom: Whom::New(said), role, said: part, search, confirmed: true };
    let id = world.node.perform(actor, add).await.unwrap().id;
    let sql =
        format!("select person_id from participation where id = '{id}' or person_id = '{id}' order by id");
    world.sql(&sql).await[0][0].parse().unwrap()
}

pub(crate) async fn accuse(world: &World, actor: &Actor, case: Id, person: Id) {
    let search = world.node.perform(actor, SearchPeople::free("siapa pun")).await.unwrap().search;
    let (whom, role, said) = (Whom::Known(person), ParticipantRole::Suspect, Participant::default());
    let add = AddParticipant { case, whom, role, said, search, confirmed: true };
    world.node.perform(actor, add).await.unwrap();
}

pub(crate) async fn child_of(world: &World, case: Id) -> Id {
    world.sql(&format!("select child from k_case where id = '{case}'")).await[0][0].parse().unwrap()
}

on_both!(what_a_child_keeps_from_somebody_outlives_the_consent, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "low").await;
    let organisation = |post: Id| format!("select organisation_id from post where id = '{post}'");
    let kept: Id = world.sql(&organisation(two.provider.post)).await[0][0].parse().unwrap();
    let said = consent("child_assent", "child", "given").with("recipients", "authorities");
    let never = GiveConsent { case, draft: said, named: Named { withheld: vec![kept], ..Named::default() } };
    let never = world.node.perform(w, never).await.unwrap().id;
    let yes = GiveConsent {
        case,
        draft: consent("guardian_consent", "guardian", "given"),
        named: Named::default(),
    };
    world.node.perform(w, yes).await.unwrap();
    let withheld = async || {
        let sent = refer(&world, w, case, two.provider.post).await;
        assert!(matches!(sent, Err(Error::Refused("share-withheld"))), "{sent:?}");
    };
    withheld().await;
    let withdraw = Move::<Consent>::new(never, "withdraw", draft(&[("withdrawn_reason", "Data rekaan.")]));
    world.node.perform(w, withdraw.unwrap()).await.unwrap();
    withheld().await;
    // Only the child takes that back, by naming them.
    let said = consent("child_assent", "child", "given").with("recipients", "authorities");
    let named = Named { recipients: vec![kept], ..Named::default() };
    world.node.perform(w, GiveConsent { case, draft: said, named }).await.unwrap();
    refer(&world, w, case, two.provider.post).await.unwrap();
});

async fn asked(world: &World, lead: &Staff, child: Id, fields: &[(&str, &str)]) -> Id {
    let mut said = draft(&[
        ("request_type", "access"),
        ("requester", "self"),
        ("person", &child.to_string()),
        ("delivery", "in_person"),
        ("request_text", "Permintaan rekaan."),
    ]);
    for (name, value) in fields {
        said.set(name, *value);
    }
    let id = world.node.perform(&lead.actor, Open::<SubjectRequest>::root(said)).await.unwrap().id;
    for (action, fields) in [("verify", ("verified_how", "Rekaan")), ("decide", ("decision", "granted"))] {
        let step = Move::<SubjectRequest>::new(id, action, draft(&[fields])).unwrap();
        world.node.perform(&lead.actor, step).await.unwrap();
    }
    id
}

on_both!(nobody_is_answered_from_whom_the_child_is_protected, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    let child = child_of(&world, case).await;
    let mother = person(&world, w, case, ParticipantRole::Guardian, "mother").await;
    let uncle = person(&world, w, case, ParticipantRole::FamilyMember, "uncle").await;
    let other = world.open_case(w, "low").await;
    let stranger = person(&world, w, other, ParticipantRole::Guardian, "father").await;
    accuse(&world, w, case, uncle).await;
    let copy = async |fields: &[(&str, &str)]| {
        let request = asked(&world, &lead, child, fields).await;
        world.node.perform(&lead.actor, AccessCopy { request }).await.map(drop)
    };
    let [mother, uncle, stranger] = [mother, uncle, stranger].map(|id| id.to_string());
    let by = |as_what, who| [("requester", as_what), ("requester_person", who)];
    assert!(matches!(copy(&[("requester", "guardian")]).await, Err(Error::Refused("requester-unknown"))));
    let refused = copy(&by("guardian", &stranger)).await;
    assert!(matches!(refused, Err(Error::Refused("requester-not-of-case"))));
    for as_what in ["guardian", "representative"] {
        let refused = copy(&by(as_what, &uncle)).await;
        assert!(matches!(refused, Err(Error::Refused("guardian-is-suspect"))), "{as_what}");
    }
    copy(&by("guardian", &mother)).await.unwrap();
    let unsure = [("requester", "self"), ("delivery", "representative"), ("delivery_safe", "false")];
    assert!(matches!(copy(&unsure).await, Err(Error::Refused("unsafe-channel"))));

    // The child does not want the family to know: no copy, though the mother is nobody's suspect.
    let said = consent("child_assent", "child", "given").with("withhold_from", "family");
    world.node.perform(w, GiveConsent { case, draft: said, named: Named::default() }).await.unwrap();
    assert!(matches!(copy(&by("guardian", &mother)).await, Err(Error::Refused("guardian-withheld"))));

    // Nor does a suspect have records erased or consents taken back.
    for what in ["erasure", "withdrawal"] {
        let fields =
            [("request_type", what), ("requester", "representative"), ("requester_person", uncle.as_str())];
        let request = asked(&world, &lead, child, &fields).await;
        let done = Move::<SubjectRequest>::new(request, "carry-out", draft(&[("carried_note", "Rekaan")]));
        let refused = world.node.perform(&lead.actor, done.unwrap()).await;
        assert!(matches!(refused, Err(Error::Refused("guardian-is-suspect"))), "{what}");
    }
});

on_both!(no_letter_goes_to_a_suspect_or_to_their_door, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    let uncle = person(&world, w, case, ParticipantRole::FamilyMember, "uncle").await;
    let aunt = person(&world, w, case, ParticipantRole::FamilyMember, "aunt").await;
    let issue = async |fields: &[(&str, &str)]| {
        let letter =
            [("direction", "outgoing"), ("template", "case_summary"), ("subject", "Ringkasan (rekaan)")];
        let id = world.node.perform(w, Open::<Document>::part(case, draft(&letter))).await.unwrap().id;
        let said =
            fields.iter().fold(draft(&[("document_date", "2026-03-05")]), |said, (n, v)| said.with(n, *v));
        world.node.perform(w, Move::<Document>::new(id, "issue", said).unwrap()).await.map(drop)
    };
    assert!(matches!(issue(&[]).await, Err(Error::Invalid(_))), "to whom?");
    issue(&[("addressee_kind", "institution")]).await.unwrap();
    assert!(matches!(issue(&[("addressee_kind", "guardian")]).await, Err(Error::Refused("letter-not-safe"))));
    assert!(
        matches!(issue(&[("addressee_kind", "other_person")]).await, Err(Error::Invalid(_))),
        "which one?"
    );
    let [uncle_text, aunt] = [uncle, aunt].map(|id| id.to_string());
    issue(&[("addressee_kind", "family_member"), ("addressee_person", &aunt)]).await.unwrap();
    accuse(&world, w, case, uncle).await;
    for kind in ["family_member", "other_person", "institution"] {
        let refused = issue(&[("addressee_kind", kind), ("addressee_person", &uncle_text)]).await;
        assert!(matches!(refused, Err(Error::Refused("letter-to-suspect"))), "{kind}");
    }
    let said = consent("guardian_consent", "guardian", "given").with("safe_channels", "letter");
    world.node.perform(w, GiveConsent { case, draft: said, named: Named::default() }).await.unwrap();
    issue(&[("addressee_kind", "guardian")]).await.unwrap();
    let suspect = draft(&[("guardian_is_suspect", "true")]);
    world.node.perform(w, Edit::<Case>::new(case, suspect)).await.unwrap();
    for kind in ["guardian", "child"] {
        let refused = issue(&[("addressee_kind", kind)]).await;
        assert!(matches!(refused, Err(Error::Refused("letter-to-suspect"))), "{kind}");
    }
});

on_both!(no_child_is_placed_with_a_suspect, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    let [uncle, aunt] = [
        person(&world, w, case, ParticipantRole::FamilyMember, "uncle").await,
        person(&world, w, case, ParticipantRole::FamilyMember, "aunt").await,
    ];
    accuse(&world, w, case, uncle).await;
    let vetted =
        [("vetting_done_on", "2026-03-04"), ("vetting_result", "suitable"), ("child_view", "Rekaan: mau.")];
    let step = async |who: &Staff, id, action: &str, fields: &[(&str, &str)]| {
        world.node.perform(&who.actor, Move::<CareArrangement>::new(id, action, draft(fields)).unwrap()).await
    };
    let propose = async |fields: &[(&str, &str)]| {
        world.node.perform(w, Open::<CareArrangement>::part(case, draft(fields))).await.unwrap().id
    };
    let kin = ("care_arrangements_type", "kinship_care_extended_family");
    let with_uncle = propose(&[kin, ("caregiver", &uncle.to_string())]).await;
    let refused = step(&supervisor, with_uncle, "approve", &vetted).await;
    assert!(matches!(refused, Err(Error::Refused("lives-with-suspect"))));
    let with_aunt = propose(&[kin, ("caregiver", &aunt.to_string())]).await;
    step(&supervisor, with_aunt, "approve", &vetted).await.unwrap();
    // What was fine when it was approved is looked at again on the day.
    accuse(&world, w, case, aunt).await;
    let refused = step(&worker, with_aunt, "begin", &[("placed_on", "2026-03-05")]).await;
    assert!(matches!(refused, Err(Error::Refused("lives-with-suspect"))));

    let home = propose(&[("care_arrangements_type", "parent_s")]).await;
    step(&supervisor, home, "approve", &vetted).await.unwrap();
    let suspect = draft(&[("guardian_is_suspect", "true")]);
    world.node.perform(w, Edit::<Case>::new(case, suspect)).await.unwrap();
    let refused = step(&worker, home, "begin", &[("placed_on", "2026-03-05")]).await;
    assert!(matches!(refused, Err(Error::Refused("lives-with-suspect"))), "a parent is a suspect");
});

on_both!(what_moved_and_stands_still_again_climbs_again, |world| {
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let head = world.staff("manager", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    under(&world, &worker, "case-worker", &chief).await;
    under(&world, &chief, "supervisor", &head).await;
    let case = world.open_case(&worker.actor, "low").await;
    let met = Move::<Case>::new(case, "contact", draft(&[("first_contact_on", "2026-03-05")])).unwrap();
    world.node.perform(&worker.actor, met).await.unwrap();
    let asleep =
        async || world.sql_run(&format!("update matter set due_at = null where root_id = '{case}'")).await;
    let climbed = async || {
        world.node.turn_clock().await.unwrap();
        world
            .sql("select step from escalation where cause like 'stalled%' order by cause, step")
            .await
            .concat()
    };
    asleep().await;
    world.clock.advance(31 * DAY);
    assert_eq!(climbed().await, ["1"]);
    world.clock.advance(DAY);
    assert_eq!(climbed().await, ["1"], "three days lie between");
    world.clock.advance(3 * DAY);
    assert_eq!(climbed().await, ["1", "2"]);
    // Somebody works on it, and it falls asleep again: more than a year after it was opened, too.
    for day in [40, 400] {
        world.clock.advance(day * DAY);
        let edit = draft(&[("circumstances", &format!("Catatan rekaan {day}."))]);
        let worker = world.again(worker.account).await;
        world.node.perform(&worker, Edit::<Case>::new(case, edit)).await.unwrap();
        asleep().await;
        let before = climbed().await.len();
        world.clock.advance(31 * DAY);
        assert_eq!(climbed().await.len(), before + 1, "after {day} days");
    }
});

on_both!(a_high_risk_is_lowered_by_an_assessment_alone, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (w, s) = (&worker.actor, &supervisor.actor);
    let case = world.open_case(w, "medium").await;
    let say = async |who: &Actor, risk: &str| {
        world.node.perform(who, Edit::<Case>::new(case, draft(&[("risk_level", risk)]))).await.map(drop)
    };
    say(w, "low").await.unwrap();
    say(w, "high").await.unwrap();
    for who in [w, s] {
        assert!(matches!(say(who, "low").await, Err(Error::Refused("risk-by-assessment"))));
        assert!(matches!(say(who, "").await, Err(Error::Refused("risk-by-assessment") | Error::Invalid(_))));
    }
    let about = [("assessment_kind", "comprehensive"), ("due", "2026-03-12")];
    let id = world.node.perform(w, Open::<Assessment>::part(case, draft(&about))).await.unwrap().id;
    let found = [("done_on", "2026-03-05"), ("findings", "Temuan rekaan."), ("risk_level", "low")];
    world.node.perform(w, Move::<Assessment>::new(id, "submit", draft(&found)).unwrap()).await.unwrap();
    world.node.perform(s, Move::<Assessment>::new(id, "approve", Draft::default()).unwrap()).await.unwrap();
    let seen = world.node.perform(w, View::<Case>::new(case)).await.unwrap();
    assert_eq!(seen.record.text("risk_level"), "low");
});

async fn turn(world: &World) {
    world.node.place_waiting().await.unwrap();
    world.node.turn_clock().await.unwrap();
}

on_both!(every_broken_glass_is_reviewed_and_nobody_judges_their_own_look, |world| {
    let lead = world.staff("protection-lead", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let case = world.open_case(&worker.actor, "low").await;
    turn(&world).await;
    let glass = || BreakGlass { id: case, reason: "Anak mungkin dalam bahaya malam ini".into() };
    let outside = world.staff("supervisor", Some(world.other_unit)).await;
    world.node.perform(&outside.actor, glass()).await.unwrap();
    turn(&world).await;
    world.clock.advance(DAY);
    let outside = world.again(outside.account).await;
    world.node.perform(&outside, glass()).await.unwrap();
    turn(&world).await;
    let grounds = world.sql("select ground from access_review order by id").await.concat();
    assert_eq!(grounds, ["break_glass", "break_glass"], "each of them");

    // The only lead looks, and nobody else could review it: the review stays until somebody else does.
    let lead_now = world.again(lead.account).await;
    let child = child_of(&world, case).await;
    let worker = world.again(worker.account).await;
    let name = draft(&[("name", "Bunga Contoh Samudra")]);
    world.node.perform(&worker, EditPerson { id: child, draft: name, since: None }).await.unwrap();
    let kin = Kin { names: vec!["bunga contoh samudra".into()], ..Kin::default() };
    world.node.perform(&lead_now, DeclareKin { kin }).await.unwrap();
    let about = [("assessment_kind", "comprehensive"), ("due", "2026-03-12")];
    let part = world.node.perform(&worker, Open::<Assessment>::part(case, draft(&about))).await.unwrap().id;
    world.node.perform(&lead_now, View::<Assessment>::new(part)).await.unwrap();
    turn(&world).await;
    let own = world.sql("select id, account_id from access_review where ground = 'relative'").await;
    assert_eq!(own[0][1], lead.account.to_string(), "a look at a part is a look at the child");
    let clear =
        Move::<AccessReview>::new(own[0][0].parse().unwrap(), "clear", draft(&[("finding", "Rekaan")]));
    let judged = world.node.perform(&lead_now, clear.unwrap()).await;
    assert!(
        matches!(judged, Err(Error::Refused("own-work") | Error::NotFound | Error::Denied(_))),
        "{judged:?}"
    );
});

on_both!(a_child_who_was_not_seen_was_not_visited, |world| {
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    under(&world, &worker, "case-worker", &chief).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    let met = Move::<Case>::new(case, "contact", draft(&[("first_contact_on", "2026-03-05")])).unwrap();
    world.node.perform(w, met).await.unwrap();
    let due = async || {
        let sql = format!(
            "select m.id, k.needed_by from matter m join k_follow_up k on k.id = m.id
             where m.root_id = '{case}' and m.state = 'due' order by k.needed_by"
        );
        world.sql(&sql).await
    };
    let gone = async |seen: &str| {
        let visit: Id = due().await[0][0].parse().unwrap();
        let why = if seen == "false" { "Rumah kosong (rekaan)." } else { "" };
        let said = draft(&[("followup_date", "2026-03-05"), ("seen_child", seen), ("not_seen_reason", why)]);
        world.node.perform(w, Move::<FollowUp>::new(visit, "record", said).unwrap()).await.unwrap();
    };
    let told = async |post: Id| {
        let sql = format!("select id from notification where code = 'child-unseen' and post_id = '{post}'");
        world.sql(&sql).await.len()
    };
    assert_eq!(due().await[0][1], "2026-04-04", "low risk: thirty days");
    gone("false").await;
    assert_eq!(due().await[0][1], "2026-03-12", "again within a week");
    assert_eq!((told(worker.post).await, told(chief.post).await), (1, 0));
    gone("false").await;
    assert_eq!(told(chief.post).await, 1, "twice in a row");
    gone("true").await;
    assert_eq!(due().await[0][1], "2026-04-04", "seen: the usual rhythm");
});

on_both!(an_urgent_referral_stays_urgent, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "low").await;
    crate::moves::agree(&world, w, case).await;
    let mut sharing = sharing(&["identity", "services"]);
    sharing.draft.set("urgent", "true");
    let ask = node::acts::moves::ReferCase { case, to: two.provider.post, service: None, sharing };
    let referral = world.node.perform(w, ask).await.unwrap().id;
    let priority =
        async || world.sql(&format!("select priority from matter where id = '{referral}'")).await.concat();
    assert_eq!(priority().await, ["urgent"]);
    let yes =
        Move::<Referral>::new(referral, "accept", draft(&[("first_contact_by", "2026-03-07")])).unwrap();
    world.node.perform(&two.provider.actor, yes).await.unwrap();
    assert_eq!(priority().await, ["urgent"]);
});
