//! Content reports, notices and files for receivers outside.

use model::kinds::{ContentNotice, ContentReport, HandedFile, IncomingNotice, Report};
use model::time::{DAY, HOUR};
use model::{Draft, Id, Kind, ProblemCode};
use node::acts::harm::MakeFile;
use node::acts::intake::FileReport;
use node::acts::{Edit, List, ListQuery, Move, Open, View};
use node::{Actor, Error, Shown};

use super::{ADDRESS, BROKEN, analyst, content, hosted, organisation, told};
use crate::world::{Staff, World};

async fn step<K: Kind>(world: &World, actor: &Actor, id: Id, action: &str, draft: Draft) -> node::Result<Id> {
    let step = Move::<K>::new(id, action, draft).unwrap();
    Ok(world.node.perform(actor, step).await?.id)
}

async fn state<K: Kind>(world: &World, actor: &Actor, id: Id) -> String {
    world.node.perform(actor, View::<K>::new(id)).await.unwrap().envelope.state
}

async fn assessed(world: &World, hotline: &Staff) -> Id {
    let report = world.node.perform(&hotline.actor, Open::<ContentReport>::root(content())).await.unwrap().id;
    let assess = Draft::default().with("class_scheme", "ab").with("class_label", "B2");
    step::<ContentReport>(world, &hotline.actor, report, "assess", assess).await.unwrap();
    report
}

fn notice(member: &str) -> Draft {
    Draft::default()
        .with("contact_kind", "platform")
        .with("addressee", "Contohgram (rekaan)")
        .with("member", member)
        .with("legal_basis", "pp_tunas")
}

fn sent() -> Draft {
    Draft::default().with("sent_way", "member")
}

on_both!(an_address_is_kept_broken_apart_and_seen_by_few, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let report = world.node.perform(&hotline.actor, Open::<ContentReport>::root(content())).await.unwrap().id;
    let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(report)).await.unwrap();
    assert_eq!(seen.record.text("address"), BROKEN);
    assert_eq!(seen.record.text("quality"), "3", "offender, time and imminence, nothing about the child");
    let rows = world.sql("select address, account from k_content_report").await;
    assert!(rows.iter().flatten().all(|cell| !cell.contains("rekaan")), "sealed at rest");
    let row =
        world.node.perform(&hotline.actor, List::<ContentReport>::new(ListQuery::default())).await.unwrap();
    assert!(row.rows[0].fields.iter().all(|(field, _)| field.name != "address"), "no list carries it");

    // An organisation of another class may report an address, and never reads one.
    let worker = world.staff("protection-lead", Some(world.unit)).await;
    let own = world.node.perform(&worker.actor, Open::<ContentReport>::root(content())).await.unwrap().id;
    let seen = world.node.perform(&worker.actor, View::<ContentReport>::new(own)).await.unwrap();
    assert_eq!(seen.record.get("address"), Some(&Shown::Hidden));
    assert_eq!(seen.record.text("platform"), "Contohgram");
    let change = Edit::<ContentReport>::new(own, Draft::default().with("address", ADDRESS));
    assert!(world.node.perform(&worker.actor, change).await.is_err(), "what is not seen is not changed");
    let elsewhere = world.node.perform(&worker.actor, View::<ContentReport>::new(report)).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
});

on_both!(only_references_are_taken, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let open = |draft: Draft| world.node.perform(&hotline.actor, Open::<ContentReport>::root(draft));
    for (field, text, code) in [
        ("address", "bukan alamat", ProblemCode::NotAnAddress),
        ("hash_md5", "abc", ProblemCode::NotAHash),
        ("hash_pdq", &"g".repeat(64), ProblemCode::NotAHash),
    ] {
        let Err(Error::Invalid(problems)) = open(content().with(field, text)).await else {
            panic!("{field}")
        };
        assert_eq!((problems[0].field.as_str(), problems[0].code), (field, code));
    }
    let words = open(content().with("note", "Lihat https://contoh-rekaan.invalid")).await;
    assert!(matches!(words, Err(Error::Refused("address-in-words"))), "words are read by everybody");
    let picture = format!("data:image/png;base64,{}", "iVBORw0KGgoAAAANSUhEUgAA".repeat(4));
    assert!(matches!(open(content().with("note", picture)).await, Err(Error::Invalid(_))));
    let taken = open(content().with("hash_md5", "D41D8CD98F00B204E9800998ECF8427E")).await.unwrap().id;
    let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(taken)).await.unwrap();
    assert_eq!(seen.record.text("hash_md5"), "d41d8cd98f00b204e9800998ecf8427e");
    let scheme = Draft::default().with("class_scheme", "ab").with("class_label", "C9");
    let wrong = step::<ContentReport>(&world, &hotline.actor, taken, "assess", scheme).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))));
});

on_both!(likely_the_same_is_named_within_one_organisation, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let other = analyst(&world, "ID/HOT/LAIN", "hotline-analyst").await;
    let first = world.node.perform(&hotline.actor, Open::<ContentReport>::root(content())).await.unwrap().id;
    world.clock.advance(1_000);
    let again = content().with("address", "HTTPS://Contoh-Rekaan.invalid:443/halaman?x=1#bagian");
    let second = world.node.perform(&hotline.actor, Open::<ContentReport>::root(again)).await.unwrap().id;
    let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(second)).await.unwrap();
    assert_eq!(seen.record.text("duplicate_of"), first.to_string());
    world.clock.advance(1_000);
    let foreign = world.node.perform(&other.actor, Open::<ContentReport>::root(content())).await.unwrap().id;
    let seen = world.node.perform(&other.actor, View::<ContentReport>::new(foreign)).await.unwrap();
    assert_eq!(seen.record.text("duplicate_of"), "", "nothing is told of another organisation");
    let third = content().with("address", "https://lain-rekaan.invalid/").with("account", "");
    let third = world.node.perform(&hotline.actor, Open::<ContentReport>::root(third)).await.unwrap().id;
    let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(third)).await.unwrap();
    assert_eq!(seen.record.text("duplicate_of"), "");
});

on_both!(police_come_first_where_that_was_said, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let report = world.node.perform(&hotline.actor, Open::<ContentReport>::root(content())).await.unwrap().id;
    let draft = notice("").with("police_first", "true");
    let opened =
        world.node.perform(&hotline.actor, Open::<ContentNotice>::part(report, draft)).await.unwrap().id;
    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(opened)).await.unwrap();
    assert_eq!(
        seen.envelope.due_at,
        Some(seen.envelope.opened_at.plus(HOUR)),
        "the first word within the hour"
    );
    let send = |draft| step::<ContentNotice>(&world, &hotline.actor, opened, "send", draft);
    assert!(matches!(send(sent()).await, Err(Error::Refused("police-first"))));
    let hold = Draft::default().with("hold_until", "2026-03-06");
    step::<ContentNotice>(&world, &hotline.actor, opened, "hold", hold).await.unwrap();
    world.node.turn_clock().await.unwrap();
    assert_eq!(state::<ContentNotice>(&world, &hotline.actor, opened).await, "held_for_police");
    world.clock.advance(3 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(state::<ContentNotice>(&world, &hotline.actor, opened).await, "drafted", "a hold has an end");
    assert!(told(&world, hotline.post).await.contains(&"hold-ended".to_owned()));
    assert!(matches!(send(sent()).await, Err(Error::Refused("assess-first"))));
    let assess = Draft::default().with("class_scheme", "iccam").with("class_label", "BA");
    step::<ContentReport>(&world, &hotline.actor, report, "assess", assess).await.unwrap();
    assert!(matches!(send(sent()).await, Err(Error::Refused("host-unconfirmed"))));
    step::<ContentNotice>(&world, &hotline.actor, opened, "confirm_host", hosted()).await.unwrap();
    send(sent()).await.unwrap();
    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(opened)).await.unwrap();
    let again = seen.envelope.due_at.unwrap().millis() - world.node.now().millis();
    assert!((DAY - 60_000..=DAY).contains(&again), "said again after a day");
    world.clock.advance(DAY);
    step::<ContentNotice>(&world, &hotline.actor, opened, "confirm_host_again", hosted()).await.unwrap();
    step::<ContentNotice>(&world, &hotline.actor, opened, "remind", Draft::default()).await.unwrap();
    let up = Draft::default().with("escalated_to", "Registrar Contoh (rekaan)");
    step::<ContentNotice>(&world, &hotline.actor, opened, "escalate", up).await.unwrap();
    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(opened)).await.unwrap();
    assert_eq!((seen.record.text("times_sent"), seen.record.text("escalations")), ("3".into(), "1".into()));
});

on_both!(a_member_addressed_answers_for_itself, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let platform = analyst(&world, "ID/PLT/CONTOHGRAM", "platform-officer").await;
    let report = assessed(&world, &hotline).await;
    let unknown = Open::<ContentNotice>::part(report, notice("ID/PLT/TIDAK-ADA"));
    assert!(matches!(world.node.perform(&hotline.actor, unknown).await, Err(Error::Invalid(_))));
    let open = Open::<ContentNotice>::part(report, notice("ID/PLT/CONTOHGRAM"));
    let opened = world.node.perform(&hotline.actor, open).await.unwrap().id;
    step::<ContentNotice>(&world, &hotline.actor, opened, "confirm_host", hosted()).await.unwrap();
    step::<ContentNotice>(&world, &hotline.actor, opened, "send", sent()).await.unwrap();
    let inbox = world
        .node
        .perform(
            &platform.actor,
            List::<IncomingNotice>::new(ListQuery { limit: 10, ..ListQuery::default() }),
        )
        .await
        .unwrap();
    let came = inbox.rows[0].envelope.id;
    let seen = world.node.perform(&platform.actor, View::<IncomingNotice>::new(came)).await.unwrap();
    assert_eq!(seen.record.text("address"), BROKEN, "the platform addressed sees it, broken apart");
    assert_eq!(seen.record.text("class_label"), "B2");
    let look = world.node.perform(&platform.actor, View::<ContentNotice>::new(opened)).await;
    assert!(matches!(look, Err(Error::NotFound)), "and nothing else of the sender's");

    // Two looks a day apart do not take the word out of a member's mouth.
    for _ in 0..2 {
        let gone = Draft::default().with("check_result", "gone");
        step::<ContentNotice>(&world, &hotline.actor, opened, "check", gone).await.unwrap();
        world.clock.advance(DAY);
    }
    assert_eq!(state::<ContentNotice>(&world, &hotline.actor, opened).await, "rechecking");
    let removed = Draft::default().with("answer_note", "Sudah dihapus (rekaan).");
    step::<IncomingNotice>(&world, &platform.actor, came, "remove", removed).await.unwrap();
    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(opened)).await.unwrap();
    assert_eq!(seen.envelope.state, "removed");
    assert_eq!(seen.record.text("answer_note"), "Sudah dihapus (rekaan).");
    let appeal = Draft::default().with("appeal_note", "Akun salah dilaporkan (rekaan).");
    step::<IncomingNotice>(&world, &platform.actor, came, "appeal", appeal).await.unwrap();
    assert_eq!(state::<ContentNotice>(&world, &hotline.actor, opened).await, "appealed");
    let figures = world.node.takedowns().await.unwrap();
    assert_eq!(figures.len(), 1);
    assert_eq!((figures[0].notices, figures[0].median_hours, figures[0].still_up), (None, None, None));
});

on_both!(of_anybody_else_two_looks_a_day_apart_say_observed_gone, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let report = assessed(&world, &hotline).await;
    let open = Open::<ContentNotice>::part(report, notice("").with("contact_kind", "hoster"));
    let opened = world.node.perform(&hotline.actor, open).await.unwrap().id;
    step::<ContentNotice>(&world, &hotline.actor, opened, "confirm_host", hosted()).await.unwrap();
    step::<ContentNotice>(&world, &hotline.actor, opened, "send", sent()).await.unwrap();
    let check = async |result: &str| {
        let draft = Draft::default().with("check_result", result);
        step::<ContentNotice>(&world, &hotline.actor, opened, "check", draft).await.unwrap();
        state::<ContentNotice>(&world, &hotline.actor, opened).await
    };
    assert_eq!(check("gone").await, "rechecking");
    world.clock.advance(DAY - HOUR);
    assert_eq!(check("gone").await, "rechecking", "not a day apart");
    assert_eq!(check("reachable").await, "rechecking", "and found again");
    world.clock.advance(DAY);
    assert_eq!(check("gone").await, "rechecking");
    let close = Draft::default().with("outcome", "passed_on");
    let early = step::<ContentReport>(&world, &hotline.actor, report, "close", close.clone()).await;
    assert!(
        matches!(early, Err(Error::Refused("notices-open"))),
        "what is not answered stays open: {early:?}"
    );
    world.clock.advance(DAY);
    assert_eq!(check("gone").await, "observed_gone");
    let words = model::codes::list("content-notice-state").unwrap();
    for state in ["removed", "unavailable"] {
        let step = Move::<ContentNotice>::new(opened, state, Draft::default());
        assert!(step.is_err(), "nobody here says {state}");
        assert!(words.get(state).is_some());
    }

    // Moved: a report on the new address, and both say so.
    let open = Open::<ContentNotice>::part(report, notice(""));
    let second = world.node.perform(&hotline.actor, open).await.unwrap().id;
    step::<ContentNotice>(&world, &hotline.actor, second, "confirm_host", hosted()).await.unwrap();
    step::<ContentNotice>(&world, &hotline.actor, second, "send", sent()).await.unwrap();
    let moved = Draft::default().with("new_address", "http://baru-rekaan.invalid/");
    step::<ContentNotice>(&world, &hotline.actor, second, "relocate", moved).await.unwrap();
    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(second)).await.unwrap();
    let new: Id = seen.record.text("moved_to").parse().unwrap();
    let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(new)).await.unwrap();
    assert_eq!(seen.record.text("address"), "hxxp://baru-rekaan[.]invalid/");
    assert_eq!(seen.record.text("moved_from"), report.to_string());
    step::<ContentReport>(&world, &hotline.actor, report, "close", close).await.unwrap();
});

on_both!(a_check_comes_from_whoever_has_the_mandate, |world| {
    let admin = organisation(&world, "ID/NGO/MITRA").await;
    let analyst = world.staff_by(&admin, "hotline-analyst", None).await;
    let report = assessed(&world, &analyst).await;
    // Whoever may not look neither confirms a host nor sends a notice to one; the police host nothing.
    let open = Open::<ContentNotice>::part(report, notice(""));
    let blind = world.node.perform(&analyst.actor, open).await.unwrap().id;
    let said = step::<ContentNotice>(&world, &analyst.actor, blind, "confirm_host", hosted()).await;
    assert!(matches!(said, Err(Error::Refused("host-by-mandate"))));
    let unsaid = step::<ContentNotice>(&world, &analyst.actor, blind, "send", sent()).await;
    assert!(matches!(unsaid, Err(Error::Refused("host-unconfirmed"))));
    let open = Open::<ContentNotice>::part(report, notice("").with("contact_kind", "police"));
    let opened = world.node.perform(&analyst.actor, open).await.unwrap().id;
    step::<ContentNotice>(&world, &analyst.actor, opened, "send", sent()).await.unwrap();
    let gone = Draft::default().with("check_result", "gone");
    let looked = step::<ContentNotice>(&world, &analyst.actor, opened, "check", gone).await;
    assert!(matches!(looked, Err(Error::Refused("check-by-mandate"))));
    let file = MakeFile { report, draft: file("stix", "LEA") };
    assert!(matches!(world.node.perform(&analyst.actor, file).await, Err(Error::Denied("class-may-not"))));
});

fn file(format: &str, class: &str) -> Draft {
    Draft::default()
        .with("format", format)
        .with("receiver", "Penerima Contoh (rekaan)")
        .with("receiver_class", class)
        .with("legal_basis", "mutual_agreement")
        .with("with_address", "true")
}

on_both!(a_file_is_made_once_and_counts_with_the_receivers_number, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let hashed = content().with("hash_sha256", "ab".repeat(32));
    let report = world.node.perform(&hotline.actor, Open::<ContentReport>::root(hashed)).await.unwrap().id;
    let make = |format: &str, class: &str| MakeFile { report, draft: file(format, class) };
    let made = world.node.perform(&hotline.actor, make("cybertipline", "HOT")).await.unwrap();
    assert!(made.text.contains(ADDRESS), "the receiver gets the address as it is");
    let limits = formats::xml::XmlLimits::default();
    assert!(formats::cybertip::check_cybertip(made.text.as_bytes(), &limits).is_empty());
    let stix = world.node.perform(&hotline.actor, make("stix", "LEA")).await.unwrap();
    assert!(stix.text.contains("indicator--") && stix.text.contains("SHA-256"));
    let case = world.node.perform(&hotline.actor, make("case", "NCB")).await.unwrap();
    assert!(case.text.contains("case-investigation"));
    let wide = world.node.perform(&hotline.actor, make("stix", "NGO")).await;
    assert!(matches!(wide, Err(Error::Refused("address-not-for-receiver"))));
    let bare = MakeFile { report, draft: file("stix", "NGO").with("with_address", "false") };
    let bare = world.node.perform(&hotline.actor, bare).await.unwrap();
    assert!(!bare.text.contains("contoh-rekaan"));

    let stored = world.sql("select receiver_number, handed_on from k_handed_file").await;
    assert_eq!(stored.len(), 4);
    assert!(stored.iter().flatten().all(String::is_empty));
    assert_eq!(state::<HandedFile>(&world, &hotline.actor, made.id).await, "made", "not handed over yet");
    let none = Draft::default().with("handed_on", "2026-03-05");
    let none = step::<HandedFile>(&world, &hotline.actor, made.id, "hand_over", none).await;
    assert!(matches!(none, Err(Error::Invalid(_))), "without a number nothing was handed over");
    let number = Draft::default().with("handed_on", "2026-03-05").with("receiver_number", "REK-0001");
    step::<HandedFile>(&world, &hotline.actor, made.id, "hand_over", number).await.unwrap();
});

on_both!(what_a_child_chose_is_a_report_in_triage, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    let draft = Draft::default()
        .with("narrative", "Dipilih pada formulir anak: Aku diejek")
        .with("online_harm", "bullying")
        .with("imminent_danger", "unknown");
    let file = FileReport { organisation: None, draft, work: None, source: None };
    world.node.perform(&Actor::public(model::Lang::Id), file).await.unwrap();
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    let listed = world.node.perform(&intake.actor, List::<Report>::new(query)).await.unwrap();
    let seen =
        world.node.perform(&intake.actor, View::<Report>::new(listed.rows[0].envelope.id)).await.unwrap();
    assert_eq!(
        (seen.record.text("online_harm"), seen.envelope.state.as_str()),
        ("bullying".into(), "received")
    );
});
