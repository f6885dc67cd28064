//! All rows of a node as one stream that no engine is named in: what a backup holds and what a move to another database sends.
//!
//! The stream is a row of frames: the schema's version, then for each table its columns and batches of rows, then what was
//! counted. Sealed columns stay sealed; whoever holds a frame holds no more than whoever holds the database file.

mod check;
mod dump;
mod frame;
mod load;
mod schema;

pub use check::Check;
pub(crate) use dump::dump;
pub(crate) use load::load;

/// What a copy must have in common with its original: rows counted and hashed, table by table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// One element for each table, by name.
    pub tables: Vec<TableContents>,
}

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableContents {
    /// The table.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// Sum modulo 2^256 of the SHA-256 of every row, all columns: the engines need not agree on an order. It tells a copy that
    /// went wrong; against somebody who wants to deceive there are the journal's tree and the backup's seal.
    pub hash: [u8; 32],
}

impl Contents {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// The first table in which another differs.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let here = self.tables.iter().find(|table| !other.tables.contains(table));
        let there = other.tables.iter().find(|table| !self.tables.contains(table));
        here.or(there).map(|table| table.name.clone())
    }
}

impl TableContents {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), rows: 0, hash: [0; 32] }
    }

    fn add(&mut self, row: &[u8]) {
        self.rows += 1;
        let mut carry = 0_u16;
        for (sum, byte) in self.hash.iter_mut().zip(seal::sha256(row)) {
            carry += u16::from(*sum) + u16::from(byte);
            let [low, high] = carry.to_le_bytes();
            *sum = low;
            carry = u16::from(high);
        }
    }
}
