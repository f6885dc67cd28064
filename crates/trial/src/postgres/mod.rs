//! A temporary PostgreSQL for tests, started from the binaries of the machine: no container, no download.
//!
//! It listens on a Unix socket alone, lives in a temporary directory and is watched by a small shell process,
//! so that it goes away even when the tests are killed. `cargo xtask test` starts one for the whole run and
//! names it in [`ADDRESS_VARIABLE`]; without that variable the first test that needs one starts it and
//! later test processes share it.
//!
//! ```no_run
//! # fn main() -> Result<(), trial::Error> {
//! let cluster = trial::postgres::Cluster::shared()?;
//! if let Some(template) = cluster.template("node_v7")? {
//!     // connect to template.url(), run the migrations, close every connection, then
//!     template.finish()?;
//! }
//! let database = cluster.scratch(Some("node_v7"))?;
//! let url = database.url(); // dropped with `database`
//! # let _ = url; Ok(()) }
//! ```

mod binaries;
mod cluster;
mod running;
mod scratch;
mod shared;
mod template;

pub use binaries::Binaries;
pub use cluster::Cluster;
pub use running::Options;
pub use scratch::Database;
pub use template::Template;

/// The environment variable that carries the address of the cluster of this test run, for example
/// `postgres:///postgres?host=/tmp/jejaring-pg-1/socket&user=postgres`.
pub const ADDRESS_VARIABLE: &str = "JEJARING_TEST_POSTGRES";
