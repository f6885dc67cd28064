//! The standard's code lists, and where their codes stand (`data/iati`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::MOST_FINDINGS;
use crate::finding::Finding;
use crate::xml::{Element, Name};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

struct List {
    /// No other code may be used.
    complete: bool,
    codes: BTreeSet<&'static str>,
}

static LISTS: LazyLock<BTreeMap<&'static str, List>> = LazyLock::new(|| {
    let lines = include_str!("../../data/iati/codes.tsv").lines().filter(|line| !line.starts_with('#'));
    let lists = lines.filter_map(|line| {
        let mut cells = line.split('\t');
        let (name, complete, codes) = (cells.next()?, cells.next()? == "1", cells.next()?);
        Some((name, List { complete, codes: codes.split(' ').collect() }))
    });
    lists.collect()
});

/// Where a code stands.
struct Spot {
    /// Names of the element and those around it, innermost first.
    path: Vec<&'static str>,
    attribute: Name,
    list: &'static str,
    /// Only where this attribute is absent or has this value.
    only: Option<(&'static str, &'static str)>,
}

static SPOTS: LazyLock<BTreeMap<&'static str, Vec<Spot>>> = LazyLock::new(|| {
    let mut spots: BTreeMap<&str, Vec<Spot>> = BTreeMap::new();
    for line in include_str!("../../data/iati/codes-at.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(path), Some(attribute), Some(list)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let path: Vec<&str> = path.rsplit('/').collect();
        let attribute = match attribute.strip_prefix("xml:") {
            Some(local) => Name::new(XML, local),
            None => Name::new("", attribute),
        };
        let only = cells.next().and_then(|only| only.split_once('='));
        if let Some(innermost) = path.first() {
            spots.entry(innermost).or_default().push(Spot { path, attribute, list, only });
        }
    }
    spots
});

/// Whether a list of the standard holds a code; `false` for a list that is not known here.
#[must_use]
pub fn is_code(list: &str, code: &str) -> bool {
    LISTS.get(list).is_some_and(|list| list.codes.contains(code))
}

/// Whether an agency registers organisations under this prefix: `ID-KHH`, `XI-IATI`.
pub(super) fn is_agency(prefix: &str) -> bool {
    is_code("OrganisationRegistrationAgency", prefix)
}

/// Codes that are on no list: what is wrong, and what is only unusual because the list is open.
pub(super) fn judge(root: &Element, errors: &mut Vec<Finding>, warnings: &mut Vec<Finding>) {
    let mut names = Vec::new();
    walk(root, &mut names, &format!("/{}", root.name.local), errors, warnings);
}

fn walk<'a>(
    at: &'a Element,
    names: &mut Vec<&'a str>,
    place: &str,
    errors: &mut Vec<Finding>,
    warnings: &mut Vec<Finding>,
) {
    if !at.name.space.is_empty() {
        return;
    }
    names.push(&at.name.local);
    for spot in SPOTS.get(at.name.local.as_str()).into_iter().flatten() {
        let around = names.iter().rev().zip(&spot.path).filter(|(held, wanted)| held == wanted).count();
        if around < spot.path.len() {
            continue;
        }
        if let Some((complete, reason)) = spot.breaks(at) {
            let list = if complete { &mut *errors } else { &mut *warnings };
            if list.len() < MOST_FINDINGS {
                list.push(Finding::new(at.line, format!("{place}/@{}", spot.attribute.local), reason));
            }
        }
    }
    for (child, place) in at.children.iter().zip(crate::xsd::children_places(at, place)) {
        walk(child, names, &place, errors, warnings);
    }
    names.pop();
}

impl Spot {
    fn breaks(&self, at: &Element) -> Option<(bool, String)> {
        let (_, code) = at.attributes.iter().find(|(name, _)| *name == self.attribute)?;
        let here =
            self.only.is_none_or(|(other, value)| at.attribute(other).is_none_or(|held| held == value));
        let list = LISTS.get(self.list).filter(|_| here && !code.is_empty())?;
        // Language tags may go on with a region; the list has the first part.
        let known = match self.list {
            "Language" => code.split('-').next().is_some_and(|first| list.codes.contains(first)),
            _ => list.codes.contains(code.as_str()),
        };
        (!known).then(|| {
            let name = self.list;
            let open = if list.complete { "" } else { " (the list is open: see that it is meant)" };
            (list.complete, format!("is no code of the IATI list {name}: use one of that list{open}"))
        })
    }
}
