//! The record-linkage engine: from rows to children.

mod align;
mod audit;
mod block;
mod charts;
mod cluster;
mod compare;
mod dates;
mod estimate;
mod evaluate;
mod explain;
mod fields;
mod intake;
mod learn;
mod letters;
mod lexicon;
mod model;
mod model_file;
mod pairs;
mod people;
mod raw;
mod record;
mod report;
mod run;

pub use block::{Blocks, RULES, Rule, RuleCount};
pub use cluster::{Apart, Clusters, Policy, Review};
pub use estimate::Estimate;
pub use evaluate::{Clustered, Quality, evaluate};
pub use explain::{Weighed, chance};
pub use fields::{FIELDS, Field};
pub use intake::{Intake, Trouble};
pub(crate) use lexicon::FRONT;
pub use model::{BIT, Level, Model};
pub use people::People;
pub use raw::{COLUMNS, Column, Raw};
pub use report::report;
pub use run::{Linked, Settings, link};
