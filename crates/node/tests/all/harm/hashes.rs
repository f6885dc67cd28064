//! Lists of hashes: a signal is never proof.

use model::kinds::{HashChallenge, HashSubmission, RaisedChallenge, SignalReview};
use model::{Draft, Id};
use node::acts::harm::{
    ChangeHashList, JudgeHash, ListHashLists, LookUpHash, LookedUp, OpenHashList, SubscribeHashList,
    TellListOwner,
};
use node::acts::{Move, Open, View};
use node::{Actor, Error};

use super::{analyst, told};
use crate::world::World;

const MD5: &str = "0123456789abcdef0123456789abcdef";

/// 64 digits whose first ones differ.
fn pdq(first: &str) -> String {
    format!("{first}{}", "5a".repeat(32).get(first.len()..).unwrap())
}

async fn look(world: &World, actor: &Actor, kind: &str, hash: &str) -> LookedUp {
    let act = LookUpHash { kind: kind.into(), hash: hash.into(), content_report: None };
    world.node.perform(actor, act).await.unwrap()
}

async fn list(world: &World, actor: &Actor, name: &str, role: &str) -> Id {
    world.node.perform(actor, OpenHashList { name: name.into(), role: role.into() }).await.unwrap().id
}

async fn change(world: &World, actor: &Actor, list: Id, add: &str, remove: &str) -> node::Result<i64> {
    let provenance = "Data rekaan".to_owned();
    let act = ChangeHashList { list, add: add.into(), remove: remove.into(), provenance };
    world.node.perform(actor, act).await
}

on_both!(a_match_opens_a_review_and_nothing_else, |world| {
    let owner = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let reader = analyst(&world, "ID/PLT/CONTOHGRAM", "platform-officer").await;
    let shared = list(&world, &owner.actor, "contoh", "signal").await;
    let add = format!("pdq:{}\nmd5:{MD5}", pdq("0f"));
    assert_eq!(change(&world, &owner.actor, shared, &add, "").await.unwrap(), 1);
    assert!(look(&world, &reader.actor, "md5", MD5).await.met.is_empty(), "not subscribed, nothing seen");
    let on = SubscribeHashList { list: shared, on: true };
    world.node.perform(&reader.actor, on).await.unwrap();
    let near = look(&world, &reader.actor, "pdq", &pdq("00")).await;
    assert_eq!((near.met.len(), near.met[0].distance, near.met[0].standing), (1, 4, 1));
    assert!(look(&world, &reader.actor, "pdq", &"a".repeat(64)).await.met.is_empty());
    let again = look(&world, &reader.actor, "pdq", &pdq("00")).await;
    assert_eq!(again.met[0].review, near.met[0].review, "one open review for one signal");
    let review = near.met[0].review;
    let seen = world.node.perform(&reader.actor, View::<SignalReview>::new(review)).await.unwrap();
    assert_eq!(seen.envelope.state, "raised", "no conclusion by itself");
    let grounds = Draft::default().with("grounds", "Ditelaah sendiri (rekaan).");
    let step = Move::<SignalReview>::new(review, "confirm", grounds).unwrap();
    world.node.perform(&reader.actor, step).await.unwrap();
    let judge =
        |opinion: u8| JudgeHash { kind: "pdq".into(), hash: pdq("0f"), opinion, reason: "rekaan".into() };
    world.node.perform(&owner.actor, judge(0)).await.unwrap();
    assert_eq!(look(&world, &reader.actor, "pdq", &pdq("00")).await.met[0].standing, 3, "disputed");
    world.node.perform(&owner.actor, judge(2)).await.unwrap();
    assert_eq!(look(&world, &reader.actor, "pdq", &pdq("00")).await.met[0].standing, 2);
    assert!(
        matches!(world.node.perform(&owner.actor, judge(3)).await, Err(Error::Invalid(_))),
        "3 is nobody's"
    );
    let rows = world.sql("select content from hash_delta").await;
    assert!(rows.iter().flatten().all(|cell| !cell.contains(MD5)), "sealed at rest");
});

on_both!(what_is_taken_back_leaves_a_tombstone_and_a_word, |world| {
    let owner = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let shared = list(&world, &owner.actor, "contoh", "signal").await;
    let entry = format!("md5:{MD5}");
    change(&world, &owner.actor, shared, &entry, "").await.unwrap();
    let twice = change(&world, &owner.actor, shared, &entry, "").await;
    assert!(matches!(twice, Err(Error::Refused("hash-listed-already"))));
    let review = look(&world, &owner.actor, "md5", MD5).await.met[0].review;
    let other = format!("md5:{}", "f".repeat(32));
    let never = change(&world, &owner.actor, shared, "", &other).await;
    assert!(matches!(never, Err(Error::Refused("hash-not-listed"))));
    let challenge = Draft::default()
        .with("list", "contoh")
        .with("hash_kind", "md5")
        .with("hash", MD5)
        .with("raised_by", "Pihak Contoh (rekaan)")
        .with("grounds", "Bukan konten terlarang (rekaan).");
    let challenge =
        world.node.perform(&owner.actor, Open::<HashChallenge>::root(challenge)).await.unwrap().id;
    let decision = Draft::default().with("decision", "Benar, keliru (rekaan).");
    let uphold = Move::<HashChallenge>::new(challenge, "uphold", decision).unwrap();
    world.node.perform(&owner.actor, uphold).await.unwrap();
    assert!(look(&world, &owner.actor, "md5", MD5).await.met.is_empty());
    let seen = world.node.perform(&owner.actor, View::<SignalReview>::new(review)).await.unwrap();
    assert_eq!(seen.envelope.state, "recalled");
    assert!(told(&world, owner.post).await.contains(&"hash-recalled".to_owned()));
    assert_eq!(world.sql("select number from hash_delta").await.len(), 2, "nothing was deleted");
    let lists = world.node.perform(&owner.actor, ListHashLists).await.unwrap().lists;
    assert_eq!((lists[0].version, lists[0].own), (2, true));
});

on_both!(the_index_is_rebuilt_from_sealed_rows, |world| {
    let owner = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let shared = list(&world, &owner.actor, "contoh", "signal").await;
    let warning = list(&world, &owner.actor, "peringatan", "warning").await;
    change(&world, &owner.actor, shared, &format!("pdq:{}", pdq("0f")), "").await.unwrap();
    change(&world, &owner.actor, warning, &format!("pdq:{}", pdq("00")), "").await.unwrap();
    let before = look(&world, &owner.actor, "pdq", &pdq("0f")).await;
    let place = world.place.clone();
    let node = World::open(place, world.clock.clone(), 77).await;
    let act = LookUpHash { kind: "pdq".into(), hash: pdq("0f"), content_report: None };
    let after = node.perform(&owner.actor, act).await.unwrap();
    assert_eq!(before.met[0].hash, after.met[0].hash);
    assert!(after.met[0].warned, "near to something that says nothing");
    // What the other process adds is seen here.
    let add = ChangeHashList {
        list: shared,
        add: format!("md5:{MD5}"),
        remove: String::new(),
        provenance: "rekaan".into(),
    };
    node.perform(&owner.actor, add).await.unwrap();
    assert_eq!(look(&world, &owner.actor, "md5", MD5).await.met.len(), 1);
});

on_both!(a_neighbours_challenge_is_answered_on_the_same_node, |world| {
    let owner = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let reader = analyst(&world, "ID/HOT/LAIN", "hotline-analyst").await;
    let shared = list(&world, &owner.actor, "contoh", "signal").await;
    change(&world, &owner.actor, shared, &format!("md5:{MD5}"), "").await.unwrap();
    let act = TellListOwner {
        list: shared,
        word: "challenge".into(),
        hashes: format!("md5:{MD5}"),
        reason: "Bukan konten terlarang (rekaan).".into(),
    };
    world.node.perform(&reader.actor, act).await.unwrap();
    let of = async |kind: &str| -> Id {
        world.sql(&format!("select id from matter where kind = '{kind}'")).await[0][0].parse().unwrap()
    };
    let (raised, came) = (of("raised-challenge").await, of("hash-challenge").await);
    // The owner took it back by itself meanwhile: the challenge is right all the same.
    change(&world, &owner.actor, shared, "", &format!("md5:{MD5}")).await.unwrap();
    let decision = Draft::default().with("decision", "Benar (rekaan).");
    let uphold = Move::<HashChallenge>::new(came, "uphold", decision).unwrap();
    world.node.perform(&owner.actor, uphold).await.unwrap();
    let seen = world.node.perform(&reader.actor, View::<RaisedChallenge>::new(raised)).await.unwrap();
    assert_eq!(
        (seen.envelope.state.as_str(), seen.record.text("answer")),
        ("upheld", "Benar (rekaan).".into())
    );
    assert!(told(&world, reader.post).await.contains(&"challenge-answered".to_owned()));
    let look = world.node.perform(&owner.actor, View::<RaisedChallenge>::new(raised)).await;
    assert!(matches!(look, Err(Error::NotFound)), "the challenger's own matter");
});

on_both!(a_neighbours_proposal_is_answered_with_how_each_hash_stands, |world| {
    let owner = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let reader = analyst(&world, "ID/HOT/LAIN", "hotline-analyst").await;
    let shared = list(&world, &owner.actor, "contoh", "signal").await;
    change(&world, &owner.actor, shared, &format!("md5:{MD5}"), "").await.unwrap();
    world.node.perform(&reader.actor, SubscribeHashList { list: shared, on: true }).await.unwrap();
    let doubt = JudgeHash { kind: "md5".into(), hash: MD5.into(), opinion: 0, reason: "Data rekaan".into() };
    world.node.perform(&reader.actor, doubt).await.unwrap();
    // One hash that stands there already and is doubted, and a new one.
    let act = TellListOwner {
        list: shared,
        word: "submit".into(),
        hashes: format!("md5:{MD5}\npdq:{}", pdq("7e")),
        reason: "Dari laporan sendiri (rekaan).".into(),
    };
    world.node.perform(&reader.actor, act).await.unwrap();
    let of = async |kind: &str| -> Id {
        world.sql(&format!("select id from matter where kind = '{kind}'")).await[0][0].parse().unwrap()
    };
    let (raised, came) = (of("raised-challenge").await, of("hash-submission").await);
    let said = Draft::default().with("opinion", "positive");
    let take = Move::<HashSubmission>::new(came, "take", said).unwrap();
    world.node.perform(&owner.actor, take).await.unwrap();
    let seen = world.node.perform(&reader.actor, View::<RaisedChallenge>::new(raised)).await.unwrap();
    assert_eq!(seen.envelope.state, "taken");
    let standing = seen.record.text("standing");
    assert!(standing.contains(&format!("md5:{MD5}: 3")), "disputed between the two: {standing}");
    assert!(standing.contains(&format!("pdq:{}: 2", pdq("7e"))), "{standing}");
    assert_eq!(look(&world, &owner.actor, "md5", MD5).await.met[0].standing, 3);
    assert!(told(&world, reader.post).await.contains(&"submission-answered".to_owned()));
    let held = world.sql("select hashes, standing from k_raised_challenge").await;
    assert!(held.iter().flatten().all(|cell| !cell.contains(MD5)), "sealed at rest");
    let look = world.node.perform(&owner.actor, View::<RaisedChallenge>::new(raised)).await;
    assert!(matches!(look, Err(Error::NotFound)), "the proposer's own matter");
});

on_both!(a_list_is_changed_by_its_owner_alone, |world| {
    let owner = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let other = analyst(&world, "ID/HOT/LAIN", "hotline-analyst").await;
    let shared = list(&world, &owner.actor, "contoh", "signal").await;
    let foreign = change(&world, &other.actor, shared, &format!("md5:{MD5}"), "").await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    let own = SubscribeHashList { list: shared, on: true };
    assert!(matches!(world.node.perform(&owner.actor, own).await, Err(Error::Refused("own-list"))));
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let act = LookUpHash { kind: "md5".into(), hash: MD5.into(), content_report: None };
    assert!(matches!(world.node.perform(&worker.actor, act).await, Err(Error::Denied(_))));
});
