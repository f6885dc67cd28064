//! Watching figures: rules that say when a series has become unusual, tried on history before anybody is woken by them.
//!
//! A rule sees what may be shown and nothing else: a [`Value`] is a shown figure, a withheld one, or no data. So an alert is made of
//! what is public already and can tell nothing of a small cell, whatever the rule; what stands for a withheld value is the same
//! for all of them. The price is that a rule is blind among small numbers. Figures of several levels must come from one
//! proven release ([`crate::publish::Plan`]), as tables do.

mod alert;
mod baseline;
mod method;
mod progress;
mod rule;
mod series;
mod walk;

pub use alert::{Followed, Outcome, settle};
pub use method::{By, Ears, Method};
pub use progress::{Course, Progress};
pub use rule::{Rule, Side};
pub use series::{Series, Value};
pub use walk::{BackTest, Hit, back_test};
