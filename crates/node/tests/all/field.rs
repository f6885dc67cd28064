//! Field work: what comes from a device lies sealed, belongs to the post, follows the child it is about, and never goes past the
//! policy. Forms keep their old versions.

use std::collections::BTreeSet;

use forms::sheets::{Line, Sheet, Workbook};
use model::kinds::{Assessment, Case, Community, FieldSubmission, OutreachFinding, OutreachRound, Report};
use model::{Draft, Id};
use node::acts::field::{
    ListForms, ListSubmissions, OfferForm, OpenDevice, OpenedDevice, PublishForm, ReviewSubmission,
    ViewCoverage, ViewForm,
};
use node::acts::people::{ErasePerson, EraseReason};
use node::acts::{ListQuery, Move, Open, View};
use node::field::{Choice, Device, Target};
use node::{Actor, Error};

use crate::at_rest::names_nobody;
use crate::world::{Staff, World};

async fn register(world: &World, actor: &Actor) -> OpenedDevice {
    world.node.perform(actor, OpenDevice { post: None, names: false }).await.unwrap()
}

async fn at(world: &World, staff: &Staff) -> Device {
    let opened = register(world, &staff.actor).await;
    world.node.device(&opened.user_name, &opened.secret, b"source").await.unwrap()
}

fn filled(form: &str, version: &str, instance: &str, answers: &str) -> String {
    format!(
        "<data id=\"{form}\" version=\"{version}\">{answers}<meta><instanceID>uuid:{instance}</instanceID></meta></data>"
    )
}

const NATIONAL: &str = "2026030501";

fn assessment(instance: &str, case: Option<Id>, words: &str) -> String {
    let whom = case.map(|case| format!("<jejaring_untuk>{case}</jejaring_untuk>")).unwrap_or_default();
    let answers = format!(
        "{whom}<jenis>comprehensive</jenis><bidang>personal</bidang><temuan><diri>{words}</diri></temuan>\
         <simpulan><pandangan>Ingin sekolah (rekaan).</pandangan><risiko>medium</risiko>\
         <tindakan>ongoing_monitoring</tindakan></simpulan>"
    );
    filled("jejaring_assessment", NATIONAL, instance, &answers)
}

async fn states(world: &World, actor: &Actor) -> Vec<(&'static str, i64)> {
    let parts = world.node.perform(actor, ListSubmissions).await.unwrap();
    parts.iter().filter(|part| part.count > 0).map(|part| (part.state, part.count)).collect()
}

/// Sheets of a small form of an agency.
fn form(version: &str, more: &[[&str; 4]]) -> Workbook {
    let line = |number: usize, cells: &[&str]| Line {
        number: u32::try_from(number).unwrap() + 1,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    };
    let mut survey =
        vec![["type", "name", "label", "required"], ["text", "narrative", "Apa yang terjadi?", "yes"]];
    survey.extend_from_slice(more);
    let rows = survey.iter().enumerate().map(|(at, cells)| line(at, cells)).collect();
    let settings = [["form_title", "form_id", "version"], ["Formulir lembaga", "lembaga_contoh", version]];
    let settings = settings.iter().enumerate().map(|(at, cells)| line(at, cells)).collect();
    Workbook {
        sheets: vec![
            Sheet { name: "survey".into(), rows },
            Sheet { name: "settings".into(), rows: settings },
        ],
        files: Vec::new(),
    }
}

fn mapping(version: &str) -> String {
    format!(
        r#"{{"form":"lembaga_contoh","version":"{version}","makes":[{{"kind":"report","fields":{{
            "narrative":{{"question":"narrative"}},"channel":{{"always":"outreach"}},
            "reporter_mode":{{"always":"anonymous"}},"imminent_danger":{{"always":"unknown"}}}}}}]}}"#
    )
}

on_both!(a_submission_lies_sealed_and_goes_with_the_child, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let device = at(&world, &worker).await;
    let case = world.open_case(&worker.actor, "medium").await;
    let xml = assessment("a", Some(case), "Tidur nyenyak di Kampung Rerindang");
    let taken = world.node.take_submission(&device, &xml).await.unwrap();
    assert_eq!((taken.before, taken.reason), (false, None));
    assert_eq!(world.node.take_submission(&device, &xml).await.unwrap().id, taken.id);
    assert_eq!(states(&world, &worker.actor).await, [("applied", 1)]);
    let whole = world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap();
    let part = whole.parts.iter().find(|part| part.meta.slug == "assessment").unwrap();
    let id = part.rows[0].envelope.id;
    let seen = world.node.perform(&worker.actor, View::<Assessment>::new(id)).await.unwrap();
    assert!(seen.record.text("findings").ends_with("Tidur nyenyak di Kampung Rerindang"));
    names_nobody(&world, &["Rerindang", "Ingin sekolah", "uuid:a"]).await;
    // What was said about the child is erased with the child.
    let review = || ReviewSubmission { submission: taken.id, case: None };
    assert_eq!(world.node.perform(&worker.actor, review()).await.unwrap().things[0].fields.len(), 8);
    let child: Id = whole.record.text("child").parse().unwrap();
    world.sql_run(&format!("update matter set phase = 'closed' where root_id = '{case}'")).await;
    let erase = ErasePerson { id: child, reason: EraseReason::SubjectRequest };
    let lead = world.staff("protection-lead", Some(world.unit)).await;
    world.node.perform(&lead.actor, erase).await.unwrap();
    let after = world.node.perform(&worker.actor, review()).await.unwrap();
    assert!(after.things.iter().all(|thing| thing.fields.is_empty()) && after.kept.is_empty());
});

on_both!(no_form_goes_past_the_policy_and_nothing_is_lost, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let colleague = world.staff("case-worker", Some(world.other_unit)).await;
    let device = at(&world, &worker).await;
    let case = world.open_case(&colleague.actor, "medium").await;
    let taken = world.node.take_submission(&device, &assessment("a", Some(case), "Rekaan.")).await.unwrap();
    assert_eq!(taken.reason, Some("out_of_reach"));
    let denied =
        world.sql("select count(*) from journal where act = 'open-assessment' and outcome = 'denied'").await;
    assert_eq!(denied, [["1"]], "the policy was asked, and said no");
    assert_eq!(world.sql("select count(*) from k_assessment").await, [["0"]]);
    // Nobody else sees it; the supervisor of the unit does.
    let look = |actor: Actor| {
        let (node, id) = (world.node.clone(), taken.id);
        async move { node.perform(&actor, ReviewSubmission { submission: id, case: None }).await }
    };
    assert!(matches!(look(colleague.actor.clone()).await, Err(Error::NotFound)));
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    assert_eq!(look(supervisor.actor.clone()).await.unwrap().reason.as_deref(), Some("out_of_reach"));
    // It waits in the post, is due, and somebody decides: into a case of one's own, or not at all.
    let due = world.sql(&format!("select due_at - opened_at from matter where id = '{}'", taken.id)).await;
    assert_eq!(due, [["259200000"]], "three days");
    let own = world.open_case(&worker.actor, "low").await;
    let choice = Choice { case: Some(own), ..Choice::default() };
    let act = world.node.new_id();
    let decided = world.node.decide_submission(act, &worker.actor, taken.id, &choice).await.unwrap();
    assert_eq!(decided.reason, None);
    let again = world.node.decide_submission(world.node.new_id(), &worker.actor, taken.id, &choice).await;
    assert!(matches!(again, Err(Error::Refused("submission-settled"))));
    assert_eq!(world.sql("select count(*) from k_assessment").await, [["1"]]);

    let taken = world.node.take_submission(&device, &assessment("b", None, "Rekaan.")).await.unwrap();
    assert_eq!(taken.reason, Some("no_target"));
    let wrong = filled("jejaring_assessment", NATIONAL, "c", "<jenis>lain</jenis><bidang>personal</bidang>");
    let taken = world.node.take_submission(&device, &wrong).await.unwrap();
    assert_eq!(taken.reason, Some("answers"));
    let seen = look(worker.actor.clone()).await.unwrap();
    assert!(seen.problems.is_empty());
    let seen = world
        .node
        .perform(&worker.actor, ReviewSubmission { submission: taken.id, case: None })
        .await
        .unwrap();
    assert!(!seen.problems.is_empty(), "places and messages, no answers");
    let discard = Draft::default().with("discard_reason", "Dicatat dengan tangan (rekaan).");
    let discard = Move::<FieldSubmission>::new(taken.id, "discard", discard).unwrap();
    world.node.perform(&worker.actor, discard).await.unwrap();
    assert_eq!(states(&world, &worker.actor).await, [("kept", 1), ("applied", 1), ("discarded", 1)]);
    // Nobody makes one by hand.
    let open = world.node.perform(&worker.actor, Open::<FieldSubmission>::root(Draft::default())).await;
    assert!(matches!(open, Err(Error::Denied(_) | Error::Refused("by-own-act") | Error::Invalid(_))));
});

on_both!(versions_stay_and_posts_see_what_they_may_use, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    let other = world.staff("intake-operator", Some(world.other_unit)).await;
    let (device, theirs) = (at(&world, &intake).await, at(&world, &other).await);
    let ready = world.node.perform(&world.admin, ListForms).await.unwrap();
    assert_eq!(ready.len(), 10, "the ready forms are there");
    assert!(ready.iter().all(|form| form.ready && form.offered));
    let publish = |sheets: Workbook, mapping: &str| PublishForm { sheets, mapping: mapping.to_owned() };
    let by_worker = world.node.perform(&intake.actor, publish(form("1", &[]), &mapping("1"))).await;
    assert!(matches!(by_worker, Err(Error::Denied("no-right"))));
    let without = world.node.perform(&world.admin, publish(form("1", &[]), "")).await;
    assert!(matches!(without, Err(Error::Refused("form-needs-mapping"))));
    let broken = form("1", &[["image", "foto", "Foto", ""]]);
    let broken = world.node.perform(&world.admin, publish(broken, &mapping("1"))).await;
    assert!(matches!(broken, Err(Error::Refused("form-has-errors"))));
    world.node.perform(&world.admin, publish(form("1", &[]), &mapping("1"))).await.unwrap();
    let taken = world.node.perform(&world.admin, publish(form("1", &[]), &mapping("1"))).await;
    assert!(matches!(taken, Err(Error::Refused("form-version-taken"))));
    let seen = world.node.perform(&world.admin, ViewForm { form_id: "lembaga_contoh".into() }).await.unwrap();
    let more = [["text", "places", "Di mana?", ""]];
    let changes = seen.changes_to(&form("2", &more));
    assert!(!changes.is_empty(), "the effect of a change is shown before");
    let untaken = world.node.perform(&world.admin, publish(form("2", &more), "")).await;
    assert!(matches!(untaken, Err(Error::Refused("form-mapping-wrong"))), "an answer that goes nowhere");
    let second = mapping("2").replace("\"channel\"", "\"places\":{\"question\":\"places\"},\"channel\"");
    world.node.perform(&world.admin, publish(form("2", &more), &second)).await.unwrap();

    let lines = world.node.forms_for(&device).await.unwrap();
    let line = lines.iter().find(|line| line.form_id == "lembaga_contoh").unwrap();
    assert_eq!((line.version.as_str(), line.target), ("2", Target::Nothing));
    // A phone that still has the first version sends it, and it is taken.
    for (version, instance) in [("1", "lama"), ("2", "baru")] {
        let xml = filled("lembaga_contoh", version, instance, "<narrative>Rekaan.</narrative>");
        let taken = world.node.take_submission(&device, &xml).await.unwrap();
        assert_eq!(taken.reason, None, "version {version}");
    }
    assert_eq!(world.sql("select count(*) from k_report").await, [["2"]]);
    // Narrowed to one post, then to nobody; what is on a phone is taken all the same.
    let offer = |offered, posts| OfferForm { form_id: "lembaga_contoh".into(), offered, posts };
    world.node.perform(&world.admin, offer(true, vec![intake.post])).await.unwrap();
    let knows = |lines: Vec<node::field::FormLine>| lines.iter().any(|line| line.form_id == "lembaga_contoh");
    assert!(knows(world.node.forms_for(&device).await.unwrap()));
    assert!(!knows(world.node.forms_for(&theirs).await.unwrap()));
    world.node.perform(&world.admin, offer(false, Vec::new())).await.unwrap();
    assert!(!knows(world.node.forms_for(&device).await.unwrap()));
    let late = filled("lembaga_contoh", "1", "terlambat", "<narrative>Rekaan.</narrative>");
    assert_eq!(world.node.take_submission(&device, &late).await.unwrap().reason, None);
    assert!(matches!(world.node.visits_for(&device, Target::Nothing).await, Err(Error::NotFound)));
});

on_both!(a_secret_opens_one_device_and_a_broken_way_is_walked_to_its_end, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    let opened = register(&world, &intake.actor).await;
    let plain = opened.secret.replace('-', " ").to_uppercase();
    assert!(
        world.node.device(&opened.user_name, &plain, b"a").await.is_ok(),
        "typed with spaces and capitals"
    );
    let wrong = world.node.device(&opened.user_name, "aaaa-bbbb", b"a").await;
    assert!(matches!(wrong, Err(Error::NotSignedIn)));
    let kept = world.sql("select secret_tag from field_device").await;
    assert!(!kept[0][0].contains(&opened.secret.replace('-', "")));
    for _ in 0..4 {
        register(&world, &intake.actor).await;
    }
    let sixth = world.node.perform(&intake.actor, OpenDevice { post: None, names: false }).await;
    assert!(matches!(sixth, Err(Error::Refused("too-many-devices"))));
    // The node died after it had taken the form and before it wrote down what became of it.
    let device = world.node.device(&opened.user_name, &opened.secret, b"a").await.unwrap();
    let answers = "<pelapor><siapa>neighbour</siapa><cara>anonymous</cara></pelapor><kejadian><bahaya>false</bahaya>\
                   <uraian>Rekaan.</uraian></kejadian><orang/>";
    let xml = filled("jejaring_report", NATIONAL, "putus", answers);
    let taken = world.node.take_submission(&device, &xml).await.unwrap();
    world
        .sql_run(&format!("update matter set state = 'received', phase = 'open' where id = '{}'", taken.id))
        .await;
    let again = world.node.take_submission(&device, &xml).await.unwrap();
    assert_eq!((again.id, again.before, again.reason), (taken.id, true, None));
    assert_eq!(world.sql("select count(*) from k_report").await, [["1"]], "everything once");
    let seen: BTreeSet<_> =
        world.sql("select origin from journal where act = 'open-report'").await.into_iter().collect();
    assert_eq!(seen, BTreeSet::from([vec!["offline".to_owned()]]));
});

on_both!(a_visit_makes_a_report_of_every_child_and_keeps_the_rest, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let device = at(&world, &worker).await;
    let concern = |n: u8| {
        format!(
            "<kekhawatiran><anak>Anak {n} (rekaan)</anak><uraian>Rekaan {n}.</uraian><bahaya>false</bahaya></kekhawatiran>"
        )
    };
    let answers = format!(
        "<kunjungan><tanggal>2026-03-04</tanggal><provinsi>32</provinsi><wilayah>32.73</wilayah>\
         <anak_ditemui>4</anak_ditemui><dewasa_ditemui>2</dewasa_ditemui><catatan>Datang sore.</catatan></kunjungan>\
         <ada_kekhawatiran>true</ada_kekhawatiran>{}{}",
        concern(1),
        concern(2)
    );
    let xml = filled("jejaring_outreach", NATIONAL, "a", &answers);
    let taken = world.node.take_submission(&device, &xml).await.unwrap();
    assert_eq!(taken.reason, None);
    let custodians = world.sql("select distinct custodian_post from matter where kind = 'report'").await;
    assert_eq!(custodians, [[worker.post.to_string()]]);
    let reports = world.node.perform(
        &worker.actor,
        node::acts::List::<Report>::new(ListQuery { limit: 9, ..Default::default() }),
    );
    assert_eq!(reports.await.unwrap().total, 2, "each child has a report of its own");
    // Of what became several reports, only what belongs to none of them stays.
    let seen = world
        .node
        .perform(&worker.actor, ReviewSubmission { submission: taken.id, case: None })
        .await
        .unwrap();
    assert!(seen.kept.iter().any(|(_, answer)| answer == "Datang sore."));
    assert!(seen.things.iter().all(|thing| thing.fields.is_empty() && thing.record.is_some()));
});

on_both!(communities_without_a_visit_are_seen_and_no_child_is, |world| {
    let officer = world.staff("supervisor", Some(world.unit)).await;
    let o = &officer.actor;
    let place = |name: &str, region: &str| {
        Draft::default()
            .with("name", name)
            .with("community_kind", "harbour")
            .with("region", region)
            .with("visit_every", "3")
    };
    let one =
        world.node.perform(o, Open::<Community>::root(place("Muara Rekaan", "32.73"))).await.unwrap().id;
    world.node.perform(o, Open::<Community>::root(place("Pasar Rekaan", "32.73"))).await.unwrap();
    let due = world.node.perform(o, View::<Community>::new(one)).await.unwrap();
    assert_eq!(&*due.record.text("next_visit_on"), "2026-06-05", "three months from today");
    let plan = Draft::default().with("planned_on", "2026-03-05").with("purpose", "Perkenalan (rekaan).");
    let round = world.node.perform(o, Open::<OutreachRound>::part(one, plan)).await.unwrap().id;
    let coverage = world.node.perform(o, ViewCoverage { months: 3 }).await.unwrap();
    assert_eq!((coverage.waiting.len(), coverage.planned.len()), (2, 1));
    let made =
        Draft::default().with("visited_on", "2026-03-05").with("children_met", "7").with("adults_met", "3");
    world.node.perform(o, Move::<OutreachRound>::new(round, "make", made).unwrap()).await.unwrap();
    let found = Draft::default()
        .with("found_on", "2026-03-05")
        .with("finding", "Anak bekerja malam di dermaga (rekaan).");
    world.node.perform(o, Open::<OutreachFinding>::part(one, found)).await.unwrap();
    let coverage = world.node.perform(o, ViewCoverage { months: 3 }).await.unwrap();
    assert_eq!(coverage.waiting.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Pasar Rekaan"]);
    assert_eq!(
        (coverage.regions[0].communities, coverage.regions[0].visited, coverage.open_findings),
        (2, 1, 1)
    );
    let after = world.node.perform(o, View::<Community>::new(one)).await.unwrap();
    assert_eq!(&*after.record.text("last_visited_on"), "2026-03-05");
    world.clock.advance(100 * 24 * 3_600_000);
    let later = world.again(officer.account).await;
    let coverage = world.node.perform(&later, ViewCoverage { months: 3 }).await.unwrap();
    assert_eq!(coverage.waiting.len(), 2, "months pass");
    names_nobody(&world, &["Muara Rekaan", "dermaga"]).await;
});
