use model::Id;
use model::kinds::Satisfaction;
use proptest::prelude::*;

use super::super::protect::{SMALLEST, protect};
use super::super::{MoveFact, OpinionFact, PlanFact, TrackFact};
use super::*;

pub(super) fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

pub(super) fn case(case: u128, child: u128) -> CaseFact {
    CaseFact {
        case: Id::from_u128(case),
        child: Id::from_u128(child),
        open: true,
        registered: day("2026-02-10"),
        reported: day("2026-02-09"),
        contact: day("2026-02-12"),
        closed: None,
        closure_reason: None,
        region: Some("32.73".into()),
        sex: Some("female".into()),
        born: Some(2012),
        prominent: None,
        workflow: None,
        source: None,
        concerns: Vec::new(),
    }
}

pub(super) fn counted(facts: &Facts) -> Vec<Figure> {
    count(facts, "2026-02-01".parse().unwrap(), "2026-02-28".parse().unwrap())
}

pub(super) fn line(figures: &[Figure], id: &str, what: &str) -> (Option<i64>, Option<i64>) {
    let figure = figures.iter().find(|figure| figure.id == id).unwrap();
    let line = figure.lines.iter().find(|line| line.what == what).unwrap_or_else(|| panic!("{id} {what}"));
    (line.value, line.of)
}

#[test]
fn a_child_with_two_cases_counts_once() {
    let facts = Facts { cases: vec![case(1, 7), case(2, 7), case(3, 8)], ..Facts::default() };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "number_of_cases", "children").0, Some(2));
    assert_eq!(line(&figures, "number_of_cases", "cases").0, Some(3));
    assert_eq!(line(&figures, "time_to_first_contact", "d0-3"), (Some(2), Some(2)));
}

#[test]
fn a_missing_date_is_unknown_and_an_impossible_one_invalid() {
    let unknown = CaseFact { contact: None, ..case(1, 1) };
    let invalid = CaseFact { contact: day("2026-01-01"), ..case(2, 2) };
    let facts = Facts { cases: vec![unknown, invalid, case(3, 3)], ..Facts::default() };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "time_to_first_contact", "unknown").0, Some(1));
    assert_eq!(line(&figures, "time_to_first_contact", "invalid").0, Some(1));
    assert_eq!(line(&figures, "time_to_first_contact", "d0-3").0, Some(1));
}

#[test]
fn in_progress_is_not_met_and_what_does_not_apply_is_left_out() {
    let goal = |state: &str| PartFact {
        case: Id::from_u128(1),
        kind: "plan-goal".into(),
        state: state.into(),
        code: Some("education".into()),
        done: None,
        after_closure: false,
        safe: None,
        busy: None,
        unseen: false,
        about: None,
    };
    let parts = ["met", "in_progress", "not_applicable", "not_met"].map(goal).to_vec();
    let facts = Facts { cases: vec![case(1, 1)], parts, ..Facts::default() };
    assert_eq!(line(&counted(&facts), "goal_progress_per_need", "education"), (Some(1), Some(3)));
}

#[test]
fn recovery_lasts_only_where_the_child_was_reached_a_year_later() {
    let closed = |id| CaseFact {
        open: false,
        closed: day("2025-02-15"),
        registered: day("2024-02-01"),
        ..case(id, id)
    };
    let visit = |case: u128, safe: &str| PartFact {
        case: Id::from_u128(case),
        kind: "follow-up".into(),
        state: "done".into(),
        code: None,
        done: day("2026-02-15"),
        after_closure: true,
        safe: Some(safe.into()),
        busy: Some("true".into()),
        unseen: false,
        about: None,
    };
    let facts = Facts {
        cases: vec![closed(1), closed(2), closed(3)],
        // Whoever went to the third child found nobody: that is not reaching a child.
        parts: vec![visit(1, "true"), visit(2, "false"), PartFact { unseen: true, ..visit(3, "true") }],
        ..Facts::default()
    };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "lasting_recovery", "lasting"), (Some(1), Some(2)));
    assert_eq!(line(&figures, "lasting_recovery", "not-reached"), (Some(1), Some(3)));
}

#[test]
fn plans_are_complete_only_where_one_is_needed_and_a_child_counts_once() {
    let plan = |case: u128, safety, complete, approved| PlanFact {
        case: Id::from_u128(case),
        safety,
        needed: true,
        complete,
        approved,
    };
    let unmet = CaseFact { contact: None, ..case(4, 4) };
    let facts = Facts {
        cases: vec![case(1, 7), case(2, 7), case(3, 8), unmet],
        plans: vec![plan(1, false, true, true), plan(2, false, true, false), plan(3, true, false, false)],
        ..Facts::default()
    };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "completed_case_action_plans", "complete"), (Some(1), Some(2)));
    let approved = "completed_supervisor_approved_case_action_plans";
    assert_eq!(line(&figures, approved, "complete"), (Some(0), Some(2)), "one of the child's two is not");
    assert_eq!(line(&figures, "completed_case_safety_plans", "complete"), (Some(0), Some(1)));
}

#[test]
fn the_last_whole_answer_of_a_child_counts() {
    let said = |case: u128, on: &str, said| OpinionFact { case: Id::from_u128(case), on: day(on), said };
    let facts = Facts {
        cases: vec![case(1, 7), case(2, 8)],
        opinions: vec![
            said(1, "2026-02-01", Satisfaction::Unsatisfied),
            said(1, "2026-02-20", Satisfaction::Satisfied),
            said(1, "2026-02-25", Satisfaction::Incomplete),
            said(2, "2026-02-20", Satisfaction::Incomplete),
            said(2, "2025-02-20", Satisfaction::Satisfied),
        ],
        ..Facts::default()
    };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "client_satisfaction_rate", "satisfied"), (Some(1), Some(1)));
    assert_eq!(line(&figures, "client_satisfaction_rate", "incomplete"), (Some(1), Some(2)));
}

#[test]
fn who_was_served_is_one_child_in_one_group() {
    let given = |case: u128, on: &str, kind: &str| PartFact {
        case: Id::from_u128(case),
        kind: "service".into(),
        state: "delivered".into(),
        code: Some(kind.into()),
        done: day(on),
        after_closure: false,
        safe: None,
        busy: None,
        unseen: false,
        about: None,
    };
    let unknown = CaseFact { born: None, sex: None, ..case(2, 8) };
    let facts = Facts {
        cases: vec![case(1, 7), unknown, case(3, 7)],
        parts: vec![
            given(1, "2026-02-02", "education"),
            given(1, "2026-02-03", "health_care"),
            given(3, "2026-02-04", "education"),
            given(2, "2026-02-05", "education"),
        ],
        ..Facts::default()
    };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "services_provided", "children").0, Some(2));
    assert_eq!(line(&figures, "services_by_sex", "female"), (Some(1), Some(2)));
    assert_eq!(line(&figures, "services_by_age", "age-12-17"), (Some(1), Some(2)));
    assert_eq!(line(&figures, "services_by_age", "unknown"), (Some(1), Some(2)));
}

#[test]
fn the_law_is_followed_by_child_and_a_median_needs_somebody_behind_it() {
    let track = |case: u128, stays: &[(&str, i64, bool)]| TrackFact {
        case: Id::from_u128(case),
        incident: None,
        convicted: false,
        reported: day("2026-02-03"),
        stays: stays.iter().map(|(state, days, left)| ((*state).to_owned(), *days, *left)).collect(),
        ordered: false,
        paid: case == 2,
    };
    let quiet = CaseFact { prominent: Some(false), ..case(1, 7) };
    let seen = CaseFact { prominent: Some(true), ..case(2, 8) };
    let stays: &[(&str, i64, bool)] =
        &[("reported_to_police", 10, true), ("investigation", 40, true), ("trial", 5, false)];
    let facts = Facts {
        cases: vec![quiet, seen, case(3, 9)],
        tracks: vec![track(1, stays), track(2, &stays[..1]), track(3, &[("reported_to_police", 3, false)])],
        ..Facts::default()
    };
    let mut figures = counted(&facts);
    assert_eq!(line(&figures, "legal_path", "told").0, Some(3));
    assert_eq!(line(&figures, "legal_path", "prosecuted"), (Some(1), Some(3)), "a trial comes after it");
    assert_eq!(line(&figures, "legal_path", "judged"), (Some(0), Some(3)));
    assert_eq!(line(&figures, "legal_path", "paid"), (Some(1), Some(3)));
    assert_eq!(line(&figures, "attention_gap", "median-unseen"), (Some(10), Some(1)));
    assert_eq!(line(&figures, "attention_gap", "unknown").0, Some(1));
    protect(&mut figures);
    assert_eq!(line(&figures, "attention_gap", "median-unseen").0, None, "one child stands behind it");
}

#[test]
fn a_referral_in_two_groups_is_one_and_a_child_shared_twice_is_one() {
    let moved = |child: u128, basis: &str, services: &[&str], delivered| MoveFact {
        child: Id::from_u128(child),
        offer: Id::from_u128(services.len() as u128),
        units: ("Unit A".into(), "Unit B".into()),
        sex: Some("female".into()),
        referral: true,
        outside: basis != "own_organisation",
        basis: basis.into(),
        offered: "2026-02-03".parse().unwrap(),
        answered: Some(2),
        accepted: true,
        delivered,
        services: services.iter().map(|kind| (*kind).to_owned()).collect(),
    };
    let facts = Facts {
        cases: vec![case(1, 7)],
        moves: vec![
            moved(7, "consent", &["education", "health_care"], true),
            moved(7, "override", &["education"], false),
            moved(7, "own_organisation", &["education"], true),
        ],
        ..Facts::default()
    };
    let figures = counted(&facts);
    assert_eq!(line(&figures, "referral_success", "delivered-of-offered"), (Some(2), Some(3)));
    assert_eq!(line(&figures, "referral_success", "education"), (Some(2), Some(3)));
    assert_eq!(line(&figures, "consent_health", "children").0, Some(1));
    assert_eq!(line(&figures, "consent_health", "override"), (Some(1), Some(1)));
    assert_eq!(line(&figures, "average_referrals", "median-referrals").0, None, "no plan, no data");
}

proptest! {
    #[test]
    fn bins_are_whole(days in proptest::collection::vec(proptest::option::of(-20_i32..200), 0..40)) {
        let begin: Date = "2026-02-09".parse().unwrap();
        let cases = days.iter().enumerate().map(|(at, days)| CaseFact {
            contact: days.map(|days| begin.checked_add(Span::new().days(days)).unwrap()),
            ..case(at as u128 + 1, at as u128 % 17)
        });
        let facts = Facts { cases: cases.collect(), ..Facts::default() };
        let figures = counted(&facts);
        let figure = figures.iter().find(|figure| figure.id == "time_to_first_contact").unwrap();
        let sum: i64 = figure.lines.iter().filter_map(|line| line.value).sum();
        prop_assert_eq!(Some(sum), figure.lines[0].of);
    }

    #[test]
    fn no_small_number_is_shown_and_none_alone_is_hidden(values in proptest::collection::vec(0_i64..40, 1..8)) {
        let lines = values.iter().map(|value| Line::new("x", *value)).collect();
        let mut figures = vec![Figure { id: "case_closures", counts: Entity::Children, lines }];
        protect(&mut figures);
        let lines = &figures[0].lines;
        prop_assert!(lines.iter().all(|line| line.value.is_none_or(|value| value == 0 || value >= SMALLEST)));
        let hidden = lines.iter().filter(|line| line.protected).count();
        let positive = values.iter().filter(|value| **value > 0).count();
        prop_assert!(hidden != 1 || positive == 1);
    }
}
