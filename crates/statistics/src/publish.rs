//! From counts to a release: protect, audit, and only then hand out the cells that may be shown.

use crate::error::{Error, Result};
use crate::perturb::PerturbationTable;
use crate::protect::{
    Audit, Beside, Depth, Effort, Linked, Pattern, Problem, Rule, audit, between_releases, joined, round,
    suppress,
};
use crate::table::{Counted, CountedEntity, Layout, Request};

/// What is shown of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// In none of the tables.
    #[default]
    NotAsked,
    /// Nothing is known; not the same as 0.
    NoData,
    /// Withheld. Whether for its own sake or for another cell's is never said.
    Withheld,
    /// A count, as protected.
    Count(u64),
}

/// What must be said under a table; the words belong to the caller.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Note {
    /// What is counted.
    Counts(CountedEntity),
    /// Reported or served, never how common something is; a rise may be better reporting.
    ReportedNotPrevalence,
    /// Counts below the minimum are withheld, and others so that those cannot be worked out.
    Withheld {
        /// The minimum.
        minimum: u64,
    },
    /// All counts are rounded to multiples of a base.
    Rounded {
        /// The base.
        base: u64,
        /// Whether sums hold.
        additive: bool,
    },
    /// All counts carry noise.
    Perturbed {
        /// No count is changed by more.
        largest: u32,
        /// Variance of the change of a large count.
        variance: f64,
    },
    /// Some rows name nobody, so a child may count more than once.
    MayCountTwice {
        /// Rows without an entity.
        rows: usize,
    },
    /// One and the same can stand in several cells; totals are distinct counts, not sums.
    TotalsAreDistinct,
    /// What is missing stands under "unknown".
    UnknownIsShown,
    /// "No data" is not 0.
    NoDataIsNotZero,
    /// A total of which some parts are "no data".
    Incomplete,
}

/// A protected release. Nothing in it tells more than the tables themselves, except to nobody: it holds no true count.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    layout: Layout,
    requests: Vec<Request>,
    cells: Vec<Shown>,
    incomplete: Vec<bool>,
    /// What must stand under the tables.
    pub notes: Vec<Note>,
}

impl Published {
    /// A release that was proven and kept, to be written once more: what each cell shows and what must be said under the tables,
    /// as they were handed out.
    #[must_use]
    pub fn kept(layout: Layout, requests: Vec<Request>, cells: Vec<Shown>, notes: Vec<Note>) -> Self {
        Self { incomplete: vec![false; layout.len()], layout, requests, cells, notes }
    }

    /// The cells.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The tables, as they were asked for.
    #[must_use]
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// What is shown of a cell.
    #[must_use]
    pub fn shown(&self, cell: usize) -> Shown {
        self.cells.get(cell).copied().unwrap_or_default()
    }

    /// Whether a shown total lacks parts that are "no data".
    #[must_use]
    pub fn is_incomplete(&self, cell: usize) -> bool {
        self.incomplete.get(cell).copied().unwrap_or_default()
    }

    /// The cells of one of the tables, in reading order.
    ///
    /// # Errors
    /// Whatever is wrong with the request.
    pub fn cells_of(&self, request: &Request) -> Result<Vec<usize>> {
        request.cells(&self.layout)
    }
}

/// How well a release is protected; for officers, not for publication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proof {
    /// Cells in the tables.
    pub cells: usize,
    /// Withheld for their own sake.
    pub primary: usize,
    /// Withheld for others.
    pub complementary: usize,
    /// Share of the cost that a better choice could save at most; 0 is proven optimal.
    pub gap: Option<f64>,
    /// The audit of the release.
    pub audit: Audit,
    /// The audit together with the earlier release, or with all that are beside it.
    pub between: Option<Audit>,
    /// Largest change of a count by rounding or noise.
    pub largest_change: u64,
}

/// What is to be published and how.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The tables.
    pub requests: Vec<Request>,
    /// When a count may be shown.
    pub rule: Rule,
    /// What is counted.
    pub entity: CountedEntity,
    /// How much work is spent on withholding little.
    pub effort: Effort,
}

/// An earlier release of the same tables.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// What was counted then.
    pub counted: Counted,
    /// The cells that were withheld.
    pub withheld: Pattern,
}

impl Plan {
    /// Withholds small cells and what gives them away, optimally where that can be reached, and audits the result,
    /// also against an earlier release.
    ///
    /// # Errors
    /// [`Error::Unprotectable`], [`Error::Leaks`], [`Error::Unproven`] and [`Error::Incomparable`]; then nothing may be
    /// published.
    pub fn suppress(&self, counted: &Counted, earlier: Option<&Earlier>) -> Result<(Published, Proof)> {
        let problem = Problem::new(counted, &self.requests, self.rule)?;
        let before = earlier
            .map(|earlier| {
                Ok((Problem::new(&earlier.counted, &self.requests, self.rule)?, &earlier.withheld))
            })
            .transpose()?;
        let (outcome, pattern) = match &before {
            None => {
                let outcome = suppress(&problem, self.effort)?;
                let pattern = outcome.pattern.clone();
                (outcome, pattern)
            }
            Some((before, withheld)) => {
                let outcome = suppress(&joined(before, withheld, &problem)?, self.effort)?;
                let pattern = Problem::later_pattern(&outcome.pattern);
                (outcome, pattern)
            }
        };
        if !outcome.impossible.is_empty() {
            return Err(Error::Unprotectable { cells: outcome.impossible.len() });
        }
        let audited = audit(&problem, &pattern, Depth::Proof)?;
        let between = before
            .map(|(before, withheld)| between_releases(&before, withheld, &problem, &pattern))
            .transpose()?;
        let leaks =
            audited.leaks().count() + between.iter().map(|audit| audit.leaks().count()).sum::<usize>();
        if leaks > 0 {
            return Err(Error::Leaks { cells: leaks });
        }
        let proof = Proof {
            cells: self.count_asked(&problem),
            primary: outcome.primary,
            complementary: outcome.complementary,
            gap: outcome.gap(),
            audit: audited,
            between,
            largest_change: 0,
        };
        let shown = |cell: usize, count| {
            if pattern.get(cell).copied().unwrap_or(true) { Shown::Withheld } else { Shown::Count(count) }
        };
        let note = Note::Withheld { minimum: self.rule.minimum };
        Ok((self.published(counted, &problem, note, shown), proof))
    }

    /// Withholds small cells and what gives them away, beside other releases of the same children: other tables with totals in common, and
    /// earlier ones of this table. [`Proof::between`] is the audit of all of them together.
    ///
    /// # Errors
    /// As [`suppress`](Self::suppress).
    pub fn suppress_beside(&self, counted: &Counted, beside: &[Beside]) -> Result<(Published, Proof)> {
        let problem = Problem::new(counted, &self.requests, self.rule)?;
        let own = suppress(&problem, self.effort)?;
        let linked = Linked::new((counted, &problem), beside)?;
        let (pattern, impossible) = linked.complete(&own.pattern)?;
        let impossible = impossible + own.impossible.len();
        if impossible > 0 {
            return Err(Error::Unprotectable { cells: impossible });
        }
        let (alone, together) = (audit(&problem, &pattern, Depth::Proof)?, linked.audit(&pattern)?);
        let leaks = alone.leaks().count() + together.leaks().count();
        if leaks > 0 {
            return Err(Error::Leaks { cells: leaks });
        }
        let withheld = pattern.iter().filter(|withheld| **withheld).count();
        let proof = Proof {
            cells: self.count_asked(&problem),
            primary: own.primary,
            complementary: withheld - own.primary.min(withheld),
            gap: own.gap().filter(|_| pattern == own.pattern),
            audit: alone,
            between: Some(together),
            largest_change: 0,
        };
        let shown = |cell: usize, count| {
            if pattern.get(cell).copied().unwrap_or(true) { Shown::Withheld } else { Shown::Count(count) }
        };
        let note = Note::Withheld { minimum: self.rule.minimum };
        Ok((self.published(counted, &problem, note, shown), proof))
    }

    /// Rounds all cells to multiples of a base, so that sums hold, and audits the result.
    ///
    /// # Errors
    /// [`Error::Setting`], [`Error::Leaks`] and [`Error::Unproven`]; then nothing may be published.
    pub fn round(&self, counted: &Counted, base: u64) -> Result<(Published, Proof)> {
        let problem = Problem::new(counted, &self.requests, self.rule)?;
        let rounded = round(&problem, base)?;
        let audited = rounded.audit(&problem)?;
        if !audited.is_safe() {
            return Err(Error::Leaks { cells: audited.leaks().count() });
        }
        let shown = |cell: usize, _| Shown::Count(rounded.values.get(cell).copied().unwrap_or(0));
        let note = Note::Rounded { base, additive: rounded.additive };
        let published = self.published(counted, &problem, note, shown);
        let largest_change = rounded.largest_change;
        Ok((
            published,
            Proof { cells: self.count_asked(&problem), audit: audited, largest_change, ..Proof::default() },
        ))
    }

    /// Gives every cell the noise of its key.
    ///
    /// # Errors
    /// Whatever is wrong with the requests.
    pub fn perturb(&self, counted: &Counted, table: &PerturbationTable) -> Result<(Published, Proof)> {
        let problem = Problem::new(counted, &self.requests, self.rule)?;
        let noisy = table.apply(counted);
        let noise = |cell: usize, count| noisy.get(cell).copied().flatten().unwrap_or(count);
        let note = Note::Perturbed { largest: table.noise().largest, variance: table.variance_of(u64::MAX) };
        let published =
            self.published(counted, &problem, note, |cell, count| Shown::Count(noise(cell, count)));
        let changes = (0..problem.layout().len()).filter(|cell| problem.is_offered(*cell));
        let largest_change = changes
            .filter_map(|cell| counted.value(cell).map(|count| noise(cell, count).abs_diff(count)))
            .max();
        let largest_change = largest_change.unwrap_or(0);
        Ok((published, Proof { cells: self.count_asked(&problem), largest_change, ..Proof::default() }))
    }

    /// The cells of all tables.
    fn asked(&self, layout: &Layout) -> Vec<bool> {
        let mut asked = vec![false; layout.len()];
        for cell in self.requests.iter().filter_map(|request| request.cells(layout).ok()).flatten() {
            if let Some(place) = asked.get_mut(cell) {
                *place = true;
            }
        }
        asked
    }

    fn count_asked(&self, problem: &Problem) -> usize {
        self.asked(problem.layout()).into_iter().filter(|asked| *asked).count()
    }

    fn published(
        &self,
        counted: &Counted,
        problem: &Problem,
        note: Note,
        shown: impl Fn(usize, u64) -> Shown,
    ) -> Published {
        let layout = counted.layout();
        let asked = self.asked(layout);
        let cells: Vec<Shown> = asked
            .iter()
            .enumerate()
            .map(|(cell, asked)| match counted.value(cell) {
                _ if !asked => Shown::NotAsked,
                None => Shown::NoData,
                Some(count) if problem.is_offered(cell) => shown(cell, count),
                // What everybody knows: an empty bin of the unknown.
                Some(0) => Shown::Count(0),
                Some(_) => Shown::Withheld,
            })
            .collect();
        let incomplete: Vec<bool> = (0..layout.len()).map(|cell| counted.is_incomplete(cell)).collect();
        let mut notes = vec![Note::Counts(self.entity), Note::ReportedNotPrevalence, note];
        let may = |wanted: bool, note: Note| wanted.then_some(note);
        let rows = counted.without_entity;
        notes.extend(may(rows > 0, Note::MayCountTwice { rows }));
        notes.extend(may(counted.overlapping, Note::TotalsAreDistinct));
        notes.push(Note::UnknownIsShown);
        notes.extend(may(cells.contains(&Shown::NoData), Note::NoDataIsNotZero));
        let lacking = incomplete.iter().zip(&asked).any(|(lacks, asked)| *lacks && *asked);
        notes.extend(may(lacking, Note::Incomplete));
        Published { layout: layout.clone(), requests: self.requests.clone(), cells, incomplete, notes }
    }
}
