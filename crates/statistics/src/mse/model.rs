//! Hierarchical log-linear models: which lists lean on one another.

use super::overlaps::Overlaps;

/// A model: an effect for each list, and interactions. An interaction is a set of lists; with it go all its parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Model {
    lists: u32,
    /// Interactions, those of fewer lists first.
    interactions: Vec<u32>,
}

impl Model {
    /// No list leans on another.
    #[must_use]
    pub fn main_effects(lists: usize) -> Self {
        Self { lists: u32::try_from(lists).unwrap_or_default(), interactions: Vec::new() }
    }

    /// The model with these interactions and all their parts.
    #[must_use]
    pub fn with(lists: usize, interactions: &[u32]) -> Self {
        let mut model = Self::main_effects(lists);
        let all = (1_u32 << model.lists) - 1;
        for whole in interactions {
            let whole = whole & all;
            let mut part = whole;
            while part != 0 {
                if part.count_ones() > 1 && !model.interactions.contains(&part) {
                    model.interactions.push(part);
                }
                part = (part - 1) & whole;
            }
        }
        model.sort();
        model
    }

    fn sort(&mut self) {
        self.interactions.sort_unstable_by_key(|term| (term.count_ones(), *term));
    }

    /// Its interactions, those of fewer lists first.
    #[must_use]
    pub fn interactions(&self) -> &[u32] {
        &self.interactions
    }

    /// Number of lists.
    #[must_use]
    pub fn lists(&self) -> usize {
        self.lists as usize
    }

    /// Parameters: the intercept, one for each list, one for each interaction, those at minus infinity included.
    #[must_use]
    pub fn parameters(&self) -> usize {
        1 + self.lists() + self.interactions.len()
    }

    /// Everything with a parameter: the empty set, each list, each interaction.
    pub(crate) fn terms(&self) -> impl Iterator<Item = u32> + '_ {
        let mains = (0..self.lists).map(|list| 1 << list);
        [0].into_iter().chain(mains).chain(self.interactions.iter().copied())
    }

    /// The model with one interaction more. Its parts must be there already.
    #[must_use]
    pub fn plus(&self, term: u32) -> Self {
        let mut more = self.clone();
        more.interactions.push(term);
        more.sort();
        more
    }

    fn minus(&self, term: u32) -> Self {
        let mut less = self.clone();
        less.interactions.retain(|other| *other != term);
        less
    }

    /// Interactions of at most `order` lists that could be added: all their parts are there.
    pub fn could_add(&self, order: usize) -> impl Iterator<Item = u32> + '_ {
        (1_u32..1 << self.lists).filter(move |term| {
            let size = term.count_ones() as usize;
            let parts =
                || (0..self.lists).filter(|list| term >> list & 1 == 1).map(|list| term & !(1 << list));
            (2..=order).contains(&size)
                && !self.interactions.contains(term)
                && (size == 2 || parts().all(|part| self.interactions.contains(&part)))
        })
    }

    /// Models that differ by one interaction.
    #[must_use]
    pub fn neighbours(&self, order: usize) -> Vec<Self> {
        let more = self.could_add(order).map(|term| self.plus(term));
        let is_top =
            |term: &&u32| self.interactions.iter().all(|other| other == *term || other & **term != **term);
        let less = self.interactions.iter().filter(is_top).map(|term| self.minus(*term));
        more.chain(less).collect()
    }

    /// Interactions that are part of no other.
    #[must_use]
    pub fn tops(&self) -> Vec<u32> {
        let is_top =
            |term: &&u32| self.interactions.iter().all(|other| other == *term || other & **term != **term);
        self.interactions.iter().filter(is_top).copied().collect()
    }

    /// The model in words that need no language: `A + B + C + A×B`.
    #[must_use]
    pub fn name(&self, table: &Overlaps) -> String {
        let names = self.terms().filter(|term| *term != 0).map(|term| table.name(term));
        names.collect::<Vec<_>>().join(" + ")
    }

    /// The model after the lists moved: list `i` becomes list `to[i]`.
    #[must_use]
    pub fn reordered(&self, to: &[usize]) -> Self {
        let moved =
            |term: &u32| to.iter().enumerate().fold(0, |out, (from, at)| out | (term >> from & 1) << at);
        Self::with(self.lists(), &self.interactions.iter().map(moved).collect::<Vec<_>>())
    }
}
