//! Money for programmes: who promised, gave and spent what.
//!
//! What is pledged, committed, received, disbursed and spent are [`Layer`]s of the same money. Nothing here adds them up, and nothing
//! offers to. Amounts are exact; other currencies are converted at a dated rate or told apart, never guessed.

mod amount;
mod flow;
mod layer;
mod rate;

pub use amount::Amount;
pub use flow::{Entry, Link, links, unmatched};
pub use layer::{Layer, Layers, Sum};
pub use rate::{Rate, Rates};
