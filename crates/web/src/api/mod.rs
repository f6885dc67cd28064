//! The API: lists and looks by GET, acts by POST, all described in `/api/openapi.json`.

pub(crate) mod acts;
mod counting;
mod desk;
mod harm;
pub(crate) mod json;
pub(crate) mod list;
mod moves;
pub(crate) mod openapi;
mod people;
mod practice;
pub(crate) mod problem;
mod promises;
mod research;
mod schema;
pub(crate) mod session;
mod special;
pub(crate) mod view;
