//! Where a state stands is computed; what came with the program is not public before somebody compared it.

use model::kinds::StateAct;
use model::{Draft, Id};
use node::Error;
use node::acts::instruments::{ConfirmStateActs, ViewGaps, ViewInstruments};
use node::acts::{Move, Open};
use node::public::Standing;

fn of<'s>(standings: &'s [Standing], instrument: &str, country: &str) -> Option<&'s Standing> {
    standings.iter().find(|one| one.instrument == instrument && one.country == country)
}

on_both!(facts_are_public_only_after_they_were_compared, |world| {
    let officer = world.staff("policy-officer", None).await;
    let all = world.node.perform(&officer.actor, ViewInstruments).await.unwrap();
    let here = of(&all.standings, "OPSC", "ID").unwrap();
    assert_eq!((here.status, here.since, here.reviewed), ("state_party", Some(2012), false));
    let public = world.node.standings().await.unwrap();
    assert!(of(&public, "OPSC", "ID").is_none());
    let confirm = |countries: &[&str], source: &str| ConfirmStateActs {
        instrument: "OPSC".into(),
        countries: countries.iter().map(|code| (*code).to_owned()).collect(),
        checked_against: source.into(),
    };
    assert!(matches!(
        world.node.perform(&officer.actor, confirm(&["ID"], " ")).await,
        Err(Error::Invalid(_))
    ));
    assert!(matches!(
        world.node.perform(&officer.actor, confirm(&["XX"], "x")).await,
        Err(Error::Invalid(_))
    ));
    let worker = world.staff("case-worker", None).await;
    assert!(matches!(world.node.perform(&worker.actor, confirm(&["ID"], "x")).await, Err(Error::Denied(_))));
    world.node.perform(&officer.actor, confirm(&["ID"], "Penyimpan, dilihat 5 Maret 2026")).await.unwrap();
    let public = world.node.standings().await.unwrap();
    assert_eq!(of(&public, "OPSC", "ID").unwrap().checked_against, "Penyimpan, dilihat 5 Maret 2026");
    assert!(of(&public, "OPSC", "MY").is_none());
});

on_both!(an_act_entered_by_hand_counts_once_somebody_else_reviewed_it, |world| {
    let one = world.staff("policy-officer", None).await;
    let other = world.staff("policy-officer", None).await;
    let draft = Draft::default()
        .with("instrument", "PALERMO")
        .with("country", "ID")
        .with("act_type", "ratification")
        .with("acted_on", "2009-09-28")
        .with("precision", "day")
        .with("source", "Penyimpan (rekaan)");
    let undated = Draft(draft.0.clone()).with("acted_on", "");
    let wrong = world.node.perform(&one.actor, Open::<StateAct>::root(undated)).await;
    assert!(matches!(wrong, Err(Error::Invalid(problems)) if problems[0].field == "acted_on"));
    let id: Id = world.node.perform(&one.actor, Open::<StateAct>::root(draft)).await.unwrap().id;
    assert!(of(&world.node.standings().await.unwrap(), "PALERMO", "ID").is_none());
    let review = || Move::<StateAct>::new(id, "review", Draft::default()).unwrap();
    assert!(matches!(world.node.perform(&one.actor, review()).await, Err(Error::Refused("own-entry"))));
    world.node.perform(&other.actor, review()).await.unwrap();
    let public = world.node.standings().await.unwrap();
    let here = of(&public, "PALERMO", "ID").unwrap();
    assert_eq!((here.status, here.since, here.reviewed), ("state_party", Some(2009), true));
    let empty = world.node.perform(&one.actor, ViewGaps::default()).await.unwrap();
    assert!(empty.cells.is_empty() && empty.country == "ID");
});
