//! The intake desk: calls in two taps, repeat callers, sealed identities, clocks that nothing restarts, duplicates.

use model::kinds::{IdentityRequest, Report};
use model::{Draft, Id};
use node::acts::intake::{
    CheckCaller, LogCall, MeetClock, MergeReports, SetClock, UnmergeReports, ViewBoard, ViewReporter,
};
use node::acts::{Assign, List, ListQuery, Move, Open, View};
use node::{Error, Shown};

use crate::world::{Staff, World};

const HOUR: i64 = 3_600_000;
const NUMBER: &str = "0800-0000-1234";

fn told(text: &str) -> Draft {
    Draft::default()
        .with("channel", "phone")
        .with("call_type", "new_referral_action_required")
        .with("reporter_mode", "confidential")
        .with("narrative", format!("Data rekaan: {text}"))
        .with("imminent_danger", "false")
        .with("region", "32.73")
        .with("reporter_name", "Pelapor Contoh")
        .with("reporter_contact", "surel rekaan")
}

fn call(draft: Draft) -> LogCall {
    LogCall { draft, caller: NUMBER.into(), quick: false, receipt: false }
}

fn quick(kind: &str) -> LogCall {
    let draft = Draft::default().with("call_type", kind).with("narrative", "Dicatat cepat (rekaan).");
    LogCall { quick: true, ..call(draft) }
}

async fn clocks(world: &World, report: Id) -> Vec<Vec<String>> {
    let asked = format!(
        "select clock, started_at, due_at, coalesce(met_at, 0), coalesce(void_at, 0), told from matter_clock
         where matter_id = '{report}' order by clock"
    );
    world.sql(&asked).await
}

on_both!(a_call_without_words_is_logged_and_closed_at_once, |world| {
    let operator = world.staff("intake-operator", Some(world.unit)).await;
    for kind in ["silent_call", "abusive_call", "spam_call", "wrong_number"] {
        let logged = world.node.perform(&operator.actor, quick(kind)).await.unwrap();
        let seen = world.node.perform(&operator.actor, View::<Report>::new(logged.id)).await.unwrap();
        assert_eq!((seen.envelope.state.as_str(), seen.envelope.due_at), ("closed", None), "{kind}");
        assert!(!seen.record.text("triage_outcome").is_empty());
        assert!(clocks(&world, logged.id).await.iter().all(|row| row[3] != "0" || row[4] != "0"), "settled");
    }
    let long = world.node.perform(&operator.actor, quick("phone_counselling")).await;
    assert!(matches!(long, Err(Error::Invalid(_))), "counselling is no quick call");
    let other = world.staff("service-provider", Some(world.unit)).await;
    let denied = world.node.perform(&other.actor, quick("silent_call")).await;
    assert!(matches!(denied, Err(Error::Denied("no-right"))));
});

on_both!(a_number_is_recognised_in_memory_and_lies_nowhere, |world| {
    let operator = world.staff("intake-operator", Some(world.unit)).await;
    let colleague = world.staff("intake-operator", Some(world.unit)).await;
    let check = || CheckCaller { caller: "+62 800 0000 1234".into() };
    assert_eq!(world.node.perform(&operator.actor, check()).await.unwrap().times, 0);
    let first = world.node.perform(&operator.actor, quick("silent_call")).await.unwrap();
    let second = world.node.perform(&operator.actor, call(told("anak bekerja malam"))).await.unwrap();
    assert_eq!((first.before, second.before), (0, 1));
    let record = world.node.perform(&operator.actor, View::<Report>::new(second.id)).await.unwrap().record;
    assert_eq!(record.text("called_before"), "true");

    let mine = world.node.perform(&operator.actor, check()).await.unwrap();
    assert_eq!((mine.times, mine.silent, mine.calls.len()), (2, 1, 2));
    let theirs = world.node.perform(&colleague.actor, check()).await.unwrap();
    assert_eq!((theirs.times, theirs.calls.len()), (2, 0), "that it called, and not which report it made");
    let neighbour = world.neighbour().await;
    let elsewhere = world.staff_by(&neighbour, "intake-operator", None).await;
    assert_eq!(world.node.perform(&elsewhere.actor, check()).await.unwrap().times, 0, "another house");
    world.clock.advance(8 * 24 * HOUR);
    assert_eq!(world.node.perform(&operator.actor, check()).await.unwrap().times, 0, "forgotten in a week");
    for (table, column) in [("k_report", "narrative"), ("journal", "detail")] {
        let cells = world.sql(&format!("select {column} from {table}")).await;
        assert!(cells.iter().all(|row| !row[0].contains("0800") && !row[0].contains("1234")));
    }
});

async fn asked(world: &World, staff: &Staff, report: Id) -> Id {
    let draft = Draft::default()
        .with("purpose", "contact_reporter")
        .with("reason", "Anak berpindah tempat; pelapor mungkin mengetahui ke mana (rekaan).");
    world.node.perform(&staff.actor, Open::<IdentityRequest>::part(report, draft)).await.unwrap().id
}

fn answer(request: Id, step: &str) -> Move<IdentityRequest> {
    let note = Draft::default().with("answer_note", "Diperlukan untuk keselamatan anak (rekaan).");
    Move::new(request, step, note).unwrap()
}

on_both!(an_identity_is_opened_by_a_second_person_for_a_while, |world| {
    let operator = world.staff("intake-operator", Some(world.unit)).await;
    let report = world.node.perform(&operator.actor, call(told("gudang ikan"))).await.unwrap().id;
    let nobody_guards = Draft::default().with("purpose", "contact_reporter").with("reason", "Alasan rekaan");
    let refused =
        world.node.perform(&operator.actor, Open::<IdentityRequest>::part(report, nobody_guards)).await;
    assert!(matches!(refused, Err(Error::Refused("no-identity-custodian"))));
    let lead = world.staff("protection-lead", None).await;
    let manager = world.staff("manager", None).await;
    let look = || ViewReporter { report };

    for staff in [&operator, &lead, &manager] {
        let seen = world.node.perform(&staff.actor, View::<Report>::new(report)).await.unwrap().record;
        assert_eq!(seen.get("reporter_name"), Some(&Shown::Hidden), "no role shows who reported");
        let sealed = world.node.perform(&staff.actor, look()).await;
        assert!(matches!(sealed, Err(Error::Denied("identity-sealed"))));
    }
    let request = asked(&world, &operator, report).await;
    let custodian = world.sql(&format!("select custodian_post from matter where id = '{request}'")).await;
    assert_eq!(custodian[0][0], lead.post.to_string(), "it lies with the custodian of identities");
    let by_manager = world.node.perform(&manager.actor, answer(request, "grant")).await;
    assert!(matches!(by_manager, Err(Error::Denied("no-right"))));
    assert!(world.node.perform(&operator.actor, answer(request, "grant")).await.is_err());
    world.node.perform(&lead.actor, answer(request, "grant")).await.unwrap();

    let opened = world.node.perform(&operator.actor, look()).await.unwrap();
    assert_eq!(opened.record.text("reporter_name"), "Pelapor Contoh");
    assert!(opened.record.hides("narrative"), "who reported, and nothing else");
    assert!(matches!(
        world.node.perform(&manager.actor, look()).await,
        Err(Error::Denied("identity-sealed"))
    ));
    assert!(matches!(world.node.perform(&lead.actor, look()).await, Err(Error::Denied("identity-sealed"))));
    let entries = world.sql("select outcome from journal where act = 'view-reporter'").await;
    assert!(entries.len() >= 6, "every look and every refusal is in the journal");
    world.clock.set(opened.until);
    let late = world.node.perform(&operator.actor, look()).await;
    assert!(matches!(late, Err(Error::Denied("identity-sealed"))), "it closes by itself");
});

on_both!(nobody_answers_their_own_request_and_an_end_ends_it, |world| {
    let operator = world.staff("intake-operator", Some(world.unit)).await;
    let (lead, second) =
        (world.staff("protection-lead", None).await, world.staff("protection-lead", None).await);
    let report = world.node.perform(&operator.actor, call(told("pasar rekaan"))).await.unwrap().id;
    let request = asked(&world, &lead, report).await;
    let own = world.node.perform(&lead.actor, answer(request, "grant")).await;
    assert!(matches!(own, Err(Error::Refused("own-request"))));
    world.node.perform(&second.actor, answer(request, "grant")).await.unwrap();
    world.node.perform(&lead.actor, ViewReporter { report }).await.unwrap();
    world.clock.advance(1_000);
    let end = Move::<IdentityRequest>::new(request, "end", Draft::default()).unwrap();
    world.node.perform(&second.actor, end).await.unwrap();
    assert!(world.node.perform(&lead.actor, ViewReporter { report }).await.is_err());
    let refused = asked(&world, &lead, report).await;
    world.node.perform(&second.actor, answer(refused, "refuse")).await.unwrap();
    assert!(world.node.perform(&lead.actor, ViewReporter { report }).await.is_err());
});

on_both!(clocks_run_from_receipt_and_nothing_restarts_them, |world| {
    let operator = world.staff("intake-operator", Some(world.unit)).await;
    let colleague = world.staff("intake-operator", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let report = world.node.perform(&operator.actor, call(told("kapal rekaan"))).await.unwrap().id;
    let begun = clocks(&world, report).await;
    let lengths: Vec<_> = begun
        .iter()
        .map(|row| {
            (row[0].as_str(), (row[2].parse::<i64>().unwrap() - row[1].parse::<i64>().unwrap()) / HOUR)
        })
        .collect();
    assert_eq!(lengths, [("acknowledge", 3), ("assign", 3), ("first_contact", 72), ("mandatory_report", 72)]);
    world.clock.advance(2 * HOUR);
    world.node.perform(&supervisor.actor, Assign::<Report>::new(report, colleague.post)).await.unwrap();
    world.take_on(&colleague).await;
    let after = clocks(&world, report).await;
    for (old, new) in begun.iter().zip(&after) {
        assert_eq!(old[1..3], new[1..3], "a new custodian has the same time left");
    }
    assert_ne!(after[1][3], "0", "assigned");
    // A child in danger after all: shorter, and still counted from receipt.
    let danger = Draft::default().with("imminent_danger", "true");
    world.node.perform(&colleague.actor, node::acts::Edit::<Report>::new(report, danger)).await.unwrap();
    let tight = clocks(&world, report).await;
    assert_eq!(tight[0][2].parse::<i64>().unwrap(), begun[0][1].parse::<i64>().unwrap() + HOUR);
    world.node.turn_clock().await.unwrap();
    let news =
        world.sql("select distinct code from notification where code like 'clock-%' order by code").await;
    assert_eq!(news, [["clock-missed"]]);
    world.clock.advance(30 * 24 * HOUR);
    world.node.turn_clock().await.unwrap();
    assert!(clocks(&world, report).await.iter().filter(|row| row[3] == "0").all(|row| row[5] == "2"));
    assert_eq!(world.node.turn_clock().await.unwrap(), 0, "told once");

    let meet = |clock: &str| MeetClock {
        report,
        clock: clock.into(),
        note: "Disampaikan ke unit PPA rekaan".into(),
    };
    world.node.perform(&colleague.actor, meet("mandatory_report")).await.unwrap();
    let late = &clocks(&world, report).await[3];
    assert!(
        late[3].parse::<i64>().unwrap() > late[2].parse::<i64>().unwrap(),
        "fulfilled, and late for ever"
    );
    let again = world.node.perform(&colleague.actor, meet("mandatory_report")).await;
    assert!(matches!(again, Err(Error::Refused("clock-settled"))));
    let by_itself = world.node.perform(&colleague.actor, meet("acknowledge")).await;
    assert!(matches!(by_itself, Err(Error::Refused("clock-by-itself"))));
    let set = |clock: &str| SetClock { clock: clock.into(), minutes: 120, urgent_minutes: 30 };
    let legal = world.node.perform(&world.admin, set("mandatory_report")).await;
    assert!(matches!(legal, Err(Error::Refused("legal-clock"))));
    world.node.perform(&world.admin, set("acknowledge")).await.unwrap();
    let next = world.node.perform(&operator.actor, call(told("lain lagi"))).await.unwrap().id;
    let next = &clocks(&world, next).await[0];
    assert_eq!(next[2].parse::<i64>().unwrap() - next[1].parse::<i64>().unwrap(), 2 * HOUR);
});

on_both!(the_board_shows_what_may_be_the_same_and_a_merge_can_be_undone, |world| {
    let operator = world.staff("intake-operator", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let log = async |text: &str| world.node.perform(&operator.actor, call(told(text))).await.unwrap();
    let one = log("anak dipanggil Sari bekerja malam di gudang ikan Jalan Melati Contoh").await;
    world.clock.advance(HOUR);
    let two = log("di gudang ikan Jalan Melati Contoh ada anak bernama Sari bekerja sampai malam").await;
    log("anak tidak sekolah di kebun rekaan jauh dari kota").await;
    let board = world.node.perform(&supervisor.actor, ViewBoard).await.unwrap();
    assert_eq!(board.columns[0].cards.len(), 3);
    let first = &board.columns[0].cards[0];
    assert_eq!(first.envelope.id, one.id, "oldest first");
    assert_eq!(first.alike.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), [two.id]);
    assert!(first.quality.is_some() && first.clocks.len() == 4);

    let merge = |kept, merged| MergeReports { kept, merged, reason: "Kejadian dan anak yang sama".into() };
    let same = world.node.perform(&supervisor.actor, merge(one.id, one.id)).await;
    assert!(matches!(same, Err(Error::Refused("same-report"))));
    let far = world.staff("supervisor", Some(world.other_unit)).await;
    assert!(matches!(world.node.perform(&far.actor, merge(one.id, two.id)).await, Err(Error::NotFound)));
    let before = clocks(&world, two.id).await;
    world.node.perform(&supervisor.actor, merge(one.id, two.id)).await.unwrap();
    let seen = world.node.perform(&supervisor.actor, View::<Report>::new(two.id)).await.unwrap();
    assert_eq!(seen.envelope.state, "closed");
    assert_eq!(seen.record.text("screening_reason"), "duplicate");
    let board = world.node.perform(&supervisor.actor, ViewBoard).await.unwrap();
    assert_eq!(board.columns[0].cards[0].merged, std::slice::from_ref(&two.code));
    let chain = world.node.perform(&supervisor.actor, merge(two.id, one.id)).await;
    assert!(matches!(chain, Err(Error::Refused("report-merged"))));

    world.clock.advance(HOUR);
    let undo = UnmergeReports { merged: two.id, reason: "Ternyata anak yang berbeda".into() };
    world.node.perform(&supervisor.actor, undo).await.unwrap();
    let back = world.node.perform(&supervisor.actor, View::<Report>::new(two.id)).await.unwrap();
    assert_eq!(back.envelope.state, "received");
    assert!(back.record.text("triage_outcome").is_empty());
    assert_eq!(clocks(&world, two.id).await, before, "its clocks ran on from receipt");
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    assert_eq!(world.node.perform(&supervisor.actor, List::<Report>::new(query)).await.unwrap().total, 3);
});

on_both!(triage_ends_in_one_outcome_and_says_where_it_went, |world| {
    let operator = world.staff("intake-operator", Some(world.unit)).await;
    let report = world.node.perform(&operator.actor, call(told("taman rekaan"))).await.unwrap().id;
    let triage = |draft: Draft| Move::<Report>::new(report, "triage", draft).unwrap();
    let nowhere = Draft::default().with("triage_outcome", "referred_out");
    let Err(Error::Invalid(problems)) = world.node.perform(&operator.actor, triage(nowhere.clone())).await
    else {
        panic!("where to?")
    };
    assert_eq!(problems[0].field, "referred_to");
    let out = nowhere.with("referred_to", "Unit Layanan rekaan");
    world.node.perform(&operator.actor, triage(out)).await.unwrap();
    let rows = clocks(&world, report).await;
    let state =
        |clock: &str| rows.iter().find(|row| row[0] == clock).map(|row| (row[3] != "0", row[4] != "0"));
    assert_eq!(state("acknowledge"), Some((true, false)));
    assert_eq!(state("first_contact"), Some((false, true)), "another house meets the child");
    assert_eq!(state("mandatory_report"), Some((false, false)), "and ours reports it all the same");
});
