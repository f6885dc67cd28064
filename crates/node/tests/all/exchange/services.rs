//! Services that members tell one another: signed, with their source, never a confidential place, gone when they are withdrawn.

use model::kinds::ServiceListing;
use model::{Draft, Id};
use node::Actor;
use node::acts::exchange::{ListSharedServices, SharedService};
use node::acts::{Edit, Move};

use super::net::{Net, carry};
use crate::suggested::{listing, publish};
use crate::world::World;

async fn seen(world: &World, actor: &Actor) -> Vec<SharedService> {
    world.node.perform(actor, ListSharedServices::default()).await.unwrap()
}

async fn names(net: &Net) -> Vec<String> {
    seen(&net.abroad, &net.intake.actor).await.into_iter().map(|one| one.name).collect()
}

async fn retire(net: &Net, keeper: &Actor, id: Id) {
    let why = Draft::default().with("retire_reason", "Ditutup (rekaan)");
    net.here.node.perform(keeper, Move::<ServiceListing>::new(id, "retire", why).unwrap()).await.unwrap();
}

on_both!(services_are_told_with_their_source_and_taken_back, |world| {
    let net = Net::new(world).await;
    let keeper = net.here.staff("policy-officer", None).await.actor;
    net.here.staff("intake-operator", Some(net.here.unit)).await;
    let plain = publish(&net.here, &keeper, listing("Klinik rekaan", "32", "public", &[])).await;
    publish(&net.here, &keeper, listing("Titik kontak rekaan", "32.73", "front_gate", &[])).await;
    publish(&net.here, &keeper, listing("Mitra rekaan", "32.73", "partners", &[])).await;
    publish(&net.here, &keeper, listing("Rumah rahasia rekaan", "32.73", "secret", &[])).await;
    net.here.node.turn_clock().await.unwrap();
    let first = net.here.node.exchange_due(Vec::new(), Vec::new()).await.unwrap();
    let first = first.into_iter().find(|item| !item.receipt).unwrap();
    net.abroad.node.exchange_accept(&first.bytes).await.unwrap();
    let found = seen(&net.abroad, &net.intake.actor).await;
    assert!(
        found.iter().any(|one| one.name == "Klinik rekaan" && one.assured_on == "2026-03-01"),
        "{found:?}"
    );
    assert!(found.iter().all(|one| one.source == "Yayasan Contoh Kasih (rekaan)" && one.post.is_some()));
    let count = found.len();
    net.here.node.turn_clock().await.unwrap();
    assert_eq!(
        net.here.sql("select count(*) from exchange_sent where kind = 'service.listing'").await,
        [["1"]]
    );
    // More confidential works at once, and so does the end of a service.
    let secret = Draft::default()
        .with("confidentiality", "secret")
        .with("confidentiality_reason", "Keselamatan anak (rekaan).");
    net.here.node.perform(&keeper, Edit::<ServiceListing>::new(plain, secret)).await.unwrap();
    net.here.node.turn_clock().await.unwrap();
    net.carry().await;
    assert_eq!(names(&net).await.len(), count - 1);
    let kept = net.abroad.sql("select count(*) from shared_service where name = 'Klinik rekaan'").await;
    assert_eq!(kept, [["0"]]);
    // The older message comes once more, and changes nothing.
    net.abroad.node.exchange_accept(&first.bytes).await.unwrap();
    assert!(!names(&net).await.contains(&"Klinik rekaan".to_owned()));
    let rest = publish(&net.here, &keeper, listing("Rumah belajar rekaan", "32", "public", &[])).await;
    net.here.node.turn_clock().await.unwrap();
    net.carry().await;
    assert!(names(&net).await.contains(&"Rumah belajar rekaan".to_owned()));
    retire(&net, &keeper, rest).await;
    net.here.node.turn_clock().await.unwrap();
    net.carry().await;
    assert!(!names(&net).await.contains(&"Rumah belajar rekaan".to_owned()));
    assert_eq!(carry(&net.here.node, &net.abroad.node).await, 0);
    // Last, because whoever closes a file of SQLite gives up the locks that the whole process has on it.
    crate::at_rest::names_nobody(&net.abroad, &["Rumah rahasia rekaan", "Mitra rekaan"]).await;
});
