//! model

pub mod codes;
pub mod regions;

pub use codes::Lang;
