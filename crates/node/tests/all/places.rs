//! Places: never fewer than none, never more than there are, whoever asks at once; the line keeps its order.

use model::kinds::{Case, Service};
use model::{Draft, Id};
use node::acts::places::{EditPlace, LeavePlace, ListPlaces, NewBand, OpenPlace, TakePlace};
use node::acts::{Edit, Move, Open};
use node::{Actor, Error};

use crate::world::World;

async fn shelter(world: &World, actor: &Actor, places: i64) -> Id {
    let band = NewBand { sex: Some("female".into()), age_from: 0, age_to: 18, places };
    let open = OpenPlace {
        name: "Rumah Aman Contoh (rekaan)".into(),
        service_type: "shelter".into(),
        region: None,
        bands: vec![band],
    };
    world.node.perform(actor, open).await.unwrap();
    world.node.perform(actor, ListPlaces::default()).await.unwrap()[0].bands[0].band.id
}

async fn wanting(world: &World, actor: &Actor) -> (Id, Id) {
    let case = world.open_case(actor, "high").await;
    let service = Open::<Service>::part(case, Draft::default().with("service_type", "shelter"));
    (case, world.node.perform(actor, service).await.unwrap().id)
}

/// Asks until the database does not ask for a repetition: many at once on one row.
async fn insist<F: Future<Output = Result<(), Error>>>(ask: impl Fn() -> F) -> Result<(), Error> {
    for _ in 0..200 {
        match ask().await {
            Err(Error::Transient) => tokio::task::yield_now().await,
            other => return other,
        }
    }
    panic!("contended for ever")
}

async fn band(world: &World) -> (i64, i64, i64) {
    let row = world
        .sql(
            "select places, taken, (select count(*) from place_stay where state = 'waiting'),
               (select count(*) from place_stay where state = 'taken') from place_band",
        )
        .await;
    let n = |at: usize| row[0][at].parse::<i64>().unwrap();
    assert_eq!(n(1), n(3), "as many are taken as have one");
    assert!((0..=n(0)).contains(&n(1)), "{row:?}");
    (n(0), n(1), n(2))
}

on_both!(places_stay_within_bounds_when_all_ask_at_once, |world| {
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let s = &supervisor.actor;
    let place = shelter(&world, s, 3).await;
    let mut services = Vec::new();
    for _ in 0..8 {
        services.push(wanting(&world, s).await.1);
    }
    let world = &world;
    let take = |service: Id| {
        insist(
            move || async move { world.node.perform(s, TakePlace { service, band: place }).await.map(drop) },
        )
    };
    let asked = futures_util::future::join_all(services.iter().map(|service| take(*service))).await;
    assert!(asked.iter().all(Result::is_ok), "{asked:?}");
    assert_eq!(band(world).await, (3, 3, 5));

    // All leave at once, those who wait as well as those who have a place.
    let leave = |service: Id| {
        insist(move || async move { world.node.perform(s, LeavePlace { service }).await.map(drop) })
    };
    let left = futures_util::future::join_all(services.iter().map(|service| leave(*service))).await;
    assert!(left.iter().all(Result::is_ok), "{left:?}");
    assert_eq!(band(world).await, (3, 0, 0));
    let gone = world.node.perform(s, LeavePlace { service: services[0] }).await;
    assert!(matches!(gone, Err(Error::Refused("no-place"))));
    assert!(world.node.verify(None).await.unwrap().is_ok());
});

on_both!(the_line_keeps_its_order, |world| {
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (s, w) = (&supervisor.actor, &worker.actor);
    let place = shelter(&world, s, 1).await;
    let take = |service: Id| TakePlace { service, band: place };
    let (_, first) = wanting(&world, w).await;
    let (_, second) = wanting(&world, w).await;
    let (urgent_case, urgent) = wanting(&world, w).await;
    let edit = Edit::<Case>::new(urgent_case, Draft::default().with("urgent_protection_concern", "yes"));
    world.node.perform(w, edit).await.unwrap();
    for service in [first, second, urgent] {
        world.clock.advance(1_000);
        world.node.perform(w, take(service)).await.unwrap();
    }
    assert_eq!(band(&world).await, (1, 1, 2));
    let position = async |service: Id| {
        let places = world.node.perform(w, ListPlaces { service: Some(service) }).await.unwrap();
        places[0].bands[0].stay.as_ref().unwrap().position
    };
    assert_eq!((position(first).await, position(urgent).await, position(second).await), (0, 1, 2));
    let full = world.node.perform(w, take(urgent)).await;
    assert!(matches!(full, Err(Error::Refused("place-full"))));
    let again = world.node.perform(w, take(first)).await;
    assert!(matches!(again, Err(Error::Refused("place-already"))));

    // An outcome of the service gives the place back, and whoever is next is told.
    let delivered = Draft::default().with("delivered_on", "2026-03-05");
    world.node.perform(w, Move::<Service>::new(first, "deliver", delivered).unwrap()).await.unwrap();
    assert_eq!(band(&world).await, (1, 0, 2));
    let told = "select matter_id from notification where code = 'place-free'";
    assert_eq!(world.sql(told).await, [[urgent.to_string()]]);
    let jumped = world.node.perform(w, take(second)).await;
    assert!(matches!(jumped, Err(Error::Refused("place-not-your-turn"))));
    world.node.perform(w, take(urgent)).await.unwrap();
    assert_eq!((band(&world).await, position(second).await), ((1, 1, 1), 1));
});

on_both!(a_place_fits_the_child_and_cannot_be_taken_away, |world| {
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (s, w) = (&supervisor.actor, &worker.actor);
    let boys = NewBand { sex: Some("male".into()), age_from: 0, age_to: 18, places: 2 };
    let open = OpenPlace {
        name: "Rumah Aman Contoh (rekaan)".into(),
        service_type: "shelter".into(),
        region: None,
        bands: vec![boys],
    };
    assert!(matches!(world.node.perform(w, open).await, Err(Error::Denied(_))), "a worker opens no service");
    let place = shelter(&world, s, 2).await;
    let (_, service) = wanting(&world, w).await;
    world.node.perform(w, TakePlace { service, band: place }).await.unwrap();
    let fewer = world.node.perform(s, EditPlace { band: place, places: 0 }).await;
    assert!(matches!(fewer, Err(Error::Refused("places-taken"))));
    assert!(matches!(
        world.node.perform(w, EditPlace { band: place, places: 5 }).await,
        Err(Error::NotFound | Error::Denied(_))
    ));
    world.node.perform(s, EditPlace { band: place, places: 1 }).await.unwrap();
    assert_eq!(band(&world).await, (1, 1, 0));

    let boys = NewBand { sex: Some("male".into()), age_from: 0, age_to: 18, places: 2 };
    let open = OpenPlace {
        name: "Rumah Aman Contoh Dua (rekaan)".into(),
        service_type: "shelter".into(),
        region: Some("32.73".into()),
        bands: vec![boys],
    };
    world.node.perform(s, open).await.unwrap();
    let listed = world.node.perform(w, ListPlaces { service: Some(service) }).await.unwrap();
    let fits: Vec<_> = listed.iter().map(|row| row.bands[0].fits).collect();
    assert_eq!(fits, [Some(true), Some(false)]);
    let (_, girl) = wanting(&world, w).await;
    let wrong = TakePlace { service: girl, band: listed[1].bands[0].band.id };
    assert!(matches!(world.node.perform(w, wrong).await, Err(Error::Refused("place-not-for-child"))));
    // Another organisation sees none of it.
    let neighbour = world.neighbour().await;
    let theirs = world.staff_by(&neighbour, "supervisor", None).await;
    assert!(world.node.perform(&theirs.actor, ListPlaces::default()).await.unwrap().is_empty());
});
