//! `/import`: a list from elsewhere becomes cases. The file is looked at in memory and never written anywhere.

pub(crate) mod pages;
pub(crate) mod run;
mod store;
pub(crate) mod upload;
pub(crate) mod words;

pub(crate) use store::Imports;
pub(crate) use upload::LIMIT as FORM_LIMIT;
