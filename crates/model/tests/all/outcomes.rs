//! Before and after, the scoring rule of feedback, and when a closed case asks to be opened again.

use model::kinds::{Change, Feedback, FollowUp, Satisfaction};
use model::{Date, Kind, Record, Value, codes, stage_limits};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    /// One measure alone, or none, is no comparison; with two, only the ends count.
    #[test]
    fn only_both_ends_make_a_change(scores in vec(0..=10_i64, 0..6), hits in vec(0..4_usize, 0..6)) {
        let names = ["none", "mild", "moderate", "severe"];
        let severity: Vec<&str> = hits.iter().map(|hit| *names.get(*hit).unwrap()).collect();
        let change = Change::of(&scores, &severity);
        let improved = (scores.len() > 1).then(|| scores.last().unwrap() - scores.first().unwrap() >= 3);
        prop_assert_eq!(change.improved_wellbeing(), improved);
        let less = (hits.len() > 1).then(|| hits.last() < hits.first());
        prop_assert_eq!(change.less_impacted(), less);
    }

    /// Too few answers count for neither side; a happier answer never turns satisfaction around.
    #[test]
    fn a_happier_answer_never_makes_anybody_less_satisfied(
        ranks in vec(0..=5_usize, 5), which in 0..5_usize,
    ) {
        let faces = ["", "very_bad", "bad", "so_so", "good", "very_good"];
        let scored = |ranks: &[usize]| {
            let mut record = Record::empty(Feedback::META);
            for (question, rank) in Feedback::QUESTIONS.iter().zip(ranks) {
                if *rank > 0 {
                    prop_assert!(record.set(Feedback::META, question, Value::from(faces[*rank])));
                }
            }
            Ok(Feedback::satisfaction(&record))
        };
        let before = scored(&ranks)?;
        let answered = ranks.iter().filter(|rank| **rank > 0).count();
        prop_assert_eq!(before == Satisfaction::Incomplete, answered < 3);
        let mut happier = ranks;
        happier[which] = 5;
        let after = scored(&happier)?;
        prop_assert!(before != Satisfaction::Satisfied || after == Satisfaction::Satisfied);
    }

    /// Only a visit after closure proposes to open a case again, and only with a bad answer.
    #[test]
    fn reopening_is_proposed_by_bad_answers_alone(after: bool, safe in 0..3_usize, wellbeing in proptest::option::of(0..=10_i64)) {
        let mut record = Record::empty(FollowUp::META);
        prop_assert!(record.set(FollowUp::META, "after_closure", Value::Bool(Some(after))));
        prop_assert!(record.set(FollowUp::META, "safe", Value::from(["true", "false", "unknown"][safe])));
        prop_assert!(record.set(FollowUp::META, "wellbeing", Value::Int(wellbeing)));
        let bad = safe == 1 || wellbeing.is_some_and(|score| score <= 3);
        prop_assert_eq!(FollowUp::proposes_reopening(&record), after && bad);
    }

    #[test]
    fn a_median_lies_among_its_numbers(days in vec(0..1000_i64, 0..20)) {
        let middle = stage_limits::median(days.clone());
        prop_assert_eq!(middle.is_none(), days.is_empty());
        if let Some(middle) = middle {
            prop_assert!(days.contains(&middle));
            prop_assert!(days.iter().filter(|day| **day < middle).count() <= days.len() / 2);
        }
    }
}

#[test]
fn every_stage_that_goes_on_has_exactly_one_limit_on_every_day() {
    let stages = model::kinds::LegalProcess::META.lifecycle.states;
    for day in ["1999-01-01", "2025-12-31", "2026-01-01", "2026-01-02", "2030-06-30"] {
        let day: Date = day.parse().unwrap();
        for state in stages {
            let valid = stage_limits::all().iter().filter(|limit| {
                limit.stage == state.name && limit.from <= day && limit.to.is_none_or(|to| day <= to)
            });
            // A sentence is served for years without anything standing still.
            let goes_on = state.phase != model::Phase::Closed && state.name != "execution";
            let wanted = usize::from(goes_on);
            assert_eq!(valid.count(), wanted, "{} on {day}", state.name);
        }
    }
    // No limit is passed off as the law's before a lawyer has said so.
    assert!(stage_limits::all().iter().all(|limit| !limit.confirmed && !limit.basis.is_empty()));
    let list = codes::list("legal-stage").unwrap();
    assert!(stage_limits::all().iter().all(|limit| list.get(limit.stage).is_some() && limit.days > 0));
}

#[test]
fn every_law_that_is_named_has_its_source() {
    use std::path::Path;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["data/codes", "data/legal", "data/instruments", "../web/locales/id", "../web/locales/en"] {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            texts.push(std::fs::read_to_string(file.unwrap().path()).unwrap());
        }
    }
    let mut named = std::collections::BTreeSet::new();
    for text in &texts {
        for prefix in ["UU ", "PP ", "Perpres "] {
            for found in text.split(prefix).skip(1) {
                let number: String = found.chars().take_while(|c| c.is_ascii_digit() || *c == '/').collect();
                if number.split_once('/').is_some_and(|(n, year)| !n.is_empty() && year.len() == 4) {
                    named.insert(format!("{prefix}{number}"));
                }
            }
        }
    }
    named.remove("UU 23/2006");
    assert!(named.len() > 15, "{named:?}");
    let missing: Vec<_> = named.iter().filter(|number| model::laws::get(number).is_none()).collect();
    assert!(missing.is_empty(), "add to data/legal/laws.tsv: {missing:?}");
    for law in model::laws::all() {
        let titles = [model::Lang::Id, model::Lang::En].map(|lang| law.title(lang));
        assert!(
            !law.source.is_empty() && !law.used_for.is_empty() && titles.iter().all(|text| !text.is_empty())
        );
    }
    assert_eq!(model::laws::get("uu-35-2014"), model::laws::get("UU 35/2014"));
}
