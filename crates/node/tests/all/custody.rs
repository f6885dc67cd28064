//! Custody passes by assignment; the glass is broken only for a while; history says who.

use model::kinds::{Case, Report};
use model::{Draft, Id, Lang};
use node::acts::staff::{AbolishPost, EndTenure, OpenPost};
use node::acts::{Assign, BreakGlass, Edit, List, ListQuery, Open, View};
use node::{Error, Origin};

use crate::world::{Staff, World};

fn report() -> Draft {
    Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "confidential")
        .with("narrative", "Data rekaan: anak bekerja di tempat yang tidak aman.")
        .with("imminent_danger", "false")
        .with("region", "32.73")
        .with("reporter_name", "Pelapor Contoh")
}

async fn opened(world: &World, staff: &Staff) -> Id {
    world.node.perform(&staff.actor, Open::<Report>::root(report())).await.unwrap().id
}

on_both!(an_assigned_report_is_the_other_posts, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let far_supervisor = world.staff("supervisor", Some(world.other_unit)).await;
    let id = opened(&world, &worker).await;
    let assign = |to| Assign::<Report>::new(id, to).because("Beban kerja dibagi ulang");

    let own = world.node.perform(&worker.actor, assign(colleague.post)).await;
    assert!(matches!(own, Err(Error::Denied("no-right"))), "a case worker does not give work away");
    let far = world.node.perform(&far_supervisor.actor, assign(colleague.post)).await;
    assert!(matches!(far, Err(Error::NotFound)));
    let wrong_kind = world.node.perform(&supervisor.actor, Assign::<Case>::new(id, colleague.post)).await;
    assert!(matches!(wrong_kind, Err(Error::NotFound)));
    world.node.perform(&supervisor.actor, assign(colleague.post)).await.unwrap();
    world.node.perform(&worker.actor, View::<Report>::new(id)).await.unwrap();
    world.node.perform(&colleague.actor, View::<Report>::new(id)).await.unwrap();
    world.take_on(&colleague).await;
    assert!(matches!(world.node.perform(&worker.actor, View::<Report>::new(id)).await, Err(Error::NotFound)));
    let seen = world.node.perform(&colleague.actor, View::<Report>::new(id)).await.unwrap();
    assert!(!seen.may_assign && seen.custodian == "Jabatan case-worker");
    let told = seen.history.iter().find(|told| told.act == "assign-report").unwrap();
    assert_eq!(told.detail.reason.as_deref(), Some("Beban kerja dibagi ulang"));
    assert_eq!(told.detail.changes[0].old, worker.post.to_string());
    assert_eq!(told.by, "Petugas supervisor");
    let custody = world.sql("select c.to_at is null from custody c join matter m on m.id = c.matter_id where m.kind = 'report' order by c.id").await;
    assert_eq!(custody.len(), 2);
});

on_both!(work_goes_only_to_living_posts_of_the_same_organisation, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let gone = world.staff("case-worker", Some(world.unit)).await;
    let id = opened(&world, &worker).await;
    let assign = async |to| world.node.perform(&supervisor.actor, Assign::<Report>::new(id, to)).await;
    let vacant = OpenPost {
        title_id: "Jabatan kosong".into(),
        title_en: String::new(),
        role: "case-worker".into(),
        unit: Some(world.unit),
        parent: None,
    };
    let vacant = world.node.perform(&world.admin, vacant).await.unwrap().id;
    assert!(matches!(assign(vacant).await, Err(Error::Refused("no-living-holder"))));
    let tenure = gone.actor.holdings()[0].tenure;
    world.node.perform(&world.admin, EndTenure::now(tenure)).await.unwrap();
    world.node.perform(&world.admin, AbolishPost { post: gone.post }).await.unwrap();
    assert!(matches!(assign(gone.post).await, Err(Error::Refused("no-such-post"))));
    let neighbour = world.neighbour().await;
    let elsewhere = world.staff_by(&neighbour, "case-worker", None).await;
    assert!(matches!(assign(elsewhere.post).await, Err(Error::Refused("post-elsewhere"))));
    assert!(matches!(assign(worker.post).await, Err(Error::Refused("already-there"))));
});

on_both!(broken_glass_shows_for_three_hours_and_only_to_who_broke_it, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let outside = world.staff("supervisor", Some(world.other_unit)).await;
    let beside = world.staff("supervisor", Some(world.other_unit)).await;
    let inside = world.staff("supervisor", Some(world.unit)).await;
    let id = opened(&world, &worker).await;
    let reason = || "Anak mungkin dalam bahaya malam ini".to_owned();
    let glass = |id| BreakGlass { id, reason: reason() };

    assert!(matches!(
        world.node.perform(&outside.actor, View::<Report>::new(id)).await,
        Err(Error::NotFound)
    ));
    let nothing = world.node.perform(&outside.actor, glass(world.node.new_id())).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
    let silent = BreakGlass { id, reason: "  ".into() };
    assert!(matches!(world.node.perform(&outside.actor, silent).await, Err(Error::Invalid(_))));
    let inside = world.node.perform(&inside.actor, glass(id)).await;
    assert!(matches!(inside, Err(Error::Refused("already-in-scope"))));
    assert!(matches!(world.node.perform(&worker.actor, glass(id)).await, Err(Error::Denied("no-right"))));
    let neighbour = world.neighbour().await;
    let foreign = world.staff_by(&neighbour, "manager", None).await;
    assert!(matches!(world.node.perform(&foreign.actor, glass(id)).await, Err(Error::NotFound)));

    let broken = world.node.perform(&outside.actor, glass(id)).await.unwrap();
    assert_eq!((broken.id, broken.kind), (id, "report"));
    let seen = world.node.perform(&outside.actor, View::<Report>::new(id)).await.unwrap();
    assert!(!seen.may_edit && !seen.may_assign && seen.steps.is_empty(), "to look, not to change");
    let change = Edit::<Report>::new(id, Draft::default().with("imminent_danger", "true"));
    assert!(matches!(world.node.perform(&outside.actor, change).await, Err(Error::Denied("no-right"))));
    assert!(matches!(world.node.perform(&beside.actor, View::<Report>::new(id)).await, Err(Error::NotFound)));
    let history = world.node.perform(&worker.actor, View::<Report>::new(id)).await.unwrap().history;
    let told = history.iter().find(|told| told.act == "break-glass" && told.outcome == "done").unwrap();
    assert_eq!(told.detail.reason, Some(reason()), "the custodian reads why");

    world.clock.set(broken.until);
    assert!(matches!(
        world.node.perform(&outside.actor, View::<Report>::new(id)).await,
        Err(Error::NotFound)
    ));
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    let listed = world.node.perform(&outside.actor, List::<Report>::new(query)).await.unwrap();
    assert!(listed.rows.is_empty());
});

on_both!(names_are_for_the_same_organisation_titles_for_all, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let id = opened(&world, &worker).await;
    let neighbour = world.neighbour().await;
    let lead = world.staff_by(&neighbour, "protection-lead", None).await;
    let reason = "Keadaan darurat lintas lembaga".to_owned();
    world.node.perform(&lead.actor, BreakGlass { id, reason }).await.unwrap();
    let far = world.node.perform(&lead.actor, View::<Report>::new(id)).await.unwrap();
    let by = |viewed: &node::acts::Viewed, act: &str| {
        viewed.history.iter().find(|told| told.act == act).unwrap().by.clone()
    };
    assert_eq!(by(&far, "open-report"), "Jabatan case-worker");
    assert_eq!(by(&far, "break-glass"), "Petugas protection-lead");
    let near = world.node.perform(&worker.actor, View::<Report>::new(id)).await.unwrap();
    assert_eq!(by(&near, "open-report"), "Petugas case-worker");
    assert_eq!(by(&near, "break-glass"), "Jabatan protection-lead");
    let opened = near.history.iter().find(|told| told.act == "open-report").unwrap();
    assert_eq!(opened.post_title, "Jabatan case-worker");

    let named = world.node.name_of(&worker.actor, lead.account).await;
    assert!(matches!(named, Err(Error::NotFound)));
    assert_eq!(world.node.name_of(&lead.actor, lead.account).await.unwrap(), "Petugas protection-lead");
    let titles = world.node.post_titles(&[worker.post, world.node.new_id()], Lang::En).await.unwrap();
    assert_eq!(titles.len(), 1);
    assert_eq!(titles[&worker.post], "Post case-worker");
    let nobody = world.node.actor(world.node.new_id(), Lang::Id, Origin::Online).await.unwrap();
    assert!(matches!(world.node.name_of(&nobody, worker.account).await, Err(Error::NotFound)));
});
