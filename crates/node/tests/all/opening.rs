//! Opening a case: a search first, no second record of one child, and the report that led to it.

use model::kinds::{Case, Report};
use model::{Draft, Id};
use node::Error;
use node::acts::desk::ListNotifications;
use node::acts::people::{JoinReport, NewCase, OpenCase, SearchPeople};
use node::acts::{Move, Open, View};

use crate::people::{case, child, open, search};
use crate::world::{Staff, World};

const NAME: &str = "Kusumawardhani Melatisari";
const MINUTE: i64 = 60_000;

async fn report(world: &World, staff: &Staff) -> Id {
    let draft = Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "anonymous")
        .with("narrative", "Data rekaan: anak tidak bersekolah dan bekerja.")
        .with("imminent_danger", "false");
    world.node.perform(&staff.actor, Open::<Report>::root(draft)).await.expect("a report").id
}

fn refused<T>(result: Result<T, Error>, code: &str) {
    match result {
        Err(Error::Refused(found)) => assert_eq!(found, code),
        Err(other) => panic!("refused with {other}"),
        Ok(_) => panic!("not refused: {code}"),
    }
}

on_both!(a_case_needs_a_search_of_ones_own_within_the_hour, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let new = |search: Id| OpenCase::new(NewCase::child(case(), child(NAME)), search);

    refused(world.node.perform(&worker.actor, new(world.node.new_id())).await, "search-first");
    refused(world.node.perform(&worker.actor, Open::<Case>::root(case())).await, "search-first");
    let theirs = search(&world, &colleague.actor, NAME).await.search;
    refused(world.node.perform(&worker.actor, new(theirs)).await, "search-first");
    let stale = search(&world, &worker.actor, NAME).await.search;
    world.clock.advance(61 * MINUTE);
    refused(world.node.perform(&worker.actor, new(stale)).await, "search-first");
    assert_eq!(
        world.sql("select count(*) from k_person").await,
        [["0"]],
        "nothing is left of what was refused"
    );

    let fresh = search(&world, &worker.actor, NAME).await.search;
    world.clock.advance(59 * MINUTE);
    let empty = OpenCase::new(NewCase::child(Draft::default(), Draft::default()), fresh);
    let Err(Error::Invalid(problems)) = world.node.perform(&worker.actor, empty).await else {
        panic!("a case needs its fields")
    };
    assert_eq!(
        problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(),
        ["registration_date", "name", "sex"]
    );
    let id = world.node.perform(&worker.actor, new(fresh)).await.unwrap().id;
    let seen = world.node.perform(&worker.actor, View::<Case>::new(id)).await.unwrap();
    assert_eq!((seen.envelope.state.as_str(), seen.envelope.custodian), ("identified", worker.post));
    assert_eq!(seen.child.unwrap().text("name"), NAME);
    assert_eq!(seen.record.text("workflow"), "new");
    assert_eq!(world.sql("select role from participation").await, [["child"]]);
    let keys = world.sql("select c.key_id, p.key_id from matter c, k_person p where c.kind = 'case'").await;
    assert_eq!(keys[0][0], keys[0][1], "the case is sealed under the child's key");
});

on_both!(a_likely_duplicate_is_confirmed_first, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (first, person) = open(&world, &worker, child(NAME)).await;
    let again = child("Koesoemawardhani Melatisari");
    let asked = world.node.perform(&worker.actor, SearchPeople::form(again.clone())).await.unwrap();
    assert_eq!(asked.hits[0].id, person);
    let new = || OpenCase::new(NewCase::child(case(), again.clone()), asked.search);
    refused(world.node.perform(&worker.actor, new()).await, "likely-duplicate");
    world.node.perform(&worker.actor, new().confirmed_not_duplicate()).await.unwrap();

    // The child who is known gets a second case only knowingly, or after the first was closed.
    let of = || OpenCase::new(NewCase::of(case(), person), asked.search);
    refused(world.node.perform(&worker.actor, of()).await, "case-is-open");
    let close = Draft::default()
        .with("closure_reason", "goals_met")
        .with("closure_date", "2026-03-05")
        .with("last_contact_on", "2026-03-05");
    world.node.perform(&worker.actor, Move::<Case>::new(first, "close", close).unwrap()).await.unwrap();
    world.node.perform(&worker.actor, of()).await.unwrap();
    assert_eq!(world.sql("select count(*) from k_person").await, [["2"]]);

    // A colleague cannot take a child whom they may not see, and a stranger does not meet the duplicate.
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let theirs = search(&world, &colleague.actor, NAME).await;
    let of = OpenCase::new(NewCase::of(case(), person), theirs.search);
    assert!(matches!(world.node.perform(&colleague.actor, of).await, Err(Error::NotFound)));
    let neighbour = world.neighbour().await;
    let stranger = world.staff_by(&neighbour, "manager", None).await;
    let theirs = search(&world, &stranger.actor, NAME).await.search;
    let new = OpenCase::new(NewCase::child(case(), child(NAME)), theirs);
    world.node.perform(&stranger.actor, new).await.unwrap();
});

on_both!(a_report_leads_to_its_cases, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let told = report(&world, &worker).await;
    let asked = search(&world, &worker.actor, NAME).await.search;
    let new = |name: &str| OpenCase::new(NewCase::child(case(), child(name)), asked).from_report(told);
    let first = world.node.perform(&worker.actor, new(NAME)).await.unwrap().id;
    let seen = world.node.perform(&worker.actor, View::<Report>::new(told)).await.unwrap();
    assert_eq!(seen.envelope.state, "triaged");
    assert_eq!(seen.record.text("triage_outcome"), "opened_as_case");
    assert_eq!(seen.record.text("joined_case"), first.to_string());
    let opened = world.node.perform(&worker.actor, View::<Case>::new(first)).await.unwrap();
    assert_eq!(opened.record.text("report"), told.to_string());
    // A second child of the same report.
    world.node.perform(&worker.actor, new("Bagaskara Rintulangit")).await.unwrap();

    let later = report(&world, &worker).await;
    let join = |case| JoinReport { report: later, case };
    assert!(matches!(world.node.perform(&colleague.actor, join(first)).await, Err(Error::NotFound)));
    world.node.perform(&worker.actor, join(first)).await.unwrap();
    refused(world.node.perform(&worker.actor, join(first)).await, "wrong-state");
    let seen = world.node.perform(&worker.actor, View::<Report>::new(later)).await.unwrap();
    assert_eq!(seen.record.text("triage_outcome"), "joined_to_case");
    assert_eq!(seen.history[0].detail.to.as_deref(), Some("triaged"));

    // Somebody else's report opens nothing.
    let hidden = report(&world, &colleague).await;
    let stolen =
        OpenCase::new(NewCase::child(case(), child("Lintangsari Wiratmaja")), asked).from_report(hidden);
    assert!(matches!(world.node.perform(&worker.actor, stolen).await, Err(Error::NotFound)));

    // A case that went to somebody else is named on its report, and nothing leads there.
    let seen = world.node.perform(&worker.actor, View::<Report>::new(told)).await.unwrap();
    let case: Id = seen.record.text("joined_case").parse().unwrap();
    assert_eq!((seen.leads("joined_case"), seen.closed.len()), (Some(case), 0));
    world.sql(&format!("update matter set custodian_post = '{}' where id = '{case}'", colleague.post)).await;
    let seen = world.node.perform(&worker.actor, View::<Report>::new(told)).await.unwrap();
    assert_eq!((seen.leads("joined_case"), seen.closed.contains(&case)), (None, true));
    let told = world.node.perform(&worker.actor, ListNotifications).await.unwrap();
    assert!(
        told.rows.iter().all(|row| row.matter.as_ref().is_none_or(|(_, id, _)| row.open == (*id != case)))
    );
});
