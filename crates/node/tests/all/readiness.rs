//! Whether a node is ready, what it is called, and in which language it speaks to somebody.

use model::Lang;
use node::acts::staff::{ChangeLanguage, OpenUnit};
use node::{Actor, Error};

on_both!(a_journal_that_stands_still_is_not_ready, |world| {
    world.node.place_waiting().await.unwrap();
    assert!(world.node.readiness().await.is_ready());
    world.node.perform(&world.admin, OpenUnit { name: "Unit Contoh".into() }).await.unwrap();
    assert!(world.node.readiness().await.is_ready(), "an entry may wait a moment");
    world.clock.advance(3 * 60_000);
    let late = world.node.readiness().await;
    assert!(late.database && late.disk && !late.journal, "{late:?}");
    world.node.place_waiting().await.unwrap();
    assert!(world.node.readiness().await.is_ready());
});

on_both!(a_member_id_says_its_class_and_names_its_key, |world| {
    world.neighbour().await;
    let found = world.sql("select member_id, member_class from organisation order by member_id").await;
    assert_eq!(found.len(), 2);
    for row in found {
        assert_eq!(row[0].split('/').nth(1), Some(row[1].as_str()), "{row:?}");
    }
    let (key, since) = world.node.verifier_key().await.unwrap();
    let verifier = seal::NoteVerifier::parse(&key).unwrap();
    assert_eq!(verifier.name(), crate::world::ORIGIN);
    assert!(since.is_some_and(|at| at >= crate::world::START && at <= world.node.now()));
    world.node.place_waiting().await.unwrap();
    let checkpoint = world.node.checkpoint().await.unwrap().unwrap();
    seal::SignedNote::parse(&checkpoint).unwrap().verify(&[verifier]).unwrap();
});

on_both!(everybody_chooses_a_language_for_themselves, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    world.node.perform(&worker.actor, ChangeLanguage { lang: Lang::En }).await.unwrap();
    let spoken = "select count(*), max(id) from account where language = 'en'";
    assert_eq!(world.sql(spoken).await, [["1".to_owned(), worker.account.to_string()]]);
    let denied = world.node.perform(&Actor::public(Lang::Id), ChangeLanguage { lang: Lang::En }).await;
    assert!(matches!(denied, Err(Error::Denied("not-signed-in"))));
});
