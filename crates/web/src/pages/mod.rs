//! Pages drawn by hand, one file each with a template of the same name.

pub(crate) mod code;
mod fault;
pub(crate) mod home;
pub(crate) mod sign_in;
pub(crate) mod sign_out;

pub(crate) use fault::fault_page;
