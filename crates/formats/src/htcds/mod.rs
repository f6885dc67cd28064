//! Human Trafficking Case Data Standard 2.0 (IOM, CC BY 4.0): trafficking case records in and out, by the standard's own field ids.
//!
//! The fields and their lists are the standard's own table (`data/htcds/`), so that nothing is copied into code. What the standard
//! deprecated is taken in and never given out. Of the two lists for methods of control both are taken in, the picklist is given
//! out. Official values are shown to people only beside the preferred terms.

mod fields;
mod record;

pub use fields::{Field, FieldType, field, fields};
pub use record::{HtcdsProblem, HtcdsRecord, read_htcds, write_htcds};
