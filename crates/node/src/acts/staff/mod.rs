//! Acts about those who act: organisations, units, posts, tenures, accounts.

mod found_node;
mod open_account;
mod open_post;
mod open_unit;
mod set_first_password;
mod start_tenure;

pub use found_node::{FoundNode, Founded};
pub use open_account::OpenAccount;
pub use open_post::OpenPost;
pub use open_unit::OpenUnit;
pub use set_first_password::SetFirstPassword;
pub use start_tenure::StartTenure;
