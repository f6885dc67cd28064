//! Each child once: by the first event in a period that anybody told of.

use std::collections::BTreeMap;

use crate::counting::{Fact, Slice, code};

/// The values of these variables at the first event of each child in a period, in the order of the children's names. Equal days are
/// told apart by the row, so that the same rows always give the same records.
pub(crate) fn first_events(
    facts: &[Fact],
    children: &[String],
    variables: &[String],
    (from, to): (&str, &str),
) -> Vec<Vec<String>> {
    let mut firsts: BTreeMap<&str, &Fact> = BTreeMap::new();
    for (fact, child) in facts.iter().zip(children) {
        let inside = fact.on.as_deref().is_some_and(|day| from <= day && day <= to);
        if !inside || child.is_empty() {
            continue;
        }
        let first = firsts.entry(child.as_str()).or_insert(fact);
        if (&fact.on, fact.row) < (&first.on, first.row) {
            *first = fact;
        }
    }
    let all = Slice::default();
    let value = |fact: &Fact, name: &str| match name {
        "year" => fact.on.as_deref().and_then(|day| day.get(..4)).unwrap_or_default().to_owned(),
        _ => code(fact, &all, name),
    };
    firsts.values().map(|fact| variables.iter().map(|name| value(fact, name)).collect()).collect()
}
