//! Measures of case work that need no database: delays in bins, medians with their n, rates with what they divide.
//!
//! What is missing is `unknown`: its own bin, and in no median. What is impossible (an end before its start) is
//! `invalid`: counted to be mended, and in no bin.

mod delay;
mod middle;
mod rate;

pub use delay::{Delay, Delays};
pub use middle::Middle;
pub use rate::Rate;

/// Bins of the reporting delay and of the time to first contact, in days.
pub const REPORTING_DELAY: &str = "0-3,4-5,6-14,15-30,31-90,91+";

/// Bins of the time from the opening of a case to its closing, in days.
pub const CASE_LENGTH: &str = "0-30,31-90,91-180,181+";

/// Bins of open cases of a post.
pub const CASE_LOAD: &str = "0-9,10-19,20-29,30+";

/// Bins of the age at the event of who is served, in years.
pub const AGE_SERVED: &str = "0-11,12-17,18+";
