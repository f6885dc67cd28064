//! Whether staff may work with children: asked for by itself, decided by somebody else, told before it ends, open when it has ended.

use model::kinds::Vetting;
use model::time::DAY;
use model::{Draft, Id};
use node::Error;
use node::acts::Move;
use node::acts::desk::ListNotifications;
use node::acts::staff::{
    EndTenure, ListPosts, ListVettings, OpenAccount, OpenPost, OpenVetting, RequireVetting, StartTenure,
    VettingRow,
};

use crate::world::{Staff, World};

fn cleared(result: &str, until: &str) -> Draft {
    Draft::default()
        .with("certificate_number", "REKAAN-0001")
        .with("certificate_on", "2026-03-01")
        .with("references_on", "2026-03-02")
        .with("code_signed_on", "2026-03-03")
        .with("training_on", "2026-03-04")
        .with("result", result)
        .with("valid_until", until)
}

fn clear(id: Id, result: &str, until: &str) -> Move<Vetting> {
    Move::<Vetting>::new(id, "clear", cleared(result, until)).unwrap()
}

async fn row(world: &World, by: &Staff, of: Id) -> Option<VettingRow> {
    let listed = world.node.perform(&by.actor, ListVettings).await.unwrap();
    listed.rows.into_iter().find(|row| row.account == of)
}

async fn told(world: &World, staff: &Staff) -> Vec<String> {
    let listed = world.node.perform(&staff.actor, ListNotifications).await.unwrap();
    listed.rows.iter().map(|one| one.code.clone()).collect()
}

on_both!(whoever_works_with_children_is_vetted_by_somebody_else, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let other = world.staff("supervisor", Some(world.other_unit)).await;
    let lead = world.staff("protection-lead", None).await;
    world.node.turn_clock().await.unwrap();
    assert!(!row(&world, &lead, worker.account).await.unwrap().required, "nobody asked yet");

    let require = || RequireVetting { role: "case-worker".into(), required: true };
    let refused = world.node.perform(&supervisor.actor, require()).await;
    assert!(matches!(refused, Err(Error::Denied("no-right"))), "{refused:?}");
    world.node.perform(&lead.actor, require()).await.unwrap();
    world.node.turn_clock().await.unwrap();
    let asked = row(&world, &supervisor, worker.account).await.unwrap();
    assert!(asked.missing() && asked.state == "asked", "{asked:?}");
    assert!(row(&world, &other, worker.account).await.is_none(), "another unit's");
    assert!(asked.vetting.is_none(), "the state is for whoever supervises, the record for whoever vets");
    let id = row(&world, &lead, worker.account).await.unwrap().vetting.unwrap();
    assert!(told(&world, &lead).await.contains(&"staff-vetting-asked".into()));
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql("select count(*) from vetting_of").await[0][0], "1", "asked for once");
    let again = world.node.perform(&supervisor.actor, OpenVetting { account: worker.account }).await;
    assert!(matches!(again, Err(Error::Refused("vetting-open"))), "{again:?}");
    let own = world.node.perform(&lead.actor, OpenVetting { account: lead.account }).await;
    assert!(matches!(own, Err(Error::Refused("own-work"))), "{own:?}");

    // Who was found not suitable, or whose day is over, is not cleared; and the vetted person sees nothing of it.
    let unfit = world.node.perform(&lead.actor, clear(id, "not_suitable", "2027-03-05")).await;
    assert!(matches!(unfit, Err(Error::Refused("staff-not-suitable"))), "{unfit:?}");
    let over = world.node.perform(&lead.actor, clear(id, "suitable", "2026-03-01")).await;
    assert!(matches!(over, Err(Error::Invalid(_))), "{over:?}");
    let stranger = world.node.perform(&worker.actor, clear(id, "suitable", "2026-03-20")).await;
    assert!(stranger.is_err(), "{stranger:?}");
    world.node.perform(&lead.actor, clear(id, "suitable", "2026-03-20")).await.unwrap();

    // It ends within the month: told once, to whoever has it and to the person's own post.
    assert_eq!(row(&world, &lead, worker.account).await.unwrap().state, "due");
    world.node.turn_clock().await.unwrap();
    world.clock.advance(DAY);
    world.node.turn_clock().await.unwrap();
    let due = "select count(*) from notification where code = 'staff-vetting-due'";
    assert_eq!(world.sql(due).await[0][0], "1");
    assert_eq!(told(&world, &worker).await.iter().filter(|code| *code == "staff-vetting-own").count(), 1);

    world.clock.advance(20 * DAY);
    world.node.turn_clock().await.unwrap();
    let expired = row(&world, &lead, worker.account).await.unwrap();
    assert!(expired.missing() && expired.state == "expired", "{expired:?}");
    world.node.perform(&lead.actor, clear(id, "suitable_with_conditions", "2027-03-01")).await.unwrap();
    assert_eq!(row(&world, &lead, worker.account).await.unwrap().state, "valid");
    // Nothing about a person lies in the clear but codes and days.
    let kept = world.sql(&format!("select valid_until, result from k_vetting where id = '{id}'")).await;
    assert_eq!(kept, [["2027-03-01".to_owned(), "suitable_with_conditions".to_owned()]]);
});

on_both!(a_post_with_children_is_not_filled_without_a_vetting, |world| {
    let lead = world.staff("protection-lead", None).await;
    world
        .node
        .perform(&lead.actor, RequireVetting { role: "case-worker".into(), required: true })
        .await
        .unwrap();
    let account =
        OpenAccount { email: "baru@contoh.invalid".into(), name: "Petugas Baru".into(), lang: "id".into() };
    let account = world.node.perform(&world.admin, account).await.unwrap().id;
    let post = OpenPost {
        title_id: "Pekerja sosial".into(),
        title_en: "Case worker".into(),
        role: "case-worker".into(),
        unit: Some(world.unit),
        parent: None,
    };
    let post = world.node.perform(&world.admin, post).await.unwrap().id;
    let start = |acting: bool, days: Option<i64>| {
        let until = days.map(|days| world.node.now().plus(days * DAY));
        world.node.perform(&world.admin, StartTenure { post, account, acting, until })
    };
    for (acting, days) in [(false, None), (false, Some(10)), (true, None), (true, Some(15))] {
        let refused = start(acting, days).await;
        assert!(matches!(refused, Err(Error::Refused("vetting-missing"))), "{acting} {days:?}: {refused:?}");
    }
    assert_eq!(world.sql(&format!("select state from post where id = '{post}'")).await[0][0], "vacant");

    // A stand-in for two weeks at most; the vetting is asked for by itself.
    start(true, Some(14)).await.unwrap();
    world.node.turn_clock().await.unwrap();
    let asked = row(&world, &lead, account).await.unwrap();
    assert!(asked.missing() && asked.state == "asked");
    world.node.perform(&lead.actor, clear(asked.vetting.unwrap(), "suitable", "2027-03-05")).await.unwrap();
    start(false, None).await.unwrap();
    let posts = world.node.perform(&world.admin, ListPosts).await.unwrap();
    let tenures = posts.into_iter().find(|row| row.id == post).unwrap().tenures;
    assert_eq!(tenures.len(), 2);

    // Found not suitable later: whoever leads is told, and the next tenure is refused.
    let barred = Draft::default().with("finding", "Data rekaan: tidak sesuai kode etik.");
    let bar = Move::<Vetting>::new(asked.vetting.unwrap(), "bar", barred).unwrap();
    world.node.perform(&lead.actor, bar).await.unwrap();
    assert!(told(&world, &lead).await.contains(&"staff-vetting-barred".into()));
    assert!(row(&world, &lead, account).await.unwrap().missing());
    let full = tenures.iter().find(|tenure| !tenure.acting).unwrap().id;
    world.node.perform(&world.admin, EndTenure::now(full)).await.unwrap();
    assert!(matches!(start(false, None).await, Err(Error::Refused("vetting-missing"))));
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql("select count(*) from vetting_of").await[0][0], "1", "nobody is asked twice");
});
