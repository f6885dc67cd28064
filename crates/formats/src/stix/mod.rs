//! STIX 2.1 (OASIS): alerts, indicators and opinions for partners outside the network, with TLP 2.0. Written and read strictly; no
//! object that could carry a file (`artifact`, content of `file`) is ever written, and one that comes in refuses the bundle.

mod pattern;
mod read;
mod tlp;
mod write;

pub use pattern::{Sought, Terms, terms};
pub use read::{StixBundle, StixObject, read_stix};
pub use tlp::Tlp;
pub use write::{Body, Bundle, Common, HashName, Pattern, Receiver, StixId, StixProblem, Verdict};
