//! CyberTipline reports as XML, in and out: **reports by reference and hash, never a file**. There is no upload here, no element that
//! could hold a file, and nothing that sends anything: a report is made one at a time, by an act, and handed over by people.
//!
//! The official schema is given to registered providers alone. Names, order and lists follow the public description of the
//! interface and are **unverified** against that schema.

mod grammar;
mod lists;
mod read;
mod report;
mod write;

pub use lists::{Annotation, FileAnnotation, HashType, IncidentType, IpEvent, answer_meaning};
pub use read::{CyberTipDocument, check_cybertip, read_cybertip};
pub use report::{
    Detail, FileDetails, Incident, IpCapture, Person, Police, Report, Reporter, Subject, Victim,
};
pub use write::{CyberTipProblem, write_cybertip, write_file_details};
