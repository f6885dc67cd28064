//! Reports from the public: filed without an account, answered in a thread, found again with a receipt alone.

use model::kinds::Report;
use model::{Draft, Id, Lang, ProblemCode};
use node::acts::intake::{
    AnswerReporter, FileReport, OpenReceipt, ReporterState, Returned, Source, ViewThread, WriteAsReporter,
};
use node::acts::staff::SetDutyPost;
use node::acts::{Edit, Move, View};
use node::{Actor, Error, ProofOfWork, Shown};

use crate::world::World;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn told() -> Draft {
    Draft::default()
        .with("narrative", "Data rekaan: seorang anak bekerja malam di sebuah gudang.")
        .with("imminent_danger", "unknown")
        .with("places", "Gudang rekaan di Jalan Contoh")
}

fn filing(draft: Draft) -> FileReport {
    FileReport { organisation: None, draft, work: None, source: source(1) }
}

fn source(number: u8) -> Option<Source> {
    Some(Source(vec![number; 16]))
}

fn nobody() -> Actor {
    Actor::public(Lang::Id)
}

async fn file(world: &World, draft: Draft) -> (Id, String) {
    // Reports of one minute have no order among them.
    world.clock.advance(MINUTE);
    let filed = world.node.perform(&nobody(), filing(draft)).await.unwrap();
    let newest =
        world.sql("select id from matter where kind = 'report' order by opened_at desc, id desc").await;
    (newest[0][0].parse().unwrap(), filed.receipt.grouped().to_string())
}

async fn open(world: &World, receipt: &str, from: u8) -> Result<Returned, Error> {
    let act = OpenReceipt { receipt: receipt.into(), source: source(from) };
    world.node.perform(&nobody(), act).await
}

on_both!(a_thread_goes_both_ways_and_shows_nothing_else, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    world.clock.advance(MINUTE);
    let (report, receipt) = file(&world, told()).await;
    assert_eq!(receipt.chars().filter(char::is_ascii_digit).count(), 16);

    let returned = open(&world, &receipt, 1).await.unwrap();
    assert_eq!(returned.state, ReporterState::Received);
    assert!(returned.thread.messages.is_empty() && returned.thread.answerable);

    let step = Move::<Report>::new(report, "acknowledge", Draft::default()).unwrap();
    world.node.perform(&intake.actor, step).await.unwrap();
    assert_eq!(open(&world, &receipt, 1).await.unwrap().state, ReporterState::BeingRead);

    let answer = AnswerReporter { report, text: "Terima kasih. Kapan hal ini terlihat?".into() };
    world.node.perform(&intake.actor, answer).await.unwrap();
    let write = |text: &str| WriteAsReporter {
        receipt: receipt.replace(' ', "-"),
        text: text.into(),
        source: source(1),
    };
    world.node.perform(&nobody(), write("Setiap malam minggu (rekaan).")).await.unwrap();

    let seen = world.node.perform(&intake.actor, ViewThread { report }).await.unwrap();
    let said: Vec<_> = seen.messages.iter().map(|m| (m.from_reporter, m.text.as_deref().unwrap())).collect();
    assert_eq!(
        said,
        [(false, "Terima kasih. Kapan hal ini terlihat?"), (true, "Setiap malam minggu (rekaan).")]
    );
    let by_reporter = seen.messages[1].sent_at.millis();
    assert_eq!(by_reporter % MINUTE, 0, "a reporter's time to the minute, in order all the same");
    let returned = open(&world, &receipt, 1).await.unwrap();
    assert_eq!(returned.state, ReporterState::Answered);
    assert_eq!(returned.thread.messages.len(), 2);
    let read = returned.thread.messages[0].read_at.unwrap().millis();
    assert_eq!(read % (24 * HOUR), 0, "when the reporter looked is kept to the day");

    for step in [("triage", "advice_given"), ("close", "")] {
        let draft = if step.1.is_empty() {
            Draft::default()
        } else {
            Draft::default().with("triage_outcome", step.1)
        };
        world.node.perform(&intake.actor, Move::<Report>::new(report, step.0, draft).unwrap()).await.unwrap();
    }
    assert_eq!(open(&world, &receipt, 1).await.unwrap().state, ReporterState::Closed);
    world.node.perform(&nobody(), write("Masih ada yang ingin saya sampaikan.")).await.unwrap();
    let state = world.sql(&format!("select state from matter where id = '{report}'")).await;
    assert_eq!(state, [["closed"]], "a late message changes nothing silently");

    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let hidden = world.node.perform(&colleague.actor, ViewThread { report }).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    let bodies = world.sql("select body from report_message").await;
    assert!(bodies.iter().all(|row| !row[0].contains("rekaan")), "sealed at rest");
});

on_both!(a_public_report_fills_only_what_the_public_may, |world| {
    let nobody_there = world.node.perform(&nobody(), filing(told())).await;
    assert!(matches!(nobody_there, Err(Error::Refused("nobody-receives"))));
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let strange = told().with("triage_outcome", "screened_out").with("channel", "phone");
    let Err(Error::Invalid(problems)) = world.node.perform(&nobody(), filing(strange)).await else {
        panic!("refused")
    };
    assert!(problems.iter().all(|problem| problem.code == ProblemCode::UnknownField) && problems.len() == 2);
    let picture = told().with("places", "<svg xmlns='contoh'></svg>");
    let Err(Error::Invalid(problems)) = world.node.perform(&nobody(), filing(picture)).await else {
        panic!("refused")
    };
    assert_eq!((problems[0].field.as_str(), problems[0].code), ("places", ProblemCode::Picture));
    let staff = world.node.perform(&supervisor.actor, filing(told())).await;
    assert!(matches!(staff, Err(Error::Denied("public-only"))));

    world.clock.advance(MINUTE + 1_234);
    let (report, _) = file(&world, told().with("imminent_danger", "true")).await;
    let seen = world.node.perform(&supervisor.actor, View::<Report>::new(report)).await.unwrap();
    assert_eq!(seen.record.text("channel"), "web");
    assert_eq!(seen.record.text("reporter_mode"), "anonymous");
    assert_eq!(seen.envelope.custodian, supervisor.post);
    assert_eq!(seen.envelope.opened_at.millis() % MINUTE, 0, "no finer time than the minute");
    assert_eq!(seen.envelope.due_at, Some(seen.envelope.opened_at.plus(HOUR)), "danger: one hour");
    assert_eq!(seen.quality, Some(2), "a place and a word on danger");
    let at = world.sql("select at from journal where act = 'file-report' and outcome = 'done'").await;
    assert_eq!(at[0][0].parse::<i64>().unwrap() % MINUTE, 0);

    let calm = Draft::default().with("imminent_danger", "false");
    world.node.perform(&supervisor.actor, Edit::<Report>::new(report, calm)).await.unwrap();
    let seen = world.node.perform(&supervisor.actor, View::<Report>::new(report)).await.unwrap();
    assert_eq!(seen.envelope.due_at, Some(seen.envelope.opened_at.plus(3 * HOUR)));

    let (named, _) = file(&world, told().with("reporter_contact", "surat@pelapor.invalid")).await;
    let seen = world.node.perform(&supervisor.actor, View::<Report>::new(named)).await.unwrap();
    assert_eq!(seen.record.text("reporter_mode"), "confidential");
    assert_eq!(seen.record.get("reporter_contact"), Some(&Shown::Hidden));
});

on_both!(the_duty_post_receives, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let neighbour = world.neighbour().await;
    let stranger = world.staff_by(&neighbour, "supervisor", None).await;
    let trainer = world.staff("trainer", Some(world.unit)).await;
    let custodian = "select custodian_post from matter order by opened_at desc, id desc";
    world.clock.advance(MINUTE);
    file(&world, told()).await;
    assert_eq!(world.sql(custodian).await[0][0], intake.post.to_string(), "found by role");

    let set = |post| SetDutyPost { post };
    assert!(matches!(
        world.node.perform(&worker.actor, set(worker.post)).await,
        Err(Error::Denied("no-right"))
    ));
    assert!(matches!(
        world.node.perform(&world.admin, set(stranger.post)).await,
        Err(Error::Refused("no-such-post"))
    ));
    assert!(matches!(
        world.node.perform(&world.admin, set(trainer.post)).await,
        Err(Error::Refused("post-cannot-receive"))
    ));
    world.node.perform(&world.admin, set(worker.post)).await.unwrap();
    world.clock.advance(MINUTE);
    file(&world, told()).await;
    assert_eq!(world.sql(custodian).await[0][0], worker.post.to_string());
});

on_both!(a_form_sent_twice_is_one_report_with_one_receipt, |world| {
    world.staff("intake-operator", Some(world.unit)).await;
    let id = world.node.new_id();
    let first = world.node.perform_as(id, &nobody(), filing(told())).await.unwrap();
    let second = world.node.perform_as(id, &nobody(), filing(told())).await.unwrap();
    assert_eq!(first.receipt.as_str(), second.receipt.as_str());
    let other = world.node.perform_as(id, &nobody(), filing(told().with("places", "lain"))).await;
    assert!(matches!(other, Err(Error::AlreadyDone)), "the id alone gives nobody the receipt");
    assert_eq!(world.sql("select count(*) from matter").await, [["1"]]);
    let third = world.node.perform(&nobody(), filing(told())).await.unwrap();
    assert_ne!(first.receipt.as_str(), third.receipt.as_str());
    let stored = world.sql("select receipt_tag from report_receipt").await;
    assert!(stored.iter().all(|row| !row[0].contains(first.receipt.as_str())));
});

on_both!(receipts_cannot_be_guessed, |world| {
    world.staff("intake-operator", Some(world.unit)).await;
    let (_, receipt) = file(&world, told()).await;
    for number in 0..10 {
        let guess = format!("{number:016}");
        assert!(matches!(open(&world, &guess, 7).await, Err(Error::NotFound)));
    }
    let wait = match open(&world, &receipt, 7).await {
        Err(Error::TooMany(seconds)) => seconds,
        other => panic!("{:?}", other.map(|_| ())),
    };
    assert!((1..=900).contains(&wait));
    let write = WriteAsReporter { receipt: receipt.clone(), text: "Halo".into(), source: source(7) };
    assert!(
        matches!(world.node.perform(&nobody(), write).await, Err(Error::TooMany(_))),
        "one door, one count"
    );
    assert!(open(&world, &receipt, 8).await.is_ok(), "others are not held up");
    world.clock.advance(wait * 1_000 + 1);
    assert!(open(&world, &receipt, 7).await.is_ok());
    let denied =
        world.sql("select count(*) from journal where outcome = 'denied' and act = 'open-receipt'").await;
    assert_eq!(denied, [["10"]]);
    let tags = world.sql("select tag from attempt").await;
    let plain = "07".repeat(16);
    assert!(!tags.is_empty() && tags.iter().all(|row| !row[0].contains(&plain)), "no source at rest");
});

on_both!(without_proof_of_work_the_lane_is_slow_but_open, |world| {
    world.staff("intake-operator", Some(world.unit)).await;
    for _ in 0..20 {
        world.node.perform(&nobody(), filing(told())).await.unwrap();
    }
    let slow = world.node.perform(&nobody(), filing(told())).await;
    assert!(matches!(slow, Err(Error::TooMany(seconds)) if (1..=3_600).contains(&seconds)));

    let challenge = world.node.challenge(8);
    let work = ProofOfWork::solve(&challenge);
    let fast = |work: &ProofOfWork| FileReport { work: Some(work.clone()), ..filing(told()) };
    world.node.perform(&nobody(), fast(&work)).await.unwrap();
    let reused = world.node.perform(&nobody(), fast(&work)).await;
    assert!(matches!(reused, Err(Error::TooMany(_))), "a challenge is good for one report");

    let mut forged = challenge.clone();
    forged.text = forged.text.replacen(".8.", ".0.", 1);
    forged.difficulty = 0;
    let forged = world.node.perform(&nobody(), fast(&ProofOfWork::solve(&forged))).await;
    assert!(matches!(forged, Err(Error::TooMany(_))), "nobody makes their own challenge easier");
    let lazy = ProofOfWork { challenge: world.node.challenge(20).text, nonce: "1".into() };
    assert!(matches!(world.node.perform(&nobody(), fast(&lazy)).await, Err(Error::TooMany(_))));
    let late = ProofOfWork::solve(&world.node.challenge(8));
    world.clock.advance(HOUR / 2);
    let elsewhere = FileReport { source: source(2), ..filing(told()) };
    world.node.perform(&nobody(), elsewhere).await.unwrap();
    world.clock.advance(HOUR);
    world.node.perform(&nobody(), filing(told())).await.unwrap();
    world.clock.advance(6 * HOUR);
    for _ in 0..20 {
        world.node.perform(&nobody(), filing(told())).await.unwrap();
    }
    assert!(matches!(world.node.perform(&nobody(), fast(&late)).await, Err(Error::TooMany(_))), "expired");
});

on_both!(messages_are_text_and_not_too_many, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    world.clock.advance(MINUTE);
    let (report, receipt) = file(&world, told()).await;
    let write = |text: String| WriteAsReporter { receipt: receipt.clone(), text, source: None };
    for (text, code) in [
        (" ".to_owned(), ProblemCode::Missing),
        ("a".repeat(4_001), ProblemCode::TooLong),
        (format!("data:image/png;base64,{}", "iVBORw0KGgoAAAANSUhEUgAA".repeat(4)), ProblemCode::Picture),
    ] {
        let Err(Error::Invalid(problems)) = world.node.perform(&nobody(), write(text.clone())).await else {
            panic!("refused")
        };
        assert_eq!(problems[0].code, code);
        let answer = AnswerReporter { report, text };
        assert!(matches!(world.node.perform(&intake.actor, answer).await, Err(Error::Invalid(_))));
    }
    for _ in 0..20 {
        world.node.perform(&nobody(), write("é".repeat(4_000))).await.unwrap();
    }
    assert!(matches!(world.node.perform(&nobody(), write("lagi".into())).await, Err(Error::TooMany(_))));

    let phone = told().with("channel", "phone").with("reporter_mode", "anonymous");
    let opened = world.node.perform(&intake.actor, node::acts::Open::<Report>::root(phone)).await.unwrap();
    let answer = AnswerReporter { report: opened.id, text: "Halo".into() };
    assert!(matches!(world.node.perform(&intake.actor, answer).await, Err(Error::Refused("no-receipt"))));
});

on_both!(many_guessers_do_not_lock_the_careful_out, |world| {
    world.staff("intake-operator", Some(world.unit)).await;
    let (_, receipt) = file(&world, told()).await;
    let wrong = "0000 0000 0000 0000";
    assert!(matches!(open(&world, wrong, 1).await, Err(Error::NotFound)));
    // As if thousands of others had guessed in this quarter of an hour.
    world.sql("update attempt set count = 5000").await;
    for _ in 0..2 {
        assert!(matches!(open(&world, wrong, 2).await, Err(Error::NotFound)));
    }
    assert!(matches!(open(&world, &receipt, 2).await, Err(Error::TooMany(_))), "two tries under pressure");
    assert!(open(&world, &receipt, 3).await.is_ok(), "whoever types with care gets in");
});
