//! The record-linkage engine: from rows to children.

mod align;
mod audit;
mod block;
mod charts;
mod cluster;
mod compare;
mod dates;
mod decided;
mod encoded;
mod estimate;
mod evaluate;
mod explain;
mod fields;
mod groups;
mod history;
mod intake;
mod learn;
mod letters;
mod lexicon;
mod model;
mod model_file;
mod packed;
mod pairs;
mod people;
mod rarity;
mod raw;
mod record;
mod report;
mod run;
mod sample;
mod work;

pub use block::{Blocks, Keys, ROUNDS, RULES, Rule, RuleCount};
pub use cluster::{Apart, Clusters, Policy, Review};
pub use decided::{Decisions, Verdict, record_key};
pub use estimate::Estimate;
pub use evaluate::{Clustered, Quality, evaluate};
pub use explain::{Weighed, chance};
pub use fields::{FIELDS, Field};
pub use groups::Doubtful;
pub use history::{Continued, Earlier, Joined, Split, go_on};
pub use intake::{Intake, Trouble};
pub use learn::{Patterns, learned, lesson_rules};
pub(crate) use lexicon::FRONT;
pub use model::{BIT, LARGEST_BLOCK, Level, Model};
pub use packed::{PACKED_RECORD, PACKED_WORD};
pub use pairs::{Comparing, Edge, Watch, in_order};
pub use people::People;
pub use raw::{COLUMNS, Column, Raw};
pub use report::report;
pub use run::{
    Added, Compared, Linked, Settings, link, link_added, link_compared, link_decided, link_watched,
};
pub use sample::{Sampled, THRESHOLDS};
