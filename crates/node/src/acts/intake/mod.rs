//! Acts of the public report and its two-way thread: filing without an account, coming back with a receipt, answering.

mod answer_reporter;
mod file_report;
mod open_receipt;
mod receipt;
mod thread;
mod view_thread;
mod write_as_reporter;

pub use answer_reporter::AnswerReporter;
pub use file_report::{FileReport, Filed, FilingFacts, PUBLIC_FIELDS};
pub use open_receipt::{OpenReceipt, ReporterState, Returned};
pub use receipt::Source;
pub use thread::{LONGEST_MESSAGE, Message, Thread};
pub use view_thread::ViewThread;
pub use write_as_reporter::WriteAsReporter;
