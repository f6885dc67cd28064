//! Many parts handed on at once, a part that a leaver had taken on, and many children referred outside with a link for each.

use model::kinds::{Assignment, Case, FollowUp, Handover, Hearing};
use model::{Draft, Id, Kind};
use node::acts::handover::{AcceptHandover, DecideHandover, ReviewHandover};
use node::acts::moves::{
    AssignParts, ListMoves, OpenOutside, OutsideOpened, PastConsent, ReferCasesOutside, RowSaid,
};
use node::acts::staff::EndTenure;
use node::acts::{Assign, Move, Open, View};
use node::{Actor, Error};

use crate::moves::{agree, sharing, two};
use crate::world::{Staff, World};

async fn visit(world: &World, actor: &Actor, case: Id) -> Id {
    let draft = Draft::default().with("followup_type", "in_care").with("needed_by", "2026-03-20");
    world.node.perform(actor, Open::<FollowUp>::part(case, draft)).await.unwrap().id
}

async fn take(world: &World, staff: &Staff) -> usize {
    let moves = world.node.perform(&staff.actor, ListMoves).await.unwrap();
    let open: Vec<_> = moves.received.iter().filter(|row| row.ended_at.is_none()).collect();
    for row in &open {
        let step = Move::<Assignment>::new(row.id, "accept", Draft::default()).unwrap();
        world.node.perform(&staff.actor, step).await.unwrap();
    }
    open.len()
}

on_both!(many_parts_go_to_a_colleague_with_a_result_for_each, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let helper = world.staff("case-worker", Some(world.unit)).await;
    let far = world.staff("case-worker", Some(world.other_unit)).await;
    let (one, two) =
        (world.open_case(&worker.actor, "low").await, world.open_case(&worker.actor, "low").await);
    let theirs = world.open_case(&far.actor, "low").await;
    let (a, b) = (visit(&world, &worker.actor, one).await, visit(&world, &worker.actor, two).await);
    let c = visit(&world, &far.actor, theirs).await;
    let give = |parts: &[Id]| AssignParts {
        kind: FollowUp::META,
        parts: parts.to_vec(),
        to: helper.post,
        reason: "Kunjungan minggu ini (rekaan).".into(),
    };
    // A case is no visit, and what lies with others is not there.
    let rows = world.node.perform(&worker.actor, give(&[a, c, one, b])).await.unwrap();
    let said: Vec<_> = rows.iter().map(|row| row.said).collect();
    assert_eq!(said, [RowSaid::Done, RowSaid::NotFound, RowSaid::NotFound, RowSaid::Done]);
    assert!(rows[1].code.is_none() && rows[0].code.is_some());
    let again = world.node.perform(&worker.actor, give(&[a])).await.unwrap();
    assert_eq!(again[0].said, RowSaid::Refused("move-open"));
    let cases = AssignParts { kind: Case::META, ..give(&[one]) };
    assert!(matches!(world.node.perform(&worker.actor, cases).await, Err(Error::NotFound)));
    assert_eq!(take(&world, &helper).await, 2);
    for id in [a, b] {
        let seen = world.node.perform(&helper.actor, View::<FollowUp>::new(id)).await.unwrap();
        assert_eq!(seen.envelope.custodian, helper.post);
    }
});

on_both!(a_part_that_a_leaver_took_on_goes_over_with_the_post, |world| {
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let helper = world.staff("case-worker", Some(world.unit)).await;
    let next = world.staff("case-worker", Some(world.unit)).await;
    crate::handover::under(&world, &helper, "case-worker", &chief).await;
    let case = world.open_case(&worker.actor, "low").await;
    let draft = Draft::default()
        .with("hearing_date", "2026-03-28")
        .with("hearing_kind", "police_interview")
        .with("child_must_attend", "true");
    let hearing = world.node.perform(&worker.actor, Open::<Hearing>::part(case, draft)).await.unwrap().id;
    world.node.perform(&worker.actor, Assign::<Hearing>::new(hearing, helper.post)).await.unwrap();
    assert_eq!(take(&world, &helper).await, 1);

    let tenure = helper.actor.holdings()[0].tenure;
    let ended = world.node.perform(&world.admin, EndTenure::now(tenure)).await.unwrap();
    let handover = ended.handover.expect("the part is handed over");
    let gone = world.again(helper.account).await;
    assert!(world.node.perform(&gone, View::<Hearing>::new(hearing)).await.is_err(), "access ends at once");
    let listed = world.node.perform(&chief.actor, ReviewHandover { handover }).await.unwrap();
    assert_eq!(listed.items.iter().map(|item| item.id).collect::<Vec<_>>(), [hearing]);
    // Until somebody takes it, it is nobody's silently: it stands as escalated, in the hand-over that the post above must decide.
    let custody = format!("select state from custody where matter_id = '{hearing}' and to_at is null");
    assert_eq!(world.sql(&custody).await[0][0], "escalated");

    let decide = DecideHandover { handover, post: next.post, reason: "Mengambil alih (rekaan).".into() };
    world.node.perform(&chief.actor, decide).await.unwrap();
    let seen = world.node.perform(&next.actor, View::<Hearing>::new(hearing)).await.unwrap();
    assert_eq!(seen.envelope.custodian, next.post);
    assert_eq!(
        world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap().envelope.custodian,
        worker.post
    );
    let over = world.node.perform(&chief.actor, View::<Handover>::new(handover)).await.unwrap();
    assert_eq!(over.envelope.phase, "closed");
    let again = world.node.perform(&next.actor, AcceptHandover { handover, matters: vec![] }).await;
    assert!(again.is_err(), "it is settled: {again:?}");
});

on_both!(many_children_are_referred_outside_each_with_a_link_of_its_own, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let (agreed, other, silent) =
        (world.open_case(w, "low").await, world.open_case(w, "low").await, world.open_case(w, "low").await);
    agree(&world, w, agreed).await;
    agree(&world, w, other).await;
    let refer = |cases: &[Id]| ReferCasesOutside {
        cases: cases.to_vec(),
        receiver: "RSUD Contoh, Unit Anak (rekaan)".into(),
        authority: false,
        sharing: sharing(&["services"]),
    };
    let rows = world.node.perform(w, refer(&[agreed, silent, other])).await.unwrap();
    let said: Vec<_> = rows.iter().map(|row| row.row.said).collect();
    assert_eq!(said, [RowSaid::Done, RowSaid::Refused("share-without-consent"), RowSaid::Done]);
    let links: Vec<_> = rows.iter().filter_map(|row| row.link.clone()).collect();
    assert_eq!(links.len(), 2);
    assert!(links[0].number != links[1].number && links[0].code != links[1].code);

    // Each opens with its own code alone.
    let open = |number: &str, code: &str| OpenOutside {
        number: number.into(),
        code: code.into(),
        source: Some(node::acts::intake::Source(vec![7])),
    };
    let anybody = Actor::public(model::Lang::Id);
    let crossed = world.node.perform(&anybody, open(&links[0].number, &links[1].code)).await;
    assert!(matches!(crossed, Err(Error::NotFound)), "the other child's code");
    let opened: OutsideOpened =
        world.node.perform(&anybody, open(&links[1].number, &links[1].code)).await.unwrap();
    assert!(opened.view.told.is_some());

    let mut past = refer(&[silent]);
    past.sharing.past_consent =
        Some(PastConsent { reason: "x".into(), legal_basis: "y".into(), life_at_risk: false });
    assert!(matches!(world.node.perform(w, past).await, Err(Error::Denied("one-by-one"))));
    let many: Vec<Id> = (0..31).map(|_| world.node.new_id()).collect();
    let much = world.node.perform(w, refer(&many)).await;
    assert!(matches!(much, Err(Error::Refused("too-much-at-once"))), "{much:?}");
});
