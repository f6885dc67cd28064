//! Which item a name means.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::is_element_name;
use super::item::{Item, ItemId};
use crate::problem::{Problem, ProblemCode};

/// Items by name.
pub(super) struct Names(BTreeMap<String, Vec<ItemId>>);

impl Names {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut names: BTreeMap<String, Vec<ItemId>> = BTreeMap::new();
        // The form itself has a name that no reference means.
        for (index, item) in items.iter().enumerate().skip(1) {
            names.entry(item.name.clone()).or_default().push(ItemId(index));
        }
        Self(names)
    }

    /// The one item of a name.
    pub(super) fn get(&self, name: &str) -> Result<ItemId, ProblemCode> {
        match self.0.get(name).map(Vec::as_slice) {
            Some([only]) => Ok(*only),
            Some(_) => Err(ProblemCode::AmbiguousReference),
            None => Err(ProblemCode::UnknownReference),
        }
    }

    /// The name that is most like a mistyped one: one that differs by case, or by a letter in three.
    pub(super) fn like(&self, wanted: &str) -> Option<&str> {
        let distance = |name: &str| apart(&name.to_lowercase(), &wanted.to_lowercase());
        let nearest = self.0.keys().map(|name| (distance(name), name)).min()?;
        (nearest.0 <= wanted.chars().count() / 3).then_some(nearest.1.as_str())
    }
}

/// Letters to change, add or take away between two words.
fn apart(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.chars().enumerate() {
        let mut before = at;
        let mut left = at + 1;
        let mut next = vec![left];
        for (other, above) in b.iter().zip(row.iter().skip(1)) {
            let change = before + usize::from(*other != letter);
            left = change.min(left + 1).min(above + 1);
            before = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// Looks at every name: form, doubles within a group, repeats with one name.
pub(super) fn check(items: &[Item], problems: &mut Vec<Problem>) {
    let mut repeats = BTreeSet::new();
    for item in items.iter().skip(1).filter(|item| item.row > 0) {
        if !is_element_name(&item.name) {
            problems.push(Problem::new(ProblemCode::BadName, item.place(), &[&item.name]));
        }
        if item.is_repeat() && !repeats.insert(&item.name) {
            problems.push(Problem::new(ProblemCode::DuplicateRepeat, item.place(), &[&item.name]));
        }
    }
    for (index, group) in items.iter().enumerate() {
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        if index == 0 {
            seen.insert("meta".into(), 0);
        }
        for child in group.children.iter().filter_map(|id| items.get(id.0)) {
            match seen.get(&child.name.to_lowercase()) {
                Some(0) => {
                    problems.push(Problem::new(ProblemCode::ReservedName, child.place(), &[&child.name]));
                }
                Some(first) => {
                    let arguments = [child.name.as_str(), &first.to_string()];
                    problems.push(Problem::new(ProblemCode::DuplicateName, child.place(), &arguments));
                }
                None => {
                    seen.insert(child.name.to_lowercase(), child.row.max(1));
                }
            }
        }
    }
}
