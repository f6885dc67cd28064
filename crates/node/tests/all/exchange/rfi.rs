//! Questions between members: asked, answered, refused in silence, taken back, late.

use model::kinds::{IncomingRfi, Rfi};
use model::time::DAY;
use model::{Draft, Id, Kind};
use node::Error;
use node::acts::exchange::{AskInformation, ListRequests};
use node::acts::staff::FoundNode;
use node::acts::{Move, View};

use super::net::Net;
use super::referral::state;
use crate::world::{Staff, World};

fn question() -> Draft {
    Draft::default()
        .with("question", "Apakah anak ini pernah dilayani? (rekaan)")
        .with("subject", "Rujukan contoh nomor satu")
        .with("known", "Data rekaan: datang bersama kakaknya.")
        .with("needed_by", "2026-03-10")
        .with("urgent", "true")
}

async fn ask(net: &Net, case: Option<Id>) -> Id {
    let act = AskInformation { to: net.peer, case, draft: question() };
    net.here.node.perform(&net.worker.actor, act).await.unwrap().id
}

async fn came(world: &World) -> Vec<Id> {
    let rows = world.sql("select id from matter where kind = 'incoming-rfi' order by id").await;
    rows.iter().map(|row| row[0].parse().unwrap()).collect()
}

async fn step<K: Kind>(
    world: &World,
    staff: &Staff,
    id: Id,
    action: &str,
    fields: &[(&str, &str)],
) -> node::Result<()> {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    world.node.perform(&staff.actor, Move::<K>::new(id, action, draft)?).await.map(drop)
}

async fn said(net: &Net, id: Id, field: &str) -> String {
    net.here.node.perform(&net.worker.actor, View::<Rfi>::new(id)).await.unwrap().record.text(field)
}

on_both!(a_question_is_asked_from_a_case_and_answered, |world| {
    let net = Net::new(world).await;
    let case = net.case().await;
    let rfi = ask(&net, Some(case)).await;
    net.carry().await;
    let came = came(&net.abroad).await;
    assert_eq!(came.len(), 1);
    let seen = net.abroad.node.perform(&net.intake.actor, View::<IncomingRfi>::new(came[0])).await.unwrap();
    assert!(seen.record.text("question").contains("pernah dilayani"));
    assert_eq!(seen.record.text("needed_by"), "2026-03-10");
    assert!(seen.record.text("from_member").contains("ID/NGO/CONTOH-KASIH"));
    assert_eq!(seen.envelope.priority, "urgent");
    // An answer needs words, unless there is nothing.
    let wordless =
        step::<IncomingRfi>(&net.abroad, &net.intake, came[0], "answer", &[("answer", "full")]).await;
    assert!(matches!(wordless, Err(Error::Refused("answer-without-words"))));
    let words = [("answer", "partial"), ("answer_text", "Data rekaan: ya, pada bulan Januari.")];
    step::<IncomingRfi>(&net.abroad, &net.intake, came[0], "answer", &words).await.unwrap();
    assert_eq!(state(&net.here, rfi).await, "asked", "the answer is still on its way");
    net.carry().await;
    assert_eq!(state(&net.here, rfi).await, "answered");
    assert_eq!(said(&net, rfi, "answer").await, "partial");
    assert!(said(&net, rfi, "answer_text").await.contains("Januari"));
    assert_eq!(said(&net, rfi, "concerns").await, case.to_string());
    step::<Rfi>(&net.here, &net.worker, rfi, "close", &[]).await.unwrap();
    // The question lies under the key of the child that it is asked for.
    let keys = format!("select count(distinct key_id) from matter where id in ('{case}', '{rfi}')");
    assert_eq!(net.here.sql(&keys).await, [["1"]]);
    for world in [&net.here, &net.abroad] {
        assert!(world.node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(a_refusal_cannot_be_told_from_silence, |world| {
    let net = Net::new(world).await;
    let (refused, silent) = (ask(&net, None).await, ask(&net, None).await);
    net.carry().await;
    let came = came(&net.abroad).await;
    let why = [("refusal", "unsafe_for_child"), ("refusal_note", "Data rekaan")];
    step::<IncomingRfi>(&net.abroad, &net.intake, came[0], "refuse", &why).await.unwrap();
    net.abroad.node.turn_clock().await.unwrap();
    net.carry().await;
    let look = async |id: Id| {
        let outbox = format!(
            "select o.state, o.receipt_state from exchange_outbox o join exchange_sent s on s.eid = o.eid where s.subject_id = '{id}'"
        );
        (state(&net.here, id).await, said(&net, id, "answer").await, net.here.sql(&outbox).await)
    };
    assert_eq!(look(refused).await, look(silent).await);
    assert!(net.here.sql("select 1 from exchange_inbox where kind = 'rfi.answer'").await.is_empty());
    // The owner sees the difference.
    assert_eq!(
        [state(&net.abroad, came[0]).await, state(&net.abroad, came[1]).await],
        ["refused", "received"]
    );
    // Both climb when they are late, and the asker may give up.
    net.here.clock.advance(7 * DAY);
    net.here.node.turn_clock().await.unwrap();
    let climbed = net.here.sql("select count(*) from escalation").await;
    assert_eq!(climbed, [["2"]]);
    step::<Rfi>(&net.here, &net.worker, refused, "give_up", &[("close_note", "Data rekaan")]).await.unwrap();
});

on_both!(a_question_is_taken_back_there, |world| {
    let net = Net::new(world).await;
    let rfi = ask(&net, None).await;
    net.carry().await;
    let came = came(&net.abroad).await;
    step::<Rfi>(&net.here, &net.worker, rfi, "withdraw", &[("withdrawn_reason", "Data rekaan")])
        .await
        .unwrap();
    net.carry().await;
    assert_eq!(state(&net.abroad, came[0]).await, "withdrawn");
    let seen = net.abroad.node.perform(&net.intake.actor, View::<IncomingRfi>::new(came[0])).await.unwrap();
    assert_eq!(seen.record.text("question"), "", "what was told is gone");
});

on_both!(neighbours_on_one_node_ask_without_a_network, |world| {
    let found = FoundNode {
        member_id: "ID/GOV/CONTOH-UPTD".into(),
        name: "UPTD Contoh (rekaan)".into(),
        email: "admin2@contoh.invalid".into(),
        admin_name: "Admin Contoh".into(),
    };
    let founded = world.node.perform(&world.node.system("set-up"), found).await.unwrap();
    let origin = node::access::Origin::Online;
    let admin = world.node.actor(founded.account, model::Lang::Id, origin).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let neighbour = world.staff_by(&admin, "intake-operator", None).await;
    let act = AskInformation { to: neighbour.post, case: None, draft: question() };
    let rfi = world.node.perform(&worker.actor, act).await.unwrap().id;
    let came = came(&world).await;
    let desk = world.node.perform(&neighbour.actor, ListRequests).await.unwrap();
    assert_eq!(desk.received.iter().map(|row| row.id).collect::<Vec<_>>(), came);
    assert!(desk.asked.is_empty());
    let words = [("answer", "nothing_held")];
    step::<IncomingRfi>(&world, &neighbour, came[0], "answer", &words).await.unwrap();
    assert_eq!(state(&world, rfi).await, "answered");
    let own = AskInformation { to: worker.post, case: None, draft: question() };
    assert!(matches!(world.node.perform(&worker.actor, own).await, Err(Error::Refused("ask-elsewhere"))));
    // Nobody else's question is seen.
    let stranger = world.staff("case-worker", Some(world.other_unit)).await;
    let hidden = world.node.perform(&stranger.actor, View::<Rfi>::new(rfi)).await;
    assert!(hidden.is_err());
    assert!(world.node.perform(&stranger.actor, ListRequests).await.unwrap().asked.is_empty());
});
