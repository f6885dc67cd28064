//! What each agency says, the sum, the children, and why these are not the same.

use std::collections::{BTreeMap, BTreeSet};

use model::Id;
use serde::Serialize;

use super::doubt::{Doubt, Estimate, Scale, bearing};
use super::fact::{AGES, Fact, Slice, UNKNOWN, age_band};
use super::show::{Show, Tally};

/// All rows of a run with the children they speak of.
pub(crate) struct Linked<'a> {
    pub(crate) facts: &'a [Fact],
    /// Names of children, by fact.
    pub(crate) children: &'a [String],
    pub(crate) agencies: &'a [String],
    pub(crate) doubts: &'a [Doubt],
    pub(crate) scale: Scale,
}

/// What one agency says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// The agency.
    pub agency: String,
    /// Rows.
    pub rows: i64,
    /// Children in them.
    pub children: i64,
    /// Rows beyond the first of each child.
    pub repeated: i64,
    /// Children whom another agency names, too.
    pub shared: i64,
    /// Children whom this agency counts here while another agency says another form, another time or another place.
    pub differing: i64,
}

/// Children whom exactly these agencies name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// The agencies, by their place among the lines.
    pub sources: Vec<usize>,
    /// How many children.
    pub children: i64,
}

/// A number of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Code, or `unknown`.
    pub code: String,
    /// Children.
    pub children: i64,
}

/// The reconciliation of one figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reconciled {
    /// By agency.
    pub sources: Vec<SourceLine>,
    /// The sum of all rows.
    pub rows: i64,
    /// Of it, rows beyond the first of a child within one agency.
    pub repeated: i64,
    /// Of it, children counted by a second, third … agency.
    pub shared: i64,
    /// Clusters: the sum without both.
    pub clusters: i64,
    /// Children, with joins that may be wrong or missing weighed.
    pub estimate: Estimate,
    /// Who is named by whom.
    pub overlaps: Vec<Overlap>,
    /// Children named elsewhere under another form.
    pub coded: i64,
    /// Children named elsewhere at another time.
    pub dated: i64,
    /// Children named elsewhere in another place.
    pub placed: i64,
    /// Whether the numbers are true ones; else they carry the noise of their cells.
    pub exact: bool,
}

/// Why a row of a child is not in the slice that holds another row of it.
fn outside(slice: &Slice, fact: &Fact) -> Option<Outside> {
    match (slice.in_form(fact), slice.in_period(fact), slice.in_region(fact)) {
        (true, true, true) => None,
        (false, ..) => Some(Outside::Coded),
        (true, false, _) => Some(Outside::Dated),
        (true, true, false) => Some(Outside::Placed),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outside {
    Coded,
    Dated,
    Placed,
}

/// Reconciles the figure of a slice.
pub(crate) fn reconcile(linked: &Linked<'_>, slice: &Slice, show: &Show) -> Reconciled {
    let inside: Vec<usize> =
        linked.facts.iter().enumerate().filter(|(_, fact)| slice.holds(fact)).map(|(at, _)| at).collect();
    let child = |at: usize| linked.children.get(at).map_or("", String::as_str);
    let mut by_child: BTreeMap<&str, BTreeMap<usize, Vec<Id>>> = BTreeMap::new();
    for at in &inside {
        let Some(fact) = linked.facts.get(*at) else { continue };
        by_child.entry(child(*at)).or_default().entry(fact.source).or_default().push(fact.row);
    }
    let mut elsewhere: BTreeMap<&str, BTreeSet<(Outside, usize)>> = BTreeMap::new();
    for (at, fact) in linked.facts.iter().enumerate() {
        if let (Some(why), true) = (outside(slice, fact), by_child.contains_key(child(at))) {
            elsewhere.entry(child(at)).or_default().insert((why, fact.source));
        }
    }
    // A list that says nothing of a child here and something else elsewhere is why two lists differ.
    let differs = |name: &str, why: Option<Outside>, own: Option<usize>| {
        let here = by_child.get(name);
        elsewhere.get(name).is_some_and(|found| {
            found.iter().any(|(reason, source)| {
                why.is_none_or(|why| why == *reason)
                    && match own {
                        Some(own) => *source != own,
                        None => here.is_some_and(|here| !here.contains_key(source)),
                    }
            })
        })
    };
    let lines = linked.agencies.iter().enumerate().map(|(at, agency)| {
        let names = || by_child.iter().filter(move |(_, sources)| sources.contains_key(&at)).map(|(n, _)| *n);
        let rows = by_child.values().filter_map(|sources| sources.get(&at)).flatten();
        let repeated =
            by_child.values().filter_map(|sources| sources.get(&at)).flat_map(|r| r.iter().skip(1));
        let shared = names().filter(|name| by_child.get(name).is_some_and(|sources| sources.len() > 1));
        SourceLine {
            agency: agency.clone(),
            rows: show.number(of_rows(rows, show)),
            children: show.number(Tally::of(names(), show)),
            repeated: show.number(of_rows(repeated, show)),
            shared: show.number(Tally::of(shared, show)),
            differing: show.number(Tally::of(names().filter(|name| differs(name, None, Some(at))), show)),
        }
    });
    let all = Tally::of(by_child.keys().copied(), show);
    let clusters = show.number(all);
    let rows = by_child.values().flat_map(BTreeMap::values).flatten();
    let repeated = by_child.values().flat_map(BTreeMap::values).flat_map(|rows| rows.iter().skip(1));
    let again =
        by_child.values().flat_map(|sources| sources.values().skip(1)).filter_map(|rows| rows.first());
    let why =
        |why| show.number(Tally::of(by_child.keys().copied().filter(|n| differs(n, Some(why), None)), show));
    Reconciled {
        sources: lines.collect(),
        rows: show.number(of_rows(rows, show)),
        repeated: show.number(of_rows(repeated, show)),
        shared: show.number(of_rows(again, show)),
        clusters,
        estimate: estimate(linked, slice, by_child.len(), clusters),
        overlaps: overlaps(&by_child, show),
        coded: why(Outside::Coded),
        dated: why(Outside::Dated),
        placed: why(Outside::Placed),
        exact: show.is_exact(),
    }
}

fn of_rows<'a>(rows: impl Iterator<Item = &'a Id>, show: &Show) -> Tally {
    let mut tally = Tally::default();
    rows.for_each(|row| tally.add(show.key(&row.to_string())));
    tally
}

/// The estimate of the slice, moved by the noise of the count beside it.
fn estimate(linked: &Linked<'_>, slice: &Slice, clusters: usize, shown: i64) -> Estimate {
    let rows = linked.facts.iter().zip(linked.children);
    let doubts =
        bearing(linked.doubts, rows.map(|(fact, child)| (fact.row, child.as_str(), slice.holds(fact))));
    let plain = linked.scale.estimate(clusters, &doubts);
    let moved = shown as f64 - clusters as f64;
    let by = |number: f64| (number + moved).max(0.0);
    Estimate { count: by(plain.count), low: by(plain.low), high: by(plain.high) }
}

fn overlaps(by_child: &BTreeMap<&str, BTreeMap<usize, Vec<Id>>>, show: &Show) -> Vec<Overlap> {
    let mut found: BTreeMap<Vec<usize>, Tally> = BTreeMap::new();
    for (child, sources) in by_child {
        found.entry(sources.keys().copied().collect()).or_default().add(show.key(child));
    }
    let mut overlaps: Vec<Overlap> = found
        .into_iter()
        .map(|(sources, tally)| Overlap { sources, children: show.number(tally) })
        .filter(|overlap| overlap.children > 0)
        .collect();
    overlaps.sort_by(|a, b| b.children.cmp(&a.children).then_with(|| a.sources.cmp(&b.sources)));
    overlaps
}

/// The children of a slice by something else; every number carries the noise of its cell, whoever looks.
pub(crate) fn breakdown(linked: &Linked<'_>, slice: &Slice, by: &str, show: &Show) -> Vec<Line> {
    let mut sets: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (fact, child) in linked.facts.iter().zip(linked.children).filter(|(fact, _)| slice.holds(fact)) {
        sets.entry(code(fact, slice, by)).or_default().insert(child);
    }
    let line =
        |(code, names): (String, BTreeSet<&str>)| Line { code, children: show.noisy(Tally::of(names, show)) };
    let mut lines: Vec<Line> = sets.into_iter().map(line).filter(|line| line.children > 0).collect();
    match by {
        "age" => {
            lines.sort_by_key(|line| AGES.iter().position(|age| *age == line.code).unwrap_or(AGES.len()));
        }
        "period" => {}
        _ => lines.sort_by(|a, b| b.children.cmp(&a.children).then_with(|| a.code.cmp(&b.code))),
    }
    lines
}

/// What a fact is called in a breakdown: a region within the one chosen, a month within the year chosen.
pub(crate) fn code(fact: &Fact, slice: &Slice, by: &str) -> String {
    let found = match by {
        "region" if slice.region.is_some() => fact.region.clone(),
        "region" | "province" => fact.region.as_deref().and_then(|code| code.get(..2)).map(str::to_owned),
        "form" => fact.form.clone(),
        "sex" => fact.sex.clone(),
        "age" => age_band(fact.birth_year, fact.on.as_deref()).map(str::to_owned),
        "period" => match slice.period.as_deref().map(str::len) {
            None => fact.on.as_deref().and_then(|day| day.get(..4)).map(str::to_owned),
            Some(_) => fact.on.as_deref().and_then(|day| day.get(..7)).map(str::to_owned),
        },
        _ => None,
    };
    found.unwrap_or_else(|| UNKNOWN.to_owned())
}
