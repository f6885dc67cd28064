//! The table of overlaps: how many people stand on exactly which lists.

use std::collections::BTreeMap;

/// Most lists of a table. Each further list doubles the cells; published studies have up to eight.
pub const MOST_LISTS: usize = 10;

/// Why a table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// One list alone overlaps with nothing.
    #[error("there is only one list: an estimate needs at least two that may hold the same people")]
    OneList,
    /// More lists than can be held.
    #[error("there are {0} lists, more than {MOST_LISTS}: combine those that are much alike")]
    TooManyLists(usize),
    /// Two lists of one name.
    #[error("the list {0} stands twice: name each list once")]
    Twice(String),
    /// A list that is not there.
    #[error("there is no list {0}")]
    NoSuchList(String),
    /// Counts that are too large to add up.
    #[error("the counts are too large to be added up: see whether the right column was taken for the count")]
    Overflow,
}

/// Counts by combination of lists. A combination is a set of bits, the first list the lowest; those that are not held
/// count nobody, and the empty combination is what nobody saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlaps {
    lists: Vec<String>,
    cells: BTreeMap<u32, u64>,
    observed: u64,
}

impl Overlaps {
    /// An empty table of these lists.
    ///
    /// # Errors
    /// When there are fewer than two lists or too many, or two have one name.
    pub fn new(lists: Vec<String>) -> Result<Self, Unfit> {
        if lists.len() < 2 {
            return Err(Unfit::OneList);
        }
        if lists.len() > MOST_LISTS {
            return Err(Unfit::TooManyLists(lists.len()));
        }
        let mut sorted = lists.clone();
        sorted.sort_unstable();
        if let Some(pair) = sorted.array_windows().find(|[a, b]| a == b) {
            let [name, _] = pair;
            return Err(Unfit::Twice(name.clone()));
        }
        Ok(Self { lists, cells: BTreeMap::new(), observed: 0 })
    }

    /// Adds people who stand on exactly these lists. Those on none are nobody's observation and are left out.
    ///
    /// # Errors
    /// When the counts do not fit into 53 bits together, which the arithmetic of the models needs.
    pub fn add(&mut self, combination: u32, count: u64) -> Result<(), Unfit> {
        let combination = combination & self.all();
        if combination == 0 || count == 0 {
            return Ok(());
        }
        let sum = self.observed.checked_add(count).filter(|sum| *sum < 1 << 53).ok_or(Unfit::Overflow)?;
        self.observed = sum;
        *self.cells.entry(combination).or_default() += count;
        Ok(())
    }

    /// Names of the lists.
    #[must_use]
    pub fn lists(&self) -> &[String] {
        &self.lists
    }

    /// The combination of all lists.
    #[must_use]
    pub fn all(&self) -> u32 {
        (1 << self.lists.len()) - 1
    }

    /// Combinations that occur, with their counts.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.cells.iter().map(|(cell, count)| (*cell, *count))
    }

    /// People on any list.
    #[must_use]
    pub fn observed(&self) -> u64 {
        self.observed
    }

    /// People on exactly these lists.
    #[must_use]
    pub fn exactly(&self, combination: u32) -> u64 {
        self.cells.get(&combination).copied().unwrap_or_default()
    }

    /// People on all of these lists, whatever others they stand on.
    #[must_use]
    pub fn on(&self, lists: u32) -> u64 {
        self.cells().filter(|(cell, _)| cell & lists == lists).map(|(_, count)| count).sum()
    }

    /// People by the number of lists they stand on, from one list on.
    #[must_use]
    pub fn by_number(&self) -> Vec<u64> {
        let mut by = vec![0; self.lists.len()];
        for (cell, count) in self.cells() {
            if let Some(place) = by.get_mut(cell.count_ones() as usize - 1) {
                *place += count;
            }
        }
        by
    }

    /// The name of a combination, such as `A×B`.
    #[must_use]
    pub fn name(&self, combination: u32) -> String {
        let held = self.lists.iter().enumerate().filter(|(at, _)| combination >> at & 1 == 1);
        held.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("×")
    }

    /// Counts by combination, the empty one first and 0.
    #[must_use]
    pub(crate) fn dense(&self) -> Vec<f64> {
        (0..=self.all()).map(|cell| self.exactly(cell) as f64).collect()
    }

    /// The same table with each list renamed to where `to` puts it: list `i` becomes list `to[i]`.
    ///
    /// # Errors
    /// When `to` is no order of the lists.
    pub fn reordered(&self, to: &[usize]) -> Result<Self, Unfit> {
        let mut names = vec![None; self.lists.len()];
        for (name, at) in self.lists.iter().zip(to) {
            let place = names.get_mut(*at).ok_or_else(|| Unfit::NoSuchList(name.clone()))?;
            *place = Some(name.clone());
        }
        let names: Option<Vec<String>> = names.into_iter().collect();
        let mut out = Self::new(names.ok_or(Unfit::OneList)?)?;
        for (cell, count) in self.cells() {
            let moved = to.iter().enumerate().filter(|(from, _)| cell >> from & 1 == 1);
            out.add(moved.fold(0, |cell, (_, at)| cell | 1 << at), count)?;
        }
        Ok(out)
    }

    /// The same people with some lists taken as one. It comes last.
    ///
    /// # Errors
    /// When one list is left, or two would have one name.
    pub fn combined(&self, together: u32) -> Result<Self, Unfit> {
        let together = together & self.all();
        let stay: Vec<usize> = (0..self.lists.len()).filter(|at| together >> at & 1 == 0).collect();
        let mut names: Vec<String> = stay.iter().filter_map(|at| self.lists.get(*at).cloned()).collect();
        names.push(self.name(together).replace('×', "+"));
        let mut out = Self::new(names)?;
        for (cell, count) in self.cells() {
            let mut moved = if cell & together == 0 { 0 } else { 1 << stay.len() };
            for (to, from) in stay.iter().enumerate() {
                moved |= (cell >> from & 1) << to;
            }
            out.add(moved, count)?;
        }
        Ok(out)
    }

    /// The table without a list; people who stood on it alone are lost.
    ///
    /// # Errors
    /// When one list is left.
    pub fn without(&self, list: usize) -> Result<Self, Unfit> {
        let mut names = self.lists.clone();
        if list < names.len() {
            names.remove(list);
        }
        let mut out = Self::new(names)?;
        let low = (1 << list) - 1;
        for (cell, count) in self.cells() {
            out.add(cell & low | (cell >> 1) & !low, count)?;
        }
        Ok(out)
    }
}
