//! Evidence that a third party checks with the anchor alone, and that shows every change.

use node::acts::exchange::ExportEvidence;
use node::{Error, Node};
use seal::evidence::{Bundle, Trust};
use seal::exchange::{Eid, ReceiptState};

use super::net::Net;
use super::referral::{answer, incoming, refer};

async fn evidence(node: &Node, eid: Eid, reveal: bool) -> node::Result<Bundle> {
    node.perform(&node.system("exchange"), ExportEvidence { eid, reveal }).await
}

on_both!(what_was_exchanged_is_proven_to_a_third_party_and_every_change_is_found, |world| {
    let net = Net::new(world).await;
    refer(&net).await;
    net.carry().await;
    let came = incoming(&net).await;
    answer(&net, &net.intake, came[0], "accept", &[("first_contact_by", "2026-03-09")]).await.unwrap();
    net.abroad.node.turn_clock().await.unwrap();
    net.carry().await;
    let sent = net.here.sql("select eid from exchange_sent where kind = 'referral.offer' order by seq").await;
    let eid: Eid = sent[0][0].parse().unwrap();
    let trust = Trust { anchor: net.directory.anchor(), witnesses: Vec::new(), needed: None };

    let bundle = evidence(&net.here.node, eid, false).await.unwrap();
    let truth = Bundle::parse(&bundle.to_bytes()).unwrap().verify(&trust).unwrap();
    assert_eq!((truth.eid, truth.from.as_str()), (eid, "ID/NGO/CONTOH-KASIH"));
    assert!(truth.receipts.iter().any(|said| said.state == ReceiptState::Delivered));
    // The sender cannot show what it sealed to others; the receiver can.
    let nothing = evidence(&net.here.node, eid, true).await;
    assert!(matches!(nothing, Err(Error::Refused("content-not-here"))));
    let shown = evidence(&net.abroad.node, eid, true).await.unwrap();
    let content = shown.verify(&trust).unwrap().content.unwrap();
    assert!(String::from_utf8(content).unwrap().contains("respond_by"));

    // Whatever is altered is found, or changes nothing that is proven.
    let bytes = shown.to_bytes();
    let truth = shown.verify(&trust).unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 150) {
        let mut altered = bytes.clone();
        altered[at] = if altered[at] == b'7' { b'8' } else { b'7' };
        if let Ok(bundle) = Bundle::parse(&altered)
            && let Ok(found) = bundle.verify(&trust)
        {
            assert_eq!(found, truth, "altered at {at}");
        }
    }
    // Another network's operators prove nothing.
    let mut other = trust.clone();
    other.anchor.operators.reverse();
    other.anchor.network = "lain".try_into().unwrap();
    assert!(shown.verify(&other).is_err());
});

on_both!(evidence_is_for_whoever_answers_for_the_organisation, |world| {
    let net = Net::new(world).await;
    refer(&net).await;
    net.carry().await;
    let eid: Eid = net.here.sql("select eid from exchange_sent").await[0][0].parse().unwrap();
    let worker = net.here.node.perform(&net.worker.actor, ExportEvidence { eid, reveal: false }).await;
    assert!(matches!(worker, Err(Error::Denied(_))));
    let boss = net.here.staff("manager", None).await;
    net.here.node.perform(&boss.actor, ExportEvidence { eid, reveal: false }).await.unwrap();
    let none = ExportEvidence { eid: "0".repeat(64).parse().unwrap(), reveal: false };
    assert!(matches!(net.here.node.perform(&boss.actor, none).await, Err(Error::NotFound)));
});
