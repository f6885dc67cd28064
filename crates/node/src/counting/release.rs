//! Tables that may be handed out: counted, protected, proven; and laid out again from what was kept.

use std::collections::{BTreeMap, HashMap};

use model::{Id, codes, regions};
use statistics::perturb::PerturbationTable;
use statistics::protect::{Beside, Effort, is_comparable};
use statistics::publish::{Note, Plan, Proof, Published, Shown};
use statistics::table::{CountedEntity, RowsCounter};
use statistics::{Counted, Dimension, Layout, Request, Rule};

use super::fact::{AGES, Fact, Slice};
use super::reconcile::code;
use crate::error::{Error, Result};

/// The tables that can be released. Their categories are fixed, so that one release can be laid beside the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseTable {
    /// By province and sex.
    ProvinceSex,
    /// By form of exploitation and sex.
    FormSex,
    /// By age band and sex.
    AgeSex,
}

impl ReleaseTable {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ProvinceSex, Self::FormSex, Self::AgeSex];

    /// Its code of list `release-table`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ProvinceSex => "province_sex",
            Self::FormSex => "form_sex",
            Self::AgeSex => "age_sex",
        }
    }

    /// The table with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.code() == code)
    }

    const fn first(self) -> &'static str {
        match self {
            Self::ProvinceSex => "province",
            Self::FormSex => "form",
            Self::AgeSex => "age",
        }
    }

    fn layout(self) -> Result<Layout> {
        let known = |list| codes::list(list).map(|list| list.codes.iter().map(|code| code.code).collect());
        let of_list = |list| known(list).unwrap_or_else(Vec::new);
        let codes: Vec<&str> = match self {
            Self::ProvinceSex => regions::provinces().map(|province| province.code).collect(),
            Self::FormSex => of_list("exploitation-form"),
            Self::AgeSex => AGES.to_vec(),
        };
        let plain = |codes: Vec<&'static str>| codes.into_iter().filter(|code| *code != "unknown");
        let dimensions = vec![
            Dimension::flat(self.first(), plain(codes)).map_err(wrong)?,
            Dimension::flat("sex", plain(of_list("sex"))).map_err(wrong)?,
        ];
        Layout::new(dimensions).map_err(wrong)
    }

    fn requests(self) -> Vec<Request> {
        vec![Request::by(&[self.first()]), Request::by(&["sex"]), Request::by(&[self.first(), "sex"])]
    }

    fn plan(self, minimum: u64) -> Plan {
        Plan {
            requests: self.requests(),
            rule: Rule { minimum, ..Rule::default() },
            entity: CountedEntity::Children,
            effort: Effort::Bounded,
        }
    }
}

fn wrong(error: statistics::Error) -> Error {
    match error {
        statistics::Error::Unprotectable { .. }
        | statistics::Error::Leaks { .. }
        | statistics::Error::Unproven { .. } => Error::Refused("release-not-safe"),
        statistics::Error::Incomparable { .. } => Error::Refused("release-incomparable"),
        other => Error::Storage(format!("a table: {other}")),
    }
}

/// Rows with the children they speak of.
pub(crate) struct Rows<'a> {
    pub(crate) facts: &'a [Fact],
    pub(crate) children: &'a HashMap<Id, String>,
}

/// Counts a table over the rows of a slice that are known to the run.
pub(crate) fn count(
    table: ReleaseTable,
    rows: &Rows<'_>,
    slice: &Slice,
    key: &dyn Fn(&str) -> u32,
) -> Result<Counted> {
    let layout = table.layout()?;
    let mut counter = RowsCounter::new(layout.clone());
    for fact in rows.facts.iter().filter(|fact| slice.holds(fact)) {
        let Some(child) = rows.children.get(&fact.row) else { continue };
        let leaves: Vec<usize> = layout
            .dimensions()
            .iter()
            .map(|dimension| {
                let code = code(fact, &Slice::default(), dimension.name());
                dimension.leaf(&code).or_else(|| dimension.leaf("unknown")).unwrap_or(0)
            })
            .collect();
        counter.add(Some(child), &leaves, key).map_err(wrong)?;
    }
    Ok(counter.finish())
}

/// A protected table, ready to be kept.
pub struct Laid {
    pub(crate) cells: Vec<(i64, &'static str, Option<i64>)>,
    pub(crate) overlapping: bool,
    /// How many cells are shown, and how many withheld.
    pub shown: (i64, i64),
    /// How well it is protected.
    pub proof: Proof,
}

/// A release that is out, or may come out: the rows that it counted, counted with the children as they are known now. Joins that were found
/// since would otherwise make counts go down, and two releases could not be compared at all. Whoever has both knows less than this.
pub(crate) fn beside(
    table: ReleaseTable,
    minimum: u64,
    counted: Counted,
    cells: &[(i64, String, Option<i64>)],
) -> Beside {
    let mut withheld = vec![true; counted.layout().len()];
    for (cell, shown, _) in cells {
        if let Some(place) = usize::try_from(*cell).ok().and_then(|cell| withheld.get_mut(cell)) {
            *place = shown == "withheld";
        }
    }
    let Plan { requests, rule, .. } = table.plan(minimum);
    Beside { counted, requests, rule, withheld }
}

/// Whether a release can be laid beside what was counted now.
pub(crate) fn can_be_beside(now: &Counted, other: &Beside) -> bool {
    is_comparable(now, &other.counted)
}

/// Protects a table; nothing comes out unless it is proven safe, also beside every other release of the same children.
pub(crate) fn lay_out(
    table: ReleaseTable,
    minimum: u64,
    counted: &Counted,
    beside: &[Beside],
) -> Result<Laid> {
    let plan = table.plan(minimum);
    let laid =
        if beside.is_empty() { plan.suppress(counted, None) } else { plan.suppress_beside(counted, beside) };
    let (published, proof) = laid.map_err(wrong)?;
    let mut cells = Vec::new();
    for cell in 0..published.layout().len() {
        let number = i64::try_from(cell).unwrap_or(i64::MAX);
        match published.shown(cell) {
            Shown::NotAsked => {}
            Shown::NoData => cells.push((number, "no-data", None)),
            Shown::Withheld => cells.push((number, "withheld", None)),
            Shown::Count(count) => cells.push((number, "count", i64::try_from(count).ok())),
        }
    }
    let of = |shown: &str| i64::try_from(cells.iter().filter(|(_, s, _)| *s == shown).count()).unwrap_or(0);
    let shown = (of("count"), of("withheld"));
    let overlapping = published.notes.contains(&Note::TotalsAreDistinct);
    Ok(Laid { cells, overlapping, shown, proof })
}

/// A kept release as it was handed out.
pub(crate) fn kept(
    table: ReleaseTable,
    minimum: u64,
    overlapping: bool,
    cells: &[(i64, String, Option<i64>)],
) -> Result<Published> {
    let layout = table.layout()?;
    let known: BTreeMap<i64, (&str, Option<i64>)> =
        cells.iter().map(|(cell, shown, number)| (*cell, (shown.as_str(), *number))).collect();
    let shown = (0..layout.len()).map(|cell| {
        let found = i64::try_from(cell).ok().and_then(|cell| known.get(&cell));
        match found {
            None => Shown::NotAsked,
            Some(("withheld", _)) => Shown::Withheld,
            Some(("count", Some(number))) => Shown::Count(u64::try_from(*number).unwrap_or(0)),
            Some(_) => Shown::NoData,
        }
    });
    let shown = shown.collect();
    let mut notes =
        vec![Note::Counts(CountedEntity::Children), Note::ReportedNotPrevalence, Note::Withheld { minimum }];
    if overlapping {
        notes.push(Note::TotalsAreDistinct);
    }
    notes.push(Note::UnknownIsShown);
    Ok(Published::kept(layout, table.requests(), shown, notes))
}

/// A table for the dashboard: every cell with its noise.
pub(crate) fn perturbed(
    table: ReleaseTable,
    counted: &Counted,
    noise: &PerturbationTable,
) -> Result<Published> {
    let plan = Plan { requests: table.requests().into_iter().take(1).collect(), ..table.plan(11) };
    plan.perturb(counted, noise).map(|(published, _)| published).map_err(wrong)
}
