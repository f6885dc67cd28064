//! Lists of hashes between nodes: changes in their order, tombstones, opinions, proposals and challenges, an end.

use model::kinds::{HashChallenge, HashSubmission, RaisedChallenge, SignalReview};
use model::{Draft, Id};
use node::acts::harm::{
    ChangeHashList, JudgeHash, ListHashLists, LookUpHash, LookedUp, OpenHashList, ShareHashList,
    SubscribeHashList, TellListOwner,
};
use node::acts::{Move, View};
use node::{Actor, Error};

use super::net::{ABROAD, Net};
use super::referral::state;
use crate::world::{Staff, World};

/// Digits like those of a near hash, far from any other.
fn pdq(name: &str) -> String {
    seal::to_hex(&seal::sha256(name.as_bytes()))
}

fn line(name: &str) -> String {
    format!("pdq:{}", pdq(name))
}

async fn look(world: &World, actor: &Actor, name: &str) -> LookedUp {
    let act = LookUpHash { kind: "pdq".into(), hash: pdq(name), content_report: None };
    world.node.perform(actor, act).await.unwrap()
}

async fn change(world: &World, owner: &Staff, list: Id, add: &str, remove: &str) {
    let provenance = "Data rekaan".to_owned();
    let act = ChangeHashList { list, add: add.into(), remove: remove.into(), provenance };
    world.node.perform(&owner.actor, act).await.unwrap();
}

/// A list of the member abroad with one hash, shared with the member here.
async fn shared(net: &Net, owner: &Staff) -> Id {
    let open = OpenHashList { name: "contoh".into(), role: "signal".into() };
    let list = net.abroad.node.perform(&owner.actor, open).await.unwrap().id;
    change(&net.abroad, owner, list, &line("satu"), "").await;
    let member = net.here.node.origin().to_owned();
    let share = ShareHashList { list, member, legal_basis: "mutual_agreement".into(), on: true };
    net.abroad.node.perform(&owner.actor, share).await.unwrap();
    list
}

async fn copy(net: &Net, reader: &Staff) -> Id {
    let lists = net.here.node.perform(&reader.actor, ListHashLists).await.unwrap().lists;
    assert_eq!(lists.len(), 1);
    assert!(lists[0].elsewhere && !lists[0].own);
    lists[0].id
}

async fn matters(world: &World, kind: &str) -> Vec<Id> {
    let sql = format!("select id from matter where kind = '{kind}' order by id");
    world.sql(&sql).await.iter().map(|row| row[0].parse().unwrap()).collect()
}

on_both!(a_list_travels_with_tombstones_opinions_and_challenges, |world| {
    let net = Net::new(world).await;
    let owner = net.abroad.staff("hotline-analyst", Some(net.abroad.unit)).await;
    let reader = net.here.staff("hotline-analyst", Some(net.here.unit)).await;
    let list = shared(&net, &owner).await;
    net.carry().await;
    let here = copy(&net, &reader).await;
    assert!(look(&net.here, &reader.actor, "satu").await.met.is_empty(), "shared is not yet chosen");
    net.here.node.perform(&reader.actor, SubscribeHashList { list: here, on: true }).await.unwrap();
    let met = look(&net.here, &reader.actor, "satu").await.met;
    assert_eq!((met.len(), met[0].standing), (1, 1), "something to look into, whoever listed it");

    // One's own review is an opinion that reaches the owner.
    let grounds = Draft::default().with("grounds", "Ditelaah sendiri (rekaan).");
    let step = Move::<SignalReview>::new(met[0].review, "confirm", grounds).unwrap();
    net.here.node.perform(&reader.actor, step).await.unwrap();
    net.carry().await;
    assert_eq!(look(&net.abroad, &owner.actor, "satu").await.met[0].standing, 2);
    let doubt = JudgeHash { kind: "pdq".into(), hash: pdq("satu"), opinion: 0, reason: "Data rekaan".into() };
    net.abroad.node.perform(&owner.actor, doubt).await.unwrap();
    net.carry().await;
    assert_eq!(look(&net.here, &reader.actor, "satu").await.met[0].standing, 3, "disputed here, too");

    // A proposal and a challenge wait for the owner.
    let tell = |word: &str, hashes: String| TellListOwner {
        list: here,
        word: word.into(),
        hashes,
        reason: "Data rekaan".into(),
    };
    net.here.node.perform(&reader.actor, tell("submit", line("dua"))).await.unwrap();
    net.here.node.perform(&reader.actor, tell("challenge", line("satu"))).await.unwrap();
    net.carry().await;
    let [raised_proposal, raised]: [Id; 2] = matters(&net.here, "raised-challenge").await.try_into().unwrap();
    assert_eq!(state(&net.here, raised_proposal).await, "waiting");
    assert_eq!(state(&net.here, raised).await, "waiting", "open with its clock until the answer has come");
    let proposed = matters(&net.abroad, "hash-submission").await[0];
    let challenged = matters(&net.abroad, "hash-challenge").await[0];
    assert!(look(&net.here, &reader.actor, "dua").await.met.is_empty(), "nothing stands by being proposed");
    let why = Draft::default().with("decision", "Sudah ditelaah (rekaan).").with("opinion", "positive");
    let take = Move::<HashSubmission>::new(proposed, "take", why).unwrap();
    net.abroad.node.perform(&owner.actor, take).await.unwrap();
    let decision = Draft::default().with("decision", "Benar, keliru (rekaan).");
    let uphold = Move::<HashChallenge>::new(challenged, "uphold", decision).unwrap();
    net.abroad.node.perform(&owner.actor, uphold).await.unwrap();
    net.carry().await;
    assert_eq!(look(&net.here, &reader.actor, "dua").await.met.len(), 1);
    assert!(look(&net.here, &reader.actor, "satu").await.met.is_empty(), "taken back here as there");
    assert_eq!(state(&net.here, raised).await, "upheld");
    assert_eq!(state(&net.here, raised_proposal).await, "taken");
    let seen =
        net.here.node.perform(&reader.actor, View::<RaisedChallenge>::new(raised_proposal)).await.unwrap();
    assert_eq!(
        (seen.record.text("word"), seen.record.text("answer"), seen.record.text("standing")),
        ("submit".into(), "Sudah ditelaah (rekaan).".into(), format!("{}: 2", line("dua"))),
        "whoever proposed hears what became of it and how it stands"
    );
    assert_eq!(look(&net.here, &reader.actor, "dua").await.met[0].standing, 2, "as every reader sees it");
    let seen = net.here.node.perform(&reader.actor, View::<RaisedChallenge>::new(raised)).await.unwrap();
    assert_eq!(
        (seen.record.text("answer"), seen.record.text("hash")),
        ("Benar, keliru (rekaan).".into(), pdq("satu"))
    );
    let receipts = "select count(*) from exchange_receipt r join exchange_sent s on s.eid = r.eid
                    where r.state = 'decided' and s.kind = 'hash.word' and s.subject_id is not null";
    assert_eq!(net.here.sql(receipts).await, [["2"]], "with signed receipts that both were carried out");
    let told = "select count(*) from notification where code = 'hash-recalled'";
    assert_eq!(net.here.sql(told).await, [["2"]], "whoever met it hears of it, for each look into it");

    // An end is an end.
    let member = net.here.node.origin().to_owned();
    let end =
        |member: &str| ShareHashList { list, member: member.into(), legal_basis: String::new(), on: false };
    net.abroad.node.perform(&owner.actor, end(&member)).await.unwrap();
    net.carry().await;
    assert!(look(&net.here, &reader.actor, "dua").await.met.is_empty());
    assert!(net.here.node.perform(&reader.actor, ListHashLists).await.unwrap().lists.is_empty());
    let again = net.abroad.node.perform(&owner.actor, end(&member)).await;
    assert!(matches!(again, Err(Error::Refused("list-not-shared"))));
    let foreign = SubscribeHashList { list: here, on: true };
    assert!(matches!(net.here.node.perform(&reader.actor, foreign).await, Err(Error::NotFound)));
    let content = net.here.sql("select content from hash_delta").await;
    assert!(content.iter().flatten().all(|cell| !cell.contains(&pdq("dua"))), "sealed at rest");
    for world in [&net.here, &net.abroad] {
        assert!(world.node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(changes_that_come_in_any_order_make_one_list, |world| {
    let net = Net::new(world).await;
    let owner = net.abroad.staff("hotline-analyst", Some(net.abroad.unit)).await;
    let reader = net.here.staff("hotline-analyst", Some(net.here.unit)).await;
    let list = shared(&net, &owner).await;
    net.carry().await;
    let here = copy(&net, &reader).await;
    net.here.node.perform(&reader.actor, SubscribeHashList { list: here, on: true }).await.unwrap();
    change(&net.abroad, &owner, list, &line("dua"), "").await;
    change(&net.abroad, &owner, list, &line("tiga"), &line("satu")).await;
    change(&net.abroad, &owner, list, &line("satu"), &line("dua")).await;
    let due = net.abroad.node.exchange_due(Vec::new(), Vec::new()).await.unwrap();
    for item in due.iter().rev().filter(|item| !item.receipt) {
        for _ in 0..2 {
            let accepted = net.here.node.exchange_accept(&item.bytes).await.unwrap();
            net.abroad.node.exchange_receipts(&accepted.to_bytes()).await.unwrap();
        }
    }
    for (name, met) in [("satu", 1), ("dua", 0), ("tiga", 1)] {
        assert_eq!(look(&net.here, &reader.actor, name).await.met.len(), met, "{name}");
    }
    assert_eq!(net.here.sql("select version from hash_list").await, [["4"]]);
    assert_eq!(net.here.sql("select count(*) from hash_early").await, [["0"]]);
});

on_both!(a_challenge_waits_until_it_is_answered_and_a_late_answer_changes_nothing, |world| {
    let net = Net::new(world).await;
    let owner = net.abroad.staff("hotline-analyst", Some(net.abroad.unit)).await;
    let reader = net.here.staff("hotline-analyst", Some(net.here.unit)).await;
    let list = shared(&net, &owner).await;
    change(&net.abroad, &owner, list, &line("dua"), "").await;
    net.carry().await;
    let here = copy(&net, &reader).await;
    let hashes = format!("{}\n{}", line("satu"), line("dua"));
    let tell = TellListOwner { list: here, word: "challenge".into(), hashes, reason: "Data rekaan".into() };
    net.here.node.perform(&reader.actor, tell).await.unwrap();
    let raised = matters(&net.here, "raised-challenge").await;
    assert_eq!(raised.len(), 2, "each is answered for itself");
    net.carry().await;
    net.here.clock.advance(5 * model::time::DAY);
    net.abroad.clock.advance(5 * model::time::DAY);
    net.here.node.turn_clock().await.unwrap();
    let overdue = format!("select count(*) from escalation where matter_id = '{}'", raised[0]);
    assert_eq!(net.here.sql(&overdue).await, [["1"]], "no answer does not go quiet");
    let why = Draft::default().with("give_up_note", "Tidak dilanjutkan (rekaan).");
    let step = Move::<RaisedChallenge>::new(raised[0], "give_up", why).unwrap();
    net.here.node.perform(&reader.actor, step).await.unwrap();
    for came in matters(&net.abroad, "hash-challenge").await {
        let words = |text: &str| Draft::default().with("decision", text);
        let address =
            Move::<HashChallenge>::new(came, "reject", words("lihat https://contoh.invalid/a")).unwrap();
        let refused = net.abroad.node.perform(&owner.actor, address).await;
        assert!(matches!(refused, Err(Error::Refused("address-in-words"))));
        let step =
            Move::<HashChallenge>::new(came, "reject", words("Sudah ditelaah ulang (rekaan).")).unwrap();
        net.abroad.node.perform(&owner.actor, step).await.unwrap();
    }
    net.carry().await;
    assert_eq!(
        (state(&net.here, raised[0]).await, state(&net.here, raised[1]).await),
        ("given_up".into(), "rejected".into())
    );
    let told = "select count(*) from notification where code = 'challenge-answered'";
    assert_eq!(net.here.sql(told).await, [["1"]]);
    assert_eq!(net.abroad.sql("select version from hash_list").await, [["2"]], "the list stays as it was");
    let worker = net.here.staff("case-worker", Some(net.here.unit)).await;
    assert!(net.here.node.perform(&worker.actor, View::<RaisedChallenge>::new(raised[1])).await.is_err());
});

on_both!(a_proposal_that_is_declined_comes_back_with_its_reason_and_stands_on_no_list, |world| {
    let net = Net::new(world).await;
    let owner = net.abroad.staff("hotline-analyst", Some(net.abroad.unit)).await;
    let reader = net.here.staff("hotline-analyst", Some(net.here.unit)).await;
    shared(&net, &owner).await;
    net.carry().await;
    let here = copy(&net, &reader).await;
    let hashes = format!("{}\n{}", line("dua"), line("tiga"));
    let tell = TellListOwner { list: here, word: "submit".into(), hashes, reason: "Data rekaan".into() };
    net.here.node.perform(&reader.actor, tell).await.unwrap();
    let raised = matters(&net.here, "raised-challenge").await[0];
    net.carry().await;
    net.here.clock.advance(5 * model::time::DAY);
    net.abroad.clock.advance(5 * model::time::DAY);
    net.here.node.turn_clock().await.unwrap();
    let overdue = format!("select count(*) from escalation where matter_id = '{raised}'");
    assert_eq!(net.here.sql(&overdue).await, [["1"]], "an unanswered proposal does not go quiet");
    let came = matters(&net.abroad, "hash-submission").await[0];
    let silent = Move::<HashSubmission>::new(came, "decline", Draft::default()).unwrap();
    assert!(net.abroad.node.perform(&owner.actor, silent).await.is_err(), "not without a reason");
    let words =
        Draft::default().with("decision", "Tidak memenuhi kriteria (rekaan).").with("opinion", "negative");
    let decline = Move::<HashSubmission>::new(came, "decline", words).unwrap();
    net.abroad.node.perform(&owner.actor, decline).await.unwrap();
    assert_eq!(state(&net.here, raised).await, "waiting", "nothing is answered before the answer has come");
    net.carry().await;
    assert_eq!(state(&net.here, raised).await, "declined");
    let seen = net.here.node.perform(&reader.actor, View::<RaisedChallenge>::new(raised)).await.unwrap();
    let standing: Vec<String> = seen.record.text("standing").lines().map(str::to_owned).collect();
    assert_eq!(standing.len(), 2);
    assert!(standing.iter().all(|line| line.ends_with(": 0")), "{standing:?}");
    assert_eq!(seen.record.text("answer"), "Tidak memenuhi kriteria (rekaan).");
    let told = "select count(*) from notification where code = 'submission-answered'";
    assert_eq!(net.here.sql(told).await, [["1"]]);
    assert_eq!(net.abroad.sql("select version from hash_list").await, [["1"]], "the list stays as it was");
    assert!(look(&net.abroad, &owner.actor, "dua").await.met.is_empty());
    assert_eq!(net.abroad.sql("select count(*) from hash_opinion").await, [["0"]]);
    for world in [&net.here, &net.abroad] {
        assert!(world.node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(an_address_stands_on_a_list_as_a_hash_alone, |world| {
    let net = Net::new(world).await;
    let owner = net.abroad.staff("hotline-analyst", Some(net.abroad.unit)).await;
    let reader = net.here.staff("hotline-analyst", Some(net.here.unit)).await;
    let list = shared(&net, &owner).await;
    change(&net.abroad, &owner, list, "address: https://contoh-rekaan.invalid/a", "").await;
    net.carry().await;
    let here = copy(&net, &reader).await;
    net.here.node.perform(&reader.actor, SubscribeHashList { list: here, on: true }).await.unwrap();
    let ask = |hash: &str| LookUpHash { kind: "address".into(), hash: hash.into(), content_report: None };
    let broken = ask("hxxps://Contoh-Rekaan[.]invalid:443/a#bagian");
    let met = net.here.node.perform(&reader.actor, broken).await.unwrap().met;
    assert_eq!((met.len(), met[0].kind), (1, "sha256"), "however it is written");
    let other = net.here.node.perform(&reader.actor, ask("https://lain-rekaan.invalid/a")).await.unwrap();
    assert!(other.met.is_empty());
    let seen = net.here.node.perform(&reader.actor, View::<SignalReview>::new(met[0].review)).await.unwrap();
    let told: Vec<String> = seen.record.fields().map(|(_, shown)| shown.to_text()).collect();
    assert!(told.iter().all(|text| !text.contains("rekaan.invalid") && !text.contains("[.]")));
    assert_eq!(state(&net.here, met[0].review).await, "raised");
    let wrong = net.here.node.perform(&reader.actor, ask("bukan alamat")).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))));
    // Only whoever keeps a list shares it.
    let member = ABROAD.to_owned();
    let foreign = ShareHashList { list: here, member, legal_basis: "mutual_agreement".into(), on: true };
    assert!(net.here.node.perform(&reader.actor, foreign).await.is_err());
});
