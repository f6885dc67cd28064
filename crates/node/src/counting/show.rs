//! Numbers as they may be shown: true ones for whoever works with the lists, with the noise of their cell for everybody else.

use statistics::perturb::{Noise, PerturbationTable, record_key};

use crate::error::{Error, Result};

/// How many there are, and the key of the cell: the sum of the keys of those who are in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) count: u64,
    pub(crate) key: u32,
}

impl Tally {
    pub(crate) fn add(&mut self, key: u32) {
        self.count += 1;
        self.key = self.key.wrapping_add(key);
    }

    /// Of these names, each once.
    pub(crate) fn of<'a>(names: impl IntoIterator<Item = &'a str>, show: &Show) -> Self {
        let mut tally = Self::default();
        names.into_iter().for_each(|name| tally.add(show.key(name)));
        tally
    }
}

/// The way to show a number.
pub(crate) struct Show {
    table: PerturbationTable,
    secret: seal::SymmetricKey,
    exact: bool,
}

impl Show {
    /// With the secret of this node's record keys.
    pub(crate) fn new(secret: seal::SymmetricKey, exact: bool) -> Result<Self> {
        let table = PerturbationTable::new(Noise::default())
            .map_err(|error| Error::Storage(format!("the table of the noise: {error}")))?;
        Ok(Self { table, secret, exact })
    }

    /// The key of a child or of a row, by its name.
    pub(crate) fn key(&self, name: &str) -> u32 {
        record_key(&seal::tag(&self.secret, name.as_bytes()))
    }

    /// The number as this reader may see it.
    pub(crate) fn number(&self, tally: Tally) -> i64 {
        let shown = if self.exact { tally.count } else { self.table.shown(tally.count, tally.key) };
        i64::try_from(shown).unwrap_or(i64::MAX)
    }

    /// The number as everybody may see it.
    pub(crate) fn noisy(&self, tally: Tally) -> i64 {
        i64::try_from(self.table.shown(tally.count, tally.key)).unwrap_or(i64::MAX)
    }

    /// Whether true numbers are shown.
    pub(crate) const fn is_exact(&self) -> bool {
        self.exact
    }

    /// The noise, for whole tables.
    pub(crate) const fn table(&self) -> &PerturbationTable {
        &self.table
    }
}
