//! Journals under the eyes of other members: receipts find their place, and a journal has one past only.

use model::time::HOUR;
use node::acts::exchange::{ExportEvidence, ExportLog, ListNetwork, ViewMessage};
use node::exchange::Answer;
use node::{Error, Node};
use seal::evidence::{Bundle, FaultKind, LogFile, Part, verify_logs};
use seal::exchange::Eid;
use seal::witness::{AddCheckpoint, Refusal};
use seal::{Checkpoint, NoteSigner};

use super::circle::Circle;
use super::referral::refer;
use crate::world::secrets;

async fn log(node: &Node) -> LogFile {
    node.perform(&node.system("exchange"), ExportLog).await.unwrap()
}

on_both!(a_receipt_finds_its_place_under_the_eyes_of_two_members, |world| {
    let circle = Circle::new(world).await;
    let net = &circle.net;
    refer(net).await;
    net.carry().await;
    let (here, abroad) = (&net.here.node, &net.abroad.node);
    let eid: Eid = net.here.sql("select eid from exchange_sent").await[0][0].parse().unwrap();
    let export = |reveal| ExportEvidence { eid, reveal };
    let bare = here.perform(&here.system("exchange"), export(false)).await.unwrap();
    assert!(bare.verify(&circle.trust()).unwrap().receipts.iter().all(|said| said.logged.is_none()));

    assert_eq!(circle.show(abroad).await, 2);
    abroad.turn_clock().await.unwrap();
    net.carry().await;
    let bundle = here.perform(&here.system("exchange"), export(false)).await.unwrap();
    let bundle = Bundle::parse(&bundle.to_bytes()).unwrap();
    let truth = bundle.verify(&circle.trust()).unwrap();
    let logged = truth.receipts[0].logged.clone().expect("the receipt has its place");
    assert_eq!((logged.origin.as_str(), logged.witnesses.len()), (crate::exchange::net::ABROAD, 2));
    // What the first receipt promised is what is proven: its leaf.
    let first = seal::exchange::Receipt::peek(&bare.receipts[0].receipt).unwrap();
    let later = seal::exchange::Receipt::peek(&bundle.receipts[0].receipt).unwrap();
    assert_eq!((first.leaf, first.at, first.log_index), (later.leaf, later.at, None));
    assert_eq!(later.log_index, Some(logged.index));
    // The receiver proves the same from its own side.
    let shown = abroad.perform(&abroad.system("exchange"), export(true)).await.unwrap();
    assert!(shown.verify(&circle.trust()).unwrap().receipts[0].logged.is_some());

    // A person sees who has seen it, and who watches.
    let view = here.perform(&net.worker.actor, ViewMessage { eid }).await.unwrap();
    assert_eq!(view.recipients[0].receipts[0].entry, Some(logged.index));
    let network = abroad.perform(&net.intake.actor, ListNetwork).await.unwrap();
    assert!(network.journal.cosigned > 0 && network.witnesses.iter().all(|one| one.signed_at.is_some()));
    assert_eq!(network.members.len(), 3);
    for node in [here, abroad, &circle.third.node] {
        assert!(node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(whatever_is_altered_in_placed_evidence_is_found, |world| {
    let circle = Circle::new(world).await;
    let net = &circle.net;
    refer(net).await;
    net.carry().await;
    circle.show(&net.abroad.node).await;
    net.abroad.node.turn_clock().await.unwrap();
    net.carry().await;
    let eid: Eid = net.here.sql("select eid from exchange_sent").await[0][0].parse().unwrap();
    let node = &net.abroad.node;
    let bundle = node.perform(&node.system("exchange"), ExportEvidence { eid, reveal: true }).await.unwrap();
    let (bytes, truth) = (bundle.to_bytes(), bundle.verify(&circle.trust()).unwrap());
    let mut found = 0;
    for at in (0..bytes.len()).step_by(bytes.len() / 120) {
        let mut altered = bytes.clone();
        altered[at] = if altered[at] == b'7' { b'8' } else { b'7' };
        match Bundle::parse(&altered).and_then(|bundle| bundle.verify(&circle.trust())) {
            Ok(said) => assert_eq!(said, truth, "altered at {at}"),
            Err(_) => found += 1,
        }
    }
    assert!(found > 60, "only {found}");
});

on_both!(a_witness_signs_one_past_only, |world| {
    let circle = Circle::new(world).await;
    let net = &circle.net;
    let (here, abroad) = (&net.here.node, &net.abroad.node);
    abroad.place_waiting().await.unwrap();
    let asked = abroad.exchange_offers().await.unwrap();
    let from = abroad.origin().parse().unwrap();
    let to_here = asked.iter().find(|one| one.witness.as_str() == here.origin()).unwrap();
    let Answer::Signed(lines) = circle.ask(abroad, to_here).await else { panic!("not signed") };
    // The same request once more: it has seen that size.
    assert_eq!(circle.ask(abroad, to_here).await, Answer::Saw(to_here.size));
    // The log's own key signs another past of the same size, and one that does not continue.
    let keys = secrets();
    let signer = NoteSigner::new(abroad.origin(), &keys.signing).unwrap();
    for (size, proof, refusal, why) in [
        (to_here.size, Vec::new(), Refusal::SplitView, "split"),
        (to_here.size + 1, vec![[3; 32]], Refusal::Inconsistent, "rewritten"),
    ] {
        let other = Checkpoint::new(abroad.origin(), size, [5; 32]).unwrap().sign(&signer).unwrap();
        let body = AddCheckpoint { old: to_here.size, proof, note: other }.to_string();
        assert_eq!(here.exchange_cosign(&from, body).await.unwrap(), Err(refusal));
        let kept = net.here.sql("select why from exchange_two_faces order by id desc").await;
        assert_eq!(kept[0], [why]);
    }
    // A worker on the witness's node sees the alarm.
    let network = here.perform(&net.worker.actor, ListNetwork).await.unwrap();
    assert_eq!(network.faces.len(), 2);
    // Nobody watches over its own journal, a stranger's or nonsense.
    here.place_waiting().await.unwrap();
    let own = here.checkpoint().await.unwrap().unwrap();
    let body = format!("old 0\n\n{own}");
    assert!(matches!(here.exchange_cosign(&from, body).await.unwrap(), Err(Refusal::Checkpoint(_))));
    assert_eq!(here.exchange_cosign(&from, "old".into()).await.unwrap(), Err(Refusal::Malformed));
    // What is no cosignature of that witness is not taken.
    let forged = lines.replace(here.origin(), "ID/GOV/CONTOH");
    let refused = abroad.exchange_cosigned(to_here, Answer::Signed(forged)).await;
    assert!(matches!(refused, Err(Error::Refused("not-a-cosignature"))));
    assert!(abroad.exchange_cosigned(to_here, Answer::Signed(lines)).await.unwrap());
});

on_both!(journals_of_several_nodes_are_compared_offline, |world| {
    let circle = Circle::new(world).await;
    let net = &circle.net;
    refer(net).await;
    net.carry().await;
    let nodes = [&net.here.node, &net.abroad.node, &circle.third.node];
    for node in nodes {
        assert_eq!(circle.show(node).await, 2, "{}", node.origin());
    }
    let mut files = Vec::new();
    for node in nodes {
        files.push(log(node).await);
    }
    let found = verify_logs(&files, &circle.trust()).unwrap();
    for (one, node) in found.iter().zip(nodes) {
        assert_eq!((one.origin.as_str(), one.seen), (node.origin(), 2));
        assert_eq!(one.cosigned.as_ref().unwrap().1.len(), 2);
    }
    // A journal cut back, as by a restore of an old copy that nobody was told about.
    let mut cut = files.clone();
    let most = cut[0].hashes.0.len() - 64;
    cut[0].hashes.0.truncate(most);
    cut[0].checkpoints.clear();
    let fault = verify_logs(&cut, &circle.trust()).unwrap_err();
    assert!(matches!(fault.kind, FaultKind::CutOff { .. }), "{fault}");
    let mut altered = files;
    altered[1].hashes.0[7] ^= 1;
    let fault = verify_logs(&altered, &circle.trust()).unwrap_err();
    assert_eq!(fault.kind, FaultKind::OtherTree);
    assert!(matches!(fault.part, Part::Checkpoint(2, _) | Part::Seen(_, _)));
});

on_both!(a_node_nobody_watches_stays_quiet, |world| {
    let circle = Circle::new(world).await;
    let net = &circle.net;
    refer(net).await;
    let mut offers = 0;
    for _ in 0..(24 * 60) {
        net.here.clock.advance(60_000);
        net.here.node.place_waiting().await.unwrap();
        offers += usize::from(!net.here.node.exchange_offers().await.unwrap().is_empty());
    }
    assert!((20..40).contains(&offers), "{offers} offers in a day without an answer");
    // With witnesses again, and nothing to prove, once an hour is enough.
    assert_eq!(circle.show(&net.here.node).await, 0, "not due yet");
    net.here.clock.advance(HOUR);
    assert_eq!(circle.show(&net.here.node).await, 2);
    net.here.clock.advance(60_000);
    assert_eq!(circle.show(&net.here.node).await, 0);
    // A witness that remembers more than there is: this node is an old copy.
    net.here.clock.advance(2 * HOUR);
    net.here.node.place_waiting().await.unwrap();
    let asked = net.here.node.exchange_offers().await.unwrap();
    net.here.node.exchange_cosigned(&asked[0], Answer::Saw(asked[0].size + 5)).await.unwrap();
    let network = net.here.node.perform(&net.worker.actor, ListNetwork).await.unwrap();
    assert!(network.witnesses.iter().any(|one| one.trouble.as_deref() == Some("ahead")));
});
