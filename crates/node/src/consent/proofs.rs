//! What must hold for every history of consents.

use model::field::{DataGroup, Groups};
use model::{Date, Id, Timestamp};
use proptest::prelude::*;

use super::verdict::{CaseConsents, Recipient, Said, Stop, decide, statistics};

const TODAY: &str = "2026-03-05";

fn today() -> Date {
    TODAY.parse().expect("a date")
}

fn recipient() -> Recipient {
    Recipient { id: Id::from_u128(9), class: "other_organizations" }
}

fn groups() -> impl Strategy<Value = Groups> {
    proptest::collection::vec(0_usize..9, 0..6).prop_map(|picked| {
        picked
            .iter()
            .filter_map(|at| DataGroup::ALL.get(*at))
            .fold(Groups::NONE, |all, group| all.with(*group))
    })
}

fn said() -> impl Strategy<Value = Said> {
    let who = prop_oneof![
        Just(("guardian_consent", "guardian")),
        Just(("guardian_consent", "other_guardian")),
        Just(("child_assent", "child")),
        Just(("young_person_consent", "child")),
        Just(("legal_basis_without_consent", "court")),
    ];
    let state =
        prop_oneof![3 => Just("given"), 1 => Just("refused"), 1 => Just("withdrawn"), 1 => Just("expired")];
    let purposes = proptest::sample::subsequence(vec!["services", "information_sharing", "statistics"], 1..3);
    let dates = (
        prop_oneof![Just(None), Just(Some("2026-01-01")), Just(Some("2026-06-01"))],
        prop_oneof![Just(None), Just(Some("2026-03-04")), Just(Some("2026-12-31"))],
    );
    let withheld = prop_oneof![8 => Just((false, false)), 1 => Just((true, false)), 1 => Just((false, true))];
    (
        1_u128..500,
        who,
        state,
        purposes,
        groups(),
        (any::<bool>(), any::<bool>(), withheld),
        dates,
        0_i64..1_000,
    )
        .prop_map(
            |(id, (kind, by), state, purposes, groups, (class, named, withheld), (from, until), at)| Said {
                id: Id::from_u128(id),
                kind: kind.into(),
                by: by.into(),
                state: state.into(),
                purposes: purposes.into_iter().map(str::to_owned).collect(),
                groups,
                classes: if class { vec!["other_organizations".into()] } else { Vec::new() },
                organisations: if named { vec![Id::from_u128(9)] } else { Vec::new() },
                withheld_classes: if withheld.0 { vec!["other_organizations".into()] } else { Vec::new() },
                withheld_organisations: if withheld.1 { vec![Id::from_u128(9)] } else { Vec::new() },
                from: from.and_then(|text: &str| text.parse().ok()),
                until: until.and_then(|text: &str| text.parse().ok()),
                at: Timestamp::from_millis(at),
                changed: Timestamp::from_millis(at),
                channels: Vec::new(),
            },
        )
}

fn case() -> impl Strategy<Value = CaseConsents> {
    (proptest::collection::vec(said(), 0..8), any::<bool>(), any::<bool>()).prop_map(
        |(mut said, suspect, survivor)| {
            // An id is one word: twice the same one is nothing that a node can hold.
            said.sort_by_key(|said| (said.id, said.at));
            said.dedup_by_key(|said| said.id);
            said.sort_by_key(|said| (said.at, said.id));
            CaseConsents { organisation: Id::from_u128(1), suspect, survivor, said }
        },
    )
}

fn small(groups: Groups) -> impl Iterator<Item = Groups> {
    DataGroup::ALL.into_iter().filter(move |group| groups.has(*group)).map(move |group| groups.without(group))
}

proptest! {
    /// What is allowed rests on something that was given, is in force, names the recipient and covers every group.
    #[test]
    fn nothing_is_shared_without_a_word_that_carries_it(case in case(), groups in groups(), services: bool) {
        if let Ok(standing) = decide(&case, &recipient(), groups, services, today()) {
            prop_assert!(!standing.consents.is_empty());
            let used: Vec<_> = case.said.iter().filter(|said| standing.consents.contains(&said.id)).collect();
            for said in &used {
                prop_assert_eq!(said.state.as_str(), "given");
                prop_assert!(said.until.is_none_or(|until| until >= today()));
                prop_assert!(!(case.suspect && said.by == "guardian"), "a suspect speaks for nobody");
                prop_assert!(said.kind != "child_assent", "assent stands beside consent, not in its place");
            }
            let most = used.iter().fold(Groups::NONE.with(DataGroup::Record), |all, said| all.or(said.groups));
            prop_assert!(groups.within(most));
            prop_assert!(standing.until.is_none_or(|until| until >= today()));
        }
    }

    /// Less is allowed wherever more is.
    #[test]
    fn fewer_groups_never_need_more_consent(case in case(), groups in groups(), services: bool) {
        if decide(&case, &recipient(), groups, services, today()).is_ok() {
            for fewer in small(groups) {
                prop_assert!(decide(&case, &recipient(), fewer, services, today()).is_ok());
            }
        }
    }

    /// The last word of a child is no: whatever anybody else said, sharing stops.
    #[test]
    fn a_childs_no_stops_what_rests_on_consent(mut case in case(), groups in groups(), services: bool) {
        let no = Said {
            id: Id::from_u128(900),
            kind: "child_assent".into(),
            by: "child".into(),
            state: "refused".into(),
            purposes: vec!["information_sharing".into()],
            groups: Groups::NONE,
            classes: Vec::new(),
            organisations: Vec::new(),
            withheld_classes: Vec::new(),
            withheld_organisations: Vec::new(),
            from: None,
            until: None,
            at: Timestamp::from_millis(5_000),
            changed: Timestamp::from_millis(5_000),
            channels: Vec::new(),
        };
        case.said.push(no);
        let stop = decide(&case, &recipient(), groups, services, today());
        prop_assert!(matches!(stop, Err(Stop::ChildRefused | Stop::Withheld)), "{stop:?}");
    }

    /// "Never tell them" outlives the consent that it was said with, whatever others say; only whoever said it takes it back.
    #[test]
    fn what_is_withheld_stays_withheld(
        mut case in case(), groups in groups(), services: bool, ended in proptest::sample::select(vec!["given", "withdrawn", "expired"]),
    ) {
        let word = |id: u128, state: &str| Said {
            id: Id::from_u128(id),
            kind: "young_person_consent".into(),
            by: "child".into(),
            state: state.into(),
            purposes: vec!["services".into(), "information_sharing".into()],
            groups,
            classes: Vec::new(),
            organisations: vec![Id::from_u128(8)],
            withheld_classes: Vec::new(),
            withheld_organisations: Vec::new(),
            from: None,
            until: (state == "expired").then(|| "2026-03-01".parse().expect("a date")),
            at: Timestamp::from_millis(5_000 + i64::try_from(id).expect("small")),
            changed: Timestamp::from_millis(5_000 + i64::try_from(id).expect("small")),
            channels: Vec::new(),
        };
        case.said.push(Said { withheld_organisations: vec![recipient().id], ..word(900, ended) });
        prop_assert_eq!(decide(&case, &recipient(), groups, services, today()), Err(Stop::Withheld));
        case.said.push(Said { by: "other_guardian".into(), organisations: vec![recipient().id], ..word(901, "given") });
        prop_assert_eq!(decide(&case, &recipient(), groups, services, today()), Err(Stop::Withheld), "another speaks");
        // Somebody else may have withheld it too: that is theirs to take back.
        case.said.retain(|said| said.by == "child");
        case.said.push(Said { organisations: vec![recipient().id], ..word(902, "given") });
        prop_assert_ne!(decide(&case, &recipient(), groups, services, today()), Err(Stop::Withheld), "taken back");
    }

    /// One no to statistics is a no, and a suspect's yes is none.
    #[test]
    fn statistics_follow_the_last_word(case in case()) {
        let answer = statistics(&case);
        let last = |by: &str| {
            case.said.iter().filter(|said| said.by == by && said.purposes.iter().any(|p| p == "statistics"))
                .max_by_key(|said| (said.changed, said.id)).map(|said| said.state.as_str())
        };
        if matches!(last("child"), Some("refused" | "withdrawn")) {
            prop_assert_eq!(answer, Some(false));
        }
        if answer == Some(true) {
            let speakers = ["child", "guardian", "other_guardian", "court"];
            prop_assert!(speakers.iter().any(|by| last(by) == Some("given") && !(case.suspect && *by == "guardian")));
        }
    }
}
