//! Forms, devices and what devices send.

mod end_device;
mod end_gateway;
mod list_devices;
mod list_forms;
mod list_gateways;
mod list_submissions;
mod list_visits;
mod offer_form;
mod open_device;
mod open_gateway;
mod publish_form;
mod receive_submission;
mod review_submission;
mod settle_submission;
mod view_coverage;
mod view_form;

pub use end_device::EndDevice;
pub use end_gateway::EndGateway;
pub use list_devices::{DeviceRow, ListDevices};
pub use list_forms::{FormRow, ListForms};
pub use list_gateways::{GatewayRow, ListGateways};
pub use list_submissions::{ListSubmissions, SubmissionPart, SubmissionRow};
pub use list_visits::{ListVisits, VisitFacts, VisitRow};
pub use offer_form::OfferForm;
pub use open_device::{OpenDevice, OpenedDevice};
pub use open_gateway::{OpenGateway, OpenedGateway};
pub use publish_form::{PublishForm, Published};
pub use receive_submission::{DeviceFacts, ReceiveSubmission, Received};
pub use review_submission::{PlannedSeen, ReviewSubmission, Reviewed};
pub(crate) use settle_submission::{DONE, Done};
pub use settle_submission::{SettleFacts, SettleSubmission};
pub use view_coverage::{CommunityRow, Coverage, RegionCoverage, ViewCoverage};
pub use view_form::{FormSeen, QuestionRow, ViewForm};
