//! Acts over all kinds at once: what somebody has to do, and what does not move.

mod bucket;
mod list_stalled;
mod my_day;

pub use bucket::Bucket;
pub use list_stalled::{ListStalled, Stalled};
pub(super) use my_day::posts;
pub use my_day::{Day, MyDay};
