//! What cases share, for whoever may see them; transactions and cases; records for others; flaggers.

use model::kinds::{ContentReport, Identifier, Overlap, TransactionReport};
use model::{Draft, Id};
use node::acts::desk::{Approve, RequestApproval};
use node::acts::harm::{ExportHtcds, MakeFile, MatchTransactions, TakeContentFile, ViewFlaggers, ViewLinks};
use node::acts::{List, ListQuery, Move, Open, View};
use node::{Actor, Error};

use super::{ADDRESS, BROKEN, analyst, content, organisation, told};
use crate::world::World;

async fn named(world: &World, actor: &Actor, case: Id, kind: &str, value: &str) {
    let draft = Draft::default().with("kind", kind).with("value", value).with("holder", "CONTOH");
    world.node.perform(actor, Open::<Identifier>::part(case, draft)).await.unwrap();
    world.clock.advance(1_000);
}

on_both!(links_show_cases_that_the_reader_sees_and_no_others, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let other = world.staff("case-worker", Some(world.other_unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let cases = [
        world.open_case(&worker.actor, "high").await,
        world.open_case(&worker.actor, "high").await,
        world.open_case(&other.actor, "high").await,
    ];
    named(&world, &worker.actor, cases[0], "venue", "Wisma Contoh Rekaan").await;
    named(&world, &worker.actor, cases[1], "venue", "wisma contoh rekaan").await;
    named(&world, &other.actor, cases[2], "venue", "Wisma Contoh Rekaan").await;
    named(&world, &worker.actor, cases[0], "phone", "0800-0000-1111").await;
    named(&world, &worker.actor, cases[1], "vessel", "KM Contoh Rekaan").await;
    let links = world.node.perform(&worker.actor, ViewLinks { case: cases[0] }).await.unwrap();
    let seen: Vec<Id> = links.cases.iter().map(|case| case.id).collect();
    assert_eq!(seen, cases[..2], "a colleague's case in another unit is not told of");
    assert_eq!(links.things.len(), 1, "what one case alone names is no link");
    assert_eq!((links.things[0].kind, links.things[0].cases.as_slice()), ("venue", &[0, 1][..]));
    let all = world.node.perform(&lead.actor, ViewLinks { case: cases[0] }).await.unwrap();
    assert_eq!(all.cases.len(), 3);
    let stranger = world.node.perform(&other.actor, ViewLinks { case: cases[0] }).await;
    assert!(matches!(stranger, Err(Error::NotFound)));
    let looks = format!(
        "select count(*) from journal where act = 'view-links' and subject = '{}' and outcome = 'done'",
        cases[0]
    );
    assert_eq!(world.sql(&looks).await, [["2"]], "looking is an act");
});

on_both!(what_many_cases_name_draws_no_line, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let mut cases = Vec::new();
    for _ in 0..32 {
        let case = world.open_case(&worker.actor, "low").await;
        named(&world, &worker.actor, case, "venue", "Terminal Contoh").await;
        cases.push(case);
    }
    let links = world.node.perform(&worker.actor, ViewLinks { case: cases[0] }).await.unwrap();
    assert_eq!(links.cases.len(), 1);
    assert!(links.things[0].common && links.things[0].cases.is_empty());
});

on_both!(transactions_meet_cases_without_anybody_being_warned, |world| {
    let admin = organisation(&world, "ID/FIU/CONTOH").await;
    let fiu = world.staff_by(&admin, "fiu-analyst", None).await;
    let boss = world.staff_by(&admin, "manager", None).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let case = world.open_case(&worker.actor, "high").await;
    named(&world, &worker.actor, case, "account", "000012345678").await;
    let report = Draft::default()
        .with("direction", "from_institution")
        .with("report_code", "STR")
        .with("institution", "Bank Contoh (rekaan)")
        .with("parties", "account: CONTOH 000012345678\nphone: 0800-0000-2222\nentity: PT Contoh Rekaan");
    let report = world.node.perform(&fiu.actor, Open::<TransactionReport>::root(report)).await.unwrap().id;
    world.clock.advance(1_000);
    let found = world.node.perform(&fiu.actor, MatchTransactions { report }).await.unwrap();
    assert_eq!(found.iter().map(|party| party.cases).collect::<Vec<_>>(), [Some(1), Some(0)]);
    assert!(told(&world, supervisor.post).await.contains(&"overlap".to_owned()));
    let query = || ListQuery { limit: 50, ..ListQuery::default() };
    let listed = world.node.perform(&supervisor.actor, List::<Overlap>::new(query())).await.unwrap();
    assert_eq!(listed.rows.len(), 1);
    let mine = world.node.perform(&fiu.actor, List::<Overlap>::new(query())).await.unwrap();
    assert_eq!(mine.rows.len(), 1, "contact can be asked for from either side");
    assert!(mine.rows[0].envelope.due_at.is_none(), "it has no ladder");
    assert_eq!(told(&world, boss.post).await, Vec::<String>::new(), "nobody above learns of a report");
    world.clock.advance(1_000);
    let again = world.node.perform(&fiu.actor, MatchTransactions { report }).await.unwrap();
    assert_eq!(again[0].told, 0, "nobody is told twice of the same pair");
    // A case that names a party later: whoever has the report hears so, and of no case.
    named(&world, &worker.actor, case, "phone", "0800-0000-2222").await;
    assert_eq!(told(&world, fiu.post).await, ["transaction-party-named"]);
    assert!(matches!(
        world.node.perform(&boss.actor, MatchTransactions { report }).await,
        Err(Error::NotFound)
    ));
    // Feedback to whoever reported.
    let given =
        Draft::default().with("feedback_given", "Berguna (rekaan).").with("feedback_given_on", "2026-03-05");
    let step = Move::<TransactionReport>::new(report, "give_feedback", given).unwrap();
    world.node.perform(&fiu.actor, step).await.unwrap();
});

on_both!(a_record_for_others_finds_nobody_and_says_on_what_law, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let stranger = world.staff("case-worker", Some(world.other_unit)).await;
    let case = world.open_case(&worker.actor, "high").await;
    let export = |basis: &str| ExportHtcds {
        case,
        receiver: "Lembaga Contoh (rekaan)".into(),
        legal_basis: basis.into(),
    };
    let alone = world.node.perform(&worker.actor, export("mutual_agreement")).await;
    assert!(matches!(alone, Err(Error::Refused("export-needs-approval"))), "somebody else says yes first");
    let lead = world.staff("protection-lead", None).await;
    let draft =
        Draft::default().with("approval_type", "export").with("request_note", "Untuk Lembaga Contoh.");
    let approval =
        world.node.perform(&worker.actor, RequestApproval { case, draft, recipient: None }).await.unwrap().id;
    let yes = Approve { approval, granted: true, note: String::new() };
    world.node.perform(&lead.actor, yes).await.unwrap();
    let file = world.node.perform(&worker.actor, export("mutual_agreement")).await.unwrap();
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("cas_Status") && lines[1].contains("Active"), "{}", file.text);
    assert!(!lines[0].contains("Name") && !lines[0].contains("Birthdate"));
    assert!(matches!(world.node.perform(&worker.actor, export("")).await, Err(Error::Invalid(_))));
    let foreign = world.node.perform(&stranger.actor, export("mutual_agreement")).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
});

on_both!(flaggers_are_counted_above_the_minimum, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let report = async |name: &str, outcome: Option<&str>| {
        let draft = content().with("flagged_by", name);
        let id = world.node.perform(&hotline.actor, Open::<ContentReport>::root(draft)).await.unwrap().id;
        if let Some(outcome) = outcome {
            let close = Draft::default().with("outcome", outcome);
            let step = Move::<ContentReport>::new(id, "close", close).unwrap();
            world.node.perform(&hotline.actor, step).await.unwrap();
        }
    };
    for _ in 0..11 {
        report("Mitra Satu (rekaan)", Some("passed_on")).await;
    }
    report("Mitra Dua (rekaan)", None).await;
    let found = world.node.perform(&hotline.actor, ViewFlaggers).await.unwrap();
    let [two, one] = found.flaggers.as_slice() else { panic!("{found:?}") };
    assert_eq!((two.name.as_str(), two.reports, two.quality), ("Mitra Dua (rekaan)", None, None));
    assert_eq!((one.reports, one.outcomes.unwrap().acted), (Some(11), 11));
    let worker = world.staff("case-worker", Some(world.unit)).await;
    assert!(world.node.perform(&worker.actor, ViewFlaggers).await.is_err());
});

on_both!(a_partners_file_becomes_a_report_of_references, |world| {
    const MD5: &str = "0123456789abcdef0123456789abcdef";
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let draft = content().with("hash_md5", MD5);
    let report = world.node.perform(&hotline.actor, Open::<ContentReport>::root(draft)).await.unwrap().id;
    let take = |document: String, format: &str| TakeContentFile {
        document,
        format: format.into(),
        partner: "Mitra Contoh (rekaan)".into(),
    };
    for format in ["cybertipline", "stix", "case"] {
        let draft = Draft::default()
            .with("format", format)
            .with("receiver", "Mitra Contoh (rekaan)")
            .with("receiver_class", "HOT")
            .with("legal_basis", "mutual_agreement")
            .with("with_address", "true");
        let made = world.node.perform(&hotline.actor, MakeFile { report, draft }).await.unwrap();
        world.clock.advance(1_000);
        let taken = world.node.perform(&hotline.actor, take(made.text, format)).await.unwrap();
        if format != "cybertipline" {
            assert!(taken.left.is_empty(), "our own file comes back whole: {:?}", taken.left);
        }
        let came = taken.id;
        let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(came)).await.unwrap();
        assert_eq!(seen.record.text("address"), BROKEN, "{format}");
        assert_eq!(seen.record.text("flagged_by"), "Mitra Contoh (rekaan)");
        assert_eq!(seen.record.text("duplicate_of"), report.to_string(), "likely the same is named");
        assert_eq!(seen.envelope.state, "received", "assessed like any other");
        let md5 = if format == "cybertipline" { "" } else { MD5 };
        assert_eq!(seen.record.text("hash_md5"), md5);
        if format == "case" {
            assert_eq!(seen.record.text("harm"), "image_spread", "what is investigated");
            assert!(seen.record.text("note").contains("mutual_agreement"), "and on which authority");
        }
    }
    for (document, format) in
        [("{}", "stix"), ("<x/>", "cybertipline"), ("{\"@context\":\"https://contoh.invalid\"}", "case")]
    {
        let wrong = world.node.perform(&hotline.actor, take(document.into(), format)).await;
        assert!(matches!(wrong, Err(Error::Refused("content-file-unreadable"))));
    }
    let worker = world.staff("case-worker", Some(world.unit)).await;
    assert!(world.node.perform(&worker.actor, take("{}".into(), "stix")).await.is_err());
    let carries = r#"{"@context":{"o":"https://ontology.unifiedcyberontology.org/uco/observable/"},"@graph":[{"@type":"o:ContentDataFacet","o:dataPayload":"AAAA"}]}"#;
    let carries = world.node.perform(&hotline.actor, take(carries.into(), "case")).await;
    assert!(matches!(carries, Err(Error::Refused("content-file-carries"))));
});

on_both!(a_pattern_of_several_terms_is_taken_apart_and_the_rest_is_named, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let pattern = format!(
        "[file:hashes.'MD5' = '{}' OR file:hashes.'MD5' = '{}'] FOLLOWEDBY [url:value = '{ADDRESS}' AND process:name = 'RAHASIA']",
        "0".repeat(32),
        "1".repeat(32)
    );
    let id = |kind: &str, n: u8| format!("{kind}--0000000{n}-0000-4000-8000-000000000000");
    let at = "2026-03-04T05:06:07.000Z";
    let bundle = serde_json::json!({ "type": "bundle", "id": id("bundle", 1), "objects": [
        { "type": "indicator", "spec_version": "2.1", "id": id("indicator", 2), "created": at, "modified": at, "pattern": pattern,
          "pattern_type": "stix", "valid_from": at, "object_marking_refs": [formats::stix::Tlp::Green.id()] },
        { "type": "malware", "id": id("malware", 3) },
    ]});
    let take = TakeContentFile {
        document: bundle.to_string(),
        format: "stix".into(),
        partner: "Mitra (rekaan)".into(),
    };
    let taken = world.node.perform(&hotline.actor, take).await.unwrap();
    let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(taken.id)).await.unwrap();
    assert_eq!((seen.record.text("hash_md5"), seen.record.text("address")), ("0".repeat(32), BROKEN.into()));
    let left: Vec<&str> = taken.left.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(left, ["?", "file:hashes.MD5", "process:name ="]);
    let note = seen.record.text("note");
    assert!(note.contains("[+3]") && note.contains("process:name") && !note.contains("RAHASIA"));
});
