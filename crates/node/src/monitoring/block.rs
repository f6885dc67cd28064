//! What may be shown of the numbers of one indicator and one period. Nothing leaves the node but what comes out of here.
//!
//! Counts of people are one table, areas across all that they are broken down by, with every sum in it: small cells are withheld, and others
//! so that neither sums nor an earlier showing of the same period give them back (`statistics::publish`). Rates are withheld where few stand
//! behind them.

use std::collections::BTreeMap;

use model::regions;
use statistics::protect::Effort;
use statistics::publish::{Earlier, Plan, Shown};
use statistics::table::{CountedEntity, SumCounter, TOTAL, UNKNOWN};
use statistics::{Counted, Dimension, Layout, Request, Rule};

use super::cube::{self, Codes};
use super::strata;

/// The country as an area.
pub(crate) const COUNTRY: &str = "ID";

/// Area and stratum.
pub(crate) type Place = (String, String);

/// A number as it is held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Held {
    /// The true number.
    pub(crate) value: f64,
    /// Of a rate: how many stand behind it.
    pub(crate) base: Option<f64>,
    /// What was shown of it before, if it was there before.
    pub(crate) before: Option<(f64, Option<f64>)>,
}

/// How an indicator is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// It counts people: cells below the minimum are withheld.
    Counts(u64),
    /// It is a rate of people: withheld where fewer than the minimum stand behind it, or are those of whom it is true.
    Rates(u64, Per),
    /// It counts nobody, or was protected where it was made.
    Open,
}

/// Of how many a rate tells how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Per {
    /// Of a hundred.
    Hundred,
    /// Of a hundred thousand: its base is a population that everybody can look up.
    HundredThousand,
    /// It is no share: days, or a score.
    Nobody,
}

impl Per {
    pub(crate) fn many(self) -> Option<f64> {
        match self {
            Self::Hundred => Some(100.0),
            Self::HundredThousand => Some(100_000.0),
            Self::Nobody => None,
        }
    }

    /// Those of whom a rate is true, as far as that can be said.
    pub(crate) fn part(self, held: &Held) -> Option<f64> {
        Some((held.value / self.many()? * held.base?).round())
    }
}

/// What is shown of a period.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    /// Of each place, in order: the number, or nothing.
    Shows(BTreeMap<Place, Option<f64>>),
    /// The change would tell of few children; what was shown stays as it was.
    Stays,
    /// Parts are more than their total.
    PartsAbove,
}

/// Decides what is shown of a period.
pub(crate) fn shield(guard: Guard, breakdown: &str, cells: &BTreeMap<Place, Held>) -> Verdict {
    match guard {
        Guard::Open => {
            Verdict::Shows(cells.iter().map(|(at, held)| (at.clone(), Some(held.value))).collect())
        }
        Guard::Rates(minimum, per) => Verdict::Shows(rates((minimum, per), breakdown, cells)),
        Guard::Counts(minimum) => counts(minimum, breakdown, cells),
    }
}

/// Whether a rate may be shown: those it speaks of, those of whom it is true and those of whom it is not are none or enough.
fn is_rate_open(minimum: f64, per: Per, held: &Held) -> bool {
    let Some(base) = held.base else { return true };
    let few = |n: f64| n > 0.5 && n < minimum;
    base >= minimum && !per.part(held).is_some_and(|part| few(part) || few(base - part))
}

/// Rates as they may be shown. Whoever knows the bases can reckon back to people, so those of whom a rate is true are protected like any
/// count, and so are those of whom it is not.
fn rates(
    (least, per): (u64, Per),
    breakdown: &str,
    cells: &BTreeMap<Place, Held>,
) -> BTreeMap<Place, Option<f64>> {
    let mut shown = alone((least, per), breakdown, cells);
    // One child alone may be told of then.
    if least < 2 {
        return shown;
    }
    let people = |of: &dyn Fn(&Held) -> Option<f64>| {
        let one = |(at, held): (&Place, &Held)| {
            Some((at.clone(), Held { value: of(held)?.max(0.0), base: None, before: None }))
        };
        cells.iter().filter_map(one).collect::<BTreeMap<Place, Held>>()
    };
    let of_whom = people(&|held| per.part(held));
    let of_whom_not = match per {
        Per::Hundred => people(&|held| Some(held.base? - per.part(held)?)),
        _ => BTreeMap::new(),
    };
    for people in [of_whom, of_whom_not].into_iter().filter(|people| !people.is_empty()) {
        let Verdict::Shows(may) = counts(least, breakdown, &raised(breakdown, people)) else {
            // What cannot be protected is not shown at all.
            return cells.keys().map(|at| (at.clone(), None)).collect();
        };
        for (at, number) in may {
            if let (None, Some(place)) = (number, shown.get_mut(&at)) {
                *place = None;
            }
        }
    }
    shown
}

/// Rates are rounded, so that parts reckoned back from them may be a little more than their total: the total is as much then.
pub(crate) fn raised(breakdown: &str, people: BTreeMap<Place, Held>) -> BTreeMap<Place, Held> {
    let width = strata::dimensions(breakdown).len() + 1;
    let mut places: Vec<(usize, Codes<'_>, &Place)> = people
        .keys()
        .filter_map(|at| {
            let codes = codes(width, at)?;
            Some((codes.iter().filter(|code| **code == TOTAL).count(), codes, at))
        })
        .collect();
    places.sort_unstable();
    let mut leaves: BTreeMap<Codes<'_>, f64> = BTreeMap::new();
    let mut found = people.clone();
    for (_, codes, at) in places {
        let known: f64 = leaves.iter().filter(|(leaf, _)| cube::is_in(leaf, &codes)).map(|(_, n)| n).sum();
        let value = people.get(at).map_or(0.0, |held| held.value).max(known);
        if let Some(held) = found.get_mut(at) {
            held.value = value;
        }
        let leaf = codes.iter().map(|code| if *code == TOTAL { UNKNOWN } else { code }).collect();
        *leaves.entry(leaf).or_default() += value - known;
    }
    found
}

/// A single rate that is withheld beside a whole of which everything else is shown can be worked out: the next goes too.
fn alone(
    (minimum, per): (u64, Per),
    breakdown: &str,
    cells: &BTreeMap<Place, Held>,
) -> BTreeMap<Place, Option<f64>> {
    let minimum = f64::from(u32::try_from(minimum).unwrap_or(u32::MAX));
    let mut shown: BTreeMap<Place, Option<f64>> = cells
        .iter()
        .map(|(at, held)| (at.clone(), is_rate_open(minimum, per, held).then_some(held.value)))
        .collect();
    let width = strata::dimensions(breakdown).len() + 1;
    let mut by_line: BTreeMap<(usize, Codes<'_>), Vec<Place>> = BTreeMap::new();
    for at in cells.keys() {
        let codes = codes(width, at).unwrap_or_default();
        for (dimension, _) in codes.iter().enumerate().filter(|(_, code)| **code != TOTAL) {
            let sum = codes.iter().enumerate().map(|(n, code)| if n == dimension { TOTAL } else { *code });
            by_line.entry((dimension, sum.collect())).or_default().push(at.clone());
        }
    }
    let lines: Vec<Vec<Place>> = by_line.into_values().collect();
    // Hiding one for the sake of a line may leave another line with one; a few rounds settle it.
    for _ in 0..lines.len().min(50) {
        let mut changed = false;
        for line in &lines {
            let hidden = line.iter().filter(|at| shown.get(*at) == Some(&None)).count();
            let base = |at: &&Place| cells.get(*at).and_then(|held| held.base).unwrap_or(f64::MAX);
            let least = line
                .iter()
                .filter(|at| matches!(shown.get(*at), Some(Some(_))))
                .min_by(|a, b| base(a).total_cmp(&base(b)));
            if let (1, Some(at)) = (hidden, least) {
                shown.insert(at.clone(), None);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    shown
}

/// Areas, and whatever else the breakdown is by.
fn layout(breakdown: &str) -> Option<Layout> {
    let mut dimensions =
        vec![Dimension::flat("area", regions::provinces().map(|province| province.code)).ok()?];
    for name in strata::dimensions(breakdown) {
        dimensions.push(Dimension::flat(name, strata::codes(name)).ok()?);
    }
    Layout::new(dimensions).ok()
}

/// Every table that the numbers make: by each thing alone, and by every few of them together.
fn requests(layout: &Layout) -> Vec<Request> {
    let names: Vec<&str> = layout.dimensions().iter().map(Dimension::name).collect();
    let chosen = |few: usize| {
        let picked = names.iter().enumerate().filter(move |(at, _)| few >> at & 1 == 1);
        Request::by(&picked.map(|(_, name)| *name).collect::<Vec<_>>())
    };
    (1..1_usize << names.len()).map(chosen).collect()
}

fn counts(minimum: u64, breakdown: &str, cells: &BTreeMap<Place, Held>) -> Verdict {
    let Some(layout) = layout(breakdown) else { return Verdict::Stays };
    let now: Leaves = cells.iter().map(|(at, held)| (at, held.value)).collect();
    let Some(counted) = table(&layout, &now) else { return Verdict::PartsAbove };
    let before: Leaves = cells.iter().filter_map(|(at, held)| Some((at, held.before?.0))).collect();
    let Ok(rule) = Rule::with_minimum(minimum) else { return Verdict::Stays };
    let plan = Plan {
        requests: requests(&layout),
        rule,
        entity: CountedEntity::Records,
        // The best choice among the many cells of two breakdowns takes longer than a turn of the clock may; any safe one will do.
        effort: if layout.dimensions().len() > 2 { Effort::Search } else { Effort::Bounded },
    };
    if before.is_empty() {
        return match plan.suppress(&counted, None) {
            Ok((published, _)) => Verdict::Shows(read(&layout, cells, |cell| published.shown(cell))),
            // What cannot be protected is not shown at all.
            Err(_) => Verdict::Shows(cells.keys().map(|at| (at.clone(), None)).collect()),
        };
    }
    let Some(earlier) = table(&layout, &before) else { return Verdict::Stays };
    let mut withheld = vec![true; layout.len()];
    for (at, held) in cells {
        let shown = matches!(held.before, Some((_, Some(_))));
        if let Some(place) = cell(&layout, at).and_then(|cell| withheld.get_mut(cell)) {
            *place = !shown;
        }
    }
    if let Ok((published, _)) = plan.suppress(&counted, Some(&Earlier { counted: earlier, withheld })) {
        let shows = read(&layout, cells, |cell| published.shown(cell));
        // What was shown once would have to be withheld: then the earlier number stays, until the change is large enough to be told.
        let lost = |(at, held): (&Place, &Held)| {
            matches!(held.before, Some((_, Some(_)))) && shows.get(at).copied().flatten().is_none()
        };
        return if cells.iter().any(lost) { Verdict::Stays } else { Verdict::Shows(shows) };
    }
    if is_plain_correction(minimum, &layout, &counted, cells) {
        return Verdict::Shows(cells.iter().map(|(at, held)| (at.clone(), Some(held.value))).collect());
    }
    Verdict::Stays
}

/// Everything was shown and may be shown, and nothing changed by a number that would tell of few.
fn is_plain_correction(
    minimum: u64,
    layout: &Layout,
    counted: &Counted,
    cells: &BTreeMap<Place, Held>,
) -> bool {
    let small = |count: u64| count > 0 && count < minimum;
    let hidden = (0..layout.len()).any(|cell| counted.value(cell).is_some_and(small));
    let steady = cells.values().all(|held| match held.before {
        Some((before, Some(_))) => !small((held.value - before).abs().round() as u64),
        _ => false,
    });
    !hidden && steady
}

type Leaves<'a> = BTreeMap<&'a Place, f64>;

/// The table that numbers with their totals come from: what a total has more than its parts is of an unknown part. `None` when parts are
/// more than their total.
fn table(layout: &Layout, given: &Leaves<'_>) -> Option<Counted> {
    let width = layout.dimensions().len();
    let mut cells: BTreeMap<Codes<'_>, i64> = BTreeMap::new();
    for (at, value) in given {
        cells.insert(codes(width, at)?, value.round().clamp(0.0, 4e9) as i64);
    }
    let mut leaves = cube::leaves(&cells)?;
    // An area of which no total is given has nobody of an unknown part.
    for at in cells.keys() {
        let area = at.first().map(|area| if *area == TOTAL { UNKNOWN } else { area });
        leaves.entry(area.into_iter().chain(vec![UNKNOWN; width.saturating_sub(1)]).collect()).or_default();
    }
    let mut counter = SumCounter::new(layout.clone(), false);
    for (at, n) in leaves {
        let named = layout.dimensions().iter().zip(&at);
        let nodes = named.map(|(dimension, code)| dimension.leaf(code)).collect::<Option<Vec<_>>>()?;
        counter.add(Some(u64::try_from(n).ok()?), &nodes).ok()?;
    }
    Some(counter.finish())
}

/// The codes of a place in a table with so many dimensions.
fn codes(width: usize, at: &Place) -> Option<Codes<'_>> {
    let area = if at.0 == COUNTRY { TOTAL } else { at.0.as_str() };
    let mut codes = vec![area];
    codes.extend(strata::parts(width.checked_sub(1)?, &at.1)?);
    Some(codes)
}

/// The cell of a place.
fn cell(layout: &Layout, at: &Place) -> Option<usize> {
    layout.find(&codes(layout.dimensions().len(), at)?).ok()
}

fn read(
    layout: &Layout,
    cells: &BTreeMap<Place, Held>,
    shown: impl Fn(usize) -> Shown,
) -> BTreeMap<Place, Option<f64>> {
    let of = |at: &Place, held: &Held| match cell(layout, at).map(&shown) {
        Some(Shown::Count(_)) => Some(held.value),
        _ => None,
    };
    cells.iter().map(|(at, held)| (at.clone(), of(at, held))).collect()
}
