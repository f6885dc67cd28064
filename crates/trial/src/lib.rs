//! What tests share: a temporary PostgreSQL, a real browser, and a fleet of processes that is broken on purpose. Never shipped, and never a dependency of
//! anything that is.
//!
//! Without features this crate is the standard library alone: `cargo xtask` and the storage tests build it in
//! seconds. Tests of pages ask for the feature `browser`.

mod error;
mod places;

#[cfg(feature = "browser")]
pub mod browser;
pub mod chaos;
pub mod postgres;
pub mod wire;

#[cfg(feature = "browser")]
pub use fantoccini;

pub use error::Error;
pub use places::{chromedriver, chromium, find_program, target_dir, workspace_root};
