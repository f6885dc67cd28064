//! The desk: approvals with four eyes, flags, notes, what posts are told, the climbing of what is overdue, calendar and mail.

use model::kinds::{Case, Flag};
use model::time::{DAY, HOUR};
use model::{Draft, Id};
use node::acts::desk::{
    Approve, EndFeed, ListNotes, ListNotifications, ReadFeed, ReadNotifications, RequestApproval,
    RequireApproval, SetMailbox, StartFeed, ViewCalendar, WidenNote, WriteNote,
};
use node::acts::moves::{GiveConsent, Named, TransferCase};
use node::acts::staff::{EndTenure, StartTenure};
use node::acts::{Assign, BreakGlass, Edit, Move, Open, View};
use node::{Actor, Error};

use crate::handover::under;
use crate::moves::{consent, reason, two};
use crate::world::{Staff, World};

fn asked(case: Id, kind: &str) -> RequestApproval {
    let draft =
        Draft::default().with("approval_type", kind).with("request_note", "Semua tujuan tercapai (rekaan)");
    RequestApproval { case, draft, recipient: None }
}

fn closing(case: Id) -> Move<Case> {
    let draft = Draft::default()
        .with("closure_reason", "formal_closing")
        .with("closure_date", "2026-03-05")
        .with("last_contact_on", "2026-03-05");
    Move::<Case>::new(case, "close", draft).unwrap()
}

fn decision(approval: Id, granted: bool) -> Approve {
    Approve { approval, granted, note: if granted { String::new() } else { "Belum bertemu anak".into() } }
}

async fn pair(world: &World) -> (Staff, Staff) {
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    under(world, &worker, "case-worker", &chief).await;
    (chief, worker)
}

on_both!(a_high_risk_case_closes_with_four_eyes, |world| {
    let (chief, worker) = pair(&world).await;
    let case = world.open_case(&worker.actor, "high").await;
    let low = world.open_case(&worker.actor, "low").await;
    world.node.perform(&worker.actor, closing(low)).await.unwrap();
    let early = world.node.perform(&worker.actor, closing(case)).await;
    assert!(matches!(early, Err(Error::Refused("approval-needed"))));
    let approval = world.node.perform(&worker.actor, asked(case, "closure")).await.unwrap().id;
    let twice = world.node.perform(&worker.actor, asked(case, "closure")).await;
    assert!(matches!(twice, Err(Error::Refused("already-asked"))));
    let own = world.node.perform(&worker.actor, decision(approval, true)).await;
    assert!(matches!(own, Err(Error::Denied("no-right") | Error::NotFound)));
    let bare = Approve { approval, granted: false, note: " ".into() };
    assert!(matches!(world.node.perform(&chief.actor, bare).await, Err(Error::Invalid(_))));
    world.node.perform(&chief.actor, decision(approval, false)).await.unwrap();
    let still = world.node.perform(&worker.actor, closing(case)).await;
    assert!(matches!(still, Err(Error::Refused("approval-needed"))));
    let again = world.node.perform(&worker.actor, asked(case, "closure")).await.unwrap().id;
    world.node.perform(&chief.actor, decision(again, true)).await.unwrap();
    assert!(matches!(
        world.node.perform(&chief.actor, decision(again, true)).await,
        Err(Error::Refused("wrong-state"))
    ));
    world.node.perform(&worker.actor, closing(case)).await.unwrap();
    let told = world
        .sql(&format!("select code from notification where post_id = '{}' order by id", worker.post))
        .await;
    assert_eq!(told.concat(), ["approval-refused", "approval-given"]);
});

on_both!(nobody_approves_their_own_request_whatever_posts_they_hold, |world| {
    let (chief, worker) = pair(&world).await;
    let case = world.open_case(&worker.actor, "high").await;
    // The chief stands in for the worker, and asks what the chief would decide.
    let acting = StartTenure { post: worker.post, account: chief.account, acting: true, until: None };
    world.node.perform(&world.admin, acting).await.unwrap();
    let both = world.again(chief.account).await;
    let approval = world.node.perform(&both, asked(case, "closure")).await.unwrap().id;
    let own = world.node.perform(&both, decision(approval, true)).await;
    assert!(matches!(own, Err(Error::Refused("own-request"))));
});

on_both!(what_an_acting_holder_closes_the_post_above_countersigns, |world| {
    let (chief, worker) = pair(&world).await;
    let beside = world.staff("supervisor", Some(world.unit)).await;
    let stand_in = world.staff("case-worker", Some(world.other_unit)).await;
    let case = world.open_case(&worker.actor, "high").await;
    let acting = StartTenure { post: worker.post, account: stand_in.account, acting: true, until: None };
    world.node.perform(&world.admin, acting).await.unwrap();
    world.node.perform(&world.admin, EndTenure::now(worker.actor.holdings()[0].tenure)).await.unwrap();
    let actor = world.again(stand_in.account).await;
    world
        .node
        .perform(&actor, Edit::<Case>::new(case, Draft::default().with("household", "Tinggal dengan nenek")))
        .await
        .expect("daily work goes on");
    let approval = world.node.perform(&actor, asked(case, "closure")).await.unwrap().id;
    let sideways = world.node.perform(&beside.actor, decision(approval, true)).await;
    assert!(matches!(sideways, Err(Error::Refused("countersignature-needed"))));
    world.node.perform(&chief.actor, decision(approval, true)).await.unwrap();
    world.node.perform(&actor, closing(case)).await.unwrap();
});

on_both!(a_role_may_be_asked_for_more, |world| {
    let (chief, worker) = pair(&world).await;
    let case = world.open_case(&worker.actor, "low").await;
    let require = |types: &[&str]| RequireApproval {
        role: "case-worker".into(),
        types: types.iter().map(|kind| (*kind).to_owned()).collect(),
    };
    assert!(matches!(world.node.perform(&worker.actor, require(&[])).await, Err(Error::Denied("no-right"))));
    assert!(matches!(world.node.perform(&world.admin, require(&["flight"])).await, Err(Error::Invalid(_))));
    world.node.perform(&world.admin, require(&["closure"])).await.unwrap();
    let early = world.node.perform(&worker.actor, closing(case)).await;
    assert!(matches!(early, Err(Error::Refused("approval-needed"))));
    let approval = world.node.perform(&worker.actor, asked(case, "closure")).await.unwrap().id;
    world.node.perform(&chief.actor, decision(approval, true)).await.unwrap();
    world.node.perform(&worker.actor, closing(case)).await.unwrap();
});

on_both!(a_flag_is_due_and_resolved_with_a_reason, |world| {
    let (_, worker) = pair(&world).await;
    let case = world.open_case(&worker.actor, "low").await;
    let flag = Draft::default().with("message", "Tanyakan jadwal sidang").with("date", "2026-03-20");
    let flag = world.node.perform(&worker.actor, Open::<Flag>::part(case, flag)).await.unwrap().id;
    let resolve = |draft| Move::<Flag>::new(flag, "resolve", draft).unwrap();
    assert!(matches!(
        world.node.perform(&worker.actor, resolve(Draft::default())).await,
        Err(Error::Invalid(_))
    ));
    let why = Draft::default().with("resolve_reason", "Sidang tanggal 25");
    world.node.perform(&worker.actor, resolve(why)).await.unwrap();
    let day = world.node.perform(&worker.actor, View::<Flag>::new(flag)).await.unwrap();
    assert_eq!(day.envelope.state, "resolved");
});

async fn texts(world: &World, actor: &Actor, case: Id) -> Vec<String> {
    let notes = world.node.perform(actor, ListNotes { matter: case }).await.unwrap();
    notes.into_iter().map(|note| note.into_inner().text.unwrap_or_default()).collect()
}

on_both!(a_note_is_read_by_whom_it_was_written_for, |world| {
    let (chief, worker) = pair(&world).await;
    let case = world.open_case(&worker.actor, "low").await;
    let note = |visibility: &str, text: &str| WriteNote {
        matter: case,
        visibility: visibility.into(),
        text: text.into(),
    };
    let own = world.node.perform(&worker.actor, note("post", "untuk saya")).await.unwrap().id;
    world.node.perform(&worker.actor, note("team", "untuk tim")).await.unwrap();
    world.node.perform(&worker.actor, note("shared", "untuk semua")).await.unwrap();
    for bad in [note("", "x"), note("post", "  ")] {
        assert!(matches!(world.node.perform(&worker.actor, bad).await, Err(Error::Invalid(_))));
    }
    assert_eq!(texts(&world, &worker.actor, case).await, ["untuk semua", "untuk tim", "untuk saya"]);
    assert_eq!(texts(&world, &chief.actor, case).await, ["untuk semua", "untuk tim"], "not the supervisor");
    let neighbour = world.neighbour().await;
    let lead = world.staff_by(&neighbour, "protection-lead", None).await;
    let glass = BreakGlass { id: case, reason: "Keadaan darurat lintas lembaga".into() };
    world.node.perform(&lead.actor, glass).await.unwrap();
    assert_eq!(
        texts(&world, &lead.actor, case).await,
        ["untuk semua", "untuk saya"],
        "the glass opens what is for a post"
    );

    let widen = |visibility: &str| WidenNote {
        note: own,
        visibility: visibility.into(),
        reason: "Supervisor perlu tahu".into(),
    };
    assert!(matches!(world.node.perform(&chief.actor, widen("team")).await, Err(Error::NotFound)));
    world.node.perform(&worker.actor, widen("team")).await.unwrap();
    assert_eq!(texts(&world, &chief.actor, case).await.len(), 3);
    assert!(matches!(
        world.node.perform(&chief.actor, widen("shared")).await,
        Err(Error::Denied("not-yours"))
    ));
    assert!(matches!(
        world.node.perform(&worker.actor, widen("post")).await,
        Err(Error::Refused("note-only-widens"))
    ));
    let raw = world.sql("select body from note").await;
    assert_eq!(raw.len(), 3);
    assert!(!format!("{raw:?}").contains("untuk"), "sealed");
});

on_both!(what_is_overdue_climbs_once_for_each_step, |world| {
    let (chief, worker) = pair(&world).await;
    let duty = world.staff("intake-operator", Some(world.unit)).await;
    world.node.perform(&world.admin, node::acts::staff::SetDutyPost { post: duty.post }).await.unwrap();
    let case = world.open_case(&worker.actor, "low").await;
    world.clock.advance(3 * DAY + HOUR);
    world.node.turn_clock().await.unwrap();
    let steps = async || world.sql("select step, to_post from escalation order by at, id").await;
    assert_eq!(steps().await, [["1".to_owned(), chief.post.to_string()]]);
    world.node.turn_clock().await.unwrap();
    assert_eq!(steps().await.len(), 1, "once for each step");
    world.clock.advance(3 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(steps().await[1], ["2".to_owned(), duty.post.to_string()]);
    assert_eq!(world.node.turn_clock().await.unwrap(), 0);
    let worker = world.again(worker.account).await;
    let history = world.node.perform(&worker, View::<Case>::new(case)).await.unwrap().history;
    assert_eq!(
        history.iter().filter(|told| told.act == "escalate").count(),
        2,
        "an event, not only a counter"
    );

    let listed = world.node.perform(&worker, ListNotifications).await.unwrap();
    assert_eq!((listed.rows[0].code.as_str(), listed.unread), ("overdue", 1));
    let theirs = world.node.perform(&chief.actor, ListNotifications).await.unwrap();
    let ids: Vec<Id> = theirs.rows.iter().map(|row| row.id).collect();
    world.node.perform(&worker, ReadNotifications { ids }).await.unwrap();
    assert!(
        world.node.perform(&chief.actor, ListNotifications).await.unwrap().unread > 0,
        "not another post's"
    );
    world.node.perform(&worker, ReadNotifications { ids: Vec::new() }).await.unwrap();
    assert_eq!(world.node.perform(&worker, ListNotifications).await.unwrap().unread, 0);
});

on_both!(what_stands_still_climbs_too, |world| {
    let (chief, worker) = pair(&world).await;
    let case = world.open_case(&worker.actor, "low").await;
    let contact = Draft::default().with("first_contact_on", "2026-03-05");
    world.node.perform(&worker.actor, Move::<Case>::new(case, "contact", contact).unwrap()).await.unwrap();
    world.sql_run(&format!("update matter set due_at = null where root_id = '{case}'")).await;
    world.clock.advance(29 * DAY);
    world.node.turn_clock().await.unwrap();
    let stalled = "select to_post from escalation where cause like 'stalled%' order by step";
    assert!(world.sql(stalled).await.is_empty());
    world.clock.advance(2 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql(stalled).await, [[chief.post.to_string()]]);
});

on_both!(a_calendar_names_nobody_and_ends_when_its_owner_says_so, |world| {
    let (_, worker) = pair(&world).await;
    let case = world.open_case(&worker.actor, "low").await;
    let view = ViewCalendar { from: "2026-03-01".parse().unwrap(), to: "2026-03-31".parse().unwrap() };
    let page = world.node.perform(&worker.actor, view).await.unwrap();
    assert_eq!(page.due.rows[0].envelope.id, case);
    let public = Actor::public(model::Lang::Id);
    let token = world.node.perform(&worker.actor, StartFeed).await.unwrap().token;
    let read = |token: &str| ReadFeed { token: token.into() };
    let lines = world.node.perform(&public, read(&token)).await.unwrap();
    assert_eq!((lines[0].id, lines[0].kind.as_str()), (case, "case"));
    assert!(matches!(world.node.perform(&public, read("0")).await, Err(Error::NotFound)));
    let newer = world.node.perform(&worker.actor, StartFeed).await.unwrap().token;
    assert!(
        matches!(world.node.perform(&public, read(&token)).await, Err(Error::NotFound)),
        "a new one ends the old"
    );
    world.node.perform(&world.admin, EndTenure::now(worker.actor.holdings()[0].tenure)).await.unwrap();
    assert!(
        matches!(world.node.perform(&public, read(&newer)).await, Err(Error::NotFound)),
        "no post, no calendar"
    );
    let start = StartTenure { post: worker.post, account: worker.account, acting: false, until: None };
    world.node.perform(&world.admin, start).await.unwrap();
    let lines = world.node.perform(&public, read(&newer)).await.unwrap();
    assert!(lines.iter().any(|line| line.id == case) && lines.iter().any(|line| line.kind == "handover"));
    world.node.perform(&world.again(worker.account).await, EndFeed).await.unwrap();
    assert!(matches!(world.node.perform(&public, read(&newer)).await, Err(Error::NotFound)));
});

on_both!(mail_goes_to_posts_once_a_day_and_never_to_who_left, |world| {
    let (chief, worker) = pair(&world).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let mailbox = |mailbox: &str| SetMailbox { post: colleague.post, mailbox: mailbox.into() };
    for bad in ["bukan alamat", "a@b", "x@contoh.invalid\nBcc: y@contoh.invalid"] {
        assert!(
            matches!(world.node.perform(&world.admin, mailbox(bad)).await, Err(Error::Invalid(_))),
            "{bad}"
        );
    }
    world.node.perform(&world.admin, mailbox("unit-satu@contoh.invalid")).await.unwrap();
    let case = world.open_case(&worker.actor, "low").await;
    world.node.perform(&chief.actor, Assign::<Case>::new(case, colleague.post)).await.unwrap();
    world
        .clock
        .set(model::Timestamp::start_of("2026-03-06".parse().unwrap(), Default::default()).plus(5 * HOUR));
    assert!(world.node.digests().await.unwrap().is_empty(), "not before six");
    world.clock.advance(2 * HOUR);
    let digests = world.node.digests().await.unwrap();
    assert_eq!((digests.len(), digests[0].mailbox.as_str()), (1, "unit-satu@contoh.invalid"));
    let number = world.sql("select code from matter where kind = 'assignment'").await;
    assert_eq!(digests[0].codes, number[0]);
    world.node.digest_sent(&digests[0]).await.unwrap();
    assert!(world.node.digests().await.unwrap().is_empty(), "once a day");
    world.clock.advance(6 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.node.digests().await.unwrap().len(), 1, "it is overdue by now");
    world.node.perform(&world.admin, EndTenure::now(colleague.actor.holdings()[0].tenure)).await.unwrap();
    assert!(world.node.digests().await.unwrap().is_empty(), "nobody holds the post");
    assert!(!format!("{:?}", world.sql("select mailbox from post_mailbox").await).contains("unit-satu"));
});

on_both!(an_acting_holder_signs_no_transfer_alone, |world| {
    let two = two(&world).await;
    let stand_in = world.staff("case-worker", Some(world.other_unit)).await;
    let acting =
        StartTenure { post: two.supervisor.post, account: stand_in.account, acting: true, until: None };
    world.node.perform(&world.admin, acting).await.unwrap();
    let full = two.supervisor.actor.holdings()[0].tenure;
    world.node.perform(&world.admin, EndTenure::now(full)).await.unwrap();
    let actor = world.again(stand_in.account).await;
    let case = world.open_case(&two.worker.actor, "low").await;
    let all = consent("guardian_consent", "guardian", "given")
        .with("data_groups", "identity contact family health incident suspect services legal documents");
    let give = GiveConsent { case, draft: all, named: Named::default() };
    world.node.perform(&two.worker.actor, give).await.unwrap();
    let transfer = || TransferCase { case, to: two.provider.post, sharing: reason() };
    let alone = world.node.perform(&actor, transfer()).await;
    assert!(matches!(alone, Err(Error::Refused("countersignature-needed"))));
    let approval = world.node.perform(&actor, asked(case, "transfer")).await.unwrap().id;
    world.node.perform(&two.lead.actor, decision(approval, true)).await.unwrap();
    world.node.perform(&actor, transfer()).await.unwrap();
});
