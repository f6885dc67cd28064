//! What concerns a family as a whole: a guardian's word for all children, the end of the matter; and whose vetting runs out.

use model::kinds::{CareArrangement, Case, Consent};
use model::time::DAY;
use model::{Draft, Id};
use node::acts::family::{CloseFamily, GiveFamilyConsent, JoinFamily, OpenFamily, ViewFamily};
use node::acts::moves::{GiveConsent, Named};
use node::acts::{List, ListQuery, Move, Open};
use node::{Actor, Error};

use crate::moves::consent;
use crate::world::World;

async fn family(world: &World, actor: &Actor) -> (Id, Id, Id) {
    let (one, two) = (world.open_case(actor, "medium").await, world.open_case(actor, "medium").await);
    let id = world.node.perform(actor, OpenFamily { case: one, draft: Draft::default() }).await.unwrap().id;
    world.node.perform(actor, JoinFamily { case: two, sibling: one }).await.unwrap();
    (id, one, two)
}

async fn consents(world: &World, actor: &Actor, case: Id) -> i64 {
    let query = ListQuery { root: Some(case), limit: 9, ..ListQuery::default() };
    world.node.perform(actor, List::<Consent>::new(query)).await.unwrap().total
}

fn close(id: Id) -> CloseFamily {
    CloseFamily { id, closure_reason: "goals_met".into(), note: "Didampingi kader desa (rekaan).".into() }
}

on_both!(a_guardian_speaks_for_all_and_each_child_for_itself, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let other = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let (id, one, two) = family(&world, w).await;
    let word = |by: &str, kind: &str| GiveFamilyConsent {
        id,
        draft: consent(kind, by, "given").with("giver_relation", if by == "child" { "" } else { "mother" }),
        named: Named::default(),
    };
    assert!(matches!(
        world.node.perform(&other.actor, word("guardian", "guardian_consent")).await,
        Err(Error::NotFound)
    ));
    let child = world.node.perform(w, word("child", "child_assent")).await;
    assert!(matches!(child, Err(Error::Invalid(_))), "children are asked one by one");
    world.node.perform(w, word("guardian", "guardian_consent")).await.unwrap();
    assert_eq!((consents(&world, w, one).await, consents(&world, w, two).await), (1, 1));
    // It is taken back for one child alone.
    let sql = format!("select id from matter where kind = 'consent' and root_id = '{one}'");
    let given: Id = world.sql(&sql).await[0][0].parse().unwrap();
    let back = Draft::default().with("withdrawn_reason", "Data rekaan.");
    world.node.perform(w, Move::<Consent>::new(given, "withdraw", back).unwrap()).await.unwrap();
    let left = "select count(*) from matter where kind = 'consent' and state = 'given'";
    assert_eq!(world.sql(left).await, [["1"]]);
    // Another guardian says what they are to the child; a child is nobody's relative in its own word.
    let aunt = |relation: &str| {
        let draft = consent("guardian_consent", "other_guardian", "given").with("giver_relation", relation);
        GiveConsent { case: one, draft, named: Named::default() }
    };
    assert!(matches!(world.node.perform(w, aunt("")).await, Err(Error::Invalid(_))));
    world.node.perform(w, aunt("aunt")).await.unwrap();
    let draft = consent("child_assent", "child", "given").with("giver_relation", "aunt");
    let odd = GiveConsent { case: one, draft, named: Named::default() };
    assert!(matches!(world.node.perform(w, odd).await, Err(Error::Invalid(_))));
});

on_both!(the_matter_of_a_family_ends_with_its_last_case_and_begins_again, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let (id, one, two) = family(&world, w).await;
    assert!(matches!(world.node.perform(w, close(id)).await, Err(Error::Refused("family-case-open"))));
    // Closing a case has tests of its own.
    world
        .sql_run(&format!(
            "update matter set state = 'closed', phase = 'closed' where id in ('{one}', '{two}')"
        ))
        .await;
    let silent = CloseFamily { note: " ".into(), ..close(id) };
    assert!(matches!(world.node.perform(w, silent).await, Err(Error::Invalid(_))));
    let odd = CloseFamily { closure_reason: "tidak ada".into(), ..close(id) };
    assert!(matches!(world.node.perform(w, odd).await, Err(Error::Invalid(_))));
    assert!(world.node.perform(w, ViewFamily { id }).await.unwrap().may_close);
    world.node.perform(w, close(id)).await.unwrap();
    let seen = world.node.perform(w, ViewFamily { id }).await.unwrap();
    assert!(seen.family.text("closed_on") == "2026-03-05" && !seen.may_close);
    assert!(matches!(world.node.perform(w, close(id)).await, Err(Error::Refused("family-closed"))));
    // A brother or sister in need opens it again.
    let three = world.open_case(w, "medium").await;
    world.sql_run(&format!("update matter set state = 'open', phase = 'open' where id = '{one}'")).await;
    world.node.perform(w, JoinFamily { case: three, sibling: one }).await.unwrap();
    let seen = world.node.perform(w, ViewFamily { id }).await.unwrap();
    assert!(seen.family.text("closed_on").is_empty() && seen.cases.len() == 3);
});

on_both!(a_vetting_that_runs_out_is_told_to_whoever_leads, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let manager = world.staff("manager", None).await;
    let case = world.open_case(&worker.actor, "medium").await;
    let proposed = Draft::default().with("care_arrangements_type", "foster_care");
    let id =
        world.node.perform(&worker.actor, Open::<CareArrangement>::part(case, proposed)).await.unwrap().id;
    let vetted = Draft::default()
        .with("vetting_done_on", "2026-03-04")
        .with("vetting_result", "suitable")
        .with("vetting_next_due", "2026-03-15")
        .with("child_view", "Data rekaan: mau.");
    let approve = Move::<CareArrangement>::new(id, "approve", vetted).unwrap();
    world.node.perform(&supervisor.actor, approve).await.unwrap();
    world.node.turn_clock().await.unwrap();
    world.clock.advance(DAY);
    world.node.turn_clock().await.unwrap();
    let told = async |post: Id| {
        let sql =
            format!("select count(*) from notification where post_id = '{post}' and code = 'vetting-due'");
        world.sql(&sql).await[0][0].clone()
    };
    assert_eq!((told(worker.post).await, told(lead.post).await), ("1".into(), "1".into()), "once each");
    assert_eq!(told(manager.post).await, "0", "the lead is there");
    let seen = world.node.perform(&lead.actor, node::acts::View::<Case>::new(case)).await;
    assert!(seen.is_ok());
});
