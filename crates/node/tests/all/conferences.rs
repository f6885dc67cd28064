//! Who sits in a conference: enough of those who decide, nobody who is accused or related, and nobody who may not be told.

use model::kinds::{Case, Conference, ConferenceDecision, Consent};
use model::time::DAY;
use model::{Draft, Id, ParticipantRole};
use node::acts::conference::{ListSeats, Member, NoteAttendance, SeatMember, ShownSeat, UnseatMember};
use node::acts::day::{ListStalled, MyDay};
use node::acts::desk::{ListNotifications, ViewCalendar};
use node::acts::moves::{GiveConsent, Named};
use node::acts::people::EditPerson;
use node::acts::supervision::{DeclareKin, Kin};
use node::acts::{AddDecision, List, ListQuery, Move, Open, View};
use node::{Actor, Error};

use crate::moves::{consent, two};
use crate::safeguards::{accuse, child_of, person};
use crate::world::World;

fn draft(texts: &[(&str, &str)]) -> Draft {
    texts.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
}

async fn called(world: &World, actor: &Actor, case: Id, kind: &str) -> Id {
    let said = draft(&[("conference_type", kind), ("date", "2026-03-06"), ("reason", "Rekaan.")]);
    world.node.perform(actor, Open::<Conference>::part(case, said)).await.unwrap().id
}

async fn seat(world: &World, actor: &Actor, conference: Id, member: Member) -> Result<(), Error> {
    world.node.perform(actor, SeatMember { conference, member, heard: false }).await.map(drop)
}

fn named(name: &str) -> Member {
    Member::Named { name: name.into(), organisation: "Kantor rekaan".into() }
}

async fn seats(world: &World, actor: &Actor, conference: Id) -> Vec<ShownSeat> {
    let listed = world.node.perform(actor, ListSeats { conference }).await.unwrap();
    listed.into_iter().map(node::Seen::into_inner).collect()
}

async fn note(world: &World, actor: &Actor, seat: Id, conflict: bool) -> Result<(), Error> {
    let note = if conflict { "Tetangga dekat keluarga (rekaan)." } else { "" }.to_owned();
    world.node.perform(actor, NoteAttendance { seat, present: true, conflict, note }).await.map(drop)
}

async fn step(
    world: &World,
    actor: &Actor,
    id: Id,
    action: &str,
    texts: &[(&str, &str)],
) -> Result<(), Error> {
    world.node.perform(actor, Move::<Conference>::new(id, action, draft(texts)).unwrap()).await.map(drop)
}

fn refused(result: Result<(), Error>) -> &'static str {
    match result {
        Err(Error::Refused(code)) => code,
        other => panic!("{other:?}"),
    }
}

const MINUTES: [(&str, &str); 2] = [("minutes", "Rekaan."), ("outcome", "case_open")];

on_both!(nothing_is_decided_without_enough_who_may_decide, |world| {
    let two = two(&world).await;
    let (w, s, l) = (&two.worker.actor, &two.supervisor.actor, &two.lead.actor);
    let case = world.open_case(w, "high").await;
    let conference = called(&world, w, case, "best_interest_determination").await;
    assert_eq!(refused(step(&world, w, conference, "hold", &[]).await), "nobody-seated");
    for post in [two.worker.post, two.supervisor.post, two.lead.post] {
        seat(&world, w, conference, Member::Post(post)).await.unwrap();
    }
    let child = child_of(&world, case).await;
    seat(&world, w, conference, Member::Person(child)).await.unwrap();
    assert_eq!(refused(seat(&world, w, conference, Member::Person(child)).await), "seated-already");
    step(&world, w, conference, "hold", &[]).await.unwrap();
    let all = seats(&world, w, conference).await;
    assert!(all[3].heard && all[3].name.starts_with("Contoh "), "a child is heard and does not decide");
    assert_eq!(all[1].name, "Jabatan supervisor");

    let decide = || AddDecision {
        conference,
        post: two.worker.post,
        draft: draft(&[("decision", "Menyiapkan sekolah (rekaan)."), ("due", "2026-03-20")]),
    };
    note(&world, w, all[0].id, false).await.unwrap();
    note(&world, w, all[3].id, false).await.unwrap();
    assert!(matches!(world.node.perform(w, decide()).await, Err(Error::Refused("no-quorum"))));
    assert_eq!(refused(step(&world, w, conference, "minute", &MINUTES).await), "attendance-missing");
    note(&world, w, all[1].id, false).await.unwrap();
    // Who has an interest of their own says why, is not counted, and sees nothing more of it.
    let wordless = NoteAttendance { seat: all[2].id, present: true, conflict: true, note: " ".into() };
    assert!(matches!(world.node.perform(w, wordless).await, Err(Error::Invalid(_))));
    note(&world, w, all[2].id, true).await.unwrap();
    assert!(matches!(world.node.perform(w, decide()).await, Err(Error::Refused("no-quorum"))));
    let kept = world.node.perform(l, View::<Conference>::new(conference)).await;
    assert!(matches!(kept, Err(Error::Denied("conflict-of-interest"))), "{kept:?}");
    assert!(world.node.perform(l, ListSeats { conference }).await.is_err());
    // Nor may they take back what was noted of them: nothing of it is theirs any more.
    assert!(matches!(note(&world, l, all[2].id, false).await, Err(Error::Denied("conflict-of-interest"))));
    step(&world, w, conference, "minute", &MINUTES).await.unwrap();
    assert_eq!(refused(step(&world, s, conference, "approve", &[]).await), "no-quorum");
    step(&world, s, conference, "send_back", &[("return_note", "Kuorum belum cukup (rekaan).")])
        .await
        .unwrap();

    let third = world.staff("case-worker", Some(world.unit)).await;
    seat(&world, w, conference, Member::Post(third.post)).await.unwrap();
    // Who was asked by mistake leaves the list, as long as nothing is noted of them.
    let wrong = world.staff("case-worker", Some(world.unit)).await;
    seat(&world, w, conference, Member::Post(wrong.post)).await.unwrap();
    let all = seats(&world, w, conference).await;
    let unseat = |seat: Id| UnseatMember { seat };
    let noted = world.node.perform(w, unseat(all[0].id)).await;
    assert!(matches!(noted, Err(Error::Refused("attendance-noted"))), "{noted:?}");
    let interest = world.node.perform(w, unseat(all[2].id)).await;
    assert!(matches!(interest, Err(Error::Refused("attendance-noted"))), "{interest:?}");
    let stranger = world.staff("case-worker", Some(world.other_unit)).await;
    assert!(matches!(world.node.perform(&stranger.actor, unseat(all[5].id)).await, Err(Error::NotFound)));
    world.node.perform(w, unseat(all[5].id)).await.unwrap();
    assert!(world.node.perform(w, unseat(all[5].id)).await.is_err(), "it is gone");
    let all = seats(&world, w, conference).await;
    assert_eq!(all.len(), 5);
    note(&world, w, all[4].id, false).await.unwrap();
    let lead = AddDecision { post: two.lead.post, ..decide() };
    assert!(matches!(world.node.perform(w, lead).await, Err(Error::Refused("conference-interest"))));
    let decision = world.node.perform(w, decide()).await.unwrap().id;
    let kept = world.node.perform(l, View::<ConferenceDecision>::new(decision)).await;
    assert!(matches!(kept, Err(Error::Denied("conflict-of-interest"))));
    step(&world, w, conference, "minute", &MINUTES).await.unwrap();
    assert_eq!(
        refused(step(&world, s, conference, "cancel", &[("return_note", "Rekaan.")]).await),
        "open-parts"
    );
    step(&world, s, conference, "approve", &[]).await.unwrap();
    assert_eq!(refused(note(&world, w, all[0].id, false).await), "wrong-state");
    let typed = Open::<Conference>::part(
        case,
        draft(&[
            ("conference_type", "case_conference"),
            ("date", "2026-03-06"),
            ("reason", "x"),
            ("quorum_met", "true"),
        ]),
    );
    assert!(world.node.perform(w, typed).await.is_err(), "a quorum is counted, never typed");
});

on_both!(nobody_sits_there_who_is_accused_or_related, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "high").await;
    let conference = called(&world, w, case, "case_conference").await;
    let guardian = person(&world, w, case, ParticipantRole::Guardian, "uncle").await;
    seat(&world, w, conference, Member::Person(guardian)).await.unwrap();
    assert!(seats(&world, w, conference).await[0].heard, "the family is heard");
    let helper = person(&world, w, case, ParticipantRole::Caregiver, "aunt").await;
    let stranger = child_of(&world, world.open_case(w, "low").await).await;
    assert_eq!(refused(seat(&world, w, conference, Member::Person(stranger)).await), "takes-no-part");

    // Whoever becomes a suspect loses the seat that they had: nothing goes on while they are there.
    let known = draft(&[("name", "Sastro Rekaan Gunung")]);
    world.node.perform(w, EditPerson { id: guardian, draft: known, since: None }).await.unwrap();
    accuse(&world, w, case, guardian).await;
    assert_eq!(refused(step(&world, w, conference, "hold", &[]).await), "conference-suspect");
    let own = seats(&world, w, conference).await[0].id;
    assert_eq!(refused(note(&world, w, own, false).await), "conference-suspect");
    let away = NoteAttendance { seat: own, present: false, conflict: false, note: String::new() };
    world.node.perform(w, away).await.unwrap();
    // Nor under a name that was typed.
    let all = consent("legal_basis_without_consent", "court", "given")
        .with("recipients", "other_organizations")
        .with("legitimate_basis", "Penetapan rekaan");
    let give = GiveConsent { case, draft: all, named: Named::default() };
    world.node.perform(w, give).await.unwrap();
    assert_eq!(
        refused(seat(&world, w, conference, named("SASTRO  rekaan gunung")).await),
        "conference-suspect"
    );
    // With the switch on no guardian or caregiver sits there.
    assert_eq!(refused(seat(&world, w, conference, Member::Person(helper)).await), "conference-guardian");

    // Staff who are related to the child or to the accused.
    for name in ["Sastro Rekaan Gunung", "Anak Rekaan Contohnya"] {
        let relative = world.staff("case-worker", Some(world.unit)).await;
        let kin = Kin { names: vec![name.into()], ..Kin::default() };
        world.node.perform(&relative.actor, DeclareKin { kin }).await.unwrap();
        if name.starts_with("Anak") {
            let child = child_of(&world, case).await;
            let known = draft(&[("name", name)]);
            world.node.perform(w, EditPerson { id: child, draft: known, since: None }).await.unwrap();
            assert_eq!(refused(seat(&world, w, conference, named(name)).await), "conference-on-record");
        }
        let asked = seat(&world, w, conference, Member::Post(relative.post)).await;
        assert_eq!(refused(asked), "conference-relative");
    }
    seat(&world, w, conference, Member::Post(two.supervisor.post)).await.unwrap();
    step(&world, w, conference, "hold", &[]).await.unwrap();
});

on_both!(a_seat_for_somebody_outside_rests_on_consent, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "high").await;
    let conference = called(&world, w, case, "inter_agency").await;
    let theirs = || Member::Post(two.provider.post);
    assert_eq!(refused(seat(&world, w, conference, theirs()).await), "share-without-consent");
    assert_eq!(refused(seat(&world, w, conference, named("Ahli Rekaan")).await), "share-without-consent");
    let draft = consent("guardian_consent", "guardian", "given");
    let given = GiveConsent { case, draft, named: Named::default() };
    let given = world.node.perform(w, given).await.unwrap().id;
    seat(&world, w, conference, theirs()).await.unwrap();
    seat(&world, w, conference, named("Ahli Rekaan")).await.unwrap();
    // A seat opens nothing by itself, and who carries another's case gives nobody a seat.
    let look = world.node.perform(&two.provider.actor, View::<Conference>::new(conference)).await;
    assert!(matches!(look, Err(Error::NotFound)));
    let stranger = world.staff("case-worker", Some(world.other_unit)).await;
    let asked = seat(&world, &stranger.actor, conference, Member::Post(stranger.post)).await;
    assert!(matches!(asked, Err(Error::NotFound)));
    let rest = world.sql("select name, organisation from conference_seat where name is not null").await;
    assert!(
        rest.iter().flatten().all(|text| !text.contains("Ahli") && !text.contains("Kantor")),
        "sealed at rest"
    );
    let shown = seats(&world, w, conference).await;
    assert_eq!((shown[1].name.as_str(), shown[1].from.as_str()), ("Ahli Rekaan", "Kantor rekaan"));
    // What was agreed to and taken back ends before anybody listens.
    let back = Draft::default().with("withdrawn_reason", "Wali berubah pikiran");
    world.node.perform(w, Move::<Consent>::new(given, "withdraw", back).unwrap()).await.unwrap();
    assert_eq!(refused(step(&world, w, conference, "hold", &[]).await), "share-without-consent");
});

on_both!(who_has_an_interest_finds_no_trace_of_it_in_any_list, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "high").await;
    let conference = called(&world, w, case, "case_conference").await;
    let (third, fourth) = (
        world.staff("case-worker", Some(world.unit)).await,
        world.staff("case-worker", Some(world.unit)).await,
    );
    for post in [two.worker.post, two.lead.post, third.post, fourth.post] {
        seat(&world, w, conference, Member::Post(post)).await.unwrap();
    }
    step(&world, w, conference, "hold", &[]).await.unwrap();
    for (at, seated) in seats(&world, w, conference).await.iter().enumerate() {
        if at > 1 {
            note(&world, w, seated.id, false).await.unwrap();
        }
    }
    let decision = AddDecision {
        conference,
        post: third.post,
        draft: draft(&[("decision", "Menyiapkan sekolah (rekaan)."), ("due", "2026-03-06")]),
    };
    let decision = world.node.perform(w, decision).await.unwrap().id;

    // Everybody finds it, until two of them have an interest of their own.
    world.clock.advance(3 * DAY);
    let (w, l) = (world.again(two.worker.account).await, world.again(two.lead.account).await);
    for actor in [&w, &l] {
        let found = traces(&world, actor, case).await;
        assert!(found.contains(&conference) && found.contains(&decision), "{found:?}");
    }
    let all = seats(&world, &w, conference).await;
    note(&world, &w, all[1].id, true).await.unwrap();
    note(&world, &w, all[0].id, true).await.unwrap();
    for actor in [&w, &l] {
        let found = traces(&world, actor, case).await;
        assert!(!found.contains(&conference) && !found.contains(&decision), "{found:?}");
        assert!(found.contains(&case), "the case itself is still theirs to see");
    }
    // The others find what they found before.
    let third = world.again(third.account).await;
    let found = traces(&world, &world.again(two.supervisor.account).await, case).await;
    assert!(found.contains(&conference) && found.contains(&decision), "{found:?}");
    let told = world.node.perform(&third, MyDay).await.unwrap();
    assert!(told.overdue.rows.iter().any(|row| row.envelope.id == decision), "it is this post's to do");
});

/// Ids of all that lists, the day, the calendar, what stands still and the page of the case show.
async fn traces(world: &World, actor: &Actor, case: Id) -> Vec<Id> {
    let mut found: Vec<Id> = Vec::new();
    if let Ok(listed) = world.node.perform(actor, List::<Conference>::new(ListQuery::default())).await {
        found.extend(listed.rows.iter().map(|row| row.envelope.id));
    }
    if let Ok(listed) = world.node.perform(actor, List::<ConferenceDecision>::new(ListQuery::default())).await
    {
        found.extend(listed.rows.iter().map(|row| row.envelope.id));
    }
    let day = world.node.perform(actor, MyDay).await.unwrap();
    for bucket in [&day.overdue, &day.today, &day.week, &day.undated, &day.new] {
        found.extend(bucket.rows.iter().map(|row| row.envelope.id));
    }
    let ahead = ViewCalendar { from: "2026-03-01".parse().unwrap(), to: "2026-03-31".parse().unwrap() };
    let ahead = world.node.perform(actor, ahead).await.unwrap();
    found.extend(ahead.due.rows.iter().map(|row| row.envelope.id));
    if let Ok(stalled) = world.node.perform(actor, ListStalled).await {
        found.extend(stalled.overdue.rows.iter().map(|row| row.envelope.id));
    }
    let seen = world.node.perform(actor, View::<Case>::new(case)).await.unwrap();
    found.push(seen.envelope.id);
    found.extend(seen.parts.iter().flat_map(|part| &part.rows).map(|row| row.envelope.id));
    let told = world.node.perform(actor, ListNotifications).await.unwrap();
    found.extend(told.rows.iter().filter_map(|row| row.matter.as_ref()).map(|(_, id, _)| *id));
    found
}
