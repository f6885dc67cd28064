//! Pages of programmes and their money.

mod books;
mod file;
mod organisations;

pub(crate) use books::{money, page as books, rupiah};
pub(crate) use file::{
    export, form as import_form, organisations as organisations_file, own as own_organisation, send as import,
};
pub(crate) use organisations::page as organisations;
