//! Pages drawn by hand, one file each with a template of the same name.

pub(crate) mod account;
pub(crate) mod code;
pub(crate) mod day;
mod fault;
pub(crate) mod second_factor;
pub(crate) mod set_password;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod stalled;

pub(crate) use fault::fault_page;
