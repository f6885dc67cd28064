//! The API: lists and looks by GET, acts by POST, all described in `/api/openapi.json`.

pub(crate) mod acts;
pub(crate) mod json;
pub(crate) mod list;
pub(crate) mod openapi;
pub(crate) mod problem;
mod schema;
pub(crate) mod session;
mod special;
pub(crate) mod view;
