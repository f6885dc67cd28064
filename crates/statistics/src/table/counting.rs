//! What is counted in each cell: distinct entities of rows, or given counts added up.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::table::dimension::{NodeId, UNKNOWN};
use crate::table::layout::Layout;

/// What a figure counts. Every figure names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountedEntity {
    /// Distinct children.
    Children,
    /// Cases; a child may have several.
    Cases,
    /// Reports; several may be of one child.
    Reports,
    /// Incidents.
    Incidents,
    /// Perpetrators.
    Perpetrators,
    /// Services given.
    Services,
    /// Rows of a file about which nothing more is known.
    Records,
}

impl CountedEntity {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Children,
        Self::Cases,
        Self::Reports,
        Self::Incidents,
        Self::Perpetrators,
        Self::Services,
        Self::Records,
    ];

    /// Fixed lower-case code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Children => "children",
            Self::Cases => "cases",
            Self::Reports => "reports",
            Self::Incidents => "incidents",
            Self::Perpetrators => "perpetrators",
            Self::Services => "services",
            Self::Records => "records",
        }
    }
}

/// The count of every cell. `None` is "no data", which is not 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    layout: Layout,
    values: Vec<Option<u64>>,
    keys: Vec<u32>,
    incomplete: Vec<bool>,
    /// Rows without an entity, each counted by itself: among them a child may count more than once.
    pub without_entity: usize,
    /// True when some total is less than the sum of its parts, because one entity stands in several.
    pub overlapping: bool,
}

impl Counted {
    /// The cells.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The true count of a cell, for those alone who may see it.
    #[must_use]
    pub fn value(&self, cell: usize) -> Option<u64> {
        self.values.get(cell).copied().flatten()
    }

    /// The cell's key: the sum of the record keys in it, modulo 2^32. Zero where no keys were given.
    #[must_use]
    pub fn key(&self, cell: usize) -> u32 {
        self.keys.get(cell).copied().unwrap_or_default()
    }

    /// True for a total some of whose parts are "no data".
    #[must_use]
    pub fn is_incomplete(&self, cell: usize) -> bool {
        self.incomplete.get(cell).copied().unwrap_or_default()
    }
}

/// Counts distinct entities row by row.
#[derive(Debug)]
pub struct RowsCounter {
    layout: Layout,
    entities: BTreeMap<String, u32>,
    keys: Vec<u32>,
    /// (cell, entity), sorted and made distinct at the end.
    seen: Vec<(u32, u32)>,
    rows: usize,
    without_entity: usize,
}

impl RowsCounter {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            entities: BTreeMap::new(),
            keys: Vec::new(),
            seen: Vec::new(),
            rows: 0,
            without_entity: 0,
        }
    }

    /// Counts one row: the entity it is of, at one leaf of each dimension. `record_key` is called once for each
    /// distinct entity with its id, and once with the row number for a row without one.
    ///
    /// # Errors
    /// [`Error::Width`] when the row does not name one leaf for each dimension.
    pub fn add(
        &mut self,
        entity: Option<&str>,
        leaves: &[NodeId],
        record_key: &dyn Fn(&str) -> u32,
    ) -> Result<()> {
        self.rows += 1;
        let expected = self.layout.dimensions().len();
        if leaves.len() != expected {
            return Err(Error::Width { row: self.rows, found: leaves.len(), expected });
        }
        let entity = entity.map(str::trim).filter(|id| !id.is_empty());
        let fresh = u32::try_from(self.keys.len()).map_err(|_| Error::Overflow)?;
        let id = match entity {
            Some(name) => match self.entities.get(name) {
                Some(id) => *id,
                None => {
                    self.entities.insert(name.to_owned(), fresh);
                    self.keys.push(record_key(name));
                    fresh
                }
            },
            None => {
                self.without_entity += 1;
                self.keys.push(record_key(&format!("\u{0}row {}", self.rows)));
                fresh
            }
        };
        let seen = &mut self.seen;
        self.layout.each_above(leaves, |cell| {
            seen.extend(u32::try_from(cell).ok().map(|cell| (cell, id)));
        });
        Ok(())
    }

    /// The counts. Without a single row every cell is "no data".
    #[must_use]
    pub fn finish(mut self) -> Counted {
        let len = self.layout.len();
        self.seen.sort_unstable();
        self.seen.dedup();
        let mut values = PerCell::<u64>::new(len);
        let mut keys = PerCell::<u32>::new(len);
        for (cell, entity) in &self.seen {
            let key = self.keys.get(*entity as usize).copied().unwrap_or_default();
            values.change(*cell as usize, |value| *value += 1);
            keys.change(*cell as usize, |sum| *sum = sum.wrapping_add(key));
        }
        let overlapping =
            self.layout.lines().iter().any(|line| {
                line.parts.iter().map(|part| values.at(*part)).sum::<u64>() != values.at(line.total)
            });
        let known = self.rows > 0;
        Counted {
            layout: self.layout,
            values: values.iter().map(|(_, value)| known.then_some(value)).collect(),
            keys: keys.as_slice().to_vec(),
            incomplete: vec![false; len],
            without_entity: self.without_entity,
            overlapping,
        }
    }
}

/// Adds up counts that were made elsewhere.
#[derive(Debug)]
pub struct SumCounter {
    layout: Layout,
    leaves: PerCell<Option<u64>>,
    absent_is_zero: bool,
}

impl SumCounter {
    /// Nothing counted yet. A combination that is never given is "no data", or 0 when the source says so.
    #[must_use]
    pub fn new(layout: Layout, absent_is_zero: bool) -> Self {
        let leaves = PerCell::new(layout.len());
        Self { layout, leaves, absent_is_zero }
    }

    /// Adds a count at one leaf of each dimension; `None` is an empty cell of the source, which is "no data".
    ///
    /// # Errors
    /// [`Error::Width`] and [`Error::Overflow`].
    pub fn add(&mut self, count: Option<u64>, leaves: &[NodeId]) -> Result<()> {
        let expected = self.layout.dimensions().len();
        if leaves.len() != expected {
            return Err(Error::Width { row: 1, found: leaves.len(), expected });
        }
        let cell = self.layout.cell(leaves);
        let Some(count) = count else { return Ok(()) };
        let sum = self.leaves.at(cell).unwrap_or(0).checked_add(count);
        // Sums of whole numbers stay exact in the optimiser below 2^50.
        let sum = sum.filter(|sum| *sum < 1 << 32).ok_or(Error::Overflow)?;
        self.leaves.set(cell, Some(sum));
        Ok(())
    }

    fn unknown(&self, cell: usize) -> bool {
        self.layout.codes(cell).iter().any(|code| code.ends_with(UNKNOWN))
    }

    /// The counts with all totals.
    #[must_use]
    pub fn finish(self) -> Counted {
        let len = self.layout.len();
        let mut values = PerCell::<Option<u64>>::new(len);
        let mut incomplete = PerCell::<bool>::new(len);
        let any = self.leaves.iter().any(|(_, value)| value.is_some());
        for cell in (0..len).filter(|cell| self.layout.is_leaf(*cell)) {
            let given = self.leaves.at(cell).or((any && self.absent_is_zero).then_some(0));
            self.layout.each_above(&self.layout.nodes(cell), |above| match given {
                Some(count) => values.change(above, |sum| *sum = Some(sum.unwrap_or(0) + count)),
                // A source that knows no unknowns is not incomplete for that.
                None if !self.unknown(cell) => incomplete.set(above, true),
                None => {}
            });
        }
        let incomplete = values.iter().map(|(cell, value)| value.is_some() && incomplete.at(cell)).collect();
        Counted {
            layout: self.layout,
            values: values.as_slice().to_vec(),
            keys: vec![0; len],
            incomplete,
            without_entity: 0,
            overlapping: false,
        }
    }
}
