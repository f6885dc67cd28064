//! Who gives a service, and which service a follow-up followed: recorded, and counted from the database.

use model::Draft;
use model::kinds::{FollowUp, Service};
use node::acts::supervision::CountIndicators;
use node::acts::{Edit, View};

use crate::lifecycle::{part, step};

on_both!(a_follow_up_says_which_service_it_followed, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    let lead = world.staff("protection-lead", None).await.actor;
    let case = world.open_case(&worker, "low").await;
    for (kind, service) in [("for_service", "education"), ("for_service", "health_care"), ("in_care", "")] {
        let fields =
            [("followup_type", kind), ("followup_service_type", service), ("needed_by", "2026-03-10")];
        let visit = part::<FollowUp>(&world, &worker, case, &fields).await;
        let made = [("followup_date", "2026-03-05"), ("seen_child", "true")];
        step::<FollowUp>(&world, &worker, visit, "record", &made).await.unwrap();
    }
    let assessed = [
        ("followup_type", "for_assesment"),
        ("followup_assessment_type", "wellbeing"),
        ("needed_by", "2026-03-10"),
    ];
    let visit = part::<FollowUp>(&world, &worker, case, &assessed).await;
    let seen = world.node.perform(&worker, View::<FollowUp>::new(visit)).await.unwrap();
    assert_eq!(seen.record.text("followup_assessment_type"), "wellbeing");
    let march = CountIndicators { from: "2026-03-01".parse().unwrap(), to: "2026-03-31".parse().unwrap() };
    let counted = world.node.perform(&lead, march).await.unwrap();
    let figure = counted.figures.iter().find(|figure| figure.id == "table_followed").unwrap();
    let found: Vec<_> = figure.lines.iter().map(|line| (line.what.as_str(), line.value)).collect();
    assert_eq!(found, [("children", Some(1)), ("education", Some(1)), ("health_care", Some(1))]);
});

on_both!(a_service_says_who_gives_it_and_when, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    let case = world.open_case(&worker, "low").await;
    let fields = [
        ("service_type", "education"),
        ("implementing_agency", "Dinas Pendidikan Contoh (rekaan)"),
        ("implementing_post", "Kepala seksi (rekaan)"),
        ("status_referred", "referred"),
    ];
    let service = part::<Service>(&world, &worker, case, &fields).await;
    let later =
        Edit::<Service>::new(service, Draft::default().with("implementing_post", "Pengawas (rekaan)"));
    world.node.perform(&worker, later).await.unwrap();
    let given = [("delivered_on", "2026-03-05"), ("delivered_time", "morning")];
    step::<Service>(&world, &worker, service, "deliver", &given).await.unwrap();
    let seen = world.node.perform(&worker, View::<Service>::new(service)).await.unwrap();
    for (field, text) in [
        ("implementing_agency", "Dinas Pendidikan Contoh (rekaan)"),
        ("implementing_post", "Pengawas (rekaan)"),
        ("status_referred", "referred"),
        ("delivered_time", "morning"),
    ] {
        assert_eq!(seen.record.text(field), text);
    }
    let stored =
        world.sql(&format!("select implementing_agency from k_service where id = '{service}'")).await;
    assert!(!format!("{stored:?}").contains("Dinas"), "sealed at rest");
});
