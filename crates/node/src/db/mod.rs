//! The seam over SQLite and PostgreSQL: one SQL text, one value type, two engines.
//!
//! SQL is written once, in the common subset, with `$1` parameters. What differs is in [`dialect`]. Nothing outside this
//! folder names the driver.

mod bell;
pub(crate) mod dialect;
pub(crate) mod migrate;
mod open;
mod reserve;
mod row;
mod sql;
mod tx;
mod veil;
mod writer;

pub(crate) use bell::Ring;
pub(crate) use open::Db;
pub use open::Engine;
pub(crate) use row::Row;
pub(crate) use sql::Sql;
pub use tx::Tx;
pub(crate) use tx::{Conn, TxContext};
use veil::Veiled;
pub use writer::Effect;
pub(crate) use writer::Verdict;
