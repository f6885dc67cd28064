//! Pages of monitoring: indicators with their numbers, rules and alerts, briefs, need beside money, drafts of reports; and what the public reads
//! of them. Every number stands with its source, its day, what it counts and how to read it.

mod agency;
pub(crate) mod brief;
pub(crate) mod funding;
mod home;
pub(crate) mod import;
pub(crate) mod indicator;
pub(crate) mod paper;
pub(crate) mod public;
mod treaty;
mod trial;
mod words;

pub(crate) use agency::page as agency;
pub(crate) use home::page as home;
pub(crate) use treaty::page as treaty;
pub(crate) use trial::page as trial;

pub(crate) use words::tile_map;

use crate::session::may;
