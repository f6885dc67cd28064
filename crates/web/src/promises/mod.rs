//! Pages of the network's memory: commitments, what they come from and lead to, and what the public reads of them.

mod comment;
pub(crate) mod directory;
pub(crate) mod frameworks;
pub(crate) mod gaps;
pub(crate) mod glossary;
mod home;
pub(crate) mod hsds;
pub(crate) mod instruments;
pub(crate) mod listings;
pub(crate) mod package;
pub(crate) mod profile;
mod roadmap;
mod ties;
pub(crate) mod tracker;

pub(crate) use comment::{form as comment_form, send as comment};
pub(crate) use home::page as home;
pub(crate) use roadmap::{form as roadmap_form, send as roadmap};
pub(crate) use ties::{page as ties, send as tie};

use crate::session::may;
