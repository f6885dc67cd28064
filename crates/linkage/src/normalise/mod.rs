//! One written form for what people write in many ways.

mod birth;
mod fold;
mod kind;
mod name;
mod nik;
mod phone;
mod pieces;
mod region;
mod sound;
mod spelling;
mod titles;
mod words;

pub use birth::{BirthAgreement, BirthDate};
pub use fold::fold;
pub use kind::Kind;
pub use name::{MAX_TOKEN_CHARS, MAX_TOKENS, Name, Token};
pub use nik::{Nik, NikFacts, NikProblem, Sex};
pub(crate) use phone::phone_prefix;
pub use phone::{Phone, PhoneProblem};
pub use region::Region;
pub use sound::sound_keys;
pub use spelling::modern;

/// Version of these rules. It rises whenever a rule changes, so that what was normalised by older rules is made anew.
pub const RULES_VERSION: u16 = 1;
