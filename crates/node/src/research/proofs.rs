//! What the budget rests on: one child more or less changes one count by one, whatever is asked.

use std::collections::BTreeSet;

use model::Id;
use proptest::prelude::*;

use super::{Asked, Precision, epsilon, first_events, granted, in_order};
use crate::counting::Fact;

const PERIOD: (&str, &str) = ("2023-01-01", "2025-12-31");

fn fact() -> impl Strategy<Value = (u8, Fact)> {
    let day = proptest::option::of((2021_u16..2027, 1_u8..13));
    let region = proptest::option::of(prop::sample::select(vec!["32.73", "51.71", "12", "99.99"]));
    let form =
        proptest::option::of(prop::sample::select(vec!["child_labour", "child_marriage", "not_a_form"]));
    let sex = proptest::option::of(prop::sample::select(vec!["female", "male"]));
    (0_u8..12, any::<u64>(), day, region, form, sex, proptest::option::of(2000_i64..2026)).prop_map(
        |(child, row, day, region, form, sex, birth_year)| {
            let fact = Fact {
                row: Id::from_u128(u128::from(row)),
                source: 0,
                on: day.map(|(year, month)| format!("{year}-{month:02}-01")),
                region: region.map(str::to_owned),
                form: form.map(str::to_owned),
                sex: sex.map(str::to_owned),
                birth_year,
                late: false,
            };
            (child, fact)
        },
    )
}

fn variables() -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(vec!["form", "sex", "age", "year"], 1..=3)
        .prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn counts(by: &[String], rows: &[(u8, Fact)], but: Option<u8>) -> Vec<u64> {
    let all: Vec<String> = ["province", "form", "sex", "age", "year"].map(str::to_owned).to_vec();
    let asked = Asked::new(by, &all, PERIOD, Precision::Coarse).unwrap();
    let kept = rows.iter().filter(|(child, _)| Some(*child) != but);
    let (children, facts): (Vec<String>, Vec<Fact>) =
        kept.map(|(child, fact)| (format!("child {child}"), fact.clone())).unzip();
    asked.count(&first_events(&facts, &children, &asked.by, PERIOD))
}

proptest! {
    #[test]
    fn one_child_is_in_one_cell(rows in prop::collection::vec(fact(), 0..60), by in variables(), gone in 0_u8..12) {
        let (with, without) = (counts(&by, &rows, None), counts(&by, &rows, Some(gone)));
        let inside = |fact: &Fact| fact.on.as_deref().is_some_and(|day| PERIOD.0 <= day && day <= PERIOD.1);
        let children: BTreeSet<u8> =
            rows.iter().filter(|(_, fact)| inside(fact)).map(|(child, _)| *child).collect();
        prop_assert_eq!(with.iter().sum::<u64>(), children.len() as u64);
        let apart: u64 = with.iter().zip(&without).map(|(a, b)| a.abs_diff(*b)).sum();
        prop_assert_eq!(apart, u64::from(children.contains(&gone)));
    }

    #[test]
    fn the_order_of_rows_and_of_dimensions_changes_nothing(
        rows in prop::collection::vec(fact(), 0..40), by in variables(),
    ) {
        let (mut turned, mut other) = (rows.clone(), by.clone());
        turned.reverse();
        other.reverse();
        // Two rows of one id are no two rows.
        let ids: BTreeSet<Id> = rows.iter().map(|(_, fact)| fact.row).collect();
        prop_assume!(ids.len() == rows.len());
        prop_assert_eq!(counts(&by, &rows, None), counts(&other, &turned, None));
        prop_assert_eq!(in_order(&other), in_order(&by));
    }

    #[test]
    fn what_is_granted_never_allows_more(hundredths in 10_i64..1_000) {
        let wanted = hundredths as f64 / 100.0;
        let rho = granted(wanted).unwrap();
        prop_assert!(rho > 0 && epsilon(rho) <= wanted * (1.0 + 1e-6));
    }
}
