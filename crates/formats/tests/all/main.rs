//! Proofs of `formats`, one binary.
// The lints' exception for tests covers test functions only, not what they call.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod carried;
mod case_uco;
mod columns;
mod cybertip;
mod foreign;
mod goaml;
mod guard;
mod hsds;
mod htcds;
mod iati;
mod packages;
mod primero;
mod samples;
mod sheets;
mod stix;
mod table;
mod text;
mod values;
mod write;
mod xml;
mod xsd;
