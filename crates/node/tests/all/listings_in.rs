//! Services of others: drafts first, never written over unasked, known again by the id of their file.

use formats::hsds::Listing;
use model::kinds::ServiceListing;
use model::{Draft, Id};
use node::Error;
use node::acts::promises::{ImportListings, ListingDone, ListingOutcome, TakeListings};
use node::acts::{Edit, View};

use crate::world::{Staff, World};

fn theirs(id: &str, name: &str) -> Listing {
    Listing {
        id: id.into(),
        organization_id: "01890a5d-ac96-774b-bcce-b302099a8058".into(),
        organization: "Lembaga Contoh (rekaan)".into(),
        name: name.into(),
        status: "active".into(),
        service_type: ("health_care".into(), "Layanan kesehatan".into()),
        minimum_age: Some(0),
        maximum_age: Some(17),
        languages: vec![("id".into(), "Indonesia".into())],
        days: vec!["MO".into()],
        opens: "08:00".into(),
        closes: "16:00".into(),
        area: Some(("32.73".into(), "Kota Bandung".into())),
        phone: "+62 000 0000".into(),
        ..Listing::default()
    }
}

async fn take(world: &World, by: &Staff, listings: &[Listing], take: TakeListings) -> Vec<ListingDone> {
    let act = ImportListings { listings: listings.to_vec(), take };
    world.node.perform(&by.actor, act).await.unwrap()
}

async fn count(world: &World) -> String {
    world.sql("select count(*) from k_service_listing").await[0][0].clone()
}

const ONE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const TWO: &str = "01890a5d-ac96-774b-bcce-b302099a8059";

on_both!(services_of_others_become_drafts_and_nothing_is_written_over, |world| {
    let keeper = world.staff("policy-officer", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let mut lost = theirs(TWO, "Layanan tanpa wilayah");
    lost.area = None;
    let file = [theirs(ONE, "Layanan anak"), lost];
    let denied = ImportListings { listings: file.to_vec(), take: TakeListings::New };
    assert!(matches!(world.node.perform(&worker.actor, denied).await, Err(Error::Denied("no-right"))));

    let looked = take(&world, &keeper, &file, TakeListings::Look).await;
    assert_eq!(looked[0].outcome, ListingOutcome::Created);
    assert!(matches!(&looked[1].outcome, ListingOutcome::Refused(field, _) if field == "region"));
    assert_eq!(count(&world).await, "0", "a look keeps nothing");

    let done = take(&world, &keeper, &file, TakeListings::New).await;
    let id: Id = done[0].id.unwrap();
    assert_eq!(count(&world).await, "1", "one that cannot stand keeps no other out");
    let seen = world.node.perform(&keeper.actor, View::<ServiceListing>::new(id)).await.unwrap();
    assert_eq!((seen.envelope.state.as_str(), seen.record.text("region").as_str()), ("draft", "32.73"));
    assert_eq!(
        world.sql("select count(*) from public_listing").await[0][0],
        "0",
        "nothing is published by it"
    );
    assert_eq!(
        take(&world, &keeper, &file[..1], TakeListings::New).await[0].outcome,
        ListingOutcome::Unchanged
    );

    // What stands here stays until somebody asks for the file's value.
    let edit = Edit::<ServiceListing>::new(id, Draft::default().with("phone", "0800-0000-1111"));
    world.node.perform(&keeper.actor, edit).await.unwrap();
    let differs = take(&world, &keeper, &file[..1], TakeListings::New).await;
    assert_eq!(differs[0].outcome, ListingOutcome::Differs(vec!["phone"]));
    let phone = |seen: node::acts::Viewed| seen.record.text("phone");
    let seen = world.node.perform(&keeper.actor, View::<ServiceListing>::new(id)).await.unwrap();
    assert_eq!(phone(seen), "0800-0000-1111");
    let changed = take(&world, &keeper, &file[..1], TakeListings::NewAndChanged).await;
    assert_eq!(changed[0].outcome, ListingOutcome::Changed(vec!["phone"]));
    let seen = world.node.perform(&keeper.actor, View::<ServiceListing>::new(id)).await.unwrap();
    assert_eq!(phone(seen), "+62 000 0000");

    // Nobody's file opens a place that was made confidential here.
    let closed = Draft::default()
        .with("confidentiality", "secret")
        .with("confidentiality_reason", "Keselamatan anak (rekaan).");
    world.node.perform(&keeper.actor, Edit::<ServiceListing>::new(id, closed)).await.unwrap();
    take(&world, &keeper, &file[..1], TakeListings::NewAndChanged).await;
    let level = world.sql("select confidentiality from k_service_listing").await[0][0].clone();
    assert_eq!(level, "secret");
    let much = ImportListings { listings: vec![file[0].clone(); 2_001], take: TakeListings::Look };
    let much = world.node.perform(&keeper.actor, much).await;
    assert!(matches!(much, Err(Error::Refused("too-much-at-once"))), "{much:?}");
});
