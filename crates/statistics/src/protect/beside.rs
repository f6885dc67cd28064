//! Releases beside one another.
//!
//! Tables of the same children by province, by form and by age have their totals in common: what one of them withholds of those, another
//! must not give back, nor an earlier one of the same table. All of them are one system of sums here: each table with its own, and between
//! any two of them one more for every cell that they share: it is the same number in both, or what came to it is a number of children as well.

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::protect::attack::{EPSILON, Toward};
use crate::protect::audit::{Audit, Depth, audit};
use crate::protect::problem::{Pattern, Problem, Role, Rule, real};
use crate::protect::suppress::cheapest_way;
use crate::table::{Counted, Dimension, Layout, Line, Request};

/// A release that readers have, or may come to have.
#[derive(Debug, Clone)]
pub struct Beside {
    /// What it counted.
    pub counted: Counted,
    /// Its tables.
    pub requests: Vec<Request>,
    /// Under which rule it was made.
    pub rule: Rule,
    /// The cells that it withholds.
    pub withheld: Pattern,
}

/// How the cells that two tables share lie to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shared {
    Same,
    /// The first has more.
    More,
    /// The second has more.
    Less,
    /// Some are more, some are less.
    Neither,
}

/// The cells that two layouts have in common: those that stand at a total in everything that the other has not.
fn pairs(a: &Layout, b: &Layout) -> Vec<(usize, usize)> {
    let places: Vec<Option<usize>> = a
        .dimensions()
        .iter()
        .map(|dimension| b.dimensions().iter().position(|other| other == dimension))
        .collect();
    let of_b = |cell: usize| {
        let mut nodes = vec![0; b.dimensions().len()];
        for (node, place) in a.nodes(cell).into_iter().zip(&places) {
            match place.and_then(|place| nodes.get_mut(place)) {
                Some(at) => *at = node,
                None if node != 0 => return None,
                None => {}
            }
        }
        Some(b.cell(&nodes))
    };
    (0..a.len()).filter_map(|cell| Some((cell, of_b(cell)?))).collect()
}

fn shared(a: &Counted, b: &Counted) -> Shared {
    let pairs = pairs(a.layout(), b.layout());
    let of = |counted: &Counted, cell| counted.value(cell).unwrap_or(0);
    let more = pairs.iter().any(|(x, y)| of(a, *x) > of(b, *y));
    let less = pairs.iter().any(|(x, y)| of(a, *x) < of(b, *y));
    match (more, less) {
        (false, false) => Shared::Same,
        (true, false) => Shared::More,
        (false, true) => Shared::Less,
        (true, true) => Shared::Neither,
    }
}

/// Whether two countings can be laid beside one another: of what they share, one has nowhere less than the other.
#[must_use]
pub fn is_comparable(a: &Counted, b: &Counted) -> bool {
    shared(a, b) != Shared::Neither
}

/// Several tables as one system of sums.
#[derive(Default, Clone)]
struct System {
    value: Vec<u64>,
    role: Vec<Role>,
    sensitive: Vec<bool>,
    cost: Vec<f64>,
    lines: Vec<Line>,
}

impl System {
    /// Takes a table in; answers where its cells begin. With `withheld` it is out, and nothing of it can be chosen any more.
    fn add(&mut self, problem: &Problem, withheld: Option<&Pattern>) -> usize {
        let from = self.value.len();
        for cell in 0..problem.layout.len() {
            let role = match (problem.role.at(cell), withheld) {
                (Role::Offered, Some(withheld)) if withheld.get(cell).copied().unwrap_or(true) => {
                    Role::Unasked
                }
                (Role::Offered, Some(_)) => Role::Known,
                (role, _) => role,
            };
            self.push(
                problem.value.at(cell),
                role,
                problem.sensitive.at(cell) && role != Role::Known,
                problem.cost.at(cell),
            );
        }
        let moved = |line: &Line| Line {
            total: line.total + from,
            parts: line.parts.iter().map(|part| part + from).collect(),
        };
        self.lines.extend(problem.lines.iter().map(moved));
        from
    }

    fn push(&mut self, value: u64, role: Role, sensitive: bool, cost: f64) -> usize {
        self.value.push(value);
        self.role.push(role);
        self.sensitive.push(sensitive);
        self.cost.push(cost);
        self.value.len() - 1
    }

    /// Ties two tables by the cells that they share.
    fn tie(&mut self, (a, at): (&Counted, usize), (b, bt): (&Counted, usize), rule: &Rule) -> Result<()> {
        let shared = shared(a, b);
        if shared == Shared::Neither {
            // Of other tables the numbers were simply taken at other times; the same table may not be compared in silence.
            return match a.layout() == b.layout() {
                true => Err(Error::Incomparable { why: "some counts have gone up and others down" }),
                false => Ok(()),
            };
        }
        for (x, y) in pairs(a.layout(), b.layout()) {
            let (x, y) = (x + at, y + bt);
            let (total, part) = if shared == Shared::Less { (y, x) } else { (x, y) };
            let of = |cell: usize| self.value.get(cell).copied().unwrap_or(0);
            let rest = of(total).saturating_sub(of(part));
            let mut parts = vec![part];
            if shared != Shared::Same {
                parts.push(self.push(rest, Role::Unasked, rule.is_sensitive(rest), 0.0));
            }
            self.lines.push(Line { total, parts });
        }
        Ok(())
    }

    fn problem(self, rule: Rule) -> Result<Problem> {
        let names = (0..self.value.len().saturating_sub(2)).map(|cell| format!("c{cell}"));
        // The layout only numbers the cells; the sums are those that were gathered.
        let layout = Layout::new(vec![Dimension::flat("cell", names)?])?;
        let (value, role) = (PerCell::from(self.value), PerCell::from(self.role));
        let mut problem = Problem::of_sums(layout, rule, value, role, self.lines);
        problem.sensitive = PerCell::from(self.sensitive);
        problem.cost = PerCell::from(self.cost);
        Ok(problem)
    }
}

/// A table that is to come beside those that are out.
pub(crate) struct Linked {
    problem: Problem,
    /// Where the cells of the table to come begin.
    from: usize,
}

impl Linked {
    /// Ties a table to those beside it. What these give away already without it nobody can take back, and it is not asked for.
    ///
    /// # Errors
    /// Whatever is wrong with a request; [`Error::Incomparable`] beside the same table of which some counts have gone up and others down.
    pub(crate) fn new(now: (&Counted, &Problem), beside: &[Beside]) -> Result<Self> {
        let (counted, problem) = now;
        let rules = beside.iter().map(|one| one.rule).chain([problem.rule]);
        let rule = rules.min_by_key(|rule| rule.minimum).unwrap_or(problem.rule);
        let mut out = System::default();
        let mut places: Vec<(&Counted, usize)> = Vec::new();
        for one in beside {
            let its = Problem::new(&one.counted, &one.requests, one.rule)?;
            let at = out.add(&its, Some(&one.withheld));
            for (other, from) in &places {
                // Two that are out were compared when the later of them was made, or could not be.
                if is_comparable(&one.counted, other) {
                    out.tie((&one.counted, at), (other, *from), &rule)?;
                }
            }
            places.push((&one.counted, at));
        }
        let known = out.value.len();
        let mut all = out.clone();
        let alone = out.problem(rule)?;
        for leak in audit(&alone, &vec![false; known], Depth::Proof)?.leaks() {
            if let Some(sensitive) = all.sensitive.get_mut(leak.cell) {
                *sensitive = false;
            }
        }
        let from = all.add(problem, None);
        for (other, at) in places {
            all.tie((counted, from), (other, at), &rule)?;
        }
        Ok(Self { problem: all.problem(rule)?, from })
    }

    fn whole(&self, pattern: &Pattern) -> Pattern {
        let mut whole = vec![false; self.problem.layout.len()];
        for (place, withheld) in whole.iter_mut().skip(self.from).zip(pattern) {
            *place = *withheld;
        }
        whole
    }

    /// What nobody can work out from all of them together.
    pub(crate) fn audit(&self, pattern: &Pattern) -> Result<Audit> {
        audit(&self.problem, &self.whole(pattern), Depth::Proof)
    }

    /// Withholds what a pattern withholds, and more where the tables beside it ask for more: for every cell that can be worked out, the
    /// cheapest way on which it could be something else. Also how many cells cannot be protected.
    pub(crate) fn complete(&self, pattern: &Pattern) -> Result<(Pattern, usize)> {
        let mut pattern = pattern.clone();
        loop {
            let audit = self.audit(&pattern)?;
            let open = self.problem.open(&PerCell::from(self.whole(&pattern)));
            let (mut more, mut impossible) = (false, 0);
            for leak in audit.leaks() {
                let minimum = real(self.problem.rule.minimum);
                let value = self.problem.value.at(leak.cell);
                let is_low = leak.high.is_some_and(|high| high < minimum - EPSILON);
                let ends = [
                    (Toward::High, self.problem.room_up(leak.cell), is_low),
                    (Toward::Low, value, leak.low > EPSILON),
                ];
                for (toward, need, _) in ends.into_iter().filter(|(.., is_short)| *is_short) {
                    let way = cheapest_way(&self.problem, &open, leak.cell, toward, need)?;
                    impossible += usize::from(way.is_none());
                    for cell in way.into_iter().flatten().filter_map(|cell| cell.checked_sub(self.from)) {
                        if let Some(withheld) = pattern.get_mut(cell)
                            && self.problem.is_offered(cell + self.from)
                            && !*withheld
                        {
                            (*withheld, more) = (true, true);
                        }
                    }
                }
            }
            if audit.is_safe() || impossible > 0 || !more {
                let left = if audit.is_safe() { 0 } else { impossible.max(1) };
                return Ok((pattern, left));
            }
        }
    }
}
