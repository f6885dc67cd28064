//! What each rule asks of a place.

use std::collections::BTreeSet;

use super::expression::{Place, parsed};
use super::ruleset::{All, Asks, Date, Found, Prefixes, Rule};
use super::tree::Item;
use crate::iati::codes;
use crate::xml::Name;
use crate::xsd::moment;

/// Sums of percentages agree when they do to four places.
const CLOSE: f64 = 0.000_05;

/// The longest time limit: 365 days between the first and the last.
const YEAR: i64 = 365 * 86_400_000;

impl Rule {
    pub(super) fn judge(&self, place: Place<'_>, now: i64, found: &mut Found) {
        if self.condition.as_ref().is_some_and(|condition| !condition.holds(place)) {
            return;
        }
        if let Asks::Loop { each, rules } = &self.asks {
            let values: BTreeSet<&str> =
                each.items(place).into_iter().map(|item| place.tree.text(item)).collect();
            for value in values {
                let place = Place { looped: Some(value), ..place };
                rules.iter().for_each(|rule| rule.judge(place, now, found));
            }
            return;
        }
        for item in self.broken(place, now) {
            found.say(self, place.tree, item);
        }
    }

    /// The items that break the rule; none when it is kept.
    fn broken(&self, place: Place<'_>, now: i64) -> Vec<Item> {
        let here = Item::Element(place.at);
        let items: Vec<Item> = self.paths.iter().flat_map(|path| path.items(place)).collect();
        let first = items.first().copied().unwrap_or(here);
        let one = |broken: bool, at: Item| if broken { vec![at] } else { Vec::new() };
        let texts = |breaks: &dyn Fn(&str) -> bool| -> Vec<Item> {
            items.iter().copied().filter(|item| breaks(place.tree.text(*item))).collect()
        };
        match &self.asks {
            Asks::AtLeastOne => one(items.is_empty(), here),
            Asks::NoMoreThanOne => items.get(1).copied().into_iter().collect(),
            Asks::OneOrAll { one, all } => {
                if one.holds(place) {
                    Vec::new()
                } else {
                    lacking(*all, place)
                }
            }
            Asks::Unique => {
                let mut seen = BTreeSet::new();
                items.iter().copied().filter(|item| !seen.insert(place.tree.text(*item))).collect()
            }
            Asks::DateOrder { less, more } => match (less.read(place, now), more.read(place, now)) {
                (Some((less, at)), Some((more, other))) => one(less > more, at.or(other).unwrap_or(here)),
                _ => Vec::new(),
            },
            Asks::TimeLimit { start, end } => match (start.read(place, now), end.read(place, now)) {
                (Some((start, _)), Some((end, at))) => one(end - start > YEAR, at.unwrap_or(here)),
                _ => Vec::new(),
            },
            Asks::BetweenDates { date, start, end } => {
                let (start, end) = (start.read(place, now), end.read(place, now));
                let Some((date, at)) = date.read(place, now) else { return Vec::new() };
                let early = start.is_some_and(|(start, _)| date < start);
                one(early || end.is_some_and(|(end, _)| date > end), at.unwrap_or(here))
            }
            Asks::Matches(pattern) => texts(&|text| !text.is_empty() && !pattern.is_match(text)),
            Asks::StartsWith { prefixes, separator } => {
                texts(&|text| !prefixes.begin(text, separator, place))
            }
            Asks::IfThen { given, then } => one(given.holds(place) && !then.holds(place), first),
            Asks::Sum(wanted) => {
                let sum: f64 = items.iter().map(|item| parsed(place.tree.text(*item))).sum();
                one((sum - wanted).abs() >= CLOSE || sum.is_nan(), first)
            }
            Asks::Range { least, most } => texts(&|text| !(*least..=*most).contains(&parsed(text))),
            Asks::NoSpaces => texts(&|text| text.trim() != text),
            Asks::Loop { .. } => Vec::new(),
        }
    }
}

impl Date {
    /// Milliseconds since 1970 and where they stand; what is no date is for the schema to find.
    fn read(&self, place: Place<'_>, now: i64) -> Option<(i64, Option<Item>)> {
        let path = match self {
            Self::Now => return Some((now, None)),
            Self::At(path) => path,
        };
        let item = path.items(place).first().copied()?;
        let text = place.tree.text(item).trim();
        let at = moment("dateTime", text).or_else(|| moment("date", text))?;
        Some((at - moment("date", "1970-01-01")?, Some(item)))
    }
}

impl Prefixes {
    fn begin(&self, text: &str, separator: &str, place: Place<'_>) -> bool {
        match self {
            // The country or body and the list, as in `ID-KHH-…`.
            Self::Agencies => {
                let end = text.match_indices('-').nth(1).map_or(text.len(), |(at, _)| at);
                text.get(..end).is_some_and(codes::is_agency)
            }
            Self::Of(paths) => paths.iter().flat_map(|path| path.items(place)).any(|item| {
                text.strip_prefix(place.tree.text(item)).is_some_and(|rest| rest.starts_with(separator))
            }),
        }
    }
}

/// What lacks its own language, sector or currency.
fn lacking(all: All, place: Place<'_>) -> Vec<Item> {
    let tree = place.tree;
    let without = |names: &[&str], attribute: &Name| -> Vec<Item> {
        let named = names.iter().flat_map(|name| tree.below_named(place.at, name));
        named.filter(|node| tree.attribute(*node, attribute).is_none()).map(Item::Element).collect()
    };
    match all {
        All::Lang => without(&["narrative"], &Name::new("http://www.w3.org/XML/1998/namespace", "lang")),
        All::Currency => without(&["value", "forecast", "loan-status"], &Name::new("", "currency")),
        All::Sector => tree
            .children_named(place.at, "transaction")
            .filter(|node| tree.children_named(*node, "sector").next().is_none())
            .map(Item::Element)
            .collect(),
    }
}
