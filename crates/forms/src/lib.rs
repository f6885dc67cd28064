//! Field forms.
//!
//! Outreach happens where there is no signal, with phones that speak OpenRosa and with forms written as XLSForms. This crate reads
//! an XLSForm ([`read`]), compiles it to an ODK XForm ([`compile`]), evaluates the expressions of forms ([`xpath`]), checks what
//! comes back ([`submission`]), turns it into drafts of kinds ([`mapping`]), and says what changes between two versions
//! ([`compare`]).
//!
//! It has no I/O, no clock and no chance: bytes, instants and random numbers are parameters.

pub mod compare;
pub mod form;
pub mod mapping;
pub mod primero;
pub mod problem;
pub mod sheets;
pub mod submission;
mod xform;
pub mod xml;
pub mod xpath;

pub use form::{Form, Reading, read};
pub use problem::{Place, Problem, ProblemCode, Severity};
pub use xform::{ITEMSETS, compile, document, itemsets, whole_document};
