//! Services of the directory for one child: what fits comes first, what nobody assures is not there, a confidential place shows its
//! number alone, and a referral asks only what is assured.

use model::kinds::{Referral, ServiceListing};
use model::time::DAY;
use model::{Draft, Id};
use node::acts::moves::{ReferCase, Sharing, SuggestServices, SuggestedService};
use node::acts::{Move, Open, View};
use node::{Actor, Error};

use crate::moves::{agree, sharing, two};
use crate::world::World;

pub(crate) fn listing(name: &str, region: &str, level: &str, fields: &[(&str, &str)]) -> Draft {
    let plain = Draft::default()
        .with("name", name)
        .with("organisation", "Lembaga Contoh Tetangga (rekaan)")
        .with("service_type", "health_care")
        .with("status", "active")
        .with("region", region)
        .with("confidentiality", level);
    let plain = match level {
        "public" => plain,
        _ => plain.with("confidentiality_reason", "Keselamatan anak (rekaan)."),
    };
    fields.iter().fold(plain, |draft, (name, text)| draft.with(name, *text))
}

pub(crate) async fn publish(world: &World, actor: &Actor, draft: Draft) -> Id {
    let id = world.node.perform(actor, Open::<ServiceListing>::root(draft)).await.unwrap().id;
    let assured = Draft::default().with("assured_on", "2026-03-01").with("assurance_due", "2026-04-01");
    let step = Move::<ServiceListing>::new(id, "publish", assured).unwrap();
    world.node.perform(actor, step).await.unwrap();
    id
}

async fn suggested(world: &World, actor: &Actor, case: Id) -> Vec<SuggestedService> {
    world.node.perform(actor, SuggestServices { case, service_type: None }).await.unwrap()
}

on_both!(services_that_fit_a_child_come_first_and_only_assured_ones, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let keeper = world.staff("policy-officer", None).await.actor;
    let case = world.open_case(w, "low").await;
    let boys =
        publish(&world, &keeper, listing("Layanan laki-laki", "32", "public", &[("sex_served", "male")]))
            .await;
    let girls = publish(
        &world,
        &keeper,
        listing(
            "Layanan perempuan",
            "32",
            "public",
            &[("sex_served", "female"), ("available", "2"), ("capacity", "8")],
        ),
    )
    .await;
    let far = publish(&world, &keeper, listing("Layanan jauh", "94", "public", &[("available", "0")])).await;
    let shelter =
        publish(&world, &keeper, listing("Rumah aman rekaan", "32.73", "partners", &[("available", "1")]))
            .await;
    publish(&world, &keeper, listing("Tempat rahasia rekaan", "32.73", "secret", &[])).await;
    let draft = listing("Belum terbit", "32", "public", &[]);
    let unpublished = world.node.perform(&keeper, Open::<ServiceListing>::root(draft)).await.unwrap().id;

    let found = suggested(&world, w, case).await;
    let order: Vec<_> = found.iter().map(|one| one.id).collect();
    assert!(order.iter().position(|id| *id == girls) < order.iter().position(|id| *id == boys));
    assert_eq!(order.last(), Some(&far), "neither the area nor a free place");
    assert!(!order.contains(&unpublished));
    let of = |id: Id| found.iter().find(|one| one.id == id).unwrap();
    assert_eq!(
        (of(girls).fits.sex, of(boys).fits.sex, of(far).fits.area),
        (Some(true), Some(false), Some(false))
    );
    assert_eq!(of(girls).name.as_deref(), Some("Layanan perempuan"));
    // A place for partners: its number, its kind and the province.
    let kept = of(shelter);
    assert!(kept.name.is_none() && kept.organisation.is_none() && kept.contact.is_none());
    assert_eq!(kept.region.as_deref(), Some("32"));
    let beside = world.node.perform(&two.beside.actor, SuggestServices { case, service_type: None }).await;
    assert!(beside.is_err(), "only whoever may refer the case");

    agree(&world, w, case).await;
    let refer = |listing: Id| ReferCase {
        case,
        to: two.provider.post,
        service: None,
        sharing: Sharing { listing: Some(listing), ..sharing(&["services"]) },
    };
    let early = world.node.perform(w, refer(unpublished)).await;
    assert!(matches!(early, Err(Error::Refused("listing-not-assured"))), "{early:?}");
    let id = world.node.perform(w, refer(girls)).await.unwrap().id;
    let seen = world.node.perform(w, View::<Referral>::new(id)).await.unwrap();
    assert_eq!(seen.offer.unwrap().listing.as_deref(), Some(of(girls).code.as_str()));

    // Nobody assured them again: they are offered to nobody any more.
    world.clock.advance(40 * DAY);
    assert!(suggested(&world, w, case).await.is_empty());
});
