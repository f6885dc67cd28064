//! CyberTipline reports as XML, in and out: **reports by reference and hash, never a file**. There is no upload here, no element that
//! could hold a file, and nothing that sends anything: a report is made one at a time, by an act, and handed over by people.
//!
//! The schema of today is given to registered providers alone, so names, order and lists are **unverified** against it. They follow the
//! public description of the interface, and were compared element by element with what is public beside it: an older copy of that schema which a
//! provider published with its own program (Wikimedia Foundation, 2015), and a client that follows the documentation of 2025 (`ncmec-cybertip`,
//! MIT). What is newer than the one stands where the other has it.

mod grammar;
mod lists;
mod read;
mod report;
mod write;

pub use lists::{Annotation, FileAnnotation, HashType, IncidentType, IpEvent, answer_meaning};
pub use read::{CyberTipDocument, check_cybertip, read_cybertip};
pub use report::{
    Detail, Device, FileDetails, Incident, IpCapture, Person, Police, Report, Reporter, Subject, Victim,
};
pub use write::{CyberTipProblem, write_cybertip, write_file_details};
