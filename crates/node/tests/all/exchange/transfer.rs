//! A case goes to a member on another node for good, and at no step is the child without a post.

use model::kinds::{Case, FollowUp, IncomingTransfer, Transfer};
use model::time::DAY;
use model::{Draft, Id, Kind};
use node::Error;
use node::acts::moves::{GiveConsent, Named, TransferCase};
use node::acts::{Move, Open, View};

use super::net::{Net, carry};
use super::referral::{KNOWN, know};
use crate::moves::{consent, reason};
use crate::world::{Staff, World};

/// Somebody who may give cases away, a case to whose transfer everything was agreed, and the offer.
async fn offer(net: &Net) -> (Staff, Id, Id) {
    let case = net.case().await;
    know(net, case).await;
    let visit = Draft::default().with("needed_by", "2026-03-20").with("followup_type", "in_care");
    net.here.node.perform(&net.worker.actor, Open::<FollowUp>::part(case, visit)).await.unwrap();
    let boss = net.here.staff("supervisor", Some(net.here.unit)).await;
    let all = consent("guardian_consent", "guardian", "given")
        .with("data_groups", "identity contact family health incident suspect services legal documents")
        .with("recipients", "authorities other_organizations");
    let give = GiveConsent { case, draft: all, named: Named::default() };
    net.here.node.perform(&net.worker.actor, give).await.unwrap();
    let assent = consent("child_assent", "child", "given")
        .with("data_groups", "identity contact family health incident suspect services legal documents")
        .with("recipients", "authorities other_organizations");
    let give = GiveConsent { case, draft: assent, named: Named::default() };
    net.here.node.perform(&net.worker.actor, give).await.unwrap();
    let act = TransferCase { case, to: net.peer, sharing: reason() };
    let id = net.here.node.perform(&boss.actor, act).await.unwrap().id;
    (boss, case, id)
}

async fn came(net: &Net) -> Option<Id> {
    let rows =
        net.abroad.sql("select id from matter where kind = 'incoming-transfer' order by id desc").await;
    rows.first().map(|row| row[0].parse().unwrap())
}

async fn answer(net: &Net, id: Id, action: &str, fields: &[(&str, &str)]) -> node::Result<()> {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    let step = Move::<IncomingTransfer>::new(id, action, draft)?;
    net.abroad.node.perform(&net.intake.actor, step).await.map(drop)
}

/// Open cases of the world, each with a post.
async fn answered_for(world: &World) -> usize {
    let sql =
        "select count(*) from matter where kind = 'case' and phase = 'open' and custodian_post is not null";
    world.sql(sql).await[0][0].parse().unwrap()
}

async fn state(world: &World, id: Id) -> String {
    world.sql(&format!("select state from matter where id = '{id}'")).await[0][0].clone()
}

on_both!(a_case_passes_to_another_node_on_its_receipt, |world| {
    let net = Net::new(world).await;
    let (boss, case, transfer) = offer(&net).await;
    net.carry().await;
    let id = came(&net).await.expect("the offer came");
    let seen = net.abroad.node.perform(&net.intake.actor, View::<IncomingTransfer>::new(id)).await.unwrap();
    assert_eq!(seen.record.text("age_band"), "age_12_14");
    assert!(seen.record.text("parts").contains("follow-up"));
    let stored = net.abroad.sql("select count(*) from k_person").await;
    assert_eq!(stored, [["0"]], "nothing that finds the child before a yes");

    answer(&net, id, "accept", &[]).await.unwrap();
    assert_eq!((answered_for(&net.here).await, answered_for(&net.abroad).await), (1, 0));
    // The yes arrives: the case leaves, and the sender goes on answering for it.
    carry(&net.abroad.node, &net.here.node).await;
    assert_eq!(
        (state(&net.here, transfer).await.as_str(), answered_for(&net.here).await),
        ("in_progress", 1)
    );
    let revoke = Draft::default().with("revoked_reason", "Data rekaan");
    let revoke = Move::<Transfer>::new(transfer, "revoke", revoke).unwrap();
    let revoke = net.here.node.perform(&boss.actor, revoke).await;
    assert!(matches!(revoke, Err(Error::Refused("case-under-way"))));
    // It arrives, and the receipt is lost: both answer.
    let due = net.here.node.exchange_due(Vec::new(), Vec::new()).await.unwrap();
    let delivery = due.iter().find(|item| !item.receipt).unwrap();
    let receipts = net.abroad.node.exchange_accept(&delivery.bytes).await.unwrap();
    assert_eq!((answered_for(&net.here).await, answered_for(&net.abroad).await), (1, 1));
    // The same once more opens nothing more; then the receipt arrives.
    net.abroad.node.exchange_accept(&delivery.bytes).await.unwrap();
    net.here.node.exchange_receipts(&receipts.to_bytes()).await.unwrap();
    assert_eq!((answered_for(&net.here).await, answered_for(&net.abroad).await), (0, 1));
    assert_eq!(
        (state(&net.here, case).await, state(&net.here, transfer).await),
        ("transferred".into(), "accepted".into())
    );

    // What was known is there, in the custody of the post that said yes; the sender keeps a closed copy.
    let there: Id = net.abroad.sql("select id from matter where kind = 'case'").await[0][0].parse().unwrap();
    let seen = net.abroad.node.perform(&net.intake.actor, View::<IncomingTransfer>::new(id)).await.unwrap();
    assert_eq!((seen.envelope.state.as_str(), seen.record.text("child_case")), ("done", there.to_string()));
    let custodian = net.abroad.sql(&format!("select custodian_post from matter where id = '{there}'")).await;
    assert_eq!(custodian[0][0], net.intake.post.to_string());
    let parts = net.abroad.sql("select count(*) from matter where kind = 'follow-up'").await;
    assert_ne!(parts, [["0"]]);
    let worker = net.abroad.staff("supervisor", Some(net.abroad.unit)).await;
    let view = net.abroad.node.perform(&worker.actor, View::<Case>::new(there)).await.unwrap();
    assert_eq!(view.record.text("risk_level"), "high");
    let child = view.child.unwrap();
    assert!(child.text("name").starts_with("Contoh"));
    for (_, name, text) in KNOWN {
        let of_case = Case::META.field(name).is_some();
        assert_eq!(if of_case { view.record.text(name) } else { child.text(name) }, text, "{name}");
    }
    let stub = net.here.node.perform(&net.worker.actor, View::<Case>::new(case)).await.unwrap();
    assert!(stub.record.text("circumstances").contains("rekaan"));
    let due = net
        .here
        .sql(&format!("select count(*) from matter where root_id = '{case}' and phase = 'open'"))
        .await;
    assert_eq!(due, [["0"]], "nothing of it falls due here any more");
    for world in [&net.here, &net.abroad] {
        assert!(world.node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(a_no_a_silence_and_a_lost_case_leave_the_child_where_it_was, |world| {
    let net = Net::new(world).await;
    let (boss, case, first) = offer(&net).await;
    net.carry().await;
    answer(&net, came(&net).await.unwrap(), "reject", &[("rejected_reason", "no_capacity")]).await.unwrap();
    net.carry().await;
    assert_eq!((state(&net.here, first).await.as_str(), answered_for(&net.here).await), ("rejected", 1));

    // A yes, and then nothing arrives there any more.
    let act = || TransferCase { case, to: net.peer, sharing: reason() };
    let second = net.here.node.perform(&boss.actor, act()).await.unwrap().id;
    net.carry().await;
    let id = came(&net).await.unwrap();
    answer(&net, id, "accept", &[]).await.unwrap();
    carry(&net.abroad.node, &net.here.node).await;
    net.here.clock.advance(8 * DAY);
    net.here.node.turn_clock().await.unwrap();
    let lost = net.here.sql("select what from k_undelivered").await;
    assert_eq!(lost, [["transfer_case"]]);
    assert_eq!((answered_for(&net.here).await, answered_for(&net.abroad).await), (1, 0));
    assert_eq!(state(&net.here, second).await, "expired");
});

on_both!(what_is_taken_back_before_a_yes_comes_to_nothing, |world| {
    let net = Net::new(world).await;
    let (boss, _, transfer) = offer(&net).await;
    net.carry().await;
    let id = came(&net).await.unwrap();
    // The yes and the recall cross.
    answer(&net, id, "accept", &[]).await.unwrap();
    let revoke = Draft::default().with("revoked_reason", "Data rekaan");
    let revoke = Move::<Transfer>::new(transfer, "revoke", revoke).unwrap();
    net.here.node.perform(&boss.actor, revoke).await.unwrap();
    net.carry().await;
    assert_eq!(
        (state(&net.here, transfer).await, state(&net.abroad, id).await),
        ("revoked".into(), "revoked".into())
    );
    assert_eq!((answered_for(&net.here).await, answered_for(&net.abroad).await), (1, 0));
});
