//! Pages of programmes and their money.

mod books;
mod file;

pub(crate) use books::page as books;
pub(crate) use file::{export, form as import_form, send as import};
