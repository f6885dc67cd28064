//! Where a state stands follows from its acts alone, in whatever order somebody entered them.

use model::codes;
use model::instruments::{DatedAct, Status, all, facts, get, position};
use proptest::prelude::*;

fn act(name: &str, day: Option<&str>) -> DatedAct {
    DatedAct { act: name.to_owned(), on: day.map(|day| day.parse().unwrap()) }
}

fn stands(acts: &[DatedAct]) -> Option<Status> {
    position("OPSC", "ID", acts).map(|position| position.status)
}

#[test]
fn instruments_and_facts_are_whole() {
    let list = codes::list("instrument").unwrap();
    assert_eq!(all().len(), list.codes.len());
    for instrument in all() {
        assert!(list.get(instrument.code).is_some(), "{}", instrument.code);
        assert!(instrument.parent.is_empty() || get(instrument.parent).is_some(), "{}", instrument.code);
    }
    let countries = codes::list("country").unwrap();
    for fact in facts() {
        assert!(get(fact.instrument).is_some() && countries.get(fact.country).is_some(), "{fact:?}");
        assert!(!fact.party || fact.year.is_some(), "{fact:?}");
    }
    assert!(facts().len() > 1_100);
    for article in &codes::list("instrument-article").unwrap().codes {
        let (code, _) = article.code.split_once('.').unwrap();
        assert!(get(code).is_some(), "{}", article.code);
    }
}

#[test]
fn a_status_is_computed_from_dated_acts() {
    assert_eq!(stands(&[]), Some(Status::NoAction), "the tables cover it");
    assert_eq!(position("PALERMO", "ID", &[]), None, "nobody has looked");
    assert_eq!(stands(&[act("signature", None)]), Some(Status::Signatory));
    let bound = [act("ratification", Some("2012-01-01")), act("signature", None)];
    assert_eq!(stands(&bound), Some(Status::StateParty));
    let left = [act("denunciation", Some("2020-05-01")), act("ratification", Some("2012-01-01"))];
    assert_eq!(stands(&left), Some(Status::Withdrawn));
    let back = [&left[..], &[act("accession", Some("2022-01-01"))]].concat();
    assert_eq!(stands(&back), Some(Status::StateParty));
    let reserved = [act("reservation", Some("2012-01-01")), act("ratification", Some("2012-01-01"))];
    assert_eq!(position("CRC", "ID", &reserved).unwrap().reservations, 1);
    let withdrawn = [&reserved[..], &[act("withdrawal_of_reservation", Some("2015-01-01"))]].concat();
    assert_eq!(position("CRC", "ID", &withdrawn).unwrap().reservations, 0);
    assert_eq!(position("EU-DIR-2011-93", "FR", &[]).unwrap().status, Status::BoundByMembership);
    assert_eq!(position("EU-DIR-2011-93", "ID", &[]).unwrap().status, Status::NotEligible);
    assert_eq!(position("ACTIP", "FR", &[]).unwrap().status, Status::NotEligible);
    assert_eq!(position("NO-SUCH", "ID", &[]), None);
}

proptest! {
    /// The order of entry does not matter; a state is bound only if it did something that binds.
    #[test]
    fn the_order_of_entry_does_not_matter(
        picks in proptest::collection::vec((0..12_usize, proptest::option::of(0..40_i16)), 0..8),
        turn in 0..8_usize,
    ) {
        let names: Vec<&str> = codes::list("treaty-act").unwrap().codes.iter().map(|code| code.code).collect();
        let acts: Vec<DatedAct> = picks.iter().map(|(name, year)| {
            act(names[*name], year.map(|year| format!("{}-06-01", 1985 + year)).as_deref())
        }).collect();
        let mut turned = acts.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        let (one, other) = (position("OPSC", "ID", &acts), position("OPSC", "ID", &turned));
        prop_assert_eq!(one.map(|p| p.status), other.map(|p| p.status));
        let binding = |name: &str| ["ratification", "accession", "acceptance", "approval", "succession", "formal_confirmation"].contains(&name);
        if one.unwrap().status == Status::StateParty {
            prop_assert!(acts.iter().any(|act| binding(&act.act)));
        }
        if !acts.iter().any(|act| act.act == "denunciation") {
            let bound = acts.iter().any(|act| binding(&act.act));
            prop_assert_eq!(one.unwrap().status == Status::StateParty, bound);
        }
    }
}
