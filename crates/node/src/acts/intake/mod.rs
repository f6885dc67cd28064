//! Acts of the public report and its two-way thread: filing without an account, coming back with a receipt, answering.

mod answer_reporter;
mod check_caller;
mod file_message;
mod file_report;
pub(crate) mod identity;
mod log_call;
mod meet_clock;
mod merge_reports;
mod open_receipt;
mod receipt;
mod set_clock;
mod thread;
mod unmerge_reports;
mod view_board;
mod view_reporter;
mod view_thread;
mod write_as_reporter;

pub use answer_reporter::AnswerReporter;
pub use check_caller::{CallerHistory, CheckCaller, KnownCall};
pub use file_message::{FileMessage, MessageFacts};
pub use file_report::{CONTENT_FIELDS, FileReport, Filed, FilingFacts, PUBLIC_FIELDS};
pub use log_call::{LogCall, Logged, QUICK};
pub use meet_clock::MeetClock;
pub use merge_reports::{MergeReports, MergeReportsFacts};
pub use open_receipt::{OpenReceipt, ReporterState, Returned};
pub use receipt::Source;
pub use set_clock::SetClock;
pub use thread::{LONGEST_MESSAGE, Message, Thread};
pub use unmerge_reports::UnmergeReports;
pub use view_board::{Board, BoardCard, BoardColumn, ViewBoard};
pub use view_reporter::{OpenedReporter, ReporterFacts, ViewReporter};
pub use view_thread::ViewThread;
pub use write_as_reporter::WriteAsReporter;
