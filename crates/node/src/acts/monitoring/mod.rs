//! Monitoring: numbers taken in, looked at, watched; briefs read; need and money side by side; drafts of reports to treaty bodies.

mod import_observations;
mod note_rate;
mod read_brief;
mod view_agency;
mod view_funding;
mod view_monitoring;
mod view_observations;
mod view_treaty_report;
mod view_trial;

pub use import_observations::{ImportObservations, ObservationOutcome, ObservationRow, ObservationsDone};
pub use note_rate::NoteRate;
pub use read_brief::{ReadBrief, ReadableBrief};
pub use view_agency::{Agency, Held, Services, ViewAgency};
pub use view_funding::{Funding, FundingRow, RateRow, ViewFunding};
pub(crate) use view_monitoring::row as indicator_row;
pub use view_monitoring::{AlertRow, IndicatorRow, Monitoring, ViewMonitoring};
pub(crate) use view_observations::of as observations_of;
pub use view_observations::{Observations, ObservationsOf, Target, ViewObservations};
pub use view_treaty_report::{ReportEntry, TreatyReport, ViewTreatyReport};
pub use view_trial::{Answer, Trial, ViewTrial};
