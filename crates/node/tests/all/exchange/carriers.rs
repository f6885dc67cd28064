//! Several processes carry one outbox.

use node::Place;

use super::net::Net;
use super::referral::refer;
use crate::world::{On, World, in_world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_envelope_is_carried_by_one_process() {
    in_world(On::Postgres, async |world: World| {
        let net = Net::new(world).await;
        for _ in 0..6 {
            refer(&net).await;
        }
        assert!(matches!(net.here.place, Place::Postgres(_)));
        let mut nodes = vec![net.here.node.clone()];
        for seed in 91..94 {
            nodes.push(World::open(net.here.place.clone(), net.here.clock.clone(), seed).await);
        }
        let due = nodes.iter().map(|node| node.exchange_due(Vec::new(), Vec::new()));
        let mut taken = Vec::new();
        for items in futures_util::future::join_all(due).await {
            taken.extend(items.unwrap().into_iter().map(|item| item.id));
        }
        let count = taken.len();
        taken.sort();
        taken.dedup();
        assert_eq!((count, taken.len()), (6, 6), "nothing twice, and nothing left");
    })
    .await;
}
