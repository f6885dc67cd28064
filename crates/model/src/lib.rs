//! model

pub mod codes;

pub use codes::Lang;
