//! The search: protect cell by cell with the cheapest moves, then take back what can be spared.

use crate::error::Result;
use crate::per_cell::PerCell;
use crate::protect::attack::{Attack, EPSILON, Toward};
use crate::protect::moves::{Search, Witness};
use crate::protect::problem::{Problem, Role, real};
use crate::protect::suppress::bound::cheapest_way;

/// A pattern, and the cells that cannot be protected.
pub(crate) struct Chosen {
    pub(crate) pattern: PerCell<bool>,
    pub(crate) impossible: Vec<usize>,
}

/// Times that all cells are gone through to take some back; most gain comes with the first.
const PASSES: usize = 6;

/// What shows that a sensitive cell can go to one end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Proof {
    #[default]
    None,
    /// Nothing to show: the need is zero.
    Trivial,
    /// The witness of this number.
    By(usize),
    /// Shown by a linear program, which leans on every cell of its group.
    ByProgram,
}

struct State<'a> {
    problem: &'a Problem,
    open: PerCell<bool>,
    witnesses: Vec<Witness>,
    /// Proof of each cell toward its high and its low end.
    high: PerCell<Proof>,
    low: PerCell<Proof>,
}

/// Finds a safe pattern, beginning from one that withholds these cells at least for now.
pub(crate) fn complete(problem: &Problem, begun: &PerCell<bool>) -> Result<Chosen> {
    let mut state = State {
        problem,
        open: problem.open(begun),
        witnesses: Vec::new(),
        high: PerCell::new(problem.layout.len()),
        low: PerCell::new(problem.layout.len()),
    };
    let mut targets: Vec<usize> = problem.sensitive.marked().collect();
    // The fullest cells are the hardest to bring down to nothing.
    targets.sort_by_key(|cell| (std::cmp::Reverse(problem.value.at(*cell)), *cell));
    // First what the unavoidable cells do for each other, so that nothing is paid for that is free.
    for cell in &targets {
        state.free(*cell, Toward::High);
        state.free(*cell, Toward::Low);
    }
    let mut impossible = Vec::new();
    for cell in &targets {
        if !(state.protect(*cell, Toward::High)? && state.protect(*cell, Toward::Low)?) {
            impossible.push(*cell);
        }
    }
    for _ in 0..PASSES {
        if !state.spare(&targets) {
            break;
        }
    }
    let offered = |cell: usize| problem.role.at(cell) == Role::Offered;
    let pattern = state.open.iter().map(|(cell, open)| open && offered(cell)).collect();
    Ok(Chosen { pattern, impossible })
}

impl State<'_> {
    fn need(&self, cell: usize, toward: Toward) -> u64 {
        match toward {
            Toward::High => self.problem.room_up(cell),
            Toward::Low => self.problem.value.at(cell),
        }
    }

    fn proof(&self, cell: usize, toward: Toward) -> Proof {
        match toward {
            Toward::High => self.high.at(cell),
            Toward::Low => self.low.at(cell),
        }
    }

    fn prove(&mut self, cell: usize, toward: Toward, proof: Proof) {
        match toward {
            Toward::High => self.high.set(cell, proof),
            Toward::Low => self.low.set(cell, proof),
        }
    }

    /// A proof that costs nothing, if moves within the open cells give one.
    fn free(&mut self, cell: usize, toward: Toward) -> bool {
        if self.proof(cell, toward) != Proof::None {
            return true;
        }
        let need = self.need(cell, toward);
        if need == 0 {
            self.prove(cell, toward, Proof::Trivial);
            return true;
        }
        let mut open = std::mem::take(&mut self.open);
        let found = Search::new(self.problem, cell).reach(toward, need, &mut open, false);
        self.open = open;
        found.map(|witness| self.keep(cell, toward, witness)).is_some()
    }

    /// Keeps a witness for this cell and for every other that it happens to speak of.
    fn keep(&mut self, cell: usize, toward: Toward, witness: Witness) {
        let proof = Proof::By(self.witnesses.len());
        self.prove(cell, toward, proof);
        for (other, by) in &witness.change {
            if !self.problem.sensitive.at(*other) {
                continue;
            }
            let side = if *by > 0 { Toward::High } else { Toward::Low };
            if self.proof(*other, side) == Proof::None && by.unsigned_abs() >= self.need(*other, side) {
                self.prove(*other, side, proof);
            }
        }
        self.witnesses.push(witness);
    }

    /// Protects a cell toward one end, opening others if it must. False when it cannot be done.
    fn protect(&mut self, cell: usize, toward: Toward) -> Result<bool> {
        if self.free(cell, toward) {
            return Ok(true);
        }
        let need = self.need(cell, toward);
        let mut open = self.open.clone();
        if let Some(witness) = Search::new(self.problem, cell).reach(toward, need, &mut open, true) {
            self.open = open;
            self.keep(cell, toward, witness);
            return Ok(true);
        }
        // Moves of this cell alone do not suffice: let the optimiser find a way through all others.
        let Some(cells) = cheapest_way(self.problem, &self.open, cell, toward, need)? else {
            return Ok(false);
        };
        for other in cells.into_iter().filter(|other| self.problem.role.at(*other) == Role::Offered) {
            self.open.set(other, true);
        }
        let attack = Attack::new(self.problem, &self.open);
        let table = attack.extreme(&[cell], toward)?;
        let count = table.iter().find(|(at, _)| *at == cell).map(|(_, count)| *count);
        let reached = count.is_some_and(|count| match toward {
            Toward::High => count >= real(self.problem.rule.minimum) - EPSILON,
            Toward::Low => count <= EPSILON,
        });
        if reached {
            self.prove(cell, toward, Proof::ByProgram);
        }
        Ok(reached)
    }

    /// Takes back cells that are not needed or for which cheaper ones serve, the dearest first. True when that saved
    /// anything.
    fn spare(&mut self, targets: &[usize]) -> bool {
        let problem = self.problem;
        let mut extra: Vec<usize> = self
            .open
            .marked()
            .filter(|cell| problem.role.at(*cell) == Role::Offered && !problem.sensitive.at(*cell))
            .collect();
        extra.sort_by(|a, b| problem.cost.at(*b).total_cmp(&problem.cost.at(*a)).then(a.cmp(b)));
        let mut saved = false;
        for cell in extra {
            saved |= self.open.at(cell) && self.do_without(cell, targets);
        }
        saved
    }

    /// Closes one cell and protects anew whatever leaned on it. Undone unless the whole becomes cheaper.
    fn do_without(&mut self, cell: usize, targets: &[usize]) -> bool {
        let leaning: Vec<(usize, Toward)> = targets
            .iter()
            .flat_map(|target| [(*target, Toward::High), (*target, Toward::Low)])
            .filter(|(target, toward)| self.leans(self.proof(*target, *toward), cell))
            .collect();
        let before = (self.open.clone(), self.high.clone(), self.low.clone(), self.witnesses.len());
        self.open.set(cell, false);
        for (target, toward) in &leaning {
            self.prove(*target, *toward, Proof::None);
        }
        let mut left = self.problem.cost.at(cell) - 1e-9;
        for (target, toward) in &leaning {
            if !self.free(*target, *toward) && !self.pay(*target, *toward, cell, &mut left) {
                (self.open, self.high, self.low) = (before.0, before.1, before.2);
                self.witnesses.truncate(before.3);
                return false;
            }
        }
        true
    }

    /// Protects a cell without another one for at most this price.
    fn pay(&mut self, cell: usize, toward: Toward, without: usize, left: &mut f64) -> bool {
        let mut open = self.open.clone();
        let need = self.need(cell, toward);
        let found = Search::new(self.problem, cell).without(without).reach(toward, need, &mut open, true);
        let Some(witness) = found else { return false };
        let opened = open.marked().filter(|other| !self.open.at(*other));
        let price: f64 = opened.map(|other| self.problem.cost.at(other)).sum();
        if price > *left {
            return false;
        }
        *left -= price;
        self.open = open;
        self.keep(cell, toward, witness);
        true
    }

    fn leans(&self, proof: Proof, cell: usize) -> bool {
        match proof {
            Proof::None | Proof::Trivial => false,
            Proof::ByProgram => true,
            Proof::By(at) => self
                .witnesses
                .get(at)
                .is_some_and(|witness| witness.change.iter().any(|(changed, _)| *changed == cell)),
        }
    }
}
