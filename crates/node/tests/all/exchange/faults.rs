use model::time::{DAY, HOUR};
use node::acts::exchange::AdoptDirectory;
use node::{Error, Node};
use seal::exchange::{Delivery, Dsse, Receipt, ReceiptState, Refusal};

use super::net::{Net, adopt, signed};
use super::referral::{incoming, refer, state};
use crate::world::World;

async fn due(node: &Node) -> Vec<node::exchange::DueItem> {
    node.exchange_due(Vec::new(), Vec::new()).await.unwrap()
}

fn said(receipts: &[Dsse]) -> Vec<(ReceiptState, Option<Refusal>)> {
    receipts.iter().map(|one| Receipt::peek(one).unwrap()).map(|one| (one.state, one.reason)).collect()
}

on_both!(the_same_envelope_has_one_effect_and_one_receipt, |world| {
    let net = Net::new(world).await;
    refer(&net).await;
    let items = due(&net.here.node).await;
    let first = net.abroad.node.exchange_accept(&items[0].bytes).await.unwrap();
    let entries = net.abroad.sql("select count(*) from journal").await;
    for _ in 0..3 {
        let again = net.abroad.node.exchange_accept(&items[0].bytes).await.unwrap();
        assert_eq!(again.receipts, first.receipts);
    }
    assert_eq!(net.abroad.sql("select count(*) from journal").await, entries, "a repetition leaves no entry");
    assert_eq!(incoming(&net).await.len(), 1);
    // The same receipt twice says nothing new.
    assert_eq!(net.here.node.exchange_receipts(&first.to_bytes()).await.unwrap(), 1);
    assert_eq!(net.here.node.exchange_receipts(&first.to_bytes()).await.unwrap(), 0);
});

on_both!(two_at_once_have_one_effect, |world| {
    let net = Net::new(world).await;
    refer(&net).await;
    let items = due(&net.here.node).await;
    let bytes = &items[0].bytes;
    let (one, two) =
        tokio::join!(net.abroad.node.exchange_accept(bytes), net.abroad.node.exchange_accept(bytes));
    assert_eq!(one.unwrap().receipts, two.unwrap().receipts);
    assert_eq!(incoming(&net).await.len(), 1);
});

on_both!(what_is_lost_on_the_way_is_sent_again, |world| {
    let net = Net::new(world).await;
    refer(&net).await;
    assert_eq!(due(&net.here.node).await.len(), 1, "lost: the other side never sees it");
    assert!(due(&net.here.node).await.is_empty(), "not at once");
    net.here.clock.advance(2 * 60_000);
    let items = due(&net.here.node).await;
    assert_eq!(items.len(), 1);
    let receipts = net.abroad.node.exchange_accept(&items[0].bytes).await.unwrap();
    assert_eq!(said(&receipts.receipts), [(ReceiptState::Delivered, None)]);
    // The receipt is lost, too; the answer to the next attempt is the same one.
    assert!(net.here.node.exchange_due(Vec::new(), vec![items[0].id]).await.unwrap().is_empty());
    assert_eq!(net.outbox().await[0].1, "waiting_retry");
    net.here.clock.advance(HOUR);
    net.carry().await;
    assert_eq!(net.outbox().await[0].1, "delivered");
    assert_eq!(incoming(&net).await.len(), 1);
});

on_both!(what_never_arrives_becomes_a_matter, |world| {
    let net = Net::new(world).await;
    refer(&net).await;
    due(&net.here.node).await;
    net.here.clock.advance(7 * DAY + 1);
    net.here.node.turn_clock().await.unwrap();
    let offer = net.outbox().await.into_iter().find(|(kind, _)| kind == "referral.offer").unwrap();
    assert_eq!(offer.1, "expired");
    let open = net
        .here
        .sql("select m.custodian_post, k.why, k.what from matter m join k_undelivered k on k.id = m.id where m.phase = 'open'")
        .await;
    assert_eq!(open, [[net.worker.post.to_string(), "no_answer".into(), "referral_offer".into()]]);
    let told = net.here.sql("select count(*) from notification where code = 'undelivered'").await;
    assert_eq!(told[0][0], "1");
});

on_both!(tampered_bytes_and_strangers_leave_nothing_behind, |world| {
    let net = Net::new(world).await;
    refer(&net).await;
    let items = due(&net.here.node).await;
    let genuine = Delivery::parse(&items[0].bytes).unwrap();
    let entries = net.abroad.sql("select count(*) from journal").await;
    let mut cut = genuine.clone();
    cut.sealed.truncate(100);
    let mut unsigned = genuine.clone();
    unsigned.envelope.signatures[0].sig.0[5] ^= 1;
    for (bytes, refusal) in [(cut.to_bytes(), Refusal::Schema), (unsigned.to_bytes(), Refusal::UnknownSender)]
    {
        let receipts = net.abroad.node.exchange_accept(&bytes).await.unwrap().receipts;
        assert_eq!(said(&receipts), [(ReceiptState::Rejected, Some(refusal))]);
        Receipt::verify(&receipts[0], &net.directory.members[1].signing_at(net.abroad.node.now().millis()))
            .expect("a refusal is signed");
    }
    let nothing = net.abroad.node.exchange_accept(b"nothing").await;
    assert!(matches!(nothing, Err(Error::Refused("not-an-envelope"))));
    assert_eq!(net.abroad.sql("select count(*) from journal").await, entries);
    assert!(incoming(&net).await.is_empty());
    // A forged receipt moves nothing.
    let delivered = net.abroad.node.exchange_accept(&genuine.to_bytes()).await.unwrap().receipts;
    let forged = Receipt::peek(&delivered[0]).unwrap().sign(&seal::SigningKey::from_bytes(&[1; 32]));
    assert_eq!(net.here.node.exchange_receipts(&forged.to_bytes()).await.unwrap(), 0);
    assert_eq!(net.outbox().await[0].1, "sending");
});

on_both!(whoever_is_revoked_is_neither_heard_nor_told, |world| {
    let net = Net::new(world).await;
    let (_, referral) = refer(&net).await;
    let mut next = net.directory.clone();
    next.version = 2;
    next.revoked.push(seal::exchange::Revoked {
        key: None,
        member: Some(net.directory.members[0].id.clone()),
        // By the clock of whoever judges it, which may differ from ours.
        at: crate::world::START.millis(),
        reason: "kunci hilang".try_into().unwrap(),
    });
    adopt(&net.abroad, &next).await;
    net.carry().await;
    assert_eq!(net.outbox().await[0].1, "failed");
    let why = net.here.sql("select why from k_undelivered").await;
    assert_eq!(why, [["revoked_key"]]);
    assert_eq!(state(&net.here, referral).await, "in_progress");
    assert!(incoming(&net).await.is_empty());
});

on_both!(directories_only_rise, |world| {
    let net = Net::new(world).await;
    let again = AdoptDirectory { document: signed(&net.directory) };
    let system = net.here.node.system("set-up");
    assert!(matches!(net.here.node.perform(&system, again).await, Err(Error::Setup(_))));
    let mut alone = net.directory.clone();
    alone.version = 9;
    let mut document = signed(&alone);
    document.signatures.truncate(1);
    let alone = net.here.node.perform(&system, AdoptDirectory { document }).await;
    assert!(matches!(alone, Err(Error::Setup(_))));
    // People cannot.
    let by_hand = AdoptDirectory { document: signed(&net.directory) };
    assert!(matches!(
        net.here.node.perform(&net.here.admin, by_hand).await,
        Err(Error::Denied("system-only"))
    ));
});

on_both!(a_network_of_hundreds_is_read_again, |world| {
    let net = Net::new(world).await;
    let mut next = net.directory.clone();
    next.version = 2;
    let model = net.directory.members[1].clone();
    next.members.extend((0..600).map(|at| seal::exchange::ListedMember {
        id: format!("ID/NGO/CONTOH-BANYAK-{at}").parse().unwrap(),
        ..model.clone()
    }));
    assert!(
        serde_json::to_vec(&next).unwrap().len() > seal::exchange::MAX_PAYLOAD,
        "longer than any envelope"
    );
    adopt(&net.here, &next).await;
    // As after a restart: read from the database, not from memory.
    let again = World::open(net.here.place.clone(), net.here.clock.clone(), 99).await;
    assert_eq!(again.exchange_addresses().await.unwrap().len(), 601);
});

on_both!(a_member_that_pulls_gets_what_a_push_would_bring, |world| {
    let mut net = Net::new(world).await;
    net.directory.version = 2;
    net.directory.members[1].endpoint = None;
    adopt(&net.here, &net.directory).await;
    refer(&net).await;
    assert!(due(&net.here.node).await.is_empty(), "nobody to push to");
    let member = net.directory.members[1].id.clone();
    let items = net.here.node.exchange_mailbox(&member, None).await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(net.outbox().await[0].1, "waiting_receipt");
    assert!(net.here.node.exchange_mailbox(&member, Some(items[0].cursor)).await.unwrap().is_empty());
    let receipts = net.abroad.node.exchange_accept(&items[0].delivery).await.unwrap();
    net.here.node.exchange_receipts(&receipts.to_bytes()).await.unwrap();
    assert_eq!(net.outbox().await[0].1, "delivered");
    assert!(net.here.node.exchange_mailbox(&member, None).await.unwrap().is_empty());
});

on_both!(what_must_not_be_kept_is_destroyed_and_the_evidence_stays, |world| {
    let net = Net::new(world).await;
    refer(&net).await;
    net.carry().await;
    let sealed =
        async |world: &World| world.sql("select count(*) from exchange_bytes where owner like 'ct:%'").await;
    assert_eq!(sealed(&net.abroad).await, [["1"]]);
    net.abroad.clock.advance(3651 * DAY);
    net.abroad.node.turn_clock().await.unwrap();
    assert_eq!(sealed(&net.abroad).await, [["0"]]);
    let kept = net.abroad.sql("select count(*) from exchange_bytes where owner like 'env:%'").await;
    assert_eq!(kept, [["1"]]);
});
