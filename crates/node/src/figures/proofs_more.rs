use proptest::prelude::*;

use super::super::protect::protect;
use super::super::{IncidentFact, LoadFact, MoveFact};
use super::proofs::{case, counted, day, line};
use super::*;

fn incident(incident: u128, case: u128, on: Option<&str>) -> IncidentFact {
    IncidentFact {
        incident: Id::from_u128(incident),
        case: Id::from_u128(case),
        on: on.and_then(day),
        told: day("2026-02-09"),
        region: Some("32.73".into()),
        violence: Some("physical_assault".into()),
        forms: vec!["forced_labour".into()],
        place: Some("vessel".into()),
        relation: Some("recruiter".into()),
    }
}

/// The value of a cell of a table.
fn cell(figures: &[Figure], id: &str, codes: &[&str]) -> Option<(Option<i64>, Option<i64>)> {
    let figure = figures.iter().find(|figure| figure.id == id).unwrap();
    let all = |line: &&Line| {
        let and = line.and.iter().map(|(_, code)| code.as_str());
        std::iter::once(line.what.as_str()).chain(and).eq(codes.iter().copied())
    };
    figure.lines.iter().find(all).map(|line| (line.value, line.of))
}

#[test]
fn a_delay_is_that_of_the_incident_and_not_of_the_case() {
    let mut elsewhere = incident(4, 3, None);
    elsewhere.region = Some("31.71".into());
    let mut earlier = incident(5, 3, Some("2026-01-01"));
    earlier.told = day("2026-01-31");
    let facts = Facts {
        cases: vec![case(1, 1), case(2, 2), case(3, 3)],
        incidents: vec![
            incident(1, 1, Some("2026-02-01")),
            incident(2, 1, Some("2026-02-08")),
            incident(3, 2, Some("2026-02-20")),
            elsewhere,
            earlier,
        ],
        ..Facts::default()
    };
    let figures = counted(&facts);
    assert_eq!(
        line(&figures, "number_of_incidents", "incidents").0,
        Some(4),
        "one was told before the period"
    );
    assert_eq!(line(&figures, "number_of_incidents", "32.73").0, Some(3), "two of one case are two");
    assert_eq!(line(&figures, "number_of_incidents", "31.71").0, Some(1));
    assert_eq!(line(&figures, "reporting_delay", "d6-14"), (Some(1), Some(4)));
    assert_eq!(line(&figures, "reporting_delay", "unknown"), (Some(1), Some(4)));
    assert_eq!(line(&figures, "reporting_delay", "invalid"), (Some(1), Some(4)));
    assert_eq!(
        line(&figures, "reporting_delay_known", "d6-14"),
        (Some(1), Some(2)),
        "of those with both dates"
    );
    assert_eq!(line(&figures, "reporting_delay_known", "d0-3"), (Some(1), Some(2)));
    assert_eq!(line(&figures, "table_violence", "physical_assault").0, Some(4));
}

#[test]
fn a_load_is_that_of_the_last_day_and_of_who_answered_then() {
    let held = |post: u128, case: u128, from: &str, until: Option<&str>, closed: Option<&str>| LoadFact {
        post: Id::from_u128(post),
        case: Id::from_u128(case),
        from: from.parse().unwrap(),
        until: until.and_then(day),
        closed: closed.and_then(day),
    };
    let mut load: Vec<LoadFact> =
        (0..10).map(|case| held(1, case, "2026-01-01", Some("2026-02-20"), None)).collect();
    load.extend((0..10).map(|case| held(2, case, "2026-02-20", None, None)));
    // Closed after the day, and before it; begun after it.
    load.push(held(3, 20, "2026-01-01", None, Some("2026-03-02")));
    load.push(held(4, 21, "2026-01-01", None, Some("2026-02-02")));
    load.push(held(5, 22, "2026-03-01", None, None));
    let facts = Facts { load, ..Facts::default() };
    let on = |to: &str| count(&facts, "2026-02-01".parse().unwrap(), to.parse().unwrap());
    assert_eq!(line(&on("2026-02-19"), "case_load", "c10-19"), (Some(1), Some(3)));
    assert_eq!(line(&on("2026-02-28"), "case_load", "c10-19"), (Some(1), Some(3)));
    assert_eq!(line(&on("2026-02-28"), "case_load", "c0-9"), (Some(2), Some(3)));
    assert_eq!(line(&on("2026-03-02"), "case_load", "c0-9"), (Some(3), Some(4)));
}

#[test]
fn an_assessment_counts_from_the_day_it_was_made() {
    let made = |case: u128, on: &str| PartFact {
        case: Id::from_u128(case),
        kind: "assessment".into(),
        state: "approved".into(),
        code: None,
        done: day(on),
        after_closure: false,
        safe: None,
        busy: None,
        unseen: false,
        about: None,
    };
    let closed = CaseFact { open: false, closed: day("2026-02-11"), ..case(3, 3) };
    let before =
        CaseFact { open: false, registered: day("2025-01-01"), closed: day("2025-02-11"), ..case(4, 4) };
    let facts = Facts {
        cases: vec![case(1, 1), case(2, 2), closed, before],
        parts: vec![
            made(1, "2026-02-20"),
            made(2, "2026-03-01"),
            made(3, "2026-02-10"),
            made(4, "2025-02-01"),
        ],
        ..Facts::default()
    };
    assert_eq!(line(&counted(&facts), "assessment_status", "assessed"), (Some(2), Some(3)));
}

#[test]
fn months_and_regions_of_opening_and_closing() {
    let closed = |id, on: &str, region: &str| CaseFact {
        open: false,
        closed: day(on),
        registered: day("2026-01-10"),
        closure_reason: Some("goals_met".into()),
        region: Some(region.into()),
        ..case(id, id)
    };
    let facts = Facts {
        cases: vec![case(1, 1), closed(2, "2026-02-03", "32.73"), closed(3, "2026-02-04", "31.71")],
        ..Facts::default()
    };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "number_of_cases_by_month", "2026-02").0, Some(1));
    assert_eq!(line(&figures, "case_closures_by_month", "2026-02").0, Some(2));
    assert_eq!(line(&figures, "case_closures_by_region", "31.71").0, Some(1));
    assert_eq!(cell(&figures, "table_cases", &["32.73", "2026-02"]), Some((Some(1), None)));
    assert_eq!(cell(&figures, "table_closures", &["goals_met", "32.73", "2026-02"]), Some((Some(1), None)));
}

#[test]
fn a_table_counts_everybody_once_in_its_first_line() {
    let both = CaseFact {
        workflow: Some("assessment".into()),
        concerns: vec!["forced_begging".into(), "trafficked_smuggled".into()],
        ..case(1, 7)
    };
    let none = CaseFact { born: None, workflow: Some("assessment".into()), ..case(2, 8) };
    let moved = |offer: u128, to: &str| MoveFact {
        offer: Id::from_u128(offer),
        units: ("Unit A".into(), to.into()),
        child: Id::from_u128(7),
        sex: None,
        referral: true,
        outside: false,
        basis: "consent".into(),
        offered: "2026-02-03".parse().unwrap(),
        answered: None,
        accepted: false,
        delivered: false,
        services: vec!["education".into(), "health_care".into()],
    };
    let facts = Facts {
        cases: vec![both, none],
        moves: vec![moved(1, "Unit B"), moved(2, "Unit B"), moved(3, "Unit C")],
        ..Facts::default()
    };
    let mut figures = counted(&facts);
    assert_eq!(line(&figures, "table_concerns", "children").0, Some(2));
    let cell_of = |id, codes: &[&str]| cell(&figures, id, codes).and_then(|(value, _)| value);
    assert_eq!(cell_of("table_concerns", &["forced_begging", "age_12_14", "female"]), Some(1));
    assert_eq!(cell_of("table_concerns", &["unknown", "unknown", "female"]), Some(1));
    assert_eq!(cell_of("table_workflow", &["assessment", "age_12_14", "female"]), Some(1));
    assert_eq!(line(&figures, "table_moves", "moves").0, Some(3));
    assert_eq!(cell_of("table_moves", &["Unit A", "Unit B"]), Some(2));
    protect(&mut figures);
    assert!(figures.iter().all(|figure| !figure.is_crossed()), "cells are not shown beside their sums");
}

#[test]
fn the_return_has_victims_and_of_them_the_served() {
    let given = PartFact {
        case: Id::from_u128(1),
        kind: "service".into(),
        state: "delivered".into(),
        code: Some("psychological_support".into()),
        done: day("2026-02-20"),
        after_closure: false,
        safe: None,
        busy: None,
        unseen: false,
        about: None,
    };
    let facts = Facts {
        cases: vec![case(1, 7), case(2, 8), CaseFact { born: Some(2000), sex: None, ..case(3, 9) }],
        incidents: vec![incident(1, 1, None), incident(2, 2, None), incident(3, 2, None)],
        parts: vec![given],
        ..Facts::default()
    };
    let figures = counted(&facts);
    for id in ["simfoni_sex", "simfoni_age", "simfoni_form", "simfoni_place", "simfoni_relation"] {
        assert_eq!(line(&figures, id, "served"), (Some(1), Some(3)), "{id}");
    }
    assert_eq!(cell(&figures, "simfoni_sex", &["female", "minor"]), Some((Some(1), Some(2))));
    assert_eq!(cell(&figures, "simfoni_sex", &["unknown", "adult"]), Some((Some(0), Some(1))));
    assert_eq!(line(&figures, "simfoni_age", "u13-17"), (Some(1), Some(2)));
    assert_eq!(line(&figures, "simfoni_form", "fisik"), (Some(1), Some(2)));
    assert_eq!(
        line(&figures, "simfoni_form", "eksploitasi"),
        (Some(1), Some(2)),
        "a child may be in two lines"
    );
    assert_eq!(line(&figures, "simfoni_form", "unknown"), (Some(0), Some(1)));
    assert_eq!(line(&figures, "simfoni_place", "lainnya"), (Some(1), Some(2)), "a vessel has no name there");
    assert_eq!(line(&figures, "simfoni_service", "rehabilitasi_sosial").0, Some(1));
}

#[test]
fn a_disability_that_nobody_noted_is_not_known() {
    let given = |case: u128| PartFact {
        case: Id::from_u128(case),
        kind: "service".into(),
        state: "delivered".into(),
        code: Some("education".into()),
        done: day("2026-02-20"),
        after_closure: false,
        safe: None,
        busy: None,
        unseen: false,
        about: None,
    };
    let facts = Facts {
        cases: vec![case(1, 7), case(2, 8)],
        parts: vec![given(1), given(2)],
        disability: [(Id::from_u128(7), [("disability", "hearing".to_owned())].into())].into(),
        ..Facts::default()
    };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "services_by_disability", "hearing"), (Some(1), Some(2)));
    assert_eq!(line(&figures, "services_by_disability", "unknown"), (Some(1), Some(2)));
}

#[test]
fn it_is_counted_which_service_was_followed_up() {
    let visit = |kind: &str, about: Option<&str>| PartFact {
        case: Id::from_u128(1),
        kind: "follow-up".into(),
        state: "done".into(),
        code: Some(kind.into()),
        done: day("2026-02-20"),
        after_closure: false,
        safe: None,
        busy: None,
        unseen: false,
        about: about.map(str::to_owned),
    };
    let parts = vec![
        visit("for_service", Some("education")),
        visit("for_service", Some("health_care")),
        visit("for_service", None),
        visit("in_care", None),
    ];
    let facts = Facts { cases: vec![case(1, 7)], parts, ..Facts::default() };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "table_followed", "children").0, Some(1));
    let of = |what: &str| {
        cell(&figures, "table_followed", &[what, "age_12_14", "female"]).and_then(|(value, _)| value)
    };
    assert_eq!((of("education"), of("health_care"), of("unknown")), (Some(1), Some(1), Some(1)));
    assert_eq!(
        cell(&figures, "table_follow_ups", &["for_service", "age_12_14", "female"]),
        Some((Some(1), None))
    );
}

proptest! {
    #[test]
    fn delays_are_whole_and_of_those_with_both_dates(days in proptest::collection::vec(proptest::option::of(-20_i32..200), 0..40)) {
        let told: Date = "2026-02-09".parse().unwrap();
        let incidents = days.iter().enumerate().map(|(at, days)| IncidentFact {
            on: days.map(|days| told.checked_sub(Span::new().days(days)).unwrap()),
            ..incident(at as u128 + 1, 1, None)
        });
        let facts = Facts { cases: vec![case(1, 1)], incidents: incidents.collect(), ..Facts::default() };
        let figures = counted(&facts);
        let sum = |id: &str| {
            let figure = figures.iter().find(|figure| figure.id == id).unwrap();
            (figure.lines.iter().filter_map(|line| line.value).sum::<i64>(), figure.lines[0].of)
        };
        prop_assert_eq!(sum("reporting_delay"), (days.len() as i64, Some(days.len() as i64)));
        let valid = days.iter().flatten().filter(|days| **days >= 0).count() as i64;
        prop_assert_eq!(sum("reporting_delay_known"), (valid, Some(valid)));
    }
}
