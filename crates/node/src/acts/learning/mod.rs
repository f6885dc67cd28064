//! Learning: sessions, tests and badges; what a post needs and who has it; campaigns; what children think.

mod badge;
mod badge_status;
mod check_campaign;
mod close_topic;
mod enrol_post;
mod first_days;
mod needs;
mod open_topic;
mod record_results;
mod revoke_badge;
pub(crate) mod rules;
mod set_requirement;
mod sit_test;
mod take_badge;
mod tell_view;
mod view_learning;
mod view_session;
mod view_test;
mod view_training;

pub use badge::{BadgeFacts, BadgeStanding, BadgeState, Issuer};
pub use check_campaign::{CampaignCheck, CheckCampaign, MarkedWord, PromotedService};
pub use close_topic::CloseTopic;
pub use enrol_post::EnrolPost;
pub use first_days::{FirstDays, HeldKind, NewPost};
pub use needs::{Coverage, Need, NeedState};
pub(crate) use needs::{coverage, due as gaps_due, turn as gaps_turn};
pub use open_topic::OpenTopic;
pub use record_results::{RecordResults, ResultRow};
pub use revoke_badge::RevokeBadge;
pub use set_requirement::SetRequirement;
pub use sit_test::SitTest;
pub use take_badge::TakeBadge;
pub use tell_view::{TellView, TopicFacts};
pub use view_learning::{Learning, MyBadge, MyCourse, OpenSession, ViewLearning};
pub use view_session::{Attendee, SessionSheet, ViewSession};
pub use view_test::{EnrolmentFacts, TestPaper, TestQuestion, ViewTest};
pub use view_training::{CourseFigures, CourseRow, Training, ViewTraining};

pub(crate) use needs::for_day;
