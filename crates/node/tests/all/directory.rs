//! The directory: what is confidential is in nothing that leaves, whatever the format; what is not assured is warned of, then hidden.

use formats::hsds;
use model::kinds::ServiceListing;
use model::time::DAY;
use model::{Draft, Id, Lang};
use node::acts::{Edit, Move, Open};
use node::public::DirectoryQuery;
use node::{Actor, Error};

use crate::world::World;

fn listing(level: &str) -> Draft {
    let draft = Draft::default()
        .with("name", format!("Rumah aman {level} (rekaan)"))
        .with("organisation", "Yayasan Contoh Kasih (rekaan)")
        .with("description", "Keterangan-Rahasia-7 tentang rumah itu")
        .with("service_type", "shelter")
        .with("status", "active")
        .with("region", "32.73")
        .with("minimum_age", "6")
        .with("maximum_age", "17")
        .with("languages", "id su")
        .with("days", "MO TU WE")
        .with("opens", "08:00")
        .with("closes", "16:00")
        .with("phone", "+62 000 7777 0001")
        .with("email", "rumah-rahasia@contoh.invalid")
        .with("url", "https://rumah-rahasia.invalid/")
        .with("address", "Jalan-Rahasia-7 nomor 3")
        .with("city", "Kota-Rahasia-7")
        .with("postal_code", "00007")
        .with("latitude", "-6.917")
        .with("longitude", "107.619")
        .with("front_gate", "UPTD Contoh (rekaan)")
        .with("confidentiality", level);
    if level == "public" {
        draft
    } else {
        draft.with("confidentiality_reason", "Anak dicari pelaku (rekaan)")
    }
}

async fn published(world: &World, actor: &Actor, draft: Draft) -> Id {
    let id = world.node.perform(actor, Open::<ServiceListing>::root(draft)).await.unwrap().id;
    let assured = Draft::default()
        .with("assured_on", "2026-03-01")
        .with("assurance_due", "2026-06-01")
        .with("assurer", "UPTD");
    world.node.perform(actor, Move::<ServiceListing>::new(id, "publish", assured).unwrap()).await.unwrap();
    id
}

/// Everything that leaves about services, in every format and language, as one text.
async fn everything(world: &World) -> String {
    let query = DirectoryQuery { limit: 1_000, ..DirectoryQuery::default() };
    let found = world.node.directory(query).await.unwrap();
    let mut out = format!("{found:?}{}", serde_json::to_string(&found).unwrap());
    for lang in Lang::ALL {
        let listings: Vec<_> = found.rows.iter().map(|row| row.to_hsds(lang)).collect();
        for one in &listings {
            out.push_str(&hsds::service(one).to_string());
            out.push_str(&hsds::organization(one).to_string());
            out.push_str(&format!("{:?}", hsds::service_at_location(one)));
        }
        for (name, rows) in hsds::rows(&listings) {
            out.push_str(&format!("{name}{rows:?}"));
        }
    }
    out
}

on_both!(a_secret_place_is_in_nothing_that_leaves, |world| {
    let keeper = world.staff("policy-officer", None).await;
    let open = published(&world, &keeper.actor, listing("public")).await;
    let all = everything(&world).await;
    for told in [
        "Jalan-Rahasia-7",
        "Kota-Rahasia-7",
        "-6.917",
        "107.619",
        "7777",
        "rumah-rahasia",
        "Keterangan-Rahasia-7",
    ] {
        assert!(all.contains(told), "{told}: the search looks at the right text");
    }
    let places = world.node.directory_places(DirectoryQuery::default()).await.unwrap();
    assert_eq!(places, [("32".to_owned(), 1)], "the map counts what the list tells");
    // More confidential works at once, in every feed.
    let gate = Draft::default()
        .with("confidentiality", "front_gate")
        .with("confidentiality_reason", "Ancaman (rekaan)");
    world.node.perform(&keeper.actor, Edit::<ServiceListing>::new(open, gate)).await.unwrap();
    for level in ["front_gate", "partners", "secret"] {
        published(&world, &keeper.actor, listing(level)).await;
    }
    let all = everything(&world).await;
    for secret in [
        "Jalan-Rahasia-7",
        "Kota-Rahasia-7",
        "6.917",
        "107.619",
        "7777",
        "rumah-rahasia",
        "Keterangan-Rahasia-7",
        "00007",
    ] {
        assert!(!all.contains(secret), "{secret} left the node");
    }
    assert!(
        !all.contains("Rumah aman secret") && !all.contains("Rumah aman partners"),
        "not even their names"
    );
    assert!(
        all.contains("Rumah aman front_gate") && all.contains("UPTD Contoh (rekaan)"),
        "the contact point is told"
    );
    let table = world.sql("select count(*) from public_listing").await;
    assert_eq!(table[0][0], "2");
    // The region that a front gate serves is in the list, and what is behind no gate is in neither.
    let places = world.node.directory_places(DirectoryQuery::default()).await.unwrap();
    assert_eq!(places, [("32".to_owned(), 2)], "the map counts what the list tells, and nothing else");
});

on_both!(a_listing_is_warned_of_and_then_hidden, |world| {
    let keeper = world.staff("policy-officer", None).await;
    let id = published(&world, &keeper.actor, listing("public")).await;
    assert!(!world.node.listing(id).await.unwrap().stale);
    world.clock.advance(100 * DAY);
    world.node.turn_clock().await.unwrap();
    assert!(world.node.listing(id).await.unwrap().stale, "shown with a warning");
    world.clock.advance(30 * DAY);
    world.node.turn_clock().await.unwrap();
    assert!(matches!(world.node.listing(id).await, Err(Error::NotFound)), "hidden");
    let state = world.sql("select state from matter where kind = 'service-listing'").await;
    assert_eq!(state[0][0], "unassured");
    let again = world.again(keeper.account).await;
    let assured = Draft::default().with("assured_on", "2026-07-13").with("assurance_due", "2026-12-01");
    world.node.perform(&again, Move::<ServiceListing>::new(id, "assure", assured).unwrap()).await.unwrap();
    assert!(!world.node.listing(id).await.unwrap().stale);
});

on_both!(a_listing_that_cannot_be_true_is_refused_by_field, |world| {
    let keeper = world.staff("policy-officer", None).await;
    for (field, value, named) in [
        ("latitude", "91", "latitude"),
        ("longitude", "timur", "longitude"),
        ("maximum_age", "3", "maximum_age"),
        ("opens", "8 pagi", "opens"),
        ("status", "open", "status"),
    ] {
        let wrong = Open::<ServiceListing>::root(listing("public").with(field, value));
        let refused = world.node.perform(&keeper.actor, wrong).await;
        assert!(matches!(refused, Err(Error::Invalid(problems)) if problems[0].field == named), "{field}");
    }
    let bare = listing("secret").with("confidentiality_reason", "");
    let refused = world.node.perform(&keeper.actor, Open::<ServiceListing>::root(bare)).await;
    assert!(
        matches!(refused, Err(Error::Invalid(problems)) if problems[0].field == "confidentiality_reason")
    );
});

on_both!(what_leaves_is_hsds, |world| {
    let keeper = world.staff("policy-officer", None).await;
    published(&world, &keeper.actor, listing("public")).await;
    published(&world, &keeper.actor, listing("front_gate").with("name", "Titik kontak rekaan")).await;
    let query =
        DirectoryQuery { region: Some("32".into()), age: Some(12), limit: 10, ..DirectoryQuery::default() };
    let found = world.node.directory(query).await.unwrap();
    assert_eq!(found.total, 2);
    for row in &found.rows {
        let one = row.to_hsds(Lang::En);
        assert_eq!(hsds::check("service", &hsds::service(&one)), []);
        assert_eq!(hsds::check("organization", &hsds::organization(&one)), []);
        if let Some(at) = hsds::service_at_location(&one) {
            assert_eq!(hsds::check("service_at_location", &at), []);
        }
        let read = hsds::read(hsds::service(&one).to_string().as_bytes()).unwrap();
        assert_eq!((read[0].name.as_str(), read[0].days.len()), (row.name.as_str(), 3));
    }
    let listings: Vec<_> = found.rows.iter().map(|row| row.to_hsds(Lang::Id)).collect();
    for (name, rows) in hsds::rows(&listings) {
        for row in rows {
            assert_eq!(hsds::check(name, &serde_json::Value::Object(row)), []);
        }
    }
    let young = DirectoryQuery { age: Some(3), limit: 10, ..DirectoryQuery::default() };
    assert_eq!(world.node.directory(young).await.unwrap().total, 0);
});
