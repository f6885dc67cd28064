//! The desk of everybody who works with cases: what a post is told, approvals, notes, calendar, mail.

mod approve;
mod end_feed;
mod gather_digests;
mod list_notes;
mod list_notifications;
mod note_digest;
mod read_feed;
mod read_notifications;
mod request_approval;
mod require_approval;
mod set_mailbox;
mod set_next_step;
mod start_feed;
mod view_calendar;
mod widen_note;
mod write_note;

pub use approve::Approve;
pub use end_feed::EndFeed;
pub use gather_digests::{Digest, GatherDigests};
pub use list_notes::{ListNotes, NoteRow};
pub use list_notifications::{ListNotifications, NotificationRow, Notifications};
pub use note_digest::NoteDigest;
pub use read_feed::{FeedFacts, FeedLine, ReadFeed};
pub use read_notifications::ReadNotifications;
pub use request_approval::{ApprovalRecipient, RequestApproval};
pub use require_approval::RequireApproval;
pub use set_mailbox::SetMailbox;
pub use set_next_step::SetNextStep;
pub use start_feed::{StartFeed, StartedFeed};
pub use view_calendar::{Calendar, ViewCalendar};
pub use widen_note::{NoteFacts, WidenNote};
pub use write_note::WriteNote;
