//! The smallest parts of a table that comes with its totals: what a total has more than its parts is of an unknown part.

use std::collections::BTreeMap;

use statistics::table::{TOTAL, UNKNOWN};

/// Codes of a cell, one for each dimension; [`TOTAL`] where it is all of them.
pub(crate) type Codes<'a> = Vec<&'a str>;

/// The parts of numbers, none of which has a total in it. What is not given is nobody, unless a total has more than its parts. `None` when
/// parts are more than their total.
pub(crate) fn leaves<'a>(given: &BTreeMap<Codes<'a>, i64>) -> Option<BTreeMap<Codes<'a>, i64>> {
    let mut found: BTreeMap<Codes<'a>, i64> = BTreeMap::new();
    // Those of which fewer things are summed come first: a sum is told after all that it is made of.
    let mut cells: Vec<(usize, &Codes<'a>, i64)> = given.iter().map(|(at, n)| (summed(at), at, *n)).collect();
    cells.sort_unstable();
    for (_, at, n) in cells {
        let known: i64 = found.iter().filter(|(leaf, _)| is_in(leaf, at)).map(|(_, n)| *n).sum();
        let rest = n - known;
        if rest < 0 {
            return None;
        }
        let leaf = at.iter().map(|code| if *code == TOTAL { UNKNOWN } else { code }).collect();
        *found.entry(leaf).or_default() += rest;
    }
    Some(found)
}

fn summed(at: &[&str]) -> usize {
    at.iter().filter(|code| **code == TOTAL).count()
}

/// Whether a leaf is part of a cell.
pub(crate) fn is_in(leaf: &[&str], cell: &[&str]) -> bool {
    leaf.len() == cell.len() && leaf.iter().zip(cell).all(|(leaf, cell)| *cell == TOTAL || leaf == cell)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn what_a_total_has_more_is_of_an_unknown_part() {
        let given = BTreeMap::from([
            (vec![TOTAL, TOTAL], 100),
            (vec!["female", TOTAL], 60),
            (vec![TOTAL, "age_0_5"], 30),
            (vec!["female", "age_0_5"], 20),
        ]);
        let found = leaves(&given).unwrap();
        let at = |sex: &'static str, age: &'static str| found[&vec![sex, age]];
        assert_eq!(
            [at("female", "age_0_5"), at("female", UNKNOWN), at(UNKNOWN, "age_0_5"), at(UNKNOWN, UNKNOWN)],
            [20, 40, 10, 30]
        );
        let mut more = given;
        more.insert(vec![TOTAL, "age_6_11"], 75);
        assert_eq!(leaves(&more), None, "parts are more than their total");
    }
}
