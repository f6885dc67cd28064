//! Parse, don't validate: what is typed becomes a record or a list of problems, and nothing typed is lost.

use model::kinds::Case;
use model::{Draft, Kind, ProblemCode, Record};
use proptest::prelude::*;

fn today() -> model::Date {
    "2026-03-05".parse().unwrap()
}

fn problems(draft: &Draft) -> Vec<(String, ProblemCode)> {
    let found = draft.parse(Case::META, today()).err().unwrap_or_default();
    found.into_iter().map(|problem| (problem.field, problem.code)).collect()
}

#[test]
fn a_good_draft_becomes_a_typed_case_and_back() {
    let draft = Draft::default()
        .with("registration_date", "2026-03-01")
        .with("risk_level", "high")
        .with("protection_concerns", "debt_bondage neglected debt_bondage")
        .with("urgent_protection_concern", "true")
        .with("region", "32.76");
    let record = draft.parse(Case::META, today()).unwrap();
    let case = Case::from_record(&record).unwrap();
    assert_eq!(case.risk_level.as_deref(), Some("high"));
    assert_eq!(case.protection_concerns.0, ["debt_bondage", "neglected"]);
    assert_eq!(case.to_record(), record);
}

#[test]
fn each_problem_is_named() {
    let draft = Draft::default()
        .with("registration_date", "2026-03-06")
        .with("risk_level", "enormous")
        .with("region", "99.99")
        .with("urgent_protection_concern", "perhaps")
        .with("workflow", "closed")
        .with("colour", "red");
    let found = problems(&draft);
    for expected in [
        ("registration_date", ProblemCode::InFuture),
        ("risk_level", ProblemCode::UnknownCode),
        ("region", ProblemCode::UnknownRegion),
        ("urgent_protection_concern", ProblemCode::NotYesNo),
        ("workflow", ProblemCode::UnknownField),
        ("colour", ProblemCode::UnknownField),
    ] {
        assert!(found.contains(&(expected.0.to_owned(), expected.1)), "{expected:?} not in {found:?}");
    }
    assert_eq!(problems(&Draft::default()), [("registration_date".to_owned(), ProblemCode::Missing)]);
}

#[test]
fn a_change_touches_only_what_it_mentions() {
    let first = Draft::default().with("registration_date", "2026-03-01").with("risk_level", "high");
    let record = first.parse(Case::META, today()).unwrap();
    let changed =
        Draft::default().with("risk_level", "low").apply(Case::META, today(), &[], &record).unwrap();
    assert_eq!(record.changed(Case::META, &changed), ["risk_level"]);
    let missing = Draft::default().apply(Case::META, today(), &["closure_reason"], &record).unwrap_err();
    assert_eq!(missing[0].field, "closure_reason");
}

proptest! {
    #[test]
    fn no_text_panics_and_every_accepted_draft_comes_back(
        fields in prop::collection::btree_map("[a-z_]{1,20}|risk_level|region|registration_date|circumstances", ".{0,40}", 0..8)
    ) {
        let draft = Draft(fields);
        if let Ok(record) = draft.parse(Case::META, today()) {
            let again: Record = Draft::of(Case::META, &record)
                .0.into_iter().filter(|(name, _)| !Case::META.field(name).unwrap().1.computed)
                .collect::<std::collections::BTreeMap<_, _>>().pipe(Draft)
                .parse(Case::META, today()).unwrap();
            prop_assert_eq!(again, record);
        }
    }
}

trait Pipe: Sized {
    fn pipe<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}
impl<T> Pipe for T {}
