use std::collections::BTreeSet;

use proptest::prelude::*;
use seal::exchange::{Code, Level, Marking, MemberId, Onward, PURPOSES, Pap, Tlp};

fn code() -> impl Strategy<Value = Code> {
    prop::sample::select(vec!["H0", "H1", "H2", "H3", "X9"]).prop_map(|code| Code::try_from(code).unwrap())
}

fn member() -> impl Strategy<Value = MemberId> {
    let names = vec!["ID/NGO/SATU", "ID/NGO/DUA", "ID/NGO/TIGA", "PH/HOT/EMPAT"];
    prop::sample::select(names).prop_map(|name| name.parse().unwrap())
}

prop_compose! {
    fn marking()(
        tlp in prop::sample::select(Tlp::ALL),
        pap in prop::sample::select(Pap::ALL),
        handling in prop::collection::btree_set(code(), 0..3),
        release_to in prop::option::of(prop::collection::btree_set(member(), 0..4)),
        level in prop::sample::select(Level::ALL),
        group in prop::sample::select(vec!["g@1", "g@2"]),
        purpose in prop::collection::btree_set(prop::sample::select(&PURPOSES[..4]), 1..4),
        retain_until in 0_i64..100,
        onward in prop::sample::select(Onward::ALL),
        originators in prop::collection::btree_set(member(), 1..3),
    ) -> Marking {
        Marking {
            tlp, pap, handling,
            restrictions: BTreeSet::new(),
            release_to, level,
            group: (level == Level::Group).then(|| Code::try_from(group).unwrap()),
            purpose: purpose.into_iter().map(|one| Code::try_from(one).unwrap()).collect(),
            legal_basis: "persetujuan".try_into().unwrap(),
            retain_until, onward, originators,
        }
    }
}

proptest! {
    #[test]
    fn marks_are_ordered(a in marking(), b in marking(), c in marking()) {
        prop_assert!(a.within(&a));
        if a.within(&b) && b.within(&c) {
            prop_assert!(a.within(&c));
        }
        if a.within(&b) && b.within(&a) {
            prop_assert_eq!(&a, &b);
        }
    }

    #[test]
    fn what_quotes_two_is_as_strict_as_both_and_no_stricter(a in marking(), b in marking(), c in marking()) {
        let derived = a.derive(&b);
        prop_assert!(derived.within(&a) && derived.within(&b));
        if c.within(&a) && c.within(&b) {
            prop_assert!(c.within(&derived));
        }
        prop_assert_eq!(&b.derive(&a), &derived);
        prop_assert_eq!(&a.derive(&a), &a);
    }

    #[test]
    fn a_border_never_widens(a in marking(), b in marking()) {
        prop_assert!(a.across_border().within(&a));
        prop_assert!(a.level == Level::Organisation || a.across_border().level > a.level);
        // Whoever derives first and crosses then ends no wider than the other way round allows.
        prop_assert!(a.derive(&b).across_border().within(&a.across_border().derive(&b)));
    }

    #[test]
    fn marks_travel_as_they_are(a in marking()) {
        let text = serde_json::to_string(&a).unwrap();
        prop_assert_eq!(serde_json::from_str::<Marking>(&text).unwrap(), a);
    }

    #[test]
    fn a_mark_that_is_not_known_is_the_strictest(a in marking(), unknown in "[a-z]{9,12}") {
        let mut value = serde_json::to_value(&a).unwrap();
        for field in ["tlp", "pap", "level", "onward"] {
            value[field] = unknown.clone().into();
        }
        let read: Marking = serde_json::from_value(value).unwrap();
        prop_assert_eq!((read.tlp, read.pap), (Tlp::Red, Pap::Red));
        prop_assert_eq!((read.level, read.onward), (Level::Organisation, Onward::None));
        let (read, a) = (Marking { group: None, ..read }, Marking { group: None, ..a });
        prop_assert!(read.within(&a));
    }
}

#[test]
fn a_field_that_is_not_known_is_refused() {
    let mut value = serde_json::to_value(Marking::about_a_child(
        "ID/NGO/SATU".parse().unwrap(),
        "protect_child",
        "persetujuan".try_into().unwrap(),
        5,
    ))
    .unwrap();
    assert!(serde_json::from_value::<Marking>(value.clone()).unwrap().is_sound());
    value["sell_to"] = "everybody".into();
    assert!(serde_json::from_value::<Marking>(value).is_err());
}

#[test]
fn names_of_old_versions_are_read() {
    assert_eq!(Tlp::from("white".to_owned()), Tlp::Clear);
    assert_eq!(Pap::from("WHITE".to_owned()), Pap::Clear);
}
