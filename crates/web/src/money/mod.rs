//! Pages of programmes and their money.

mod books;
mod file;

pub(crate) use books::{money, page as books, rupiah};
pub(crate) use file::{export, form as import_form, send as import};
